"""How the applicant gets the result: his choice while applying and later, and what a case page shows of the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest

from yichuang.base.refusal import Refused
from yichuang.cases import applying
from yichuang.cases.models import Case, Draft, State
from yichuang.delivery import by_locker, choosing, closing, incoming, ways
from yichuang.delivery.models import Mode, Payer
from yichuang.people.actors import Actor
from yichuang.web.kit.delivery_choice import ChoiceFields
from yichuang.web.kit.request import Request
from yichuang.web.portal import drafting


def form_of_draft(request: Request, draft: Draft) -> ChoiceFields:
    """The choice on the last page before sending."""
    form = ChoiceFields(_sent(request), auto_id="way_%s")
    version = draft.item_version
    form.offer(ways.offered(version, version.item.centre_id, at=request.now))
    return form


def form_of_case(request: Request, case: Case) -> ChoiceFields:
    """The choice on a page of its own, as long as nothing was sent."""
    form = ChoiceFields(_sent(request), auto_id="way_%s")
    form.offer(ways.offered(case.item_version, case.centre_id, at=request.now), chosen=ways.chosen_mode(case))
    return form


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def submit(draft: Draft, form: ChoiceFields, *, again: str, by: Actor, at: datetime) -> Case:
    """Apply with the draft and the choice, both or neither; `again` is why another one is wanted."""
    apply = partial(applying.submit, draft=draft, again=again, by=by, at=at)
    return choosing.applied(apply=apply, wish=form.wish, by=by, at=at)


def told(form: ChoiceFields, draft: Draft, refusals: Iterable[Refused]) -> list[tuple[str, str]]:
    """What is wrong with the choice beside its field; the rest with the place where it is put right."""
    rest = []
    for one in refusals:
        head, _dot, name = one.field.partition(".")
        if head == "delivery" and name in form.fields:
            form.add_error(name, str(one))
        else:
            rest.append((drafting.place_of(draft, one.field), str(one)))
    return rest


def picture(case: Case, *, at: datetime) -> dict[str, Any]:
    """What the case page shows of the way of the result. Four statements."""
    choice, attempts = ways.choice_of(case), ways.attempts_of(case)
    last = next((one for one in attempts if one.failed_at is None), None)
    lies = last is not None and last.mode == Mode.LOCKER and last.is_open and not closing.is_void(case)
    laid = last if lies else None
    return {
        "choice": choice,
        "way": Mode(choice.mode) if choice else Mode.COUNTER,
        "attempts": attempts,
        "may_choose": case.ended_at is None and last is None,
        "may_open": case.state == State.COMPLETED and last is None and bool(choice and choice.mode == Mode.ELECTRONIC),
        "locker": laid,
        "locker_code": by_locker.code_of(laid) if laid and laid.until and at < laid.until else "",
        "parcels": incoming.expected(case),
        "payers": Payer.choices,
        "may_send": case.ended_at is None,
    }
