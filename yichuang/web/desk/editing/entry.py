"""One entry of the material dictionary as a sheet to write on."""

from __future__ import annotations

from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.catalogue.conditions.picking import Known
from yichuang.catalogue.content import Material
from yichuang.catalogue.models import StandardMaterial
from yichuang.catalogue.revising.dictionary import OF_THE_GUIDE
from yichuang.web.desk.editing.kinds import NOTHING, Place
from yichuang.web.desk.editing.nodes import Node
from yichuang.web.desk.editing.parts import Parts
from yichuang.web.desk.editing.sheet import sentence_of

PART: Final = Parts(Material, tuple(name for name in Material.model_fields if name not in OF_THE_GUIDE))


class EntrySheet:
    """What stands in the inputs, and what is wrong with it."""

    def __init__(self, entry: StandardMaterial | None, data: QueryDict | None = None) -> None:
        self.errors: dict[str, list[str]] = {}
        self.place = Place("", _("材料字典"), Known(), self.errors)
        self.typed: dict[str, Any] = (
            PART.read(data, "") if data is not None else PART.present(entry.body if entry else None, Known())
        )

    @property
    def nodes(self) -> list[Node]:
        """The inputs of the page."""
        return PART.nodes(self.typed, self.place)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id to go to."""
        return [(ident, sentence) for node in self.nodes for ident, _label, sentence in node.everything()]

    def material(self) -> Material | None:
        """The material as typed; None when something is wrong."""
        given = PART.settle(self.typed, self.place)
        if self.errors:
            return None
        try:
            return Material.model_validate(({} if given is NOTHING else given) | {"key": "entry"})
        except ValidationError as wrong:
            for error in wrong.errors():
                name = ".".join(str(step) for step in error["loc"])
                label = next((node.label for node in self.nodes if node.name == name), name)
                self.errors.setdefault(name, []).append(sentence_of(error, label))
            return None
