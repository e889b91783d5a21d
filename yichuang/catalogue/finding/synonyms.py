"""Acts on the synonyms of a centre: what people say, and the words of the catalogue that mean it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.catalogue.finding import searching
from yichuang.catalogue.finding.asking import LONGEST_SYNONYM
from yichuang.catalogue.finding.words import Spoken, spoken
from yichuang.catalogue.models import SearchMiss, Synonym
from yichuang.people.actors import Actor
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre


class SynonymKnown(Refused):
    """The same synonym is used already."""

    code = "synonym_known"


class SynonymEnded(Refused):
    """The synonym is no longer used."""

    code = "synonym_ended"


def add(*, said: str, meant: str, centre: Centre, by: Actor, at: datetime) -> Synonym:
    """From today on, whoever says `said` also finds what `meant` finds. A miss of these words is settled by it.

    Raises NotAllowed, SynonymKnown, and Invalid when either side cannot be used or `meant` finds nothing.
    """
    by.must_have(Role.MANAGER)
    one = _line(said, "said", _("群众的说法"), 40)
    other = _line(meant, "meant", _("目录的说法"), 60)
    if one.heard == other.heard:
        raise Invalid(_("两边是同一个词，请在“目录的说法”里填写事项名称中的词。"), field="meant")
    if searching.is_weak(searching.search(other.plain, on=timezone.localdate(at), centre=centre, limit=1)):
        sentence = _("按“%(meant)s”查不到事项，请改用事项名称中的词。")
        raise Invalid(sentence % {"meant": other.plain}, field="meant")
    return _add(one, other, centre=centre, by=by, at=at)


@transaction.atomic
def end(*, synonym: Synonym, by: Actor, at: datetime) -> Synonym:
    """Use a synonym no more from today on. Raises NotAllowed, and SynonymEnded when it is not used."""
    by.must_have(Role.MANAGER)
    today = timezone.localdate(at)
    ended = Synonym.objects.filter(pk=synonym.pk, until__isnull=True).update(until=today)
    if not ended:
        raise SynonymEnded(_("这个同义词已经停用，无需再次停用。"))
    synonym.until = today
    _note("catalogue.synonym_ended", synonym, by=by, at=at)
    return synonym


def load(pairs: Iterable[tuple[str, str]], *, centre: Centre, by: Actor, at: datetime) -> int:
    """Add those of a list that this centre has never had; what was ended stays ended. Returns how many are new."""
    by.must_have(Role.MANAGER)
    known = set(Synonym.objects.filter(centre=centre).values_list("heard", "meant"))
    new = 0
    for said, meant in pairs:
        one, other = spoken(said), spoken(meant)
        if (key := (" ".join(one.heard), other.plain)) not in known:
            known.add(key)
            _add(one, other, centre=centre, by=by, at=at)
            new += 1
    return new


def _line(text: str, field: str, label: str, longest: int) -> Spoken:
    line = spoken(clean(text, field=field, longest=longest, label=label))
    if not line.units:
        raise Invalid(_("请填写“%(field)s”。") % {"field": label}, field=field)
    if len(line.units) > LONGEST_SYNONYM and field == "said":
        sentence = _("“%(field)s”最多 %(longest)d 个字，请只写关键的词。")
        raise Invalid(sentence % {"field": label, "longest": LONGEST_SYNONYM}, field=field)
    if len(line.plain) < 2:
        raise Invalid(_("“%(field)s”至少两个字，一个字会把无关的事项也找出来。") % {"field": label}, field=field)
    return line


def _add(said: Spoken, meant: Spoken, *, centre: Centre, by: Actor, at: datetime) -> Synonym:
    try:
        with transaction.atomic():
            synonym = Synonym.objects.create(
                centre=centre,
                said=said.plain,
                heard=" ".join(said.heard),
                meant=meant.plain,
                since=timezone.localdate(at),
            )
            SearchMiss.objects.filter(centre=centre, words=said.plain).update(settled=True)
            _note("catalogue.synonym_added", synonym, by=by, at=at)
    except IntegrityError:
        sentence = _("“%(said)s”即“%(meant)s”已经在用，无需再次添加。")
        raise SynonymKnown(sentence % {"said": said.plain, "meant": meant.plain}, field="said") from None
    return synonym


def _note(act: str, synonym: Synonym, *, by: Actor, at: datetime) -> None:
    subject = journal.Subject("synonym", str(synonym.pk))
    detail = {"said": synonym.said, "meant": synonym.meant}
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=synonym.centre_id, detail=detail)
