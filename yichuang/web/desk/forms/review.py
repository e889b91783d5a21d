"""The checklist of the preliminary review: what every form that accepts an application begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.cases import checklist, queries
from yichuang.cases.checklist import Check, Line
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.web.desk import sheets
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.sheets import Sheet
from yichuang.web.kit.forms import dress

FITS, WRONG = "fits", "wrong"
CHOICES: Final = ((FITS, gettext_lazy("符合")), (WRONG, gettext_lazy("不符合")))


@dataclass(frozen=True)
class Row:
    """One line of the checklist: the paper, its standard, what can be looked at, the tick if it is there."""

    line: Line
    tick: forms.BoundField | None
    scans: Sequence[Sheet]

    @property
    def on_paper(self) -> bool:
        """Whether the paper itself lies at the window."""
        return any(one.originals or one.copies or one.original_seen for one in self.line.papers)


class ReviewForm(ActForm):
    """An acceptance with one line for each asked paper. Every paper that lies in the case wants its tick. Of the two
    acceptances only the one that the case can have, `with_gaps` or without, reads the papers."""

    with_gaps: ClassVar[bool] = False

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        mine = case.state == State.SUBMITTED and (queries.open_promise_of(case) is not None) == self.with_gaps
        self.lines = checklist.lines_of(case) if mine else []
        for line in self.lines:
            if line.papers:
                tick = forms.ChoiceField(
                    label=line.title, choices=CHOICES, required=False, widget=forms.RadioSelect, initial=""
                )
                dress(tick)
                self.fields[f"checks.{line.key}"] = tick

    @property
    def template(self) -> str:
        return "desk/parts/checklist.html"

    @property
    def rows(self) -> list[Row]:
        return [self._row(line) for line in self.lines]

    def _row(self, line: Line) -> Row:
        scans = [sheet for one in line.papers if (sheet := sheets.of_material(self.case, one))]
        return Row(line, self[f"checks.{line.key}"] if line.papers else None, scans)

    @property
    def papers(self) -> list[CaseMaterial]:
        """What was read for the checklist: everything that lies in the case; nothing when there is no checklist."""
        return [paper for line in self.lines for paper in line.papers]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that are no lines of the checklist."""
        return [self[name] for name in self.fields if not name.startswith("checks.")]

    def checks(self) -> list[Check]:
        """What was ticked."""
        said = getattr(self, "cleaned_data", {})
        ticked = [(line.key, said.get(f"checks.{line.key}")) for line in self.lines]
        return [Check(key, fits=found == FITS) for key, found in ticked if found]

    def marked(self) -> dict[tuple[str, str], str]:
        """What does not fit, as the letter of correction begins with it: the clerk says the rest."""
        wrong = {one.key for one in self.checks() if not one.fits}
        return {("material", o.key): _("不符合受理标准：") + o.standard for o in self.lines if o.key in wrong}
