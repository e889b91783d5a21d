"""Looking at what came in after a letter of correction, line by line: put right, or still wrong and why (XKF 32(4)).

A line may be looked at again; the last word stands, and each look is a row of the history. An application of which a
line stands as still wrong is not accepted: what the window wrote down and what it does must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import correction_lines, deeming, life_cycle, standing
from yichuang.cases.models import Case, Correction, CorrectionLine
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class NothingToMark(Refused):
    """No correction of this case has been answered, so there is nothing to look at."""

    code = "nothing_to_mark"


class StillWrong(Refused):
    """A line of the correction was marked as still wrong."""

    code = "still_wrong"


@dataclass(frozen=True)
class Mark:
    """What came of one line of the last letter: `line` is its number there; a word why it is still wrong."""

    line: int
    right: bool
    remark: str = ""


def mark_lines(*, case: Case, marks: Sequence[Mark], by: Actor, at: datetime) -> Case:
    """Write down of each line whether it was put right. Any number of lines at once; the others stay as they are."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "mark_correction")
        warrant = standing.require_power(case, Power.CORRECT, by=by, at=at)
        notice = require_answered(case)
        marked = _marked(notice, marks)
        CorrectionLine.objects.bulk_update(marked, ["found", "remark"])
        wrong = sum(line.found == CorrectionLine.Found.STILL_WRONG for line in marked)
        life_cycle.move(
            case=case,
            name="mark_correction",
            by=by,
            at=at,
            mandate_id=standing.mandate_id(warrant),
            detail={"round": notice.round, "put_right": len(marked) - wrong, "still_wrong": wrong},
            deemed_at=case.deemed_at,
        )
    return case


def require_answered(case: Case) -> Correction:
    """The last letter of correction, whose answer is to be looked at. Two statements. Raises NothingToMark."""
    notices = Correction.objects.filter(case=case).prefetch_related("lines").order_by("-round")
    last = notices.first()
    if last is None or last.answered_at is None:
        raise NothingToMark(_("这件办件没有等待核对的补正内容。"))
    return last


def _marked(notice: Correction, marks: Sequence[Mark]) -> list[CorrectionLine]:
    lines = {line.position: line for line in notice.lines.all()}
    marked: dict[int, CorrectionLine] = {}
    for mark in marks:
        line = lines.get(mark.line)
        if line is None:
            raise Invalid(_("补正告知书里没有第 %(n)s 项，请刷新页面。") % {"n": mark.line}, field=f"lines.{mark.line}")
        remark = clean(mark.remark, field=f"lines.{mark.line}", longest=correction_lines.REMARK)
        if not mark.right and not remark:
            raise Invalid(_("请写明“%(what)s”为什么仍不合格。") % {"what": line.what}, field=f"lines.{mark.line}")
        line.found = CorrectionLine.Found.ACCEPTED if mark.right else CorrectionLine.Found.STILL_WRONG
        line.remark = remark
        marked[mark.line] = line
    if not marked:
        raise Invalid(_("请至少核对一项。"), field="lines")
    return list(marked.values())


def still_wrong() -> dict[str, ArraySubquery]:
    """What of a case stands as still wrong, to be read with it (`queries.locked`)."""
    rounds = Correction.objects.filter(case=OuterRef("correction__case")).order_by("-round")
    lines = CorrectionLine.objects.filter(
        correction__case=OuterRef("pk"), correction=rounds.values("pk")[:1], found=CorrectionLine.Found.STILL_WRONG
    )
    return {"still_wrong": ArraySubquery(lines.order_by("position").values("what"))}


def refuse_still_wrong(case: Case) -> None:
    """Nobody accepts what he, or a colleague, wrote down as still wrong. No statement for a case that was read with
    `still_wrong`. Raises StillWrong."""
    wrong: list[str] = getattr(case, "still_wrong")  # noqa: B009 - a column of the statement, not of the model
    if wrong:
        raise StillWrong(
            _("补正内容“%(what)s”核对为仍不合格，不能受理。请改为已合格、再次告知补正，或者不予受理。")
            % {"what": _("、").join(wrong)}
        )
