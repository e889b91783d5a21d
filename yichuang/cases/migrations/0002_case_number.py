"""The counter behind case numbers."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_case_number AS bigint", reverse_sql="DROP SEQUENCE cases_case_number"
        )
    ]
