"""Acts on the guides by life event: keep, publish, take from the public; and what may be asked about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from yichuang.base import journal, text
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.catalogue import bundled
from yichuang.catalogue.content import Content
from yichuang.catalogue.life.guiding import LifeEventContent, defects
from yichuang.catalogue.models import ItemVersion, LifeEvent, LifeEventVersion
from yichuang.catalogue.queries import published
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class NoSuchLifeEvent(Refused):
    """There is no published guide of this key."""

    code = "no_such_life_event"


def keep_life_event(
    *,
    centre: Centre,
    key: str,
    name: str,
    audience: str,
    content: LifeEventContent | Mapping[str, Any],
    by: Actor,
    at: datetime,
    name_en: str = "",
    icon: str = "",
    position: int = 0,
) -> LifeEvent:
    """Enter a guide by life event, or change it. What says the same is left alone.

    Raises NotAllowed, and Refusals with everything that is wrong: unknown items or situations, conditions that cannot
    be evaluated, questions or items that no answer leads to, answers that lead to nothing.
    """
    by.must_have(Role.MANAGER)
    value = _read(content)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", key):
        raise Invalid(_("标识只用小写字母、数字和横线，请修改。"), field="key")
    if audience not in LifeEvent.Audience.values:
        raise Invalid(_("对象只能是个人或者企业，请修改。"), field="audience")
    refuse_defects(value, centre, at)
    said = {
        "name": text.clean(name, field="name", longest=60, label=_("名称")),
        "name_en": text.clean(name_en, field="name_en", longest=120, label=_("英文名称")),
        "audience": audience,
        "icon": icon[:40],
        "position": position,
        "content": value.model_dump(mode="json", exclude_defaults=True),
    }
    with transaction.atomic():
        event = LifeEvent.objects.select_for_update().filter(centre=centre, key=key).first()
        if event is None:
            event = LifeEvent.objects.create(centre=centre, key=key, changed_at=at, **said)
        elif all(getattr(event, field) == wanted for field, wanted in said.items()):
            return event
        else:
            remember(event, at)
            change(event, at, version=event.version + 1, **said)
        note("catalogue.life_event_kept", event, by=by, at=at)
    return event


def publish_life_event(*, event: LifeEvent, by: Actor, at: datetime) -> LifeEvent:
    """Show the guide to the public. Raises NotAllowed, and Refusals when it no longer fits the list of items."""
    by.must_have(Role.MANAGER)
    refuse_defects(event.parsed, event.centre, at)
    return _show(event, True, "catalogue.life_event_published", by=by, at=at)


def withdraw_life_event(*, event: LifeEvent, by: Actor, at: datetime) -> LifeEvent:
    """Take the guide from the public; it is kept."""
    by.must_have(Role.MANAGER)
    return _show(event, False, "catalogue.life_event_withdrawn", by=by, at=at)


def remember(event: LifeEvent, at: datetime) -> None:
    """Keep what the guide says now as a former version, for it is about to be changed."""
    if event.version:
        said = {"name": event.name, "name_en": event.name_en, "audience": event.audience, **event.content}
        LifeEventVersion.objects.create(event=event, number=event.version, said=said, ended_at=at)


def _show(event: LifeEvent, shown: bool, act: str, *, by: Actor, at: datetime) -> LifeEvent:
    with transaction.atomic():
        fresh = LifeEvent.objects.select_for_update().select_related("centre").get(pk=event.pk)
        if fresh.published != shown:
            change(fresh, at, published=shown)
            note(act, fresh, by=by, at=at)
    return fresh


def change(event: LifeEvent, at: datetime, **said: Any) -> None:
    """Write these fields of a locked guide."""
    for field, value in (said | {"changed_at": at}).items():
        setattr(event, field, value)
    event.save(update_fields=[*said, "changed_at"])


def note(act: str, event: LifeEvent, *, by: Actor, at: datetime) -> None:
    """The entry of the journal: which guide, in which version."""
    subject = journal.Subject("life_event", f"{event.centre_id}/{event.key}")
    detail = {"key": event.key, "name": event.name, "version": event.version}
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=event.centre_id, detail=detail)


def _read(content: LifeEventContent | Mapping[str, Any]) -> LifeEventContent:
    if isinstance(content, LifeEventContent):
        return content
    try:
        return LifeEventContent.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        sentence = _("“%(field)s”不合要求（%(reason)s），请修正。")
        raise Invalid(sentence % {"field": where, "reason": first["msg"]}, field="content") from None


def refuse_defects(content: LifeEventContent, centre: Centre, at: datetime) -> None:
    """Raises Refusals with everything that keeps this from the public."""
    found = defects(content, items_of(content, centre=centre, on=timezone.localdate(at)))
    if found:
        raise Refusals(found)


def versions_of(content: LifeEventContent, *, centre: Centre, on: date) -> dict[str, ItemVersion]:
    """The items of the guide that may be applied for on that day, by code. One statement."""
    codes = [wanted.item for wanted in content.items]
    return {version.item.code: version for version in published(on, centre=centre).filter(item__code__in=codes)}


def items_of(content: LifeEventContent, *, centre: Centre, on: date) -> dict[str, Content]:
    """What those items say."""
    return {code: version.parsed for code, version in versions_of(content, centre=centre, on=on).items()}


def shown(centre: Centre) -> QuerySet[LifeEvent]:
    """The guides that the public sees, in their order."""
    return LifeEvent.objects.filter(centre=centre, published=True).select_related("centre").order_by("position", "key")


def kept(centre: Centre) -> QuerySet[LifeEvent]:
    """Every guide of the centre, for the manager."""
    return LifeEvent.objects.filter(centre=centre).select_related("centre").order_by("position", "key")


def life_event(key: str, *, centre: Centre) -> LifeEvent:
    """The published guide of that key. Raises NoSuchLifeEvent."""
    event = shown(centre).filter(key=key).first() if "\x00" not in key else None
    if event is None:
        raise NoSuchLifeEvent(_("没有“%(key)s”这份主题指南，请从列表中选择。") % {"key": key[:40]}, field="key")
    return event


@dataclass(frozen=True)
class Checked:
    """A guide with what keeps it from the public on that day."""

    event: LifeEvent
    questions: int
    items: int
    defects: list[Refused]


def report(centre: Centre, *, on: date) -> list[Checked]:
    """Every guide of the centre, looked at against the items in force that any of them names. Two statements."""
    read = [(event, event.parsed) for event in kept(centre)]
    codes = {wanted.item for _event, content in read for wanted in content.items}
    listed = published(on, centre=centre).filter(item__code__in=codes)
    items = {version.item.code: version.parsed for version in listed}
    return [
        Checked(event, len(content.questions), len(content.items), defects(content, items)) for event, content in read
    ]


def load_bundled(*, centre: Centre, by: Actor, at: datetime) -> list[LifeEvent]:
    """Keep and publish the guides that come with the demonstration; those that are there are left as they are.

    The file names situations by their labels and conditions by `any` and `unless`; here they get their keys.
    """
    items = {version.item.code: version.parsed for version in published(timezone.localdate(at), centre=centre)}
    known = set(kept(centre).values_list("key", flat=True))
    loaded = []
    for position, entry in enumerate(bundled.life_events(), start=1):
        if entry["key"] in known:
            continue
        content = resolved(entry["content"], items)
        facts = {field: entry[field] for field in ("key", "name", "name_en", "audience", "icon")}
        event = keep_life_event(centre=centre, position=position, content=content, by=by, at=at, **facts)
        loaded.append(publish_life_event(event=event, by=by, at=at))
    return loaded


def resolved(content: Mapping[str, Any], items: Mapping[str, Content]) -> dict[str, Any]:
    """The content as the file has it, with keys for labels and CEL for `any`, `all` and `unless`."""
    questions = [_question(one) for one in content["questions"]]
    return {**content, "questions": questions, "items": [_wanted(one, items) for one in content["items"]]}


def _question(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**_without_rule(entry), "when": _expression(entry)}


def _wanted(entry: Mapping[str, Any], items: Mapping[str, Content]) -> dict[str, Any]:
    item = items.get(entry["item"])
    follows = [
        {"situation": _key_of(one["label"], item), "when": _expression(one)} for one in entry.get("situations", ())
    ]
    return {**_without_rule(entry), "when": _expression(entry), "situations": follows}


def _without_rule(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in entry.items() if field not in ("any", "all", "unless")}


def _key_of(label: str, item: Content | None) -> str:
    found = next((one.key for one in item.situations if one.label == label), None) if item else None
    return found or "unknown"


def _expression(entry: Mapping[str, Any]) -> str | None:
    """`any` of these, `all` of these, `unless` one of these, in CEL."""
    parts = [_either(entry["any"])] if "any" in entry else []
    parts += [f'"{key}" in situations' for key in entry.get("all", ())]
    parts += [f"!({_either(entry['unless'])})"] if "unless" in entry else []
    return " && ".join(f"({part})" for part in parts) or None


def _either(keys: Iterable[str]) -> str:
    return " || ".join(f'"{key}" in situations' for key in keys)
