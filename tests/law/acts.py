"""Every act that the law knows of a case, by name, and which of them lead on to a decision and its delivery."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.law import hearing, law, outcome, promising
from tests.law.law import Matter, Person

Act = Callable[..., Any]
PROCEDURES = ("testing", "expert_review")
CALLS = ("6/zhou min", "8/zhou min", "8/li hua", "25/zhou min")
KINDS = {
    law.begin_procedure: PROCEDURES,
    law.end_procedure: PROCEDURES,
    hearing.call_hearing: CALLS,
    hearing.record_answer: ("granted", "refused"),
    promising.check_promise: (promising.KEPT, promising.UNKEPT, promising.FALSE),
}
"""What may be said with an act."""
PLAIN = (
    *(law.accept, law.accept_with_gaps, law.refuse_to_accept, law.tell_not_required, law.ask_for_corrections),
    *(law.correct, law.correct_at_counter, law.bring_what_follows, law.bring_it_to_the_counter),
    *(law.examine, law.ask_extension, law.extend, law.refuse_extension, law.grant, law.refuse),
    *(law.terminate, law.withdraw, law.withdraw_at_counter),
    *(promising.grant_on_promise, promising.withdraw_promise, promising.withdraw_promise_at_counter),
    *(promising.order_to_keep, promising.revoke_for_promise),
    *(hearing.tell_hearing_rights, hearing.ask_hearing, hearing.take_hearing_request, hearing.waive_hearing),
    *(hearing.take_hearing_waiver, hearing.record_hearing, hearing.send_upward, hearing.note_receipt_above),
    *(outcome.begin_making, outcome.issue, outcome.hand_over, outcome.visit_in_vain, outcome.send),
    *(outcome.arrive, outcome.come_back, outcome.announce),
)
EVERY: tuple[Act, ...] = (*PLAIN, *KINDS)
BY_NAME = {act.__name__: act for act in EVERY}
ALL = [act.__name__ for act in PLAIN] + [f"{act.__name__}:{kind}" for act, kinds in KINDS.items() for kind in kinds]
CHAIRS = ("wu jun", "sun li", "zhao gang", "zhou min", "li hua")
NEVER_TRIED = (
    "begin_procedure:quarantine",
    *(f"call_hearing:{days}/{chair}" for days in (7, 19) for chair in CHAIRS),
)
"""What nobody does in these walks, and what might be done: there are more procedures and more people to chair."""

ENDINGS = {
    *("withdraw", "withdraw_at_counter", "terminate", "refuse_to_accept", "tell_not_required", "refuse"),
    *("send_upward", "call_hearing", "begin_procedure", "ask_for_corrections", "tell_hearing_rights"),
}
"""What ends a case early or holds it up: in most walks rarely done, so that many cases come to their end."""
ONWARD = [act for act in ALL if act.partition(":")[0] not in ENDINGS]


def perform(act: str, matter: Matter, by: Person, at: datetime) -> None:
    """Do the act, named alone or with its kind behind a colon. Raises Forbidden."""
    verb, _, kind = act.partition(":")
    BY_NAME[verb](matter, by, at, **({"kind": kind} if kind else {}))
