"""Acts on wordings: one manager writes, another publishes from a later day on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.documents import fields, wording
from yichuang.documents.models import LetterKind, Wording
from yichuang.offices.models import Centre, Department
from yichuang.offices.queries import take_turns
from yichuang.people.actors import Actor
from yichuang.people.models import Role


class WordingSettled(Refused):
    """The wording was published or discarded and can no longer be changed."""

    code = "wording_settled"


class OwnWording(Refused):
    """Who wrote a wording does not publish it."""

    code = "own_wording"


def draft(
    *,
    centre: Centre,
    department: Department | None,
    kind: str,
    text: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Wording:
    """Write the next wording of a kind, for the centre or one department, over the draft that is there already.

    Raises NotAllowed, Invalid, and Refusals with everything for which the text cannot be used (`wording.defects`).
    """
    by.must_have(Role.MANAGER)
    if kind not in LetterKind.values or kind in fields.FORMS:
        raise Invalid(_("这种文书是固定格式，没有可以修改的文字。"), field="kind")
    text = clean(text, field="text", longest=wording.LONGEST, multiline=True, label=_("文字"))
    reason = clean(reason, field="reason", longest=300, label=_("修改原因"))
    _refuse_unusable(kind, text, reason)
    told = {"text": text, "reason": reason, "written_by": by.account, "written_at": at}
    told |= {"returned_by": None, "returned_at": None, "remarks": ""}
    place = {"centre": centre, "department": department, "kind": kind}
    with transaction.atomic():
        take_turns(centre)
        open_draft = Wording.objects.select_for_update().filter(**place, published_at=None, discarded_at=None).first()
        found = open_draft or Wording(**place)
        for name, value in told.items():
            setattr(found, name, value)
        found.save()
        _note("documents.wording_drafted", found, by=by, at=at)
    return found


def publish(*, wording: Wording, since: date, by: Actor, at: datetime) -> Wording:
    """Put a wording in force from `since` on, which must be later than today; by another manager than its writer.

    Raises NotAllowed, OwnWording, WordingSettled, Invalid.
    """
    by.must_have(Role.MANAGER)
    if since <= timezone.localdate(at):
        raise Invalid(_("新的文字最早从明天起使用，请另选日期。"), field="since")
    with transaction.atomic():
        fresh = _open(wording)
        if by.account is None or fresh.written_by_id == by.account.pk:
            raise OwnWording(_("自己写的文字不能自己发布，请由另一位中心管理员核对后发布。"))
        _refuse_returned(fresh)
        fresh.published_by, fresh.published_at, fresh.since = by.account, at, since
        try:
            with transaction.atomic():
                fresh.save()
        except IntegrityError:
            raise Invalid(_("这一天已经有另一个版本开始使用，请另选日期。"), field="since") from None
        _note("documents.wording_published", fresh, by=by, at=at)
    return fresh


def send_back(*, wording: Wording, remarks: str, by: Actor, at: datetime) -> Wording:
    """Another manager than its writer sends a draft back with words; it waits until it is written anew.

    Raises NotAllowed, OwnWording, WordingSettled, Invalid.
    """
    by.must_have(Role.MANAGER)
    remarks = clean(remarks, field="remarks", longest=1000, label=_("退回意见"), multiline=True)
    if not remarks:
        raise Invalid(_("请写明要怎样修改。"), field="remarks")
    with transaction.atomic():
        fresh = _open(wording)
        if by.account is None or fresh.written_by_id == by.account.pk:
            raise OwnWording(_("自己写的文字直接修改，不用退回。"))
        _refuse_returned(fresh)
        fresh.returned_by, fresh.returned_at, fresh.remarks = by.account, at, remarks
        fresh.save()
        _note("documents.wording_sent_back", fresh, by=by, at=at)
    return fresh


def _refuse_returned(wording: Wording) -> None:
    if wording.returned_at:
        raise WordingSettled(_("这一版草稿已经退回，请等修改后的草稿。"))


def discard(*, wording: Wording, by: Actor, at: datetime) -> Wording:
    """Put a draft away. Raises NotAllowed and WordingSettled."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = _open(wording)
        fresh.discarded_at = at
        fresh.save()
        _note("documents.wording_discarded", fresh, by=by, at=at)
    return fresh


def _refuse_unusable(kind: str, text: str, reason: str) -> None:
    found: list[Refused] = list(wording.defects(kind, text))
    if not reason:
        found.append(Invalid(_("请写明修改原因，例如依据的法律修改了哪一条。"), field="reason"))
    if found:
        raise Refusals(found)


def _open(wording: Wording) -> Wording:
    fresh = Wording.objects.select_for_update().get(pk=wording.pk)
    if fresh.published_at or fresh.discarded_at:
        raise WordingSettled(_("这一版文字已经发布或者作废，不能再改。请另写一版。"))
    return fresh


def _note(act: str, found: Wording, *, by: Actor, at: datetime) -> None:
    detail = {
        "kind": found.kind,
        "department": found.department_id,
        "since": found.since.isoformat() if found.since else None,
        "reason": found.reason,
    } | ({"remarks": found.remarks} if found.remarks else {})
    subject = journal.Subject("wording", str(found.pk))
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=found.centre_id, detail=detail)
