"""Where one can go on to from a case (一链办理)."""

from collections.abc import Mapping
from typing import Any, Self

from yichuang.cases.library import Paper
from yichuang.catalogue.models import ItemVersion
from yichuang.web.api.shapes.outgoing import Named, Out, PaperOut


class NextOut(Out):
    """A related item that can be applied for next, and what of it is known already: the answers by field, and the
    papers. `waits`: its guide wants the result of this case first, so it is taken in at once and waits."""

    item: Named
    waits: bool
    answers: dict[str, Any]
    papers: list[PaperOut]

    @classmethod
    def of(cls, version: ItemVersion, answers: Mapping[str, Any], papers: Mapping[str, Paper], *, waits: bool) -> Self:
        """The item with what is known."""
        return cls(
            item=Named(code=version.item.code, name=version.name),
            waits=waits,
            answers=dict(answers),
            papers=PaperOut.each({key: [one] for key, one in papers.items()}),
        )


class NextItems(Out):
    """Where one can go on to from a case."""

    items: list[NextOut]
