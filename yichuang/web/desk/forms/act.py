"""What every form of an act on a case has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from yichuang.cases.models import Case
from yichuang.people.actors import Actor
from yichuang.web.kit.forms import KitForm


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of several lines; its length and characters are checked in the act."""
    widget = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class ActForm(KitForm):
    """One act on one case, in the words of the desk.

    `noun` is its name in the table of permissions, `moves` are its names in the life cycle, `button` is
    what is pressed, `done` what is said afterwards; a `grave` act ends the way of the case.
    """

    noun: ClassVar[str] = ""
    moves: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    grave: ClassVar[bool] = False

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.noun}_%s")
        super().__init__(data, files, **kwargs)
        self.case = case

    @property
    def template(self) -> str:
        """Where the fields are laid out; most need nothing of their own."""
        return "kit/parts/form.html"

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        """Do it. Raises Refused."""
        raise NotImplementedError
