"""Sealed fields: plain text goes in, masked text comes out, and nothing opens in another place than its own."""

import copy
import json
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base import cipher, sealed
from yichuang.base.cipher import CannotOpen, Place
from yichuang.base.idempotency import Key
from yichuang.base.ids import uuid7
from yichuang.base.sealed import Sealed, SealedJSONField, SealedTextField, blind_index

AT = datetime(2026, 11, 23, tzinfo=UTC)
PLACE = Place("people_party", "name", "1")


@pytest.fixture
def person(db: None) -> Iterator[type[models.Model]]:
    """A table with sealed fields, for the test alone."""
    with isolate_apps("yichuang.base"):

        class Somebody(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid7)
            name = SealedTextField(kind="name")
            number = SealedTextField(kind="number", null=True)
            more = SealedJSONField(null=True)

            class Meta:
                app_label = "base"

            def __str__(self) -> str:
                return str(self.name)

        with connection.schema_editor() as editor:
            editor.create_model(Somebody)
        yield Somebody


def stored(model: type[models.Model], column: str = "name") -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")  # noqa: S608  # names of our own
        return [bytes(value) for (value,) in cursor.fetchall()]


class TestASealedField:
    def test_keeps_nothing_plain_in_the_database(self, person: Any) -> None:
        person.objects.create(name="王小明", number="E12345678", more={"phone": "13812345678"})
        row = stored(person)[0] + stored(person, "number")[0] + stored(person, "more")[0]
        assert not any(plain.encode() in row for plain in ("王", "小明", "12345678", "phone"))

    def test_shows_the_masked_form_and_opens(self, person: Any) -> None:
        person.objects.create(name="王小明", number="E12345678", more={"a": [1, "𠮷"]})
        row = person.objects.get()
        assert (str(row.name), f"{row.name}", str(row.number), str(row.more)) == ("王**", "王**", "E1*****78", "＊＊＊")
        assert (row.name.open(), row.number.open(), row.more.open()) == ("王小明", "E12345678", {"a": [1, "𠮷"]})

    def test_shows_the_masked_form_before_it_is_saved(self, person: Any) -> None:
        fresh = person(name="王小明", more=[1])
        assert (str(fresh.name), fresh.name.open(), fresh.more.open(), fresh.number) == ("王**", "王小明", [1], None)

    def test_repr_says_nothing(self, person: Any) -> None:
        assert repr(person(name="王小明").name) == "<Sealed name>"

    def test_is_sealed_anew_with_each_save(self, person: Any) -> None:
        row = person.objects.create(name="王小明")
        first = stored(person)
        row.name = "王小明"
        row.save()
        assert stored(person) != first
        row.save()
        assert person.objects.get().name.open() == "王小明"

    def test_in_bulk(self, person: Any) -> None:
        rows = person.objects.bulk_create(person(name=name) for name in ("甲乙", "丙丁"))
        assert [row.name.open() for row in person.objects.order_by("id")] == ["甲乙", "丙丁"]
        for row in rows:
            row.name = row.name.open() + "戊"
        person.objects.bulk_update(rows, ["name"])
        assert [row.name.open() for row in person.objects.order_by("id")] == ["甲乙戊", "丙丁戊"]

    def test_deferred_and_refreshed(self, person: Any) -> None:
        person.objects.create(name="王小明", number="E12345678")
        assert person.objects.only("number").get().name.open() == "王小明"
        assert person.objects.defer("name").get().name.open() == "王小明"
        row = person.objects.get()
        row.name = "别人"
        row.refresh_from_db()
        assert row.name.open() == "王小明"

    def test_columns_without_their_row_tell_nothing(self, person: Any) -> None:
        row = person.objects.create(name="王小明")
        (alone,) = person.objects.values_list("name", flat=True)
        assert str(alone) == "＊＊＊"
        with pytest.raises(CannotOpen):
            alone.open()
        assert alone.of_row(row.pk).open() == "王小明"
        assert str(person.objects.values("name")[0]["name"]) == "＊＊＊"

    def test_a_value_moved_to_another_row_does_not_open(self, person: Any) -> None:
        one, two = (person.objects.create(name=name) for name in ("甲", "乙"))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {person._meta.db_table} SET name = %s WHERE id = %s",  # noqa: S608  # names of our own
                [stored(person)[0], two.pk],
            )
        assert person.objects.get(pk=one.pk).name.open() == "甲"
        with pytest.raises(CannotOpen):
            person.objects.get(pk=two.pk).name.open()

    def test_a_sealed_value_is_copied_only_by_opening_it(self, person: Any) -> None:
        one, two = person.objects.create(name="甲"), person(name="乙")
        two.name = one.name
        with pytest.raises(CannotOpen, match="open it to copy it"), transaction.atomic():
            two.save()
        two.name = one.name.open()
        two.save()
        assert person.objects.get(pk=two.pk).name.open() == "甲"

    def test_a_fresh_value_given_to_two_rows_is_sealed_for_each(self, person: Any) -> None:
        one = person(name="甲")
        two = person(name=one.name)
        person.objects.bulk_create([one, two])
        assert [row.name.open() for row in person.objects.all()] == ["甲", "甲"]

    @pytest.mark.parametrize(
        "ask", [{"name": "甲"}, {"name__contains": "甲"}, {"name__in": ["甲"]}, {"more__a": 1}, {"name__gt": b"x"}]
    )
    def test_nothing_can_be_asked_of_it(self, person: Any, ask: dict[str, Any]) -> None:
        with pytest.raises(FieldError):
            person.objects.filter(**ask).exists()

    def test_but_whether_it_is_there(self, person: Any) -> None:
        person.objects.create(name="甲")
        assert person.objects.filter(number__isnull=True, name__isnull=False).count() == 1

    def test_is_not_written_past_its_row(self, person: Any) -> None:
        person.objects.create(name="甲")
        with pytest.raises(TypeError, match="assign it on the object"):
            person.objects.update(name="乙")

    def test_takes_text_only(self, person: Any) -> None:
        with pytest.raises(TypeError):
            person(name=7)

    def test_does_not_leak_into_fixtures_pickles_and_json(self, person: Any) -> None:
        row = person.objects.create(name="甲乙")
        with pytest.raises(TypeError):
            person._meta.get_field("name").value_to_string(row)
        with pytest.raises(TypeError):
            pickle.dumps(row.name)
        with pytest.raises(TypeError):
            json.dumps(row.name)
        assert copy.deepcopy(row.name).open() == "甲乙"

    def test_what_was_assigned_as_json_stays_as_it_was(self, person: Any) -> None:
        value: dict[str, Any] = {"a": [1]}
        row = person(name="甲", more=value)
        value["a"].append(2)
        assert row.more.open() == {"a": [1]}

    def test_needs_a_key_made_before_saving(self) -> None:
        with isolate_apps("yichuang.base"):

            class Late(models.Model):
                name = SealedTextField(kind="name")

                class Meta:
                    app_label = "base"

                def __str__(self) -> str:
                    return ""

            assert [problem.id for problem in Late.check()] == ["base.E1"]
        assert Key.check() == []

    def test_knows_its_kinds(self) -> None:
        with pytest.raises(ValueError):
            SealedTextField(kind="secret")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_all_of_unicode_comes_back(text: str) -> None:
    assert cipher.unseal(cipher.seal(text.encode(), PLACE), PLACE).decode() == text


