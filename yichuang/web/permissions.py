"""Who may use which page: one table of every URL name. A page that is not in it answers nobody.

This is the first of the three questions (may this account use this page). The second, may this actor see this object,
is answered by the queries that take the actor; the third, has this officer the power, by `offices.mandates` in the act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yichuang.people.actors import Actor
from yichuang.people.models import Role

VISITOR: Final = "visitor"
PUBLIC: Final = "public"
STAFF: Final = frozenset(str(role) for role in Role)
CITIZENS: Final = frozenset({VISITOR, PUBLIC})
EVERYONE: Final = STAFF | CITIZENS
SIGNED_IN: Final = EVERYONE - {VISITOR}


class Door(StrEnum):
    """The face a page belongs to; it decides where an unknown person is sent and how a refusal looks."""

    PORTAL = "portal"
    DESK = "desk"
    SCREENS = "screens"
    API = "api"


@dataclass(frozen=True)
class Page:
    """One row: who may use the page; whether its answers are somebody's own (never kept by any cache); whether a
    browser asks by itself (then it does not keep a session awake)."""

    door: Door
    who: frozenset[str]
    personal: bool = False
    polling: bool = False


def _roles(*roles: Role) -> frozenset[str]:
    return frozenset(str(role) for role in roles)


_ANYBODY: Final = Page(Door.PORTAL, EVERYONE)
_OWN: Final = Page(Door.PORTAL, frozenset({PUBLIC}), personal=True)
_BY_CODE: Final = Page(Door.PORTAL, EVERYONE, personal=True)

_OFFICERS: Final = _roles(Role.CLERK, Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)
_MANAGERS: Final = _roles(Role.MANAGER)
_WRITERS: Final = _MANAGERS | _OFFICERS
# Drafts as applicants will see them: pages of the portal for those who write them.
_DRAFTS: Final = Page(Door.PORTAL, _WRITERS, personal=True)

PORTAL_PAGES: Final[Mapping[str, Page]] = {
    "kit:look": _ANYBODY,
    "kit:region": _ANYBODY,
    "kit:sign_in": _BY_CODE,
    "kit:sign_out": _BY_CODE,
    "kit:register": Page(Door.PORTAL, CITIZENS, personal=True),
    "kit:staff_sign_in": Page(Door.DESK, EVERYONE, personal=True),
    "portal:home": _ANYBODY,
    "portal:items": _ANYBODY,
    "portal:suggestions": _ANYBODY,
    "portal:guide": _ANYBODY,
    "portal:guide_on_paper": _ANYBODY,
    "portal:guide_file": _ANYBODY,
    "portal:preview": _DRAFTS,
    "portal:trial": _DRAFTS,
    "portal:guide_card": _ANYBODY,
    "portal:windows": _ANYBODY,
    "portal:window": _ANYBODY,
    "portal:window_cards": _ANYBODY,
    "portal:life_events": _ANYBODY,
    "portal:life_event": _ANYBODY,
    "portal:life_event_version": _ANYBODY,
    "portal:life_event_preview": Page(Door.PORTAL, _roles(Role.MANAGER), personal=True),
    "portal:robots": _ANYBODY,
    "portal:sitemap": _ANYBODY,
    "portal:sitemap_section": _ANYBODY,
    "portal:lists": _ANYBODY,
    "portal:list": _ANYBODY,
    "portal:list_file": _ANYBODY,
    "portal:savings": _ANYBODY,
    "portal:begin": _OWN,
    "portal:draft": _OWN,
    "portal:draft_situations": _OWN,
    "portal:draft_form": _OWN,
    "portal:draft_materials": _OWN,
    "portal:draft_upload": _OWN,
    "portal:draft_again": _OWN,
    "portal:draft_file_removal": _OWN,
    "portal:draft_file": _OWN,
    "portal:draft_review": _OWN,
    "portal:draft_removal": _OWN,
    "portal:my": _OWN,
    "portal:news": _OWN,
    "portal:news_reading": _OWN,
    "portal:news_subscription": _OWN,
    "portal:enterprise": _OWN,
    "portal:agents": _OWN,
    "portal:agent_removal": _OWN,
    "portal:who_looked": _OWN,
    "portal:case": _OWN,
    "portal:sent": _OWN,
    "portal:clock": _OWN,
    "portal:letter": _OWN,
    "portal:file": _OWN,
    "portal:next": _OWN,
    "portal:withdrawal": _OWN,
    "portal:package": _OWN,
    "portal:statement": _OWN,
    "portal:told": _OWN,
    "portal:told_statement": _OWN,
    "portal:told_hearing": _OWN,
    "portal:told_hearing_waiver": _OWN,
    "portal:told_letter": _OWN,
    "portal:told_file": _OWN,
    "portal:hearing": _OWN,
    "portal:hearing_waiver": _OWN,
    "portal:supplement": _OWN,
    "portal:promise_withdrawal": _OWN,
    "portal:draft_promises": _OWN,
    "portal:correction": _OWN,
    "portal:delivery_choice": _OWN,
    "portal:opening": _OWN,
    "portal:parcels": _OWN,
    "portal:notices": _ANYBODY,
    "portal:decisions": _ANYBODY,
    "portal:decisions_csv": _ANYBODY,
    "portal:certificates": _OWN,
    "portal:certificate_case": _OWN,
    "portal:query": _BY_CODE,
    "portal:followed": _BY_CODE,
    "portal:followed_letter": _BY_CODE,
    "portal:verify": _BY_CODE,
    "portal:verify_code": _BY_CODE,
}

_BUSINESS: Final = _roles(
    Role.GUIDE, Role.CLERK, Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD, Role.MANAGER, Role.SUPERVISOR
)
_EXAMINERS: Final = _roles(Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)
_APPROVERS: Final = _roles(Role.CHIEF_APPROVER, Role.HEAD)
_PARTIES: Final = _BUSINESS | {PUBLIC}


def _api(who: frozenset[str]) -> Page:
    return Page(Door.API, who, personal=True)


API_PAGES: Final[Mapping[str, Page]] = {
    "api:openapi": Page(Door.API, EVERYONE),
    "api:items": Page(Door.API, EVERYONE),
    "api:item": Page(Door.API, EVERYONE),
    "api:life_events": Page(Door.API, EVERYONE),
    "api:life_event": Page(Door.API, EVERYONE),
    "api:item_versions": Page(Door.API, EVERYONE),
    "api:item_version": Page(Door.API, EVERYONE),
    "api:item_difference": Page(Door.API, EVERYONE),
    "api:letter_verification": _api(EVERYONE),
    "api:me": _api(SIGNED_IN),
    "api:item_check": _api(_PARTIES),
    "api:uploads": _api(_PARTIES),
    "api:upload": _api(_PARTIES),
    "api:parties": _api(_roles(Role.GUIDE, Role.CLERK)),
    "api:cases": _api(_PARTIES),
    "api:case": _api(_PARTIES),
    "api:case_history": _api(_PARTIES),
    "api:case_letters": _api(_PARTIES),
    # A helper, manager or supervisor sees the way of a case, never its papers; the same on the desk.
    "api:case_letter_pdf": _api(_OFFICERS | {PUBLIC}),
    "api:case_file": _api(_OFFICERS | {PUBLIC}),
    "api:case_clock": _api(_PARTIES),
    "api:case_next": _api(_roles(Role.CLERK) | {PUBLIC}),
    "api:case_holds": _api(_PARTIES),
    "api:case_steps": _api(_PARTIES),
    "api:came": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:overdue_steps": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:acceptance": _api(_OFFICERS),
    "api:correction": _api(_OFFICERS),
    "api:corrected": _api(_OFFICERS | {PUBLIC}),
    "api:corrections": _api(_PARTIES),
    "api:correction_marks": _api(_OFFICERS),
    "api:on_the_spot": _api(_OFFICERS),
    "api:acceptance_with_gaps": _api(_OFFICERS),
    "api:supplement": _api(_OFFICERS | {PUBLIC}),
    "api:promise_withdrawal": _api(_OFFICERS | {PUBLIC}),
    "api:promise_grant": _api(_APPROVERS),
    "api:promise_check": _api(_EXAMINERS),
    "api:promise_order": _api(_EXAMINERS),
    "api:promise_revocation": _api(_APPROVERS),
    "api:exclusions": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:credit_repair": _api(_roles(Role.MANAGER)),
    "api:declining": _api(_OFFICERS),
    "api:not_required": _api(_OFFICERS),
    "api:examination": _api(_EXAMINERS),
    "api:interested_party": _api(_EXAMINERS),
    "api:statement": _api(_EXAMINERS | {PUBLIC}),
    "api:statements": _api(_OFFICERS | {PUBLIC}),
    "api:interested": _api(frozenset({PUBLIC})),
    "api:told": _api(frozenset({PUBLIC})),
    "api:told_statement": _api(frozenset({PUBLIC})),
    "api:told_hearing": _api(frozenset({PUBLIC})),
    "api:told_hearing_waiver": _api(frozenset({PUBLIC})),
    "api:told_letter_pdf": _api(frozenset({PUBLIC})),
    "api:told_file": _api(frozenset({PUBLIC})),
    "api:hearing_rights": _api(_EXAMINERS),
    "api:hearing_request": _api(_EXAMINERS | {PUBLIC}),
    "api:hearing_waiver": _api(_EXAMINERS | {PUBLIC}),
    "api:hearing_call": _api(_EXAMINERS),
    "api:hearing_record": _api(_EXAMINERS),
    "api:forwarding": _api(_EXAMINERS),
    "api:receipt_above": _api(_EXAMINERS),
    "api:answer_from_above": _api(_EXAMINERS),
    "api:suspension": _api(_EXAMINERS),
    "api:resumption": _api(_EXAMINERS),
    "api:extension": _api(_EXAMINERS),
    "api:extension_grant": _api(_roles(Role.HEAD)),
    "api:extension_refusal": _api(_roles(Role.HEAD)),
    "api:termination": _api(_APPROVERS),
    "api:opinions": _api(_EXAMINERS),
    "api:inspections": _api(_PARTIES),
    "api:inspection": _api(_EXAMINERS),
    "api:inspection_record": _api(_EXAMINERS),
    "api:inspection_confirmation": _api(_EXAMINERS),
    "api:photographs": _api(_EXAMINERS),
    "api:expert_request": _api(_EXAMINERS),
    "api:expert_opinion": _api(_OFFICERS),
    "api:handing_on": _api(_EXAMINERS),
    "api:sending_back": _api(_EXAMINERS),
    "api:proposal": _api(_APPROVERS),
    "api:decision": _api(_APPROVERS),
    "api:making": _api(_OFFICERS),
    "api:issue": _api(_OFFICERS),
    "api:decisions": Page(Door.API, EVERYONE),
    "api:certificates": _api(frozenset({PUBLIC})),
    "api:case_certificate": _api(_PARTIES),
    "api:intention": _api(_EXAMINERS),
    "api:defence": _api(_EXAMINERS),
    "api:intention_end": _api(_APPROVERS),
    "api:certificate_end": _api(_APPROVERS),
    "api:supervision_notes": _api(_EXAMINERS | _roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:supervision_receipt": _api(_EXAMINERS),
    "api:quota": Page(Door.API, EVERYONE),
    "api:delivery": _api(_OFFICERS),
    "api:deliveries": _api(_OFFICERS | {PUBLIC}),
    "api:delivery_choice": _api(_OFFICERS | {PUBLIC}),
    "api:opening": _api(frozenset({PUBLIC})),
    "api:courier_order": _api(_OFFICERS),
    "api:courier_status": _api(_OFFICERS),
    "api:courier_return": _api(_OFFICERS),
    "api:arrival": _api(_OFFICERS),
    "api:locker_return": _api(_OFFICERS),
    "api:visits": _api(_OFFICERS),
    "api:parcels": _api(frozenset({PUBLIC})),
    "api:parcel_receipt": _api(_OFFICERS),
    "api:parcel_status": _api(_OFFICERS),
    "api:locker_collection": _api(_roles(Role.CLERK)),
    "api:late_deliveries": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:slips": _api(_OFFICERS | _roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:slip": _api(_OFFICERS | _roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:slip_receipt": _api(_OFFICERS),
    "api:lying_papers": _api(_OFFICERS | _roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:turned_away": _api(_roles(Role.CLERK, Role.MANAGER, Role.SUPERVISOR)),
    "api:turning_away_check": _api(_roles(Role.CLERK, Role.MANAGER)),
    "api:turning_away_receipt": _api(_roles(Role.CLERK)),
    "api:taking_back": _api(_OFFICERS),
    "api:reentry": _api(_OFFICERS),
    "api:reentry_begin": _api(_OFFICERS),
    "api:reentry_finish": _api(_OFFICERS),
    "api:archiving": _api(_roles(Role.CLERK, Role.MANAGER)),
    "api:package": _api(_roles(Role.CLERK, Role.HEAD) | {PUBLIC}),
    "api:news": _api(frozenset({PUBLIC})),
    "api:news_reading": _api(frozenset({PUBLIC})),
    "api:news_subscription": _api(frozenset({PUBLIC})),
    "api:withdrawal": _api(_OFFICERS | {PUBLIC}),
    "api:agencies": _api(_roles(Role.GUIDE, Role.CLERK) | {PUBLIC}),
    "api:agency_removal": _api(frozenset({PUBLIC})),
    "api:wordings": _api(_roles(Role.MANAGER)),
    "api:wording": _api(_roles(Role.MANAGER)),
    "api:wording_publishing": _api(_roles(Role.MANAGER)),
    "api:wording_return": _api(_roles(Role.MANAGER)),
    "api:wording_discarding": _api(_roles(Role.MANAGER)),
    "api:pauses": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:asked_again": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:late_teams": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:handled": _api(_EXAMINERS),
    "api:rules": _api(_roles(Role.MANAGER, Role.SUPERVISOR)),
    "api:identity": _api(_OFFICERS | _roles(Role.GUIDE)),
    "api:courier_label": _api(_OFFICERS),
}


def _desk(who: frozenset[str], *, polling: bool = False) -> Page:
    return Page(Door.DESK, who, personal=True, polling=polling)


_CLERKS: Final = _roles(Role.CLERK)
_OVERSEERS: Final = _roles(Role.MANAGER, Role.SUPERVISOR)
_EDITORS: Final = _WRITERS | _roles(Role.SYSTEM_ADMIN)

DESK_PAGES: Final[Mapping[str, Page]] = {
    "desk:home": _desk(STAFF),
    "desk:work": _desk(_OFFICERS),
    "desk:handled": _desk(_EXAMINERS),
    "desk:overdue_steps": _desk(_OVERSEERS),
    "desk:case": _desk(_BUSINESS),
    "desk:clock": _desk(_BUSINESS),
    "desk:clock_on_paper": _desk(_BUSINESS),
    "desk:identity": _desk(_OFFICERS | _roles(Role.GUIDE)),
    "desk:file": _desk(_OFFICERS),
    "desk:file_page": _desk(_OFFICERS),
    "desk:letter": _desk(_OFFICERS),
    "desk:letter_page": _desk(_OFFICERS),
    "desk:correction": _desk(_OFFICERS),
    "desk:corrected": _desk(_OFFICERS),
    "desk:correction_marks": _desk(_OFFICERS),
    "desk:on_the_spot": _desk(_OFFICERS),
    "desk:acceptance": _desk(_OFFICERS),
    "desk:acceptance_with_gaps": _desk(_OFFICERS),
    "desk:supplement": _desk(_OFFICERS),
    "desk:promise_grant": _desk(_APPROVERS),
    "desk:promise_check": _desk(_EXAMINERS),
    "desk:promise_order": _desk(_EXAMINERS),
    "desk:promise_revocation": _desk(_APPROVERS),
    "desk:promise_checks": _desk(_EXAMINERS),
    "desk:exclusions": _desk(_OVERSEERS),
    "desk:credit_repair": _desk(_MANAGERS),
    "desk:declining": _desk(_OFFICERS),
    "desk:withdrawal": _desk(_OFFICERS),
    "desk:promise_withdrawal": _desk(_OFFICERS),
    "desk:not_required": _desk(_OFFICERS),
    "desk:examination": _desk(_EXAMINERS),
    "desk:interested_party": _desk(_EXAMINERS),
    "desk:statement": _desk(_EXAMINERS),
    "desk:hearing_rights": _desk(_EXAMINERS),
    "desk:hearing_request": _desk(_EXAMINERS),
    "desk:hearing_waiver": _desk(_EXAMINERS),
    "desk:hearing_call": _desk(_EXAMINERS),
    "desk:hearing_record": _desk(_EXAMINERS),
    "desk:forwarding": _desk(_EXAMINERS),
    "desk:receipt_above": _desk(_EXAMINERS),
    "desk:answer_from_above": _desk(_EXAMINERS),
    "desk:suspension": _desk(_EXAMINERS),
    "desk:resumption": _desk(_EXAMINERS),
    "desk:extension": _desk(_EXAMINERS),
    "desk:extension_grant": _desk(_roles(Role.HEAD)),
    "desk:extension_refusal": _desk(_roles(Role.HEAD)),
    "desk:termination": _desk(_APPROVERS),
    "desk:opinions": _desk(_EXAMINERS),
    "desk:inspection": _desk(_EXAMINERS),
    "desk:inspection_confirmation": _desk(_EXAMINERS),
    "desk:field": _desk(_EXAMINERS),
    "desk:field_worker": _desk(_EXAMINERS, polling=True),
    "desk:field_state": _desk(_EXAMINERS, polling=True),
    "desk:field_photograph": _desk(_EXAMINERS),
    "desk:field_record": _desk(_EXAMINERS),
    "desk:photograph": _desk(_OFFICERS),
    "desk:expert_request": _desk(_EXAMINERS),
    "desk:expert_opinion": _desk(_OFFICERS),
    "desk:handing_on": _desk(_EXAMINERS),
    "desk:sending_back": _desk(_EXAMINERS),
    "desk:proposal": _desk(_APPROVERS),
    "desk:decision": _desk(_APPROVERS),
    "desk:making": _desk(_OFFICERS),
    "desk:issue": _desk(_OFFICERS),
    "desk:intention": _desk(_EXAMINERS),
    "desk:defence": _desk(_EXAMINERS),
    "desk:intention_end": _desk(_APPROVERS),
    "desk:certificate_end": _desk(_APPROVERS),
    "desk:supervision": _desk(_EXAMINERS | _OVERSEERS),
    "desk:supervision_receipt": _desk(_EXAMINERS),
    "desk:aftercare": _desk(_OVERSEERS),
    "desk:quota_setting": _desk(_MANAGERS),
    "desk:arrangement_setting": _desk(_MANAGERS),
    "desk:delivery": _desk(_OFFICERS),
    "desk:courier": _desk(_OFFICERS),
    "desk:arrival": _desk(_OFFICERS),
    "desk:courier_order": _desk(_OFFICERS),
    "desk:courier_status": _desk(_OFFICERS),
    "desk:courier_return": _desk(_OFFICERS),
    "desk:courier_label": _desk(_OFFICERS),
    "desk:locker": _desk(_OFFICERS),
    "desk:locker_collection": _desk(_OFFICERS),
    "desk:locker_return": _desk(_OFFICERS),
    "desk:in_person": _desk(_OFFICERS),
    "desk:left_behind": _desk(_OFFICERS),
    "desk:evidence": _desk(_OFFICERS),
    "desk:visit": _desk(_OFFICERS),
    "desk:public_notice": _desk(_OFFICERS),
    "desk:delivery_choice": _desk(_OFFICERS),
    "desk:parcel": _desk(_OFFICERS),
    "desk:parcel_status": _desk(_OFFICERS),
    "desk:taking_back": _desk(_OFFICERS),
    "desk:archiving": _desk(_CLERKS | _MANAGERS),
    "desk:package": _desk(_CLERKS | _roles(Role.HEAD)),
    "desk:reentry": _desk(_OFFICERS),
    "desk:reentry_files": _desk(_OFFICERS),
    "desk:reentry_begin": _desk(_OFFICERS),
    "desk:reentry_finish": _desk(_OFFICERS),
    "desk:reentry_costs": _desk(_OVERSEERS),
    "desk:reentry_mapping": _desk(_MANAGERS),
    "desk:archive": _desk(_CLERKS | _OVERSEERS),
    "desk:archive_list": _desk(_CLERKS | _OVERSEERS),
    "desk:archive_handing_over": _desk(_MANAGERS),
    "desk:retention_setting": _desk(_MANAGERS),
    "desk:slips": _desk(_OFFICERS | _OVERSEERS),
    "desk:slip": _desk(_OFFICERS | _OVERSEERS),
    "desk:slip_on_paper": _desk(_OFFICERS | _OVERSEERS),
    "desk:slip_new": _desk(_OFFICERS),
    "desk:papers": _desk(_OFFICERS | _OVERSEERS),
    "desk:counter": _desk(_CLERKS),
    "desk:counter_done": _desk(_CLERKS),
    "desk:handing_out": _desk(_CLERKS),
    "desk:authority": _desk(_CLERKS | _roles(Role.GUIDE)),
    "desk:hall": _desk(_OVERSEERS),
    "desk:hall_cases": _desk(_OVERSEERS),
    "desk:visits": _desk(_OVERSEERS),
    "desk:asked_again": _desk(_OVERSEERS),
    "desk:pauses": _desk(_OVERSEERS),
    "desk:turned_away": _desk(_CLERKS | _OVERSEERS),
    "desk:turning_away": _desk(_CLERKS),
    "desk:turning_away_check": _desk(_CLERKS | _MANAGERS),
    "desk:turning_away_receipt": _desk(_CLERKS),
    "desk:turning_away_slip": _desk(_CLERKS | _OVERSEERS),
    "desk:late_teams": _desk(_OVERSEERS),
    "desk:mandates": _desk(_OVERSEERS | _APPROVERS | _CLERKS),
    "desk:mandate_filing": _desk(_MANAGERS),
    "desk:mandate_revocation": _desk(_MANAGERS),
    "desk:offices": _desk(_MANAGERS),
    "desk:window_opening": _desk(_MANAGERS),
    "desk:window_closing": _desk(_MANAGERS),
    "desk:substitutes": _desk(_roles(Role.HEAD)),
    "desk:substitute": _desk(_roles(Role.HEAD)),
    "desk:substitute_end": _desk(_roles(Role.HEAD)),
    "desk:posting": _desk(_MANAGERS),
    "desk:posting_end": _desk(_MANAGERS),
    "desk:rules": _desk(_OVERSEERS),
    "desk:rule_setting": _desk(_MANAGERS),
    "desk:terms": _desk(_OVERSEERS),
    "desk:term_setting": _desk(_MANAGERS),
    "desk:term_end": _desk(_MANAGERS),
    "desk:cells_opening": _desk(_MANAGERS),
    "desk:cell_closing": _desk(_MANAGERS),
    "desk:printing": _desk(_OFFICERS),
    "desk:printing_begin": _desk(_OFFICERS),
    "desk:printing_pdf": _desk(_OFFICERS),
    "desk:printing_progress": _desk(_OFFICERS, polling=True),
    "desk:wordings": _desk(_MANAGERS),
    "desk:wording": _desk(_MANAGERS),
    "desk:wording_publishing": _desk(_MANAGERS),
    "desk:wording_return": _desk(_MANAGERS),
    "desk:wording_discarding": _desk(_MANAGERS),
    "desk:search_words": _desk(_MANAGERS),
    "desk:synonym_addition": _desk(_MANAGERS),
    "desk:synonym_ending": _desk(_MANAGERS),
    "desk:miss_settling": _desk(_MANAGERS),
    "desk:miss_taking_up": _desk(_MANAGERS),
    "desk:items": _desk(_EDITORS),
    "desk:life_events": _desk(_MANAGERS),
    "desk:life_event_showing": _desk(_MANAGERS),
    "desk:life_event_new": _desk(_MANAGERS),
    "desk:life_event": _desk(_MANAGERS),
    "desk:life_event_publishing": _desk(_MANAGERS),
    "desk:life_event_discarding": _desk(_MANAGERS),
    "desk:life_event_restoring": _desk(_MANAGERS),
    "desk:item": _desk(_EDITORS),
    "desk:item_difference": _desk(_EDITORS),
    "desk:item_history": _desk(_EDITORS),
    "desk:item_descent": _desk(_MANAGERS),
    "desk:tree": _desk(_EDITORS | _OVERSEERS),
    "desk:tables": _desk(_MANAGERS),
    "desk:table_export": _desk(_MANAGERS),
    "desk:table_run": _desk(_MANAGERS),
    "desk:table_progress": _desk(_MANAGERS, polling=True),
    "desk:table_copy": _desk(_MANAGERS),
    "desk:lists": _desk(_EDITORS | _OVERSEERS),
    "desk:ledger": _desk(_EDITORS | _OVERSEERS),
    "desk:ledger_entry": _desk(_MANAGERS),
    "desk:item_beginning": _desk(_WRITERS),
    "desk:item_submission": _desk(_WRITERS),
    "desk:item_recall": _desk(_WRITERS),
    "desk:item_discarding": _desk(_WRITERS),
    "desk:item_review": _desk(_MANAGERS),
    "desk:item_publication": _desk(_MANAGERS),
    "desk:item_pause": _desk(_MANAGERS),
    "desk:item_resumption": _desk(_MANAGERS),
    "desk:item_cancellation": _desk(_MANAGERS),
    "desk:materials": _desk(_EDITORS),
    "desk:material": _desk(_EDITORS),
    "desk:material_new": _desk(_MANAGERS),
    "desk:material_retirement": _desk(_MANAGERS),
    "desk:material_renewal": _desk(_WRITERS),
    "desk:draft": _desk(_WRITERS),
    "desk:draft_section": _desk(_WRITERS),
    "desk:draft_row": _desk(_WRITERS),
    "desk:draft_step": _desk(_WRITERS),
    "desk:audit": _desk(_roles(Role.AUDIT_ADMIN)),
    "desk:keys": _desk(STAFF),
    "desk:account": _desk(STAFF),
    "desk:password": _desk(STAFF),
    "desk:other_sessions": _desk(STAFF),
}

SCREEN_PAGES: Final[Mapping[str, Page]] = {
    "screens:board": Page(Door.SCREENS, EVERYONE, polling=True),
}

TABLE: Final[Mapping[str, Page]] = {**PORTAL_PAGES, **API_PAGES, **DESK_PAGES, **SCREEN_PAGES}


def audiences_of(actor: Actor) -> frozenset[str]:
    """The audiences an actor belongs to: a visitor, a public account, or the roles of a member of staff."""
    if actor.is_staff:
        return frozenset(str(role) for role in actor.roles)
    return frozenset({PUBLIC if actor.kind == "public" else VISITOR})


def may_use(page: Page, actor: Actor) -> bool:
    """Whether the actor may use the page. An account without any role may use none of the pages of the desk."""
    if page.who == EVERYONE:
        return True
    return not page.who.isdisjoint(audiences_of(actor))


def may_know_of(page: Page, actor: Actor) -> bool:
    """Whether a refused actor may be told that the page exists. Citizens never learn of the desk's pages."""
    return not (page.door is Door.DESK and not actor.is_staff)
