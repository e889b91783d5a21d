"""What the answers of a life event call for, at this moment: items with windows and last days, papers, fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from yichuang.base import calendar
from yichuang.cases import timing
from yichuang.catalogue import rules
from yichuang.catalogue.content import Fee
from yichuang.catalogue.life import guiding
from yichuang.catalogue.life.guiding import Called, LifeEventContent, Merged
from yichuang.catalogue.life.life_events import versions_of
from yichuang.catalogue.models import ItemVersion
from yichuang.offices import windows
from yichuang.offices.models import Centre, Window
from yichuang.offices.windows import Asked


@dataclass(frozen=True)
class Entry:
    """One item that the answers call for: its situations, where it is taken, by when it is decided at the latest."""

    version: ItemVersion
    called: Called
    situations: Sequence[str]
    windows: Sequence[Window]
    due: datetime | None


@dataclass(frozen=True)
class Outcome:
    """Everything that the answers call for. `open_fees` and `without_limit` are the items that no sum can include."""

    entries: Sequence[Entry]
    materials: Sequence[Merged]
    known_fen: int
    open_fees: Sequence[ItemVersion]
    without_limit: Sequence[ItemVersion]

    @property
    def stages(self) -> list[list[Entry]]:
        """The items that go side by side, stage by stage."""
        return [list(stage) for _number, stage in groupby(self.entries, key=lambda one: one.called.wanted.stage)]

    @property
    def latest(self) -> datetime | None:
        """When the last of those with a limit is decided at the latest."""
        return max((one.due for one in self.entries if one.due is not None), default=None)


def outcome(content: LifeEventContent, chosen: Sequence[str], *, centre: Centre, accepted_at: datetime) -> Outcome:
    """What these answers call for when the first items are accepted at that moment. A constant number of statements.

    A stage begins when the one before it is decided. Items that are not offered today are left out.
    """
    on = timezone.localdate(accepted_at)
    versions = versions_of(content, centre=centre, on=on)
    asked = [Asked(code, one.item.department_id, one.item.subject_area) for code, one in versions.items()]
    taken = windows.for_items(asked, centre=centre, on=on)
    days = calendar.load(centre.region_code)
    entries: list[Entry] = []
    called = [one for one in guiding.result(content, chosen) if one.wanted.item in versions]
    for _stage, every in groupby(called, key=lambda one: one.wanted.stage):
        ends = [accepted_at]
        for one in every:
            version = versions[one.wanted.item]
            situations = guiding.situations_of(version.parsed, one)
            due = timing.decided_by(version, situations, accepted_at=accepted_at, calendar=days)
            ends += [due.at] if due else []
            entries.append(Entry(version, one, situations, taken[version.item.code], due.at if due else None))
        accepted_at = max(ends)
    return _summed(entries)


def _summed(entries: Sequence[Entry]) -> Outcome:
    needed = [(one.version.title, rules.materials_for(one.version.parsed, {}, one.situations)) for one in entries]
    return Outcome(
        entries=entries,
        materials=guiding.merged(needed),
        known_fen=sum(fee.fen or 0 for one in entries for fee in _sure_fees(one.version)),
        open_fees=[one.version for one in entries if not _fee_is_known(one.version)],
        without_limit=[one.version for one in entries if one.due is None],
    )


def _sure_fees(version: ItemVersion) -> Sequence[Fee]:
    """The fee of an item when it is known and depends on nothing."""
    fees = version.parsed.fees
    sure = len(fees) == 1 and fees[0].fen is not None and not fees[0].condition
    return fees if version.parsed.charged is not False and sure else ()


def _fee_is_known(version: ItemVersion) -> bool:
    return version.parsed.charged is False or bool(_sure_fees(version))
