"""What holds for the certificates of an item from a day on: their type code, and who supervises."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases.models import Arrangement
from yichuang.catalogue.models import Item
from yichuang.offices.models import Department
from yichuang.people.actors import Actor
from yichuang.people.models import Role


def arrange(
    *, item: Item, licence_type: str, supervisor: Department | None, since: date, by: Actor, at: datetime
) -> Arrangement:
    """The manager says which type code the item's certificates have and which department supervises."""
    by.must_have(Role.MANAGER)
    code = licence_type.strip().upper()
    if code and not re.fullmatch(r"[0-9A-Z]{21}", code):
        raise Invalid(_("证照类型代码是 21 位数字或者大写字母（GB/T 36903），请核对。"), field="licence_type")
    if since < timezone.localdate(at):
        raise Invalid(_("从今天或者以后的日期起适用，不能溯及既往。"), field="since")
    if supervisor is not None and supervisor.centre_id != item.centre_id:
        raise Invalid(_("请选择本中心的部门。"), field="supervisor")
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=item.pk)
        if Arrangement.objects.filter(item=item, since__gte=since).exists():
            raise Invalid(_("这一天或者以后已经有安排，请选择更晚的日期。"), field="since")
        made = Arrangement.objects.create(item=item, licence_type=code, supervisor=supervisor, since=since)
        detail = {"licence_type": code, "supervisor": supervisor.code if supervisor else "", "since": since.isoformat()}
        subject = journal.Subject("item", item.code)
        journal.write(
            act="cases.aftercare_arranged", subject=subject, by=by, at=at, centre_id=item.centre_id, detail=detail
        )
    return made
