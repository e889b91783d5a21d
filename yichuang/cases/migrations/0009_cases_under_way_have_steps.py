"""Cases that were being examined before there were steps go the ordinary way: two officers, then the decision."""

from django.db import migrations

STEPS = """
WITH under_way AS (
    SELECT c.id, c.department_id, c.accepted_at, c.due_at,
           count(DISTINCT o.by_id) AS opinions, max(o.at) AS last_at
    FROM cases_case c LEFT JOIN cases_opinion o ON o.case_id = c.id AND o.step = 'examination'
    WHERE c.state IN ('examining', 'suspended')
    GROUP BY c.id
)
INSERT INTO cases_casestep (case_id, position, turn, name, kind, department_id, officers, unit, state,
                            opened_at, counted_from, due_at, done_at, return_reason)
SELECT id, 1, 1, '', 'examine', department_id, 2, '', CASE WHEN opinions >= 2 THEN 'done' ELSE 'open' END,
       accepted_at, accepted_at, due_at, CASE WHEN opinions >= 2 THEN last_at END, ''
FROM under_way
UNION ALL
SELECT id, 2, 1, '', 'decide', department_id, 1, '', CASE WHEN opinions >= 2 THEN 'open' ELSE 'waiting' END,
       CASE WHEN opinions >= 2 THEN last_at END, CASE WHEN opinions >= 2 THEN last_at END,
       CASE WHEN opinions >= 2 THEN due_at END, NULL, ''
FROM under_way
"""
OPINIONS = """
UPDATE cases_opinion o SET at_step_id = s.id
FROM cases_casestep s
WHERE s.case_id = o.case_id AND s.kind = CASE o.step WHEN 'examination' THEN 'examine' ELSE 'decide' END
"""
HANDS = """
INSERT INTO cases_hand (case_id, account_id, part, at)
SELECT DISTINCT ON (case_id, by_id) case_id, by_id, part, at FROM (
    SELECT case_id, by_id, CASE step WHEN 'examination' THEN 'examine' ELSE 'review' END AS part, at FROM cases_opinion
    UNION ALL
    SELECT case_id, by_id, 'decide', at FROM cases_decision
) acted ORDER BY case_id, by_id, at
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_steps_of_examination")]

    operations = [migrations.RunSQL([STEPS, OPINIONS, HANDS], migrations.RunSQL.noop)]
