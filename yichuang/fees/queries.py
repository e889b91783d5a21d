"""Questions about paying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, Q

from yichuang.cases.models import Case
from yichuang.cases.queries import mine
from yichuang.fees.models import Bill, Difference, Line, Payment, Reconciliation, Refund, Voucher
from yichuang.fees.paying import is_late
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor


def bills_of(case: Case) -> list[Bill]:
    """The bills of a case with everything on them, the newest first. Five statements at most."""
    lines = Line.objects.order_by("id").prefetch_related("reductions")
    payments = Payment.objects.order_by("at", "id").select_related("voucher", "refund", "taken_by", "receipt")
    rows = Bill.objects.filter(case=case).select_related("drawn_by").order_by("-drawn_at", "-id")
    return list(rows.prefetch_related(Prefetch("lines", lines), Prefetch("payments", payments)))


def owed_by(actor: Actor, *, at: datetime) -> list[Bill]:
    """The open bills of the cases on the actor's side, the first due first. Three statements."""
    cases = Case.objects.filter(mine(actor, at=at))
    rows = Bill.objects.filter(state=Bill.State.OPEN, case__in=cases).select_related("case__item_version")
    return [one for one in rows.order_by(F("due_at").asc(nulls_last=True), "id") if not is_late(one.case)]


def owed_for(case: Case) -> list[Bill]:
    """The open bill of one case, while it is to be paid. One statement."""
    rows = Bill.objects.filter(state=Bill.State.OPEN, case=case).select_related("case__item_version")
    return [] if is_late(case) else list(rows)


@dataclass(frozen=True)
class Day:
    """日结: what came and went on one day at one centre, in the order of the clock."""

    payments: list[Payment]
    refunds: list[Refund]

    @property
    def taken(self) -> int:
        """Everything that came, also what goes back again; in fen."""
        return sum(one.fen for one in self.payments)

    @property
    def given_back(self) -> int:
        """Everything that went back, in fen."""
        return sum(one.payment.fen for one in self.refunds)

    def totals(self) -> list[tuple[str, str, str, int, int]]:
        """Clerk, window and channel with how many payments and how much, in the order of their names."""
        sums: dict[tuple[str, str, str], list[int]] = {}
        for one in self.payments:
            who = one.taken_by.display_name if one.taken_by else ""
            where = one.window.number if one.window else ""
            sums.setdefault((who, where, str(one.get_channel_display())), []).append(one.fen)
        return [(*key, len(found), sum(found)) for key, found in sorted(sums.items())]


def day_of(centre: Centre, *, since: datetime, who: int | None = None) -> Day:
    """What the centre, or one clerk of it, took and gave back within a day from `since`. Two statements."""
    within = Q(at__gte=since, at__lt=since + timedelta(days=1))
    paid = Payment.objects.filter(within, bill__case__centre=centre)
    paid = paid.filter(taken_by=who) if who else paid
    refunds = Refund.objects.filter(within, payment__bill__case__centre=centre)
    refunds = refunds.filter(by=who) if who else refunds
    return Day(
        list(paid.select_related("bill", "taken_by", "window").order_by("at", "id")),
        list(refunds.select_related("payment__bill", "by").order_by("at", "id")),
    )


def reconciled(centre: Centre, *, on: date) -> Reconciliation | None:
    """The comparison of that day with what differed. Two statements at most."""
    found = Reconciliation.objects.filter(centre=centre, day=on)
    return found.prefetch_related(Prefetch("differences", Difference.objects.order_by("id"))).first()


def days_that_differ(centre: Centre, *, since: date) -> list[date]:
    """The days since then on which something differed, the newest first. One statement."""
    found = Reconciliation.objects.filter(centre=centre, day__gte=since, differences__isnull=False)
    return list(found.order_by("-day").values_list("day", flat=True).distinct())


def voucher_awaited(case: Case, pk: int) -> Voucher | None:
    """The electronic bill of that key, if it belongs to the case. One statement."""
    return Voucher.objects.select_related("payment__bill").filter(pk=pk, payment__bill__case=case).first()
