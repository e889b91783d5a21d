"""What a condition means, said in the language of the reader. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yichuang.catalogue.conditions.picking import All, Answered, Chosen, Either, Known, Not, Picked, Who
from yichuang.catalogue.conditions.reading import read
from yichuang.catalogue.content import Content
from yichuang.catalogue.forms import option_label, title_of
from yichuang.people.models import DocumentType, PartyKind


def known_of(content: Content) -> Known:
    """What the conditions of a version may speak of, in the language of the reader."""
    english = (get_language() or "").startswith("en")
    labels = {one.key: (english and one.label_en) or one.label for one in content.situations}
    return Known(labels, content.form)


def explained(expression: str | None, known: Known) -> str:
    """`当申请人是单位，且选择了情形“新办”时`; an expression that cannot be picked stands as it is; "" for none."""
    if expression is None:
        return ""
    picked = read(expression)
    if picked is None:
        return _("满足条件 %(code)s 时") % {"code": expression}
    return _("当%(condition)s时") % {"condition": words(picked, known)}


def words(picked: Picked, known: Known, *, inside: bool = False) -> str:
    """The condition without “当…时”. `inside` puts a joined one into brackets."""
    match picked:
        case Not(Chosen(key)):
            return _("没有选择情形“%(label)s”") % {"label": known.situations.get(key, key)}
        case Not(of):
            return _("不是（%(condition)s）") % {"condition": words(of, known)}
        case All(of) | Either(of):
            joint = _("，且") if isinstance(picked, All) else _("，或者")
            said = joint.join(words(one, known, inside=True) for one in of)
            return _("（%(condition)s）") % {"condition": said} if inside else said
        case Chosen(key):
            return _("选择了情形“%(label)s”") % {"label": known.situations.get(key, key)}
        case Who("kind", value):
            label = str(PartyKind(value).label) if value in PartyKind.values else value
            return _("申请人是%(label)s") % {"label": label}
        case Who(_what, value):
            label = str(DocumentType(value).label) if value in DocumentType.values else value
            return _("申请人的证件是%(label)s") % {"label": label}
        case Answered():
            return _answered(picked, known)


def _answered(answered: Answered, known: Known) -> str:
    piece = known.form.get("properties", {}).get(answered.field, {})
    values = answered.value if isinstance(answered.value, tuple) else (answered.value,)
    choices = piece.get("items", piece) if answered.how == "holds" else piece
    facts = {
        "field": title_of(piece, answered.field),
        "value": _("、").join(_("“%s”") % _said(one, choices) for one in values),
        "number": answered.value,
    }
    return {
        "filled": _("填写了“%(field)s”"),
        "is": _("“%(field)s”是%(value)s"),
        "among": _("“%(field)s”是%(value)s之一"),
        "holds": _("“%(field)s”里选了%(value)s"),
        "less": _("“%(field)s”小于 %(number)s"),
        "at_most": _("“%(field)s”不超过 %(number)s"),
        "at_least": _("“%(field)s”不少于 %(number)s"),
        "more": _("“%(field)s”大于 %(number)s"),
    }[answered.how] % facts


def _said(value: Any, piece: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return option_label(piece, value)
