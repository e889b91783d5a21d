"""What stands on the page of an editor: inputs, groups of inputs, rows of groups. `kinds` and `parts` make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    chosen: bool = False
    group: str = ""


@dataclass
class Row:
    """One of several alike, with its number and a name for its heading."""

    number: int
    title: str
    nodes: list[Node]
    bad: bool = False


@dataclass
class Node:
    """One input, or what holds inputs. `template` says how it is drawn, `name` what is sent for it.

    `when` (JSON: other input → values) says after which choice the page shows it.
    """

    template: str
    name: str
    label: str
    hint: str = ""
    typed: Any = ""
    errors: Sequence[str] = ()
    needed: bool = False
    longest: int = 0
    options: list[Option] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    words: str = ""
    fixed: bool = False
    when: str = ""

    @property
    def id(self) -> str:
        """The id of the input."""
        return "f-" + self.name.replace(".", "-")

    @property
    def address(self) -> str:
        """`templates/desk/catalogue/editing/<template>.html`."""
        return f"desk/catalogue/editing/{self.template}.html"

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for screen readers."""
        found = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*found, *([f"{self.id}-error"] if self.errors else [])])

    def everything(self) -> list[tuple[str, str, str]]:
        """Every error below it: the id to go to, the label, the sentence."""
        found = [(self.id, self.label, error) for error in self.errors]
        for inner in (*self.nodes, *(node for row in self.rows for node in row.nodes)):
            found += inner.everything()
        return found

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it; a group without anything is drawn folded."""
        if self.nodes or self.rows:
            return any(inner.is_filled for inner in self.nodes) or bool(self.rows)
        return self.typed not in ("", [], False, None, {}) and self.template != "choice"
