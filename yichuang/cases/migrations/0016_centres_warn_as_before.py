"""Every centre that has rules keeps the warning that it had: one working day before a case is due."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Min


def write_rules(apps: Any, schema_editor: Any) -> None:
    """The rule holds as long as the centre's first one, so that open cases can be counted anew."""
    rules = apps.get_model("cases", "Rule").objects.using(schema_editor.connection.alias)
    with_one = rules.filter(kind="warning").values("centre")
    known = rules.exclude(centre__in=with_one).values("centre").annotate(first=Min("since")).order_by("centre")
    for one in list(known):
        rules.create(
            centre_id=one["centre"],
            kind="warning",
            length=1,
            unit="working_days",
            basis="政务服务中心规定：期限届满前一个工作日提醒",
            since=one["first"],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_waived_hearings"),
    ]

    operations = [
        migrations.RunPython(write_rules, migrations.RunPython.noop),
    ]
