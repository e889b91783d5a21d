"""Nothing is asked of the applicant that can be shared (数据调取; 国务院令第716号第七条; 安阳市政务服务条例第四十四条).

A paper that the guide says is shared need not be handed in. Before acceptance the clerk calls for it, on record, and
the register (`registers`) is asked. What is found lies in the case at the highest level of trust. Only after a call may
the applicant be asked for it, in the letter of correction, with the reason why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import deeming, life_cycle, looking, queries, registers, standing
from yichuang.cases.models import Case, CaseMaterial, CorrectionLine, LaterPromise, Promise
from yichuang.cases.registers import Found
from yichuang.cases.rules import Given, asked_of, unfetched
from yichuang.catalogue.content import Material, each_material
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.reading import Seen


class NothingToFetch(Refused):
    """The case waits for no paper that is shared."""

    code = "nothing_to_fetch"


class NotFetched(Refused):
    """A paper that is shared was not called for."""

    code = "not_fetched"


class Call(StrEnum):
    """What came of a call: the paper is there, the register has none, or it does not answer."""

    THERE = "there"
    NOTHING = "nothing"
    DOWN = "down"


_TOLD: Final = {Call.THERE: "查到，不用您提交", Call.NOTHING: "没有查到", Call.DOWN: "数据来源暂时不能用"}
_FITTING: Final = {
    Call.THERE: CorrectionLine.Anyway.DIFFERS,
    Call.NOTHING: CorrectionLine.Anyway.NOTHING,
    Call.DOWN: CorrectionLine.Anyway.DOWN,
}
"""For which reason the applicant may be asked after such a call."""


def fetch_shared(*, case: Case, key: str, by: Actor, at: datetime) -> Case:
    """The clerk calls for a shared paper; what is found lies in the case. Found or not, the call stands in its history
    and among what the applicant sees of who looked at his data. Raises NothingToFetch, WrongState, NoMandate."""
    life_cycle.require(case, "fetch_shared")
    standing.require_power(case, Power.ACCEPT, by=by, at=at)
    call, found = _look_up(case, _wanted(case, key), at=at)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "fetch_shared")
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        material = _wanted(case, key)
        if found is not None:
            _lay(case, material, found, at=at)
        life_cycle.move(
            case=case,
            name="fetch_shared",
            by=by,
            at=at,
            mandate_id=standing.mandate_id(warrant),
            detail={"key": key, "fetched": material.name, "register": material.shared, "call": str(call)},
            deemed_at=case.deemed_at,
        )
        looking.note(case, Seen.SHARED, reason=f"调取“{material.name}”：{_TOLD[call]}", by=by, at=at)
    return case


def fetch_all(*, case: Case, by: Actor, at: datetime) -> Case:
    """Call for every shared paper that lacks and was not called for yet, each as an act of its own."""
    called = set(_calls(case).values_list("detail__key", flat=True))
    for one in to_fetch(case):
        if one.key not in called:
            case = fetch_shared(case=case, key=one.key, by=by, at=at)
    return case


def _look_up(case: Case, material: Material, *, at: datetime) -> tuple[Call, Found | None]:
    try:
        found = registers.register().look_up(case, material, at=at)
    except registers.Unreachable:
        return Call.DOWN, None
    return (Call.THERE if found else Call.NOTHING), found


def _wanted(case: Case, key: str) -> Material:
    for one in require_something(case):
        if one.key == key:
            return one
    raise NothingToFetch(_("这份材料不用调取：不是共享材料，或者已经调取到了。请刷新页面。"), field="key")


def _calls(case: Case) -> QuerySet[Entry]:
    return queries.history(case).filter(act="case.fetch_shared")


def to_fetch(case: Case, given: Sequence[Given] | None = None) -> list[Material]:
    """The shared papers that this case is asked for and that do not lie in it. No statement where the guide shares
    none, and none but for what lies there when all is there."""
    if not _shared(case):
        return []
    answers = case.answers.open() if case.answers else {}
    wanted = asked_of(case, answers)
    lying = queries.given(case) if given is None else given
    return unfetched(wanted, lying, promises=_promised(case)) if unfetched(wanted, lying) else []


def callable_for(case: Case) -> list[Material]:
    """What can be called for: what lacks, and what the applicant handed in himself though it is shared."""
    known = _shared(case)
    lying = case.materials.filter(superseded_at=None, fetched_from="") if known else ()
    handed = {one.key for one in lying}
    return [*to_fetch(case), *(one for key, one in known.items() if key in handed)]


def _shared(case: Case) -> dict[str, Material]:
    return {one.key: one for one in each_material(case.item_version.parsed.materials) if one.shared}


def _promised(case: Case) -> set[str]:
    """What his promise stands for, now or until later. Two statements."""
    later = LaterPromise.objects.filter(case=case, owed__isnull=False).values_list("owed__key", flat=True)
    promise = Promise.objects.filter(case=case).first()
    return {*later, *(promise.keys if promise else ())}


def require_something(case: Case) -> list[Material]:
    """What can be called for. Raises NothingToFetch."""
    waiting = callable_for(case)
    if not waiting:
        raise NothingToFetch(_("没有要调取的共享材料。"))
    return waiting


def refuse_unfetched(waiting: Sequence[Material]) -> None:
    """What is shared is called for before acceptance: the applicant was not asked for it. Raises NotFetched."""
    if waiting:
        names = _("、").join(one.title for one in waiting)
        sentence = _("“%(names)s”可以共享，不用申请人交。请收件后先调取；没有查到的，告知补正并写明原因。")
        raise NotFetched(sentence % {"names": names}, field=f"materials.{waiting[0].key}")


def checked_reason(case: Case, key: str, reason: str, *, field: str) -> str:
    """Why the applicant is asked for a paper that is shared: what the last call for it came to. Empty for any other
    paper. One statement for a shared one. Raises Invalid, NotFetched."""
    material = _shared(case).get(key)
    if material is None:
        if reason:
            raise Invalid(_("只有共享的材料才写为什么仍要申请人提交，请删去。"), field=field)
        return ""
    told = {"name": material.title}
    last = _calls(case).filter(detail__key=key).last()
    if last is None:
        raise NotFetched(_("“%(name)s”可以共享，请先调取；没有查到的，再请申请人提交。") % told, field=field)
    if not reason:
        raise Invalid(_("“%(name)s”可以共享，请选择为什么仍要申请人提交。") % told, field=field)
    fitting = _FITTING[Call(last.detail["call"])]
    if reason != fitting:
        told["why"] = str(fitting.label)
        raise Invalid(
            _("最近一次调取“%(name)s”的结果，只能以“%(why)s”为原因；情况变了的，请再调取一次。") % told, field=field
        )
    return reason


def _lay(case: Case, material: Material, found: Found, *, at: datetime) -> None:
    """What was found lies in the case, in the place of what the applicant had handed in himself."""
    case.materials.filter(key=material.key, superseded_at=None).update(superseded_at=at)
    CaseMaterial.objects.create(
        case=case,
        key=material.key,
        name=material.name,
        file=found.keep(at),
        certificate=found.certificate,
        fetched_from=material.shared,
        given_at=at,
    )
