"""Getting papers: the slip is scanned, every paper counted, and signed for by exactly one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused, refusal_of
from yichuang.cases import life_cycle
from yichuang.delivery.models import Direction, Slip, SlipLine
from yichuang.delivery.slips.passing import NotAtThisDesk, may_give
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor

_NUMBER: Final = re.compile(r"Z\d{1,9}-\d{4}-\d{5,9}")
MOST_SHEETS: Final = 9999


class AlreadyReceived(Refused):
    """Somebody has signed for the slip."""

    code = "already_received"


class NoSuchSlip(Refused):
    """There is no such slip for this desk."""

    code = "no_such_slip"


def number_in(scanned: str) -> str:
    """The number of the slip in what a scanner typed: the number itself, or the address that the QR code holds."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", scanned[:300]).upper())
    if found is None:
        raise Invalid(_("没有认出转移单编号。请对准二维码重扫，或者输入编号，例如 Z1-2026-00001。"), field="scanned")
    return found.group()


def receive(*, slip: Slip, counts: Mapping[int, int], by: Actor, at: datetime) -> Slip:
    """Sign for everything on the slip. `counts` says, by position, what was counted; a line not named was all there.

    What differs is kept on the slip and told in the history of each case; the slip is signed for all the same, because
    the papers have moved.
    """
    if any(not 0 <= count <= MOST_SHEETS for count in counts.values()):
        raise Invalid(_("实收份数应当是 0 至 9999 的整数，请核对。"), field="counts")
    with transaction.atomic():
        slip = _locked(slip)
        _refuse_wrong_desk(slip, by=by, at=at)
        if slip.received_at is not None:
            raise AlreadyReceived(_("转移单 %(number)s 已经签收，无需再次办理。") % {"number": slip.number})
        slip.received_at, slip.received_by = at, by.account
        slip.save(update_fields=["received_at", "received_by"])
        _count(slip, counts, by=by, at=at)
    return slip


def _locked(slip: Slip) -> Slip:
    rows = Slip.objects.select_for_update(of=("self",)).select_related("window", "department")
    return rows.get(pk=slip.pk)


def may_receive(slip: Slip, *, by: Actor, at: datetime) -> bool:
    """Whether the page may offer to sign: the act asks again, on the locked row."""
    if slip.received_at is not None:
        return False
    return refusal_of(lambda: _refuse_wrong_desk(slip, by=by, at=at)) is None


def _refuse_wrong_desk(slip: Slip, *, by: Actor, at: datetime) -> None:
    desk = desk_of(by.account, timezone.localdate(at)) if by.account else None
    # Who gets papers this way is who would give them the other way.
    other = Direction.BACK if slip.direction == Direction.OUT else Direction.OUT
    if desk is None or not may_give(desk, other, slip.window, slip.department):
        raise NotAtThisDesk(_("这张转移单不是交给您的部门或者窗口的，请由收件一方签收。"))
    if slip.made_by_id == (by.account.pk if by.account else None):
        raise NotAtThisDesk(_("转移单是您开的，须由另一方签收。"))


def _count(slip: Slip, counts: Mapping[int, int], *, by: Actor, at: datetime) -> None:
    lines = list(SlipLine.objects.filter(slip=slip).select_related("case").order_by("position"))
    for line in lines:
        line.received = counts.get(line.position, line.sent)
    SlipLine.objects.bulk_update(lines, ["received"])
    cases = sorted({line.case for line in lines}, key=lambda case: case.pk)
    for case in cases:
        differing = sum(line.differs for line in lines if line.case_id == case.pk)
        told = {"slip": slip.number, "direction": str(slip.direction), "differences": differing}
        life_cycle.note(case=case, act="papers_received", by=by, at=at, detail=told)
