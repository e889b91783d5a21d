"""Refusals: what an act raises when it does not do what was asked. Each says what happened and what to do next."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext


class Refused(Exception):
    """An act was refused and nothing has changed.

    `code` tells machines the kind of refusal; `str(refused)` is the sentence for the person, in their language, with
    everything filled in; `field` names the input it is about, or is empty. Subclasses stand beside the act that
    raises them.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(Refused):
    """Something that was handed in cannot be right; `field` says which."""

    code = "invalid"


class Refusals(Refused):
    """Several refusals at once, so that a form is told everything in one go."""

    code = "invalid"

    def __init__(self, refusals: Sequence[Refused]) -> None:
        if not refusals:
            raise ValueError("no refusals to report")
        super().__init__("", field=refusals[0].field)
        self.refusals: list[Refused] = list(refusals)

    def __str__(self) -> str:
        return in_one(str(refused) for refused in self.refusals)


def refusal_of(check: Callable[[], object]) -> Refused | None:
    """What a check refuses, so that several can be made and told together; None when it passes."""
    try:
        check()
    except Refused as refused:
        return refused
    return None


def in_one(sentences: Iterable[str]) -> str:
    """Several sentences as one text: after a full stop the next begins at once, else after a semicolon."""
    between = gettext("；")
    return between.join(sentences).replace(f"。{between}", "。").replace(f".{between}", ". ")
