"""Fields whose value lies sealed in the database and masked everywhere else until somebody opens it.

A model with sealed fields has a primary key made before saving (`ids.uuid7`), because the seal is bound to the row.
Plain values are assigned as usual; reading gives a `Sealed`, whose text is the masked form.
"""

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute

from yichuang.base import cipher, masking
from yichuang.base.cipher import CannotOpen, Place

if TYPE_CHECKING:
    _AnyField = models.Field[Any, Any]
else:
    _AnyField = models.Field

KINDS = ("name", "number", "phone", "address", "text")
_NOT_SET = object()


class Sealed:
    """One sealed value. `str()` is its masked form; `open()` is the plain one, which the caller has a reason for."""

    __slots__ = ("_field", "_place", "_plain", "_sealed")

    def __init__(
        self, field: "_SealedField", *, plain: Any = _NOT_SET, sealed: bytes = b"", place: Place | None = None
    ) -> None:
        self._field = field
        self._plain = plain
        self._sealed = sealed
        self._place = place

    def open(self) -> Any:
        """The plain value. Raises CannotOpen when it was changed, moved, or read without its row."""
        if self._plain is not _NOT_SET:
            return self._plain
        if self._place is None:
            raise CannotOpen("a sealed value read without its row does not open; read the object, or use of_row()")
        return self._field.from_bytes(cipher.unseal(self._sealed, self._place))

    def of_row(self, pk: Any) -> "Sealed":
        """The same value told which row it came from, for those who read columns without objects."""
        return Sealed(self._field, plain=self._plain, sealed=self._sealed, place=self._field.place_of(pk))

    def sealed_bytes(self, place: Place) -> bytes:
        """What the database keeps for this value at `place`."""
        if self._plain is not _NOT_SET:
            self._sealed = cipher.seal(self._field.to_bytes(self._plain), place)
            self._place = place
            self._plain = _NOT_SET
        else:
            self.settle(place)
        return self._sealed

    @property
    def place(self) -> Place | None:
        return self._place

    def settle(self, place: Place) -> None:
        """Remember the row this value was read from. Raises CannotOpen when it is sealed for another."""
        if self._place is None or self.is_fresh:
            self._place = place
        elif self._place != place:
            raise CannotOpen(f"{place.table}.{place.column}: the value is sealed for another row; open it to copy it")

    @property
    def is_fresh(self) -> bool:
        """Was it assigned, and not yet sealed?"""
        return self._plain is not _NOT_SET

    def fresh_copy(self) -> "Sealed":
        return Sealed(self._field, plain=self._plain)

    def __str__(self) -> str:
        if self._plain is _NOT_SET and self._place is None:
            return masking.HIDDEN
        return self._field.masked(self.open())

    def __repr__(self) -> str:
        return f"<Sealed {self._field.name}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return Sealed(self._field, plain=self._plain, sealed=self._sealed, place=self._place)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sealed value is not pickled; open it where it is needed")


class _SealedAttribute(DeferredAttribute):
    """Wraps what is assigned and tells what is read which row it belongs to."""

    field: "_SealedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed) and instance.pk is not None:
            value.settle(self.field.place_of(instance.pk))
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.wrapped(value)


class _SealedField(_AnyField):
    """What both kinds of sealed field share: a bytea column that nobody can search in."""

    descriptor_class = _SealedAttribute
    empty_strings_allowed = False

    def to_bytes(self, plain: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def masked(self, plain: Any) -> str:
        raise NotImplementedError

    def wrapped(self, value: Any) -> Any:
        """`value` as the attribute keeps it."""
        if isinstance(value, Sealed):
            return value.fresh_copy() if value.is_fresh else value
        if value is None or isinstance(value, Expression):
            return value
        return Sealed(self, plain=value)

    def place_of(self, pk: Any) -> Place:
        return Place(self.model._meta.db_table, str(self.column), str(pk))

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(self, sealed=bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if not isinstance(value, Sealed):
            return value
        if model_instance.pk is None:
            raise CannotOpen(f"{self.model._meta.label}: the row needs its primary key before it is sealed")
        return value.sealed_bytes(self.place_of(model_instance.pk))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bytes | memoryview | Expression):
            return value
        if isinstance(value, Sealed) and value.place is not None:
            return value.sealed_bytes(value.place)
        raise TypeError(f"{self.name} is sealed: assign it on the object and save that")

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed: nothing can be asked of it in SQL but whether it is null")

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise TypeError(f"{self.name} is sealed and is not written into fixtures")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        key = self.model._meta.pk
        late = not key.has_default() and not key.is_relation
        error = checks.Error(
            "A model with sealed fields needs a primary key made before saving.", obj=self, id="base.E1"
        )
        return [*super().check(**kwargs), *([error] if late else [])]


class SealedTextField(_SealedField):
    """Text, sealed. `kind` says how it is masked: name, number, phone, address or text."""

    def __init__(self, *args: Any, kind: str = "text", **kwargs: Any) -> None:
        if kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        self.kind = kind
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def wrapped(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str | Sealed | Expression):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}")
        return super().wrapped(value)

    def to_bytes(self, plain: Any) -> bytes:
        return str(plain).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def masked(self, plain: Any) -> str:
        return masking.mask(plain, kind=self.kind)


class SealedJSONField(_SealedField):
    """A JSON value, sealed. What was assigned is kept as it was at that moment; change it by assigning again."""

    def wrapped(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed | Expression):
            return super().wrapped(value)
        return super().wrapped(self.from_bytes(self.to_bytes(value)))

    def to_bytes(self, plain: Any) -> bytes:
        return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)

    def masked(self, plain: Any) -> str:
        return masking.HIDDEN


def blind_index(value: str, *, kind: str) -> bytes:
    """32 bytes by which a sealed value is found again: equal for equal values of one kind, telling nothing else.

    The value is brought into one form first: numbers and phones without spaces and hyphens, letters large, an old
    台湾居民来往大陆通行证 without its brackets; names composed, without spaces, with one kind of middle dot.
    """
    return cipher.keyed_digest(_normal(value, kind).encode(), purpose=kind)


def _normal(value: str, kind: str) -> str:
    if kind == "name":
        return re.sub(r"\s+", "", re.sub("[•‧∙⋅・．.●]", "·", unicodedata.normalize("NFC", value))).casefold()
    text = unicodedata.normalize("NFKC", value)
    if kind == "phone":
        return re.sub(r"^(?:\+|00)86(?=1)", "", re.sub(r"[\s()-]+", "", text))
    if kind == "number":
        return re.sub(r"^(\d{10})\((\w)\)$", r"\1\2", re.sub(r"[\s-]+", "", text)).upper()
    return re.sub(r"\s+", " ", text).strip().casefold()
