"""A case in plain data, as it goes into an archive package: every row of every table that belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from yichuang.base.canonical import canonical_time
from yichuang.base.sealed import Sealed
from yichuang.cases.models import Case, CaseMaterial, SignedCopy
from yichuang.documents.models import Letter, StoredFile
from yichuang.people.models import Account, Party

OWN_FILE: Final = (Case, CaseMaterial, SignedCopy)
"""Tables that have a file of their own in the package; another case of the same person is no part of this one."""


def value_of(value: Any) -> Any:
    """A value of a row as JSON has it: times in UTC, numbers that are no whole numbers as text."""
    match value:
        case Sealed():
            return value_of(value.open())
        case datetime():
            return canonical_time(value)
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value


def row_of(row: Model) -> dict[str, Any]:
    """Every column of a row by its name; where it names somebody of the staff, with his name and number."""
    return {field.name: _column(row, field) for field in row._meta.concrete_fields}


def _column(row: Model, field: Field[Any, Any]) -> Any:
    value = value_of(getattr(row, field.attname))
    if value is not None and _points_to(field, Account):
        return named(getattr(row, field.name))
    return value


def _points_to(field: Field[Any, Any], model: type[Model]) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is model


def named(account: Account) -> dict[str, Any]:
    """Somebody of the staff, as his badge has him; of one of the public only that it was one."""
    return {"account": account.pk, "name": account.display_name, "number": account.employee_number}


def rows_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table that names the case, and of those that belong to these rows, however far below (the lines
    of a letter of correction, the refund of a payment of a bill), those taken back too, by the name of the table. One
    statement for each key from one table to another."""
    found: dict[type[Model], dict[Any, Model]] = {model: {} for model in OWN_FILE}
    above: dict[type[Model], dict[Any, Model]] = {Case: {case.pk: case}}
    while above:
        below = _rows_below(above, without=found)
        found |= below
        above = {model: rows for model, rows in below.items() if rows}
    ordered = {model: sorted(rows.values(), key=lambda row: row.pk) for model, rows in found.items() if rows}
    return {model._meta.db_table: [row_of(row) for row in rows] for model, rows in ordered.items()}


def _rows_below(
    above: Mapping[type[Model], Mapping[Any, Model]], *, without: Collection[type[Model]]
) -> dict[type[Model], dict[Any, Model]]:
    found: dict[type[Model], dict[Any, Model]] = {}
    for over, rows in above.items():
        for model, key in _tables_below(over):
            if model not in without:
                named = model._base_manager.filter(**{f"{key}__in": list(rows.values())})
                found.setdefault(model, {}).update({row.pk: row for row in named})
    return found


def _tables_below(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """The tables with a key to this one, whichever package they stand in, and the name of the key."""
    for relation in sorted(model._meta.get_fields(include_hidden=True), key=lambda one: one.name):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.name  # type: ignore[union-attr, misc]


def parties_in(case: Case, rows: Mapping[str, list[dict[str, Any]]]) -> list[UUID]:
    """Everybody whom the case or one of its rows names, once."""
    ids = {case.applicant_id, case.applicant.representative_id, case.handed_in_by_id}
    for model, _key in _tables_below(Case):
        keys = [field.name for field in model._meta.concrete_fields if _points_to(field, Party)]
        ids |= {UUID(row[key]) for row in rows.get(model._meta.db_table, []) for key in keys if row[key]}
    return sorted(one for one in ids if one is not None)


def files_in(rows: Mapping[str, list[dict[str, Any]]]) -> list[UUID]:
    """The stored files that the rows name: photographs of a visit or of a delivery, an expert's opinion, what came with
    a statement."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    ids = {
        row[field.name]
        for table, found in rows.items()
        for field in tables[table]._meta.concrete_fields
        if _points_to(field, StoredFile)
        for row in found
    }
    return sorted(UUID(one) for one in ids - {None})


def of_case(case: Case) -> dict[str, Any]:
    """The case itself, with the names of what it points to."""
    names = {
        "item_code": case.item.code,
        "item_name": case.item_version.name,
        "item_version_number": case.item_version.number,
        "department_name": case.department.name,
        "centre_name": case.centre.name,
    }
    return row_of(case) | names


def of_material(one: CaseMaterial, path: str) -> dict[str, Any]:
    """A material, and its file when there is one."""
    described = {key: value for key, value in row_of(one).items() if key != "case"}
    if one.file is None:
        return described | {"path": "", "digest": ""}
    kept = {"original_name": one.file.name, "media_type": one.file.media_type, "size": one.file.size}
    return described | kept | {"path": path, "digest": one.file.digest}


def of_signed_copy(one: SignedCopy, path: str) -> dict[str, Any]:
    """A signed copy with the number of its letter, and its scan when there is one."""
    told = {"title": f"{one.letter.get_kind_display()} {one.letter.number}", "path": path}
    return row_of(one) | told | {"digest": one.file.digest if one.file else ""}


def of_letter(letter: Letter, path: str) -> dict[str, Any]:
    """A letter as the register has it, with the wording it was written with and the seal it bears."""
    own = letter.wording
    return row_of(letter) | {
        "path": path,
        "title": letter.get_kind_display(),
        "department_name": letter.department.name,
        "wording_text": own.text if own else "",
        "seal": letter.seal_use.seal.text if letter.seal_use else "",
    }
