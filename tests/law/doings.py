"""Every act of the law, done by the act of the program, and by what name the desk offers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.law.days import Calendar
from tests.law.hearing import day_in
from tests.law.law import Matter
from tests.law.promising import DAYS_TO_PUT_RIGHT
from yichuang.cases import (
    accepting,
    applying,
    correcting,
    deciding,
    deeming,
    examining,
    issuing,
    terminating,
    testing,
    undoing,
)
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Hold, Side, State
from yichuang.cases.pausing import extending, hearing, procedures, upward, waiving
from yichuang.cases.promises import checking, granting, revoking, supplementing, tolerance
from yichuang.delivery import by_courier, by_notice, in_person
from yichuang.delivery.models import Failure, Relation
from yichuang.people.actors import Actor
from yichuang.people.models import Account

AT_HOME = {"correct", "bring_what_follows", "withdraw", "withdraw_promise", "ask_hearing", "waive_hearing"}
"""What the applicant does himself, on line."""


def _examine(case: Case, by: Actor, at: datetime) -> None:
    case = _taken_up(case, by, at)
    examining.give_opinion(case=case, recommends="granted", text="经审查", by=by, at=at)


def _taken_up(case: Case, by: Actor, at: datetime) -> Case:
    """The law knows no taking up of a case: whoever does the first thing in the department takes it up."""
    untouched = deeming.by_law(case, at=at).state == State.ACCEPTED
    return examining.begin(case=case, why_not_at_once="须核实", by=by, at=at) if untouched else case


def _begin_procedure(case: Case, by: Actor, at: datetime, *, kind: str) -> None:
    procedures.begin(case=_taken_up(case, by, at), kind=kind, days=3, reason="需要检测", by=by, at=at)


def _end_procedure(case: Case, by: Actor, at: datetime, *, kind: str) -> None:
    running = Hold.objects.filter(case=case, procedure=kind, until__isnull=True).values_list("pk", flat=True).first()
    procedures.end(case=case, hold=running or 0, result="合格", by=by, at=at)


def _ask_extension(case: Case, by: Actor, at: datetime) -> None:
    extending.ask(case=_taken_up(case, by, at), reason="案情复杂", by=by, at=at)


def _ask_for_corrections(case: Case, by: Actor, at: datetime) -> None:
    wrong = [Defect(material_key="identity", reason="复印件不清晰，看不清证件号码")]
    correcting.ask_correction(case=case, defects=wrong, why_again="第一次没有看出", by=by, at=at)


def _call_hearing(case: Case, by: Actor, at: datetime, *, kind: str, calendar: Calendar) -> None:
    days, _, chair = kind.partition("/")
    hearing.call(
        case=_taken_up(case, by, at),
        held_at=day_in(calendar, at, int(days)),
        place="三楼会议室",
        chair=Account.objects.get(username=chair.replace(" ", ".")),
        matter="是否准予许可",
        by=by,
        at=at,
    )


TAKING_UP = "begin_examining"
AFTER_TAKING_UP = {"examine", "begin_procedure", "ask_extension", "tell_hearing_rights", "call_hearing"}
OFFERED_AS = {
    "accept": "accept",
    "accept_with_gaps": "accept_with_gaps",
    "refuse_to_accept": "decline",
    "ask_for_corrections": "ask_correction",
    "correct": "correct",
    "bring_what_follows": "supplement",
    "examine": "give_opinion",
    "begin_procedure": "suspend",
    "end_procedure": "resume",
    "ask_extension": "ask_extension",
    "extend": "extend",
    "refuse_extension": "refuse_extension",
    "grant": "grant",
    "refuse": "refuse",
    "terminate": "terminate",
    "withdraw": "withdraw",
    "withdraw_at_counter": "withdraw_at_counter",
    "tell_not_required": "tell_not_required",
    "correct_at_counter": "correct_at_counter",
    "bring_it_to_the_counter": "supplement_at_counter",
    "grant_on_promise": "grant_on_promise",
    "withdraw_promise": "withdraw_promise",
    "withdraw_promise_at_counter": "withdraw_promise_at_counter",
    "check_promise": "check_promise",
    "order_to_keep": "order_to_keep",
    "revoke_for_promise": "revoke_for_promise",
    "tell_hearing_rights": "tell_hearing_rights",
    "ask_hearing": "ask_hearing",
    "take_hearing_request": "take_hearing_request",
    "waive_hearing": "waive_hearing",
    "take_hearing_waiver": "take_hearing_waiver",
    "call_hearing": "call_hearing",
    "record_hearing": "record_hearing",
    "send_upward": "send_upward",
    "note_receipt_above": "note_receipt_above",
    "record_answer": "record_answer",
    "begin_making": "begin_making",
    "issue": "issue",
}
"""What the desk calls the acts of the law."""


def offer_of(act: str, matter: Matter) -> str:
    """By which offer somebody finds his way to the act: what nobody has begun with, is begun first."""
    verb = act.partition(":")[0]
    return TAKING_UP if verb in AFTER_TAKING_UP and not matter.taken_up else OFFERED_AS.get(verb, "")


DOINGS: dict[str, Callable[..., object]] = {
    "accept": lambda case, by, at: accepting.accept(case=case, by=by, at=at),
    "accept_with_gaps": lambda case, by, at: tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=by, at=at),
    "refuse_to_accept": lambda case, by, at: accepting.decline(
        case=case, reasons="不属于本机关职权范围", competent_body="县公安局", by=by, at=at
    ),
    "ask_for_corrections": _ask_for_corrections,
    "correct": lambda case, by, at: correcting.correct(
        case=case, materials=testing.scans("identity", by=by), by=by, at=at
    ),
    "bring_what_follows": lambda case, by, at: supplementing.supplement(
        case=case, materials=testing.scans("plan", by=by), by=by, at=at
    ),
    "examine": _examine,
    "begin_procedure": _begin_procedure,
    "end_procedure": _end_procedure,
    "ask_extension": _ask_extension,
    "extend": lambda case, by, at: extending.grant(case=case, by=by, at=at),
    "refuse_extension": lambda case, by, at: extending.refuse(case=case, answer="来得及", by=by, at=at),
    "grant": lambda case, by, at: deciding.decide(case=case, outcome="granted", by=by, at=at),
    "refuse": lambda case, by, at: deciding.decide(
        case=case, outcome="refused", reasons="经审查，经营场所不符合规定的条件。", by=by, at=at
    ),
    "terminate": lambda case, by, at: terminating.terminate(
        case=case, reason="申请人死亡", law="《行政许可法》第七十条", by=by, at=at
    ),
    "withdraw": lambda case, by, at: applying.withdraw(case=case, by=by, at=at),
    "withdraw_at_counter": lambda case, by, at: accepting.withdraw_at_counter(
        case=case, document_number=case.applicant.number.open(), by=by, at=at
    ),
    "tell_not_required": lambda case, by, at: accepting.tell_not_required(
        case=case, reasons="不需要取得许可", by=by, at=at
    ),
    "correct_at_counter": lambda case, by, at: correcting.correct_at_counter(
        case=case, materials=testing.papers("identity"), by=by, at=at
    ),
    "bring_it_to_the_counter": lambda case, by, at: supplementing.supplement_at_counter(
        case=case, materials=testing.papers("plan"), by=by, at=at
    ),
    "grant_on_promise": lambda case, by, at: granting.grant_on_promise(case=case, credit_confirmed=True, by=by, at=at),
    "withdraw_promise": lambda case, by, at: granting.withdraw_promise(
        case=case, materials=testing.scans("health", by=by), by=by, at=at
    ),
    "withdraw_promise_at_counter": lambda case, by, at: granting.withdraw_promise_at_counter(
        case=case, materials=testing.papers("health"), by=by, at=at
    ),
    "check_promise": lambda case, by, at, kind: checking.check_promise(
        case=case, found=kind, text="经核查", by=by, at=at
    ),
    "order_to_keep": lambda case, by, at: checking.order_to_keep(
        case=case,
        requirements="补办健康证明",
        correct_by=(at + timedelta(days=DAYS_TO_PUT_RIGHT)).date(),
        by=by,
        at=at,
    ),
    "revoke_for_promise": lambda case, by, at: revoking.revoke_for_promise(
        case=case, reasons="核查时没有健康证明", by=by, at=at
    ),
    "tell_hearing_rights": lambda case, by, at: hearing.tell_rights(
        case=_taken_up(case, by, at), matter="是否准予许可", by=by, at=at
    ),
    "ask_hearing": lambda case, by, at: hearing.ask(case=case, by=by, at=at),
    "take_hearing_request": lambda case, by, at: hearing.take_request(case=case, side=Side.APPLICANT, by=by, at=at),
    "waive_hearing": lambda case, by, at: waiving.waive(case=case, by=by, at=at),
    "take_hearing_waiver": lambda case, by, at: waiving.take_waiver(case=case, of=None, by=by, at=at),
    "call_hearing": _call_hearing,
    "record_hearing": lambda case, by, at: hearing.record(
        case=case, attendees=[Side.APPLICANT], statements="各方陈述", by=by, at=at
    ),
    "send_upward": lambda case, by, at: upward.send(
        case=case, to_body="市市场监督管理局", opinion="建议准予", days=10, by=by, at=at
    ),
    "note_receipt_above": lambda case, by, at: upward.note_receipt(case=case, receipt_number="1", by=by, at=at),
    "record_answer": lambda case, by, at, kind: upward.record_answer(
        case=case, answer=kind, answer_number="市批1号", by=by, at=at
    ),
    "begin_making": lambda case, by, at: issuing.begin_making(case=case, by=by, at=at),
    "issue": lambda case, by, at: issuing.issue(case=case, by=by, at=at),
    "hand_over": lambda case, by, at: in_person.serve_in_person(case=case, relation=Relation.APPLICANT, by=by, at=at),
    "visit_in_vain": lambda case, by, at: in_person.note_visit(case=case, failure=Failure.NOBODY, by=by, at=at),
    "send": lambda case, by, at: by_courier.send_by_courier(
        case=case, courier="顺丰", tracking_number="SF1", by=by, at=at
    ),
    "arrive": lambda case, by, at: by_courier.confirm_arrival(case=case, by=by, at=at),
    "come_back": lambda case, by, at: by_courier.note_return(case=case, failure=Failure.NOBODY, by=by, at=at),
    "announce": lambda case, by, at: by_notice.announce(case=case, by=by, at=at),
    "take_back": lambda case, by, at: undoing.take_back(
        case=case, reason="点错了办件", not_handed_out=True, by=by, at=at
    ),
}
