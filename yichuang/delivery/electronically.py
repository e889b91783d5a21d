"""Electronic service (电子送达): delivered when the applicant, signed in and having agreed, opens the result."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import queries, standing
from yichuang.cases.models import Case, State
from yichuang.delivery import closing, terms
from yichuang.delivery.models import Delivery, Mode, Relation, Term
from yichuang.delivery.ways import choice_of, chosen_mode
from yichuang.documents.models import Letter
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class NoConsent(Refused):
    """The applicant did not agree to be served electronically."""

    code = "no_consent"


class ReadFirst(Refused):
    """The result is to be opened with a confirmed identity before it can be downloaded."""

    code = "read_first"


def open_result(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """The applicant's side opens the result: it is delivered at this moment (参照民事诉讼法第九十条)."""
    with transaction.atomic():
        case = queries.locked(case)
        standing.require_applicant(case, by=by, at=at)
        closing.require_deliverable(case)
        chosen = choice_of(case)
        rule = terms.term(case.centre_id, Term.Kind.ELECTRONIC, at=at)
        if chosen is None or chosen.mode != Mode.ELECTRONIC or rule is None:
            raise NoConsent(_("没有选择电子送达。请先在办件页面把送达方式改为电子送达并确认同意。"))
        to = closing.Ready(case, None, None)
        closing.refuse_second(case)
        recipient, relation = _reader(case, by)
        delivery = closing.begin(
            to, Mode.ELECTRONIC, at=at, recipient=recipient, relation=relation, identity_checked=True, delivered_at=at
        )
        proof = f"受送达人同意电子送达，经实名登录后打开结果文书，系统记录的打开时间为送达时间。依据：{rule.basis}"
        closing.close(to, delivery, proof=proof, by=by, at=at)
    return delivery


def _reader(case: Case, by: Actor) -> tuple[Party | None, Relation]:
    me = standing.account_of(by).party
    if me is not None and me.pk == case.applicant_id:
        return me, Relation.APPLICANT
    is_head = me is not None and me.pk == case.applicant.representative_id
    return me, Relation.REPRESENTATIVE if is_head else Relation.AGENT


def require_read(case: Case, letter: Letter) -> None:
    """Refuse the result of a case that is to be served electronically and was not opened yet."""
    if case.state != State.COMPLETED or chosen_mode(case) != Mode.ELECTRONIC:
        return
    if queries.results_of(case).filter(pk=letter.pk).exists():
        raise ReadFirst(_("这份结果以电子方式送达。请实名登录后在办件页面点“打开结果文书”，打开即视为送达。"))
