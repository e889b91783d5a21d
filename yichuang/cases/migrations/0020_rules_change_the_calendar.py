"""A rule that changes makes a new version of what clocks are counted by, as a day that changes does."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_rule
    FOR EACH STATEMENT EXECUTE FUNCTION base_day_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_what_follows_a_decision"), ("base", "0002_guards")]

    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER changed ON cases_rule;")]
