"""Which acts of a case are news to the applicant, and how much each matters to him.

A test asks for every act of the life cycle: it stands in one of the two tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Weight(StrEnum):
    """How much an act matters: he has to do something, his matter was decided, or the case went on."""

    TURN = "turn"
    RESULT = "result"
    PROGRESS = "progress"


_TURN: Final = (
    *("ask_correction", "accept_with_gaps", "arrange_inspection", "tell_hearing_rights", "call_hearing"),
    *("issue", "put_in_locker", "announced", "delivery_failed", "order_to_keep", "tell_intention", "remind"),
    *("take_back_correction", "take_back_delivery", "take_back_visit", "bill_drawn", "bill_overdue", "go_on_without"),
)
_RESULT: Final = (
    *("accept_at_counter", "accept", "deem_accepted", "decline", "tell_not_required", "lapse", "lapse_gaps"),
    *("revoke_acceptance", "grant", "refuse", "grant_at_once", "grant_on_promise", "deem_renewed", "terminate"),
    *("withdraw", "withdraw_at_counter", "sent", "deliver", "revoke_for_promise", "end_certificate"),
    *("drop_intention", "take_back_acceptance", "take_back_declining", "take_back_not_required", "take_back_issue"),
)
_PROGRESS: Final = (
    *("apply", "apply_at_counter", "correct", "correct_at_counter", "supplement", "supplement_at_counter"),
    *("mark_correction", "correct_on_the_spot", "refuse_extension", "record_hearing"),
    *("begin_examining", "suspend", "take_back_suspension", "end_procedure", "resume", "extend"),
    *("ask_hearing", "take_hearing_request", "waive_hearing", "take_hearing_waiver", "record_statement"),
    *("make_statement", "make_statement_as_touched", "ask_hearing_as_touched", "waive_hearing_as_touched"),
    *("send_upward", "note_receipt_above", "record_answer", "begin_making", "courier_status", "sending_taken_back"),
    *("delivery_chosen", "parcel_told", "parcel_received", "recounted", "withdraw_promise", "go_on"),
    *("bill_reduced", "bill_cancelled", "bill_paid", "payment_set_aside", "refunded", "voucher_recorded"),
    *("intermediary_begun", "intermediary_back"),
    *("withdraw_promise_at_counter", "hear_holder", "check_promise", "repair_credit", "confirm_inspection"),
)
NODES: Final[Mapping[str, Weight]] = {
    act: weight
    for weight, acts in ((Weight.TURN, _TURN), (Weight.RESULT, _RESULT), (Weight.PROGRESS, _PROGRESS))
    for act in acts
}
"""Every act that is news."""

QUIET: Final = frozenset(
    (
        *("give_opinion", "record_inspection", "photograph_added", "ask_expert", "enter_expert_opinion", "send_back"),
        *("hand_on", "propose", "ask_extension", "tell_interested_party", "archive", "supervision_seen"),
        *("inherit", "fetch_shared", "signed_copy", "take_back_signed_copy"),
        *("papers_passed", "papers_received", "reentry_begun", "reentry_finished"),
        *("take_back_examining", "take_back_opinion", "take_back_proposal", "take_back_making", "take_back_asking"),
    )
)
"""What happens inside the office: it stands on the time line of the case, and rings no bell."""

TO_TOUCHED: Final[Mapping[str, Weight]] = {
    **dict.fromkeys(("tell_interested_party", "tell_hearing_rights", "call_hearing"), Weight.TURN),
    **dict.fromkeys(("grant", "refuse", "grant_at_once", "grant_on_promise", "deem_renewed"), Weight.RESULT),
    **dict.fromkeys(("withdraw", "withdraw_at_counter", "lapse_gaps", "revoke_acceptance"), Weight.RESULT),
    **dict.fromkeys(("terminate", "revoke_for_promise", "end_certificate"), Weight.RESULT),
    "record_hearing": Weight.PROGRESS,
}
"""What is news to somebody whose interests the case touches: what he may do, and how it ended. Nothing of the
applicant's papers (XKF 36, 40, 47)."""


def weight_of(act: str, *, touched: bool = False) -> Weight | None:
    """How much an act in the journal of a case matters to the applicant, or to somebody whom it touches; None when it
    is no news."""
    return (TO_TOUCHED if touched else NODES).get(act.removeprefix("case."))
