"""Bills for tests: a licence that costs something, granted to Zhang Wei and not yet paid."""

from __future__ import annotations

from typing import Any

from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.catalogue.content import Fee
from yichuang.catalogue.models import ItemVersion
from yichuang.fees import billing, paying
from yichuang.fees.billing import Wanted
from yichuang.fees.models import Bill, Payment
from yichuang.people import testing as town
from yichuang.people.actors import Actor

LAW = "《小城县行政事业性收费目录》第三项"
AT = cases.moment(day=1)
LICENCE = Fee(name="工本费", fen=1000, unit="元/本", basis=LAW, reducible=True)
SURVEY = Fee(name="检验费", fen=None, standard="按面积核定", basis=LAW, reducible=False)


def charged(code: str = "charged-licence", *, fees: tuple[Fee, ...] = (LICENCE, SURVEY), **parts: Any) -> ItemVersion:
    """A licence with a fee of ten yuan and one whose amount is set elsewhere."""
    return cases.licence(code, charged=True, fees=fees, **parts)


def granted(**parts: Any) -> Case:
    """A charged case, granted, not yet billed."""
    return cases.decided(charged(**parts), at=cases.moment())


def clerk() -> Actor:
    """Liu Mei at the window."""
    return cases.officer(town.liu_mei(), AT)


def head() -> Actor:
    """Wu Jun, who decides for the department."""
    return cases.officer(town.wu_jun(), AT)


def billed(case: Case | None = None, *lines: Wanted) -> Bill:
    """Two licence books and a survey of fifty yuan: seventy yuan, unless other lines are named."""
    wanted = lines or (Wanted(0, 2), Wanted(1, 1, 5000))
    return billing.draw_up(case=case or granted(), lines=wanted, by=clerk(), at=AT)


def paid(bill: Bill | None = None) -> Payment:
    """The bill paid in cash at the window."""
    bill = bill or billed()
    return paying.take(bill=bill, channel=Payment.Channel.CASH, fen=bill.owed, by=clerk(), at=AT)
