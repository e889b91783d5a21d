"""Going below the acts: what raw SQL may not do to a published version."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from yichuang.catalogue.finding import entering
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.testing import draft, published_item

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: str | int | None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "change",
    [
        'content = content || \'{"place": "别处"}\'',
        "content = '{}'",
        "content_digest = repeat('0', 64)",
        "name = '别的名称'",
        "name_en = 'x'",
        "number = 9",
        "effective_from = '2025-01-01'",
        "published_at = '2025-01-01'",
        "created_at = '2025-01-01'",
        "published_by_id = NULL, source = 'x'",
        "status = 'draft'",
        "status = 'nonsense'",
        "id = id + 1000",
    ],
)
def test_a_published_version_is_not_changed(change: str) -> None:
    version = published_item()

    with pytest.raises(DatabaseError):
        sql(f"UPDATE catalogue_itemversion SET {change} WHERE id = %s", version.pk)  # noqa: S608  # texts of this test


def test_a_published_version_is_not_deleted() -> None:
    version = published_item()

    entering.remove(version)

    with pytest.raises(DatabaseError, match="never deleted"):
        sql("DELETE FROM catalogue_itemversion WHERE id = %s", version.pk)


def test_an_end_is_set_and_brought_forward_but_never_put_off_or_taken_back() -> None:
    version = published_item()
    end = "UPDATE catalogue_itemversion SET effective_until = %s WHERE id = %s"

    sql(end, "2027-01-01", version.pk)
    sql(end, "2026-12-01", version.pk)
    for later in ("2026-12-02", None):
        with pytest.raises(DatabaseError, match="brought forward"):
            sql(end, later, version.pk)


def test_a_cancelled_version_stays_cancelled() -> None:
    version = published_item()
    change = "UPDATE catalogue_itemversion SET status = %s WHERE id = %s"
    sql(change, "cancelled", version.pk)

    with pytest.raises(DatabaseError, match="no earlier status"):
        sql(change, "published", version.pk)


def test_published_versions_of_an_item_do_not_overlap() -> None:
    version = published_item()
    columns = (
        "item_id, name, name_en, content, content_digest, created_at, published_at, source, status, change_reason, "
        "review_opinion"
    )

    with pytest.raises(IntegrityError, match="do_not_overlap"):
        sql(
            f"INSERT INTO catalogue_itemversion ({columns}, number, effective_from) "  # noqa: S608  # texts of this test
            f"SELECT {columns}, 2, '2026-06-01' FROM catalogue_itemversion WHERE id = %s",
            version.pk,
        )


def test_a_version_does_not_end_before_it_begins() -> None:
    version = published_item()

    with pytest.raises(IntegrityError):
        sql("UPDATE catalogue_itemversion SET effective_until = '2020-01-01' WHERE id = %s", version.pk)


def test_a_published_version_has_a_date() -> None:
    version = draft()

    with pytest.raises(IntegrityError, match="has_date"):
        sql("UPDATE catalogue_itemversion SET status = 'published' WHERE id = %s", version.pk)


def test_an_item_has_one_draft() -> None:
    version = draft()

    with pytest.raises(IntegrityError):
        ItemVersion.objects.create(
            item=version.item, number=2, name="又一份", content_digest="0" * 64, created_at=version.created_at
        )


def test_the_code_of_an_item_never_changes() -> None:
    version = published_item()

    with pytest.raises(DatabaseError, match="never change"):
        sql("UPDATE catalogue_item SET code = 'other' WHERE id = %s", version.item_id)
