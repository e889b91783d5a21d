"""Printing the letters of a day at the window: which are to be printed, and the record of who printed what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import looking, queries
from yichuang.cases.models import Case
from yichuang.documents import copying, jobs, sheaf
from yichuang.documents.models import Letter, PrintedLetter, Printing
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor

MOST: Final = 200
"""How many letters go into one printing."""
AT_ONCE: Final = 10
"""How many letters are drawn while somebody waits for the page; more are left to a job."""


def printable(actor: Actor, centre: Centre, *, on: date, at: datetime, again: bool = False) -> QuerySet[Letter]:
    """The letters of that day in the cases the actor may see, in the order of their issue; those that were printed
    already only with `again`."""
    begin = timezone.make_aware(datetime.combine(on, time()))
    cases = Case.objects.filter(queries.visible_to(actor, at=at)).values("number")
    found = Letter.objects.filter(
        department__centre=centre,
        issued_at__gte=begin,
        issued_at__lt=begin + timedelta(days=1),
        subject_kind="case",
        subject_id__in=cases,
    )
    if not again:
        found = found.filter(~Exists(PrintedLetter.objects.filter(letter=OuterRef("pk"))))
    return found.select_related("department").order_by("issued_at", "id")


def print_letters(
    *, letters: Iterable[UUID], centre: Centre, on: date, both_sides: bool, by: Actor, at: datetime
) -> Printing:
    """Take these letters of the day together for the printer and write down who prints them.

    Raises Invalid when there are none or too many, or one is not the actor's to see.
    """
    wanted = list(dict.fromkeys(letters))
    if not wanted or by.account is None:
        raise Invalid(_("请至少选择一份文书。"), field="letters")
    if len(wanted) > MOST:
        raise Invalid(_("一次最多打印 %(most)s 份，请分几次打印。") % {"most": MOST}, field="letters")
    with transaction.atomic():
        found = list(printable(by, centre, on=on, at=at, again=True).filter(pk__in=wanted))
        if len(found) != len(wanted):
            raise Invalid(_("所选文书中有的不是当天的，或者不归您办理，请刷新后重新选择。"), field="letters")
        printing = Printing.objects.create(centre=centre, by=by.account, at=at, both_sides=both_sides)
        PrintedLetter.objects.bulk_create(
            PrintedLetter(printing=printing, letter=letter, position=place) for place, letter in enumerate(found, 1)
        )
        detail = {"letters": [letter.number for letter in found], "both_sides": both_sides}
        subject = journal.Subject("printing", str(printing.pk))
        journal.write(
            act="documents.letters_printed", subject=subject, by=by, at=at, centre_id=centre.pk, detail=detail
        )
        if undrawn(printing) > AT_ONCE:
            jobs.defer_printing(printing.pk)
    return printing


def undrawn(printing: Printing) -> int:
    """How many letters of a printing nobody has drawn yet. One statement."""
    return printing.lines.filter(letter__digest=None).count()


def is_ready(printing: Printing) -> bool:
    """Whether everything of a printing can be shown at once."""
    return undrawn(printing) <= AT_ONCE


def pdf_of(printing: Printing, *, by: Actor, at: datetime) -> bytes:
    """Everything of a printing as one PDF; on record as a reading for everybody whom a letter names.

    A letter that nobody has drawn yet is drawn now: ask `is_ready` before.
    """
    lines: Sequence[PrintedLetter] = list(printing.lines.select_related("letter").order_by("position"))
    looking.note_letters((line.letter for line in lines), by=by, at=at)
    contents = (copying.copy_of(line.letter, at=at) for line in lines)
    return sheaf.bound(contents, both_sides=printing.both_sides)
