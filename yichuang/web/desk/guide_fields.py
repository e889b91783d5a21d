"""The fields of a guide in the words of its editor, and whether each was seen in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.catalogue.content import Content, Fee, LegalBasis, Material, Situation, Step, TimeLimit
from yichuang.catalogue.forms import ordered_fields, title_of
from yichuang.catalogue.kinds import Need

LABELS: Final = {
    "item_type": gettext_lazy("事项类型"),
    "processing": gettext_lazy("办件类型"),
    "service_objects": gettext_lazy("服务对象"),
    "implementing_body": gettext_lazy("实施机关"),
    "cooperating_bodies": gettext_lazy("联办机构"),
    "exercise_level": gettext_lazy("行使层级"),
    "statutory": gettext_lazy("法定时限"),
    "promised": gettext_lazy("承诺时限"),
    "situations": gettext_lazy("情形"),
    "conditions": gettext_lazy("受理条件"),
    "materials": gettext_lazy("申请材料"),
    "form": gettext_lazy("申请表"),
    "steps": gettext_lazy("办理环节"),
    "special_procedures": gettext_lazy("特别程序"),
    "charged": gettext_lazy("是否收费"),
    "fees": gettext_lazy("收费"),
    "result": gettext_lazy("办理结果"),
    "legal_basis": gettext_lazy("设定依据"),
    "place": gettext_lazy("办理地点"),
    "hours": gettext_lazy("办公时间"),
    "phone": gettext_lazy("咨询电话"),
    "visits": gettext_lazy("到现场次数"),
    "channels": gettext_lazy("办理渠道"),
    "acceptance_period": gettext_lazy("受理时段"),
}


PARTS: Final = {
    "form": gettext_lazy("形式"),
    "kind": gettext_lazy("原件或者复印件"),
    "originals": gettext_lazy("原件份数"),
    "copies": gettext_lazy("复印件份数"),
    "source": gettext_lazy("来源渠道"),
    "need": gettext_lazy("必要性"),
    "name": gettext_lazy("名称"),
    "limit": gettext_lazy("时限"),
    "fen": gettext_lazy("金额"),
    "basis": gettext_lazy("依据"),
    "validity": gettext_lazy("有效期"),
}
"""Parts of a field, as `unverified` names them behind the dot."""


@dataclass(frozen=True)
class Field:
    """One field: its name, its lines, and which parts of it were taken over without being seen in the source."""

    label: str
    lines: list[str]
    unverified: list[str]


def fields_of(content: Content) -> list[Field]:
    """Every field of the guide that has something in it or is known to be unverified, in the order of a guide."""
    found = [
        Field(str(label), list(_lines(getattr(content, name))), _unverified(content, name))
        for name, label in LABELS.items()
    ]
    return [field for field in found if field.lines or field.unverified]


def _unverified(content: Content, name: str) -> list[str]:
    """The paths below this field that are unverified: `materials[].form` and the like."""
    paths = [path for path in content.unverified if path.split(".")[0].split("[")[0] == name]
    return [_part(path) for path in paths]


def _part(path: str) -> str:
    """`materials[].copies` as 复印件份数; a whole field as 全部内容."""
    part = path.partition(".")[2]
    if not part:
        return _("全部内容")
    return str(PARTS[part]) if part in PARTS else part


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (title_of(piece, key) for key, piece in ordered_fields(value))
    elif isinstance(value, tuple):
        for part in value:
            yield from _lines(part)
    elif isinstance(value, bool):
        yield _("是") if value else _("否")
    elif value not in (None, ""):
        yield _words(value)


def _words(value: Any) -> str:
    match value:
        case TimeLimit():
            return value.text or f"{value.length} {value.unit}"
        case Material():
            return f"{value.name}（{Need(value.need).label}）"
        case Situation() | LegalBasis():
            return value.label if isinstance(value, Situation) else f"《{value.law}》{value.article}"
        case Step() | Fee():
            return value.name
        case _:
            return str(getattr(value, "label", "") or getattr(value, "text", "") or getattr(value, "name", "") or value)
