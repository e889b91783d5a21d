"""Corrections: everything missing or wrong told once, in one letter, answered line by line (XKF 32(4); AY 36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.cases import applying, correction_lines, deeming, letters, life_cycle, queries, sharing, standing, timing
from yichuang.cases.models import Case, CaseMaterial, Correction, CorrectionLine, FormerAnswer, Rule
from yichuang.cases.rules import Given, claimed_paper, empty_handed, material_titles
from yichuang.catalogue.forms import check_form
from yichuang.documents import reasoning
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


class NothingCorrected(Refused):
    """An answer to a correction notice that leaves lines unanswered."""

    code = "correction_incomplete"


@dataclass(frozen=True)
class Defect:
    """One thing that is missing or wrong: a material or a field, with the reason in plain words."""

    reason: str
    material_key: str = ""
    field: str = ""
    asked_anyway: str = ""
    """Why a shared paper is asked of the applicant all the same, one of `CorrectionLine.Anyway`."""


def ask_correction(*, case: Case, defects: Sequence[Defect], why_again: str = "", by: Actor, at: datetime) -> Case:
    """Tell once, in one letter, everything that must be put right, and until when (XKF 32(4); AY 36).

    Who asks a second time says in `why_again` why that was not told in the first: supervision sees it (XKF 72(4)).
    """
    why_again = clean(why_again, field="why_again", longest=500, multiline=True)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "ask_correction")
        warrant = standing.require_power(case, Power.CORRECT, by=by, at=at)
        lines = _lines(case, defects, at=at)
        answer_by = timing.due_by_rule(case, Rule.Kind.CORRECTION, at=at)
        if answer_by is None:
            raise Invalid(_("本中心还没有设定补正期限，请联系中心管理员设定后再告知补正。"), field="answer_by")
        number = Correction.every.filter(case=case).count() + 1
        notice = Correction.objects.create(
            case=case,
            round=number,
            told_at=at,
            told_by_id=warrant.posting.account_id,
            answer_by=answer_by.at,
            why_again=_checked_why(case, why_again),
        )
        if notice.why_again:
            correction_lines.settle(case, lines)
        for line in lines:
            line.correction = notice
        CorrectionLine.objects.bulk_create(lines)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(
            case=case,
            name="ask_correction",
            by=by,
            at=at,
            mandate_id=mandate_id,
            detail={"round": number, "lines": len(lines), "why_again": notice.why_again},
            due_at=answer_by.at,
            warn_at=None,
            deemed_at=answer_by.at,
        )
        letters.correction_notice(case, notice, lines, by=by, mandate_id=mandate_id, at=at)
    return case


def _checked_why(case: Case, why: str) -> str:
    """Everything is told once; who comes back with more has to answer for it. One statement."""
    if not Correction.objects.filter(case=case).exists():
        return ""
    if not why:
        raise Invalid(
            _(
                "补正内容应当一次告知（《行政许可法》第三十二条、第七十二条），这件办件已经告知过。"
                "请写明这些内容为什么第一次没有告知；这一次会列入监督。"
            ),
            field="why_again",
        )
    return why


def _lines(case: Case, defects: Sequence[Defect], *, at: datetime) -> list[CorrectionLine]:
    if not defects:
        raise Invalid(_("请至少写明一项需要补正的内容。"), field="defects")
    content = case.item_version.parsed
    names = queries.names_of(content)
    lines = []
    for position, defect in enumerate(defects, start=1):
        reason = clean(defect.reason, field=f"defects.{position}.reason", longest=500, multiline=True)
        if not reason:
            raise Invalid(_("请写明第 %(n)s 项为什么需要补正。") % {"n": position}, field=f"defects.{position}.reason")
        key = defect.material_key or defect.field
        what = names.get(("material", key) if defect.material_key else ("field", key))
        if what is None or bool(defect.material_key) == bool(defect.field):
            raise Invalid(
                _("第 %(n)s 项补正内容不是本事项的材料或表单项，请重新选择。") % {"n": position},
                field=f"defects.{position}",
            )
        if reasoning.is_bare_line(reason, on=timezone.localdate(at)):
            raise reasoning.NoReason(reasoning.bare_line(what, reason), field=f"defects.{position}.reason")
        lines.append(
            CorrectionLine(
                position=position,
                material_key=defect.material_key,
                field=defect.field,
                what=what,
                reason=reason,
                asked_anyway=_why_anyway(case, defect, position),
                rule=correction_lines.rule_of(content, material_key=defect.material_key, field=defect.field),
            )
        )
    return lines


def _why_anyway(case: Case, defect: Defect, position: int) -> str:
    field = f"defects.{position}.asked_anyway"
    if defect.asked_anyway not in ("", *CorrectionLine.Anyway.values):
        raise Invalid(_("请从列出的原因里选择为什么仍要申请人提交。"), field=field)
    return sharing.checked_reason(case, defect.material_key, defect.asked_anyway, field=field)


def correct(
    *, case: Case, materials: Sequence[Given], answers: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> Case:
    """The applicant answers the correction notice; every line must be answered (XKF 32(4))."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        standing.require_applicant(case, by=by, at=at)
        life_cycle.require(case, "correct")
        answer = _Answer.to_open_notice(case, materials, answers or {})
        return _put_right(case, answer, name="correct", by=by, at=at)


