"""财政电子票据: asked for after payment, recorded when the finance department's platform has made it, looked up by its
elements, turned red when the money went back (财政票据管理办法)."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import life_cycle, standing
from yichuang.fees import adapters, billing
from yichuang.fees.models import Voucher
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

_CODE: Final = re.compile(r"[0-9]{8,12}")
NOT_FOUND: Final = _("没有查到这张票据。请核对票据代码、号码、校验码、开票日期和金额，五项都要一致。")
_CHECK: Final = re.compile(r"[0-9A-Za-z]{4,20}")


class NoSuchVoucher(Refused):
    """Nothing here has exactly these elements; which of them is wrong is not told."""

    code = "no_such_voucher"


class NotAwaited(Refused):
    """The electronic bill is there already, or none is to come."""

    code = "voucher_not_awaited"


@dataclass(frozen=True)
class Elements:
    """票据代码、票据号码、校验码、开票日期 as the platform gave them."""

    code: str
    number: str
    check_code: str
    issued_on: date


def record(*, voucher: Voucher, elements: Elements, by: Actor, at: datetime) -> Voucher:
    """The platform has made the electronic bill, or the red one that cancels it: its elements go on record."""
    _check(elements, at=at)
    with transaction.atomic():
        case, _bill = billing.locked(voucher.payment.bill, at=at)
        warrant = None if by.is_system else standing.require_power(case, Power.ACCEPT, by=by, at=at)
        found = Voucher.objects.select_for_update().get(pk=voucher.pk)
        _fill(found, elements)
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:
            raise Invalid(_("这张票据已经登记在另一笔缴费上，请核对票据代码和号码。"), field="number") from None
        mandate_id = standing.mandate_id(warrant) if warrant else None
        told = {"code": elements.code, "number": elements.number, "state": found.state}
        life_cycle.note(case=case, act="voucher_recorded", by=by, at=at, mandate_id=mandate_id, detail=told)
    return found


def _fill(found: Voucher, elements: Elements) -> None:
    if found.state == Voucher.State.AWAITING:
        found.state, found.code, found.number = Voucher.State.ISSUED, elements.code, elements.number
        found.check_code, found.issued_on = elements.check_code, elements.issued_on
    elif found.state == Voucher.State.TO_REVERSE:
        found.state = Voucher.State.REVERSED
        found.red_code, found.red_number = elements.code, elements.number
    else:
        raise NotAwaited(_("这笔缴费没有等待开具或者冲红的票据。"))


def _check(elements: Elements, *, at: datetime) -> None:
    if not _CODE.fullmatch(elements.code):
        raise Invalid(_("票据代码是 8 至 12 位数字。"), field="code")
    if not _CODE.fullmatch(elements.number):
        raise Invalid(_("票据号码是 8 至 12 位数字。"), field="number")
    if not _CHECK.fullmatch(elements.check_code):
        raise Invalid(_("校验码是 4 至 20 位字母或者数字。"), field="check_code")
    if elements.issued_on > timezone.localdate(at):
        raise Invalid(_("开票日期不能晚于今天。"), field="issued_on")


def ask_platform(*, voucher: Voucher, by: Actor, at: datetime) -> None:
    """Ask the connected platform; without one, or when it has not made it yet, it goes on waiting."""
    Voucher.objects.filter(pk=voucher.pk).update(asked_at=at)
    answer = adapters.voucher_platform().issue(voucher)
    if answer is not None:
        record(voucher=voucher, elements=Elements(*answer), by=by, at=at)


def ask_waiting(*, by: Actor, at: datetime, most: int) -> None:
    """Ask the connected platform about `most` of those that wait, in turn: which it has made by now only it knows."""
    waiting = Voucher.objects.filter(state__in=[Voucher.State.AWAITING, Voucher.State.TO_REVERSE])
    in_turn = waiting.order_by(F("asked_at").asc(nulls_first=True), "id")
    for voucher in in_turn.select_related("payment__bill")[:most]:
        ask_platform(voucher=voucher, by=by, at=at)


def look_up(elements: Elements, *, fen: int) -> Voucher:
    """The electronic bill that has exactly these elements and this amount. One statement. Raises NoSuchVoucher."""
    found = None
    if _CODE.fullmatch(elements.code) and _CODE.fullmatch(elements.number):
        rows = Voucher.objects.select_related("payment__bill")
        found = rows.filter(code=elements.code, number=elements.number).first()
    same = hmac.compare_digest(found.check_code.encode() if found else b"?", elements.check_code[:40].encode())
    if found is None or not same or found.issued_on != elements.issued_on or found.payment.fen != fen:
        raise NoSuchVoucher(NOT_FOUND)
    return found
