"""Limits and when they run out: the names that other packages use. See `counting` for the law, `explaining` for the
account given to people."""

from yichuang.base.counting import ZONE, DayCount, Due, Limit, OfficeHours, Stop, Stopped, Unit, due
from yichuang.base.explaining import explain

__all__ = ["ZONE", "DayCount", "Due", "Limit", "OfficeHours", "Stop", "Stopped", "Unit", "due", "explain"]
