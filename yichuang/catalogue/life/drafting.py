"""Acts on the draft of a guide by life event: begin, write, publish, discard, take a former version back.

The public sees what was published last while the draft is written. A draft may be unfinished: what keeps it from the
public (`defects`) is told while it is written and refused when it is to be published.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import pypinyin
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pydantic import StringConstraints

from yichuang.base.refusal import Refused
from yichuang.catalogue.life.guiding import LifeEventContent
from yichuang.catalogue.life.life_events import NoSuchLifeEvent, change, note, refuse_defects, remember
from yichuang.catalogue.models import LifeEvent, LifeEventVersion
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre

_KEY = 32


class DraftChanged(Refused):
    """Somebody else has written the draft since it was opened."""

    code = "draft_changed"


class NoDraft(Refused):
    """There is no draft of this guide."""

    code = "no_draft"


class Draft(LifeEventContent):
    """All that a guide says: its names, for whom it is, and the content."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    name_en: Annotated[str, StringConstraints(max_length=120)] = ""
    audience: LifeEvent.Audience

    @property
    def content(self) -> LifeEventContent:
        """Without the names."""
        return LifeEventContent.model_validate(self.model_dump(exclude={"name", "name_en", "audience"}))

    @property
    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return self.model_dump(mode="json", exclude_defaults=True)


def draft_of(event: LifeEvent) -> Draft:
    """What is being written; without a draft, what the guide says."""
    said = {"name": event.name, "name_en": event.name_en, "audience": event.audience, **event.content}
    return Draft.model_validate(event.draft if event.draft is not None else said)


def begin(*, centre: Centre, draft: Draft, by: Actor, at: datetime) -> LifeEvent:
    """A new guide that so far is only a draft. Its address is made of its English name, or else of its pinyin."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        known = LifeEvent.objects.filter(centre=centre)
        last = known.aggregate(last=Max("position"))["last"] or 0
        names = {"name": draft.name, "name_en": draft.name_en, "audience": draft.audience}
        event = LifeEvent.objects.create(
            centre=centre,
            key=_key(draft, set(known.values_list("key", flat=True))),
            version=0,
            position=last + 1,
            draft=draft.kept,
            changed_at=at,
            **names,
        )
        note("catalogue.life_event_drafted", event, by=by, at=at)
    return event


def write(*, event: LifeEvent, draft: Draft, seen: str, by: Actor, at: datetime) -> LifeEvent:
    """Write the draft. `seen` is the moment of the last change that the writer saw (ISO). What says the same is left.

    Raises NotAllowed, and DraftChanged when somebody else was faster.
    """
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = _locked(event)
        if not _is_moment(seen, fresh.changed_at):
            raise DraftChanged(_("您打开以后，别人改过这份指南。您填的内容都在下面，请核对后再保存一次。"))
        if draft == draft_of(fresh):
            return fresh
        names = {"name": draft.name, "name_en": draft.name_en} if not fresh.version else {}
        change(fresh, at, draft=draft.kept, **names)
        note("catalogue.life_event_drafted", fresh, by=by, at=at)
    return fresh


def publish(*, event: LifeEvent, by: Actor, at: datetime) -> LifeEvent:
    """The draft takes the place of what the public sees, which is kept as a former version.

    Raises NotAllowed, NoDraft, and Refusals with everything that is wrong: unknown items or situations, conditions that
    cannot be evaluated, questions or items that no answer leads to, answers that lead to nothing.
    """
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = _locked(event)
        if fresh.draft is None:
            raise NoDraft(_("没有草稿可以公布，请先修改指南。"))
        draft = draft_of(fresh)
        refuse_defects(draft.content, fresh.centre, at)
        remember(fresh, at)
        change(
            fresh,
            at,
            name=draft.name,
            name_en=draft.name_en,
            audience=draft.audience,
            content=draft.content.model_dump(mode="json", exclude_defaults=True),
            version=fresh.version + 1,
            published=True,
            draft=None,
        )
        note("catalogue.life_event_published", fresh, by=by, at=at)
    return fresh


def discard(*, event: LifeEvent, by: Actor, at: datetime) -> None:
    """Give the draft up; a guide that never was anything else is gone with it. Raises NotAllowed, NoDraft."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = _locked(event)
        if fresh.draft is None:
            raise NoDraft(_("没有草稿可以放弃。"))
        note("catalogue.life_event_draft_discarded", fresh, by=by, at=at)
        if fresh.version:
            change(fresh, at, draft=None)
        else:
            fresh.delete()


def former(event: LifeEvent, number: int) -> Draft:
    """What a former version said. Raises NoSuchLifeEvent."""
    found = LifeEventVersion.objects.filter(event=event, number=number).first() if number < 2**31 else None
    if found is None:
        raise NoSuchLifeEvent(_("没有第 %(number)d 版，请从列表中选择。") % {"number": number}, field="number")
    return Draft.model_validate(found.said)


def saying(event: LifeEvent, draft: Draft) -> LifeEvent:
    """The guide as if the draft were published; it is not saved."""
    event.name, event.name_en, event.content = draft.name, draft.name_en, draft.content.model_dump(mode="json")
    return event


def _is_moment(written: str, moment: datetime) -> bool:
    try:
        return datetime.fromisoformat(written) == moment
    except ValueError:
        return False


def _locked(event: LifeEvent) -> LifeEvent:
    fresh = LifeEvent.objects.select_for_update(of=("self",)).select_related("centre").filter(pk=event.pk).first()
    if fresh is None:
        raise NoSuchLifeEvent(_("没有“%(key)s”这份主题指南，请从列表中选择。") % {"key": event.key}, field="key")
    return fresh


def _key(draft: Draft, taken: set[str]) -> str:
    said = slugify(draft.name_en) or slugify(" ".join(pypinyin.lazy_pinyin(draft.name))) or "guide"
    first = (said if said[0].isalpha() else f"guide-{said}")[:_KEY].replace("_", "-").strip("-")
    tries = (first if number == 1 else f"{first}-{number}" for number in range(1, len(taken) + 3))
    return next(key for key in tries if key not in taken and key != "new")