@pytest.mark.parametrize("suite", sorted(cipher.SUITES))
def test_each_suite_seals_and_opens_and_is_told_by_its_header(settings: Any, suite: str) -> None:
    settings.SEALED_SUITE = suite
    made = cipher.seal("阿卜杜拉·𠮷".encode(), PLACE)
    settings.SEALED_SUITE = "aes"
    assert cipher.unseal(made, PLACE).decode() == "阿卜杜拉·𠮷"


@pytest.mark.parametrize(
    "other", [Place("other", "name", "1"), Place("people_party", "x", "1"), Place("people_party", "name", "2")]
)
def test_opens_in_its_own_place_only(other: Place) -> None:
    with pytest.raises(CannotOpen):
        cipher.unseal(cipher.seal(b"x", PLACE), other)


def test_a_changed_byte_is_noticed_wherever_it_is() -> None:
    made = cipher.seal("王小明".encode(), PLACE)
    for index in range(len(made)):
        broken = bytearray(made)
        broken[index] ^= 1
        with pytest.raises(CannotOpen):
            cipher.unseal(bytes(broken), PLACE)
    with pytest.raises(CannotOpen):
        cipher.unseal(made[:20], PLACE)


def test_after_a_change_of_keys_the_old_values_still_open(settings: Any) -> None:
    old = cipher.seal(b"x", PLACE)
    settings.FIELD_KEY_NUMBER = 2
    new = cipher.seal(b"y", PLACE)
    assert (cipher.key_number(old), cipher.key_number(new)) == (1, 2)
    assert (cipher.unseal(old, PLACE), cipher.unseal(new, PLACE)) == (b"x", b"y")
    settings.FIELD_KEY_NUMBER = 1
    with pytest.raises(CannotOpen):
        cipher.unseal(new, PLACE)


def test_the_same_value_never_looks_the_same() -> None:
    assert len({cipher.seal(b"x", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("number", "11010519491231002x", " １１０１０５ 19491231 002X"),
        ("phone", "13812345678", "+86 138-1234-5678"),
        ("name", "阿卜杜拉·买买提", "阿卜杜拉・买买提 "),
        ("name", "Zoë", "zoe\u0308"),
    ],
)
def test_the_blind_index_finds_what_is_the_same(kind: str, one: str, other: str) -> None:
    assert blind_index(one, kind=kind) == blind_index(other, kind=kind)
    assert len(blind_index(one, kind=kind)) == 32


def test_the_blind_index_tells_kinds_values_and_suites_apart(settings: Any) -> None:
    found = {blind_index(value, kind=kind) for value in ("1", "2") for kind in ("number", "phone", "name", "other")}
    assert len(found) == 8
    settings.SEALED_SUITE = "sm"
    assert blind_index("1", kind="number") not in found


def test_the_blind_index_hangs_on_the_key(settings: Any) -> None:
    class Other:
        def get(self, name: str) -> bytes:
            return b"k" * 32

    before = blind_index("1", kind="number")
    settings.KEYS = Other()
    assert blind_index("1", kind="number") != before


def test_a_value_knows_nothing_it_was_not_told() -> None:
    field = SealedTextField(kind="name")
    field.name = "name"
    alone = Sealed(field, sealed=b"\x01\x01")
    assert str(alone) == "＊＊＊"
    assert isinstance(sealed.KINDS, tuple)


@pytest.mark.django_db
def test_a_sealed_answer_costs_no_extra_statement(django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(1):
        Key.objects.create(who_kind="a", who_id="1", key="k", digest=b"x", at=AT, body={"name": "王小明"})
    with django_assert_num_queries(1):
        assert Key.objects.get().body.open() == {"name": "王小明"}
