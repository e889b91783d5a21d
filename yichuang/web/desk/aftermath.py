"""What a case page shows of certificates: the one it is about, the one it brought, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from yichuang.cases.afterwards import certificates, linking, quotas
from yichuang.cases.models import Case


def context(case: Case, *, at: datetime) -> dict[str, Any]:
    """At most seven statements; one for a case that is not decided and about no certificate."""
    found = certificates.with_events().filter(case=case).first() if case.decided_at else None
    return {
        "certificate": found,
        "certificate_standing": certificates.standing(found, on=timezone.localdate(at)) if found else None,
        "intentions": found.intentions.order_by("told_at") if found else [],
        "supervision_notes": case.supervision_notes.select_related("department").order_by("at", "id"),
        "place": quotas.in_line(case),
        "late": linking.notice_of(case),
    }
