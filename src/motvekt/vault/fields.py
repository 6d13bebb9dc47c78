"""A model's text, sealed at rest: written as text, stored as bytes, read back as a value that only a grant opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from motvekt.vault import keystore
from motvekt.vault.envelope import Place
from motvekt.vault.sealed import Sealed

if TYPE_CHECKING:
    _Binary = models.BinaryField[Any, Any]
else:
    _Binary = models.BinaryField


class UnsealedText(TypeError):
    """Text on its way into a query unsealed: a filter or an update would have put it into the database, or its log."""


class MovedValue(TypeError):
    """A sealed value of another row or field: it would never open here."""


class _Stored(bytes):
    """Bytes as they came out of the database, told apart from bytes that somebody sets."""


class SealedTextField(_Binary):
    """Text that is sealed before it is saved, under the key of the unit that owns the row in its dossier.

    `dossier` and `unit` name the attributes of the row that hold their ids. The row's id must exist before it is saved
    (ids are made in Python), since what is sealed is bound to it.
    """

    def __init__(self, *args: Any, dossier: str = "dossier_id", unit: str = "unit_id", **options: Any) -> None:
        self.dossier, self.unit = dossier, unit
        options.setdefault("editable", False)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"dossier": self.dossier, "unit": self.unit}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only=private_only)
        setattr(cls, self.attname, _Attribute(self))

    def get_default(self) -> None:
        """Nothing, rather than no bytes: a row without its text is refused by the database."""
        return None

    def place(self, row: models.Model) -> Place:
        """Where this field's value belongs in a row."""
        return Place(getattr(row, self.dossier), getattr(row, self.unit), row._meta.label_lower, self.name, row.pk)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value: str | Sealed | None = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = keystore.seal_text(value, self.place(model_instance))
            setattr(model_instance, self.attname, value)
        elif isinstance(value, Sealed) and value.place != self.place(model_instance):
            raise MovedValue(f"{self.name} holds another place's value; reseal it")
        return value

    def from_db_value(self, value: Any, *args: Any) -> _Stored | None:
        return None if value is None else _Stored(value)

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise UnsealedText(f"{self.name} takes sealed values only")
        return value.content

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        content = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(content, connection, prepared=True)

    def value_to_string(self, obj: models.Model) -> str:
        """Sealed values are not serialised: a fixture would carry them out of the database."""
        raise UnsealedText(f"{self.name} is not serialised")


class _Attribute:
    """What a row has under the field's name: text that was set and not yet saved, or a sealed value with its place."""

    def __init__(self, field: SealedTextField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, _Stored):
            value = row.__dict__[name] = Sealed(bytes(value), self.field.place(row))
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        if value is not None and not isinstance(value, str | Sealed | _Stored):
            raise TypeError(f"{self.field.name} takes text")
        row.__dict__[self.field.attname] = value
