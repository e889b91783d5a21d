"""Who was turned away on the morning: one waits for a second person, one was right, one has to be received."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from yichuang.cases import turning_away
from yichuang.catalogue.queries import published
from yichuang.offices.mandates import running
from yichuang.offices.models import Centre, Duty, Posting
from yichuang.people import actors

TOLD: Final = (
    ("材料只有身份证，没有申请表。", "请填写申请表后再来；申请表窗口可以领取。", "", False),
    (
        "营业地在相邻的区，不在本中心的办理范围。",
        "请到营业地的政务服务中心办理。",
        "不在本中心办理，已经告知清楚。",
        False,
    ),
    ("房屋租赁合同没有带来。", "请带合同再来。", "缺的材料可以补正，应当先收下。", True),
)
"""Why, what was told, what the second person found (empty: nobody has looked), whether it should be received."""


def put_on_record(centre: Centre, *, at: datetime) -> None:
    """Put all of them on record, and look at those that were looked at."""
    on = timezone.localdate(at)
    posts = Posting.objects.filter(running(on), duty=Duty.CLERK, centre=centre, window__isnull=False)
    accounts = dict.fromkeys(post.account for post in posts.select_related("account").order_by("id"))
    clerk, colleague = [actors.of(account, at=at) for account in accounts][:2]
    for number, (version, told) in enumerate(zip(published(on, centre=centre), TOLD, strict=False)):
        when = at - timedelta(minutes=90 - 20 * number)
        reason, said, finding, receive = told
        made = turning_away.turn_away(version=version, reason=reason, told=said, by=clerk, at=when)
        if finding:
            when += timedelta(minutes=15)
            turning_away.check_turning_away(record=made.pk, receive=receive, finding=finding, by=colleague, at=when)
