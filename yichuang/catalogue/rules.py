"""What a version asks of an applicant: materials, limits, situations. Pure: no table, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.catalogue.conditions.evaluating import ANYONE, Applicant, holds
from yichuang.catalogue.content import Condition, Content, Extension, Material, Situation, Span, TimeLimit
from yichuang.catalogue.kinds import Need

CALENDAR_DAYS = {
    "working_days": 7 / 5,
    "calendar_days": 1.0,
    "hours": 1 / 24,
    "minutes": 1 / 1440,
    "months": 30.5,
    "years": 365.0,
    "instant": 0.0,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The two clocks of a case: what the law allows, what the department promised. Null is "none"."""

    statutory: TimeLimit | None
    promised: TimeLimit | None


def materials_for(
    content: Content, answers: Mapping[str, Any], situations: Sequence[str], applicant: Applicant = ANYONE
) -> list[Material]:
    """The materials to be handed in by this applicant in these situations, in the order of the guide.

    Children are kept when their own condition holds. A `one_of` material is met by any one of its children.
    """
    chosen = (_chosen(material, answers, situations, applicant) for material in content.materials)
    return [material for material in chosen if material is not None]


def _chosen(
    material: Material, answers: Mapping[str, Any], situations: Sequence[str], applicant: Applicant
) -> Material | None:
    if not holds(material.when, situations=situations, answers=answers, applicant=applicant):
        return None
    if not material.children:
        return material
    children = tuple(
        child
        for child in (_chosen(child, answers, situations, applicant) for child in material.children)
        if child is not None
    )
    return material.model_copy(update={"children": children}) if children else None


def pieces(materials: Sequence[Material]) -> list[Material]:
    """The single pieces that can be handed in: a material with parts gives its parts; one of several stays one."""
    found: list[Material] = []
    for material in materials:
        if material.children and material.need != Need.ONE_OF:
            found += pieces(material.children)
        else:
            found.append(material)
    return found


def must_be_handed_in(material: Material) -> bool:
    """Whether an application without it is incomplete (行政许可法第三十二条)."""
    return material.need in (Need.REQUIRED, Need.SITUATIONAL, Need.ONE_OF)


def conditions_for(
    content: Content, answers: Mapping[str, Any], situations: Sequence[str], applicant: Applicant = ANYONE
) -> list[Condition]:
    """The conditions of acceptance that hold for this applicant."""
    return [
        condition
        for condition in content.conditions
        if holds(condition.when, situations=situations, answers=answers, applicant=applicant)
    ]


def offered(content: Content, situations: Sequence[str]) -> list[Situation]:
    """The situations that may be chosen after these answers, in the order of the guide.

    A question depends only on answers that stand before it and were themselves offered: the answers of a branch that
    was left open nothing.
    """
    asked: list[Situation] = []
    chosen: list[str] = []
    for situation in content.situations:
        if holds(situation.when, situations=chosen, answers={}):
            asked.append(situation)
            if situation.key in situations:
                chosen.append(situation.key)
    return asked


def reached(content: Content, situations: Sequence[str]) -> list[str]:
    """Of the situations chosen, those that are offered: what was answered on a branch since left is dropped."""
    keys = {one.key for one in offered(content, situations)}
    return [key for key in dict.fromkeys(situations) if key in keys]


def situation_errors(content: Content, situations: Sequence[str]) -> list[Refused]:
    """What is wrong with the choice of situations: unknown ones, those of a question that is not asked after the other
    answers, two answers where one is asked, or none."""
    known = {situation.key: situation for situation in content.situations}
    asked = offered(content, situations)
    errors = [_not_offered(str(key), known.get(key)) for key in situations if known.get(key) not in asked]
    for question in dict.fromkeys(one.question for one in asked if one.only_one):
        answers = [one for one in asked if one.only_one and one.question == question]
        chosen = [one for one in answers if one.key in situations]
        if len(chosen) != 1:
            labels = _("、").join(one.title for one in answers)
            errors.append(Invalid(_("请在这些情形中选择一种：%(labels)s。") % {"labels": labels}, field="situations"))
    return errors


def _not_offered(key: str, situation: Situation | None) -> Refused:
    if situation is None:
        return Invalid(_("情形“%(key)s”不在本事项的情形之中，请重新选择。") % {"key": key[:40]}, field="situations")
    sentence = _("按您的其他选择，不需要回答“%(label)s”，请去掉。")
    return Invalid(sentence % {"label": situation.title}, field="situations")


def limit_for(content: Content, situations: Sequence[str]) -> Limits:
    """The limits that count in these situations, each with a length.

    When several chosen situations have a limit of their own, the longest counts: the case has to go the longest way.
    A limit that depends on the situation and was given none has no length and is null here.
    """
    return Limits(_resolved(content.statutory, situations), _resolved(content.promised, situations))


def _resolved(limit: TimeLimit | None, situations: Sequence[str]) -> TimeLimit | None:
    if limit is None:
        return None
    own = [limit.by_situation[key] for key in situations if key in limit.by_situation]
    if own:
        longest = max(own, key=calendar_days)
        return limit.model_copy(update={"length": longest.length, "unit": longest.unit, "text": longest.text})
    return limit if limit.length is not None and limit.unit is not None else None


def calendar_days(limit: TimeLimit | Extension | Span) -> float:
    """About how many calendar days a limit spans; only for comparing limits of different units."""
    if limit.length is None or limit.unit is None:
        return 0.0
    return limit.length * CALENDAR_DAYS[limit.unit]


def longest_lawful(statutory: TimeLimit) -> float:
    """The statutory limit with the extension that the law provides, in calendar days."""
    days = max([calendar_days(statutory), *(calendar_days(one) for one in statutory.by_situation.values())])
    if statutory.extension is None:
        return days
    extension = calendar_days(statutory.extension)
    return max(days, extension) if statutory.extension.total else days + extension


def same_paper(material: Material) -> str:
    """What two materials have in common that are one paper: the entry of the dictionary, or else the name and parts."""
    parts = "|".join(sorted(child.name for child in material.children))
    name = re.sub(r"[\s（）()《》“”]|复印件|原件", "", material.name)
    return material.dictionary or f"{name}|{parts}"
