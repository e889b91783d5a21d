"""The one place that reads the clock. Doors, commands, jobs and runners call it; below, time is an argument."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC; shown to people in settings.TIME_ZONE."""
    return timezone.now()
