"""Rows read by SQL that is written out, for the few questions that every act asks; all others go the usual way.

Only for models whose columns come back from the driver as they are (no sealed and no JSON fields).
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


@functools.cache
def columns(model: type[models.Model], alias: str) -> str:
    """The model's columns for a SELECT, each behind the table's alias."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


@functools.cache
def width(model: type[models.Model]) -> int:
    """How many columns the model has."""
    return len(model._meta.concrete_fields)


def built(model: type[Row], values: Sequence[Any]) -> Row:
    """The object of one row, its values in the order of `columns`."""
    return model.from_db("default", _names(model), values)


def found(model: type[Row], where: str, parameters: Mapping[str, Any]) -> list[Row]:
    """The rows of the model's table (called `t`) for which the rest of the statement holds. One statement."""
    asked = f'SELECT {columns(model, "t")} FROM "{model._meta.db_table}" t {where}'  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(asked, dict(parameters))
        return [built(model, values) for values in cursor.fetchall()]


@functools.cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