def correct_at_counter(
    *, case: Case, materials: Sequence[Given], answers: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> Case:
    """The clerk takes in on paper what corrects the case."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "correct_at_counter")
        warrant = standing.require_power(case, Power.CORRECT, by=by, at=at)
        answer = _Answer.to_open_notice(case, materials, answers or {})
        mandate_id = standing.mandate_id(warrant)
        return _put_right(case, answer, name="correct_at_counter", by=by, at=at, mandate_id=mandate_id)


@dataclass(frozen=True)
class _Answer:
    """An answer beside the notice that it answers."""

    notice: Correction
    lines: Sequence[CorrectionLine]
    materials: Sequence[Given]
    fields: Mapping[str, Any]
    known: Mapping[str, Any]

    @classmethod
    def to_open_notice(cls, case: Case, materials: Sequence[Given], fields: Mapping[str, Any]) -> _Answer:
        notice = Correction.objects.get(case=case, answered_at__isnull=True)
        known = case.answers.open() if case.answers else {}
        return cls(notice=notice, lines=list(notice.lines.all()), materials=materials, fields=fields, known=known)

    @property
    def keys(self) -> set[str]:
        """The materials that were handed in."""
        return {g.key for g in self.materials if g.is_something}

    @property
    def form(self) -> dict[str, Any]:
        """The form as it will stand: only what the notice asked for has changed."""
        asked = {line.field for line in self.lines if line.field}
        return {**self.known, **{key: value for key, value in self.fields.items() if key in asked}}

    def unanswered(self) -> list[Refused]:
        """One sentence for each line that was not put right."""
        return [
            NothingCorrected(
                _("“%(what)s”还没有补正，请补上后再提交。") % {"what": line.what},
                field=f"materials.{line.material_key}" if line.material_key else f"answers.{line.field}",
            )
            for line in self.lines
            if (line.material_key and line.material_key not in self.keys)
            or (line.field and line.field not in self.fields)
        ]

    def not_asked(self, names: Mapping[str, str]) -> list[Refused]:
        """One sentence for each material that the notice did not ask for."""
        return [
            Invalid(
                _("材料“%(name)s”不在补正通知里，请删去后再提交。") % {"name": names.get(key, key[:40])},
                field=f"materials.{key[:80]}",
            )
            for key in sorted({g.key for g in self.materials} - {line.material_key for line in self.lines})
        ]


def _put_right(
    case: Case, answer: _Answer, *, name: str, by: Actor, at: datetime, mandate_id: int | None = None
) -> Case:
    """Take what corrects the case and put it back before the window. The case is locked by the caller."""
    names = material_titles(case.item_version.parsed)
    wrong = [*applying.unusable_files(answer.materials, names=names, by=by), *answer.unanswered()]
    wrong += [*answer.not_asked(names), *empty_handed(answer.materials, names=names)]
    if by.kind == "public":
        wrong += claimed_paper(answer.materials, names=names)
    try:
        answers = check_form(case.item_version.parsed, answer.form, on=timezone.localdate(at))
    except Refusals as refusals:
        wrong += refusals.refusals
    if wrong:
        raise Refusals(wrong)
    replace(case, before=answer.known, after=answers, materials=answer.materials, at=at)
    answer.notice.lines.update(answered=True)
    answer.notice.answered_at = at
    answer.notice.save(update_fields=["answered_at"])
    timing.set_review_due(case, at=at)
    life_cycle.move(
        case=case,
        name=name,
        by=by,
        at=at,
        mandate_id=mandate_id,
        detail={"round": answer.notice.round, "materials": sorted(answer.keys)},
        answers=answers,
        due_at=case.due_at,
        warn_at=case.warn_at,
        deemed_at=case.deemed_at,
    )
    return case


def replace(
    case: Case, *, before: Mapping[str, Any], after: Mapping[str, Any], materials: Sequence[Given], at: datetime
) -> None:
    """Lay new papers in the place of old ones, which stay in the case as superseded, and keep what stood in each field
    that reads otherwise now. Three statements at most."""
    if keys := {g.key for g in materials if g.is_something}:
        CaseMaterial.objects.filter(case=case, key__in=keys, superseded_at__isnull=True).update(superseded_at=at)
        applying.lay_in(case, materials, at=at)
    FormerAnswer.objects.bulk_create(
        FormerAnswer(case=case, field=key, value=before.get(key), replaced_at=at)
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    )
