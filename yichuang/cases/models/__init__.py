"""Tables of the way of a case (办件), a file for each thing that a case has.

A case is one application for one service item, kept under the item version it began with. Its state is written only
by `life_cycle.move`; who did what and when stands in the journal under the case's number.
"""

from yichuang.cases.models.aftercare import Arrangement, Disclosure, SupervisionNote
from yichuang.cases.models.archive import ArchiveRecord, HandOver, Keeping, RetentionRule
from yichuang.cases.models.case import ASKED_FOR, Case, CaseNumberField, Channel, Outcome, Purpose, State
from yichuang.cases.models.certificates import Certificate, Ending, Ground, Intention, Reminder, Way
from yichuang.cases.models.corrections import Correction, CorrectionLine, FormerAnswer
from yichuang.cases.models.drafts import Draft
from yichuang.cases.models.examination import Decision, Opinion
from yichuang.cases.models.experts import ExpertOpinion
from yichuang.cases.models.extensions import Extension
from yichuang.cases.models.hearings import Hearing, InterestedParty, Side
from yichuang.cases.models.holds import Hold, Procedure
from yichuang.cases.models.inspections import Inspection, Inspector, Photograph, SiteFinding
from yichuang.cases.models.intermediaries import IntermediaryWork, Orderer
from yichuang.cases.models.papers import CaseMaterial
from yichuang.cases.models.promises import Exclusion, Finding, Found, LaterPromise, OwedMaterial, Promise
from yichuang.cases.models.quotas import Place, Quota
from yichuang.cases.models.reentry import Reentry, ReentryMapping
from yichuang.cases.models.revocations import Revocation
from yichuang.cases.models.rules import Effect, Rule
from yichuang.cases.models.signed_copies import SignedCopy
from yichuang.cases.models.statements import Statement, StatementFile
from yichuang.cases.models.steps import ACT_OF, CaseStep, Hand, Part, StepHandover
from yichuang.cases.models.turned_away import TurnedAway
from yichuang.cases.models.upward import Forwarding

__all__ = [
    "ACT_OF",
    "ASKED_FOR",
    "ArchiveRecord",
    "Arrangement",
    "Case",
    "CaseMaterial",
    "CaseNumberField",
    "CaseStep",
    "Certificate",
    "Channel",
    "Correction",
    "CorrectionLine",
    "Decision",
    "Disclosure",
    "Draft",
    "Effect",
    "Ending",
    "Exclusion",
    "ExpertOpinion",
    "Extension",
    "Finding",
    "FormerAnswer",
    "Forwarding",
    "Found",
    "Ground",
    "Hand",
    "HandOver",
    "Hearing",
    "Hold",
    "Inspection",
    "Inspector",
    "Intention",
    "InterestedParty",
    "IntermediaryWork",
    "Keeping",
    "LaterPromise",
    "Opinion",
    "Orderer",
    "Outcome",
    "OwedMaterial",
    "Part",
    "Photograph",
    "Place",
    "Procedure",
    "Promise",
    "Purpose",
    "Quota",
    "Reentry",
    "ReentryMapping",
    "Reminder",
    "RetentionRule",
    "Revocation",
    "Rule",
    "Side",
    "SignedCopy",
    "SiteFinding",
    "State",
    "Statement",
    "StatementFile",
    "StepHandover",
    "SupervisionNote",
    "TurnedAway",
    "Way",
]
