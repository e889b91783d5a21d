"""The pace of guessing: codes given to the public are long, and wrong ones may be tried only so often."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.base.sealed import blind_index
from yichuang.web.models import Pace

MOST_FAILURES: Final = 20
PERIOD: Final = timedelta(minutes=10)


class TooOften(Refused):
    """Too many wrong codes from one address."""

    code = "too_often"


def address_of(request: HttpRequest) -> str:
    """The address the request came from; the proxy's word is taken only where settings say that there is one."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Real-IP", "") or str(request.META.get("REMOTE_ADDR", ""))
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(request: HttpRequest, purpose: str) -> bytes:
    return blind_index(f"{purpose} {address_of(request)}", kind="pace")


def require(request: HttpRequest, *, purpose: str, at: datetime) -> None:
    """Refuse when there were too many failures from this address within the period. One statement."""
    tried = Pace.objects.filter(pk=_key(request, purpose), since__gt=at - PERIOD).first()
    if tried is not None and tried.failures >= MOST_FAILURES:
        raise TooOften(_("失败的次数太多，请 10 分钟后再试，或者带身份证到咨询台办理。"))


@transaction.atomic
def note_failure(request: HttpRequest, *, purpose: str, at: datetime) -> None:
    """Count one failure."""
    key = _key(request, purpose)
    Pace.objects.bulk_create([Pace(key=key, failures=0, since=at)], ignore_conflicts=True)
    row = Pace.objects.select_for_update().get(pk=key)
    if row.since <= at - PERIOD:
        row.since, row.failures = at, 0
    row.failures += 1
    row.save(update_fields=["since", "failures"])
