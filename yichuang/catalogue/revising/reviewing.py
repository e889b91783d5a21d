"""Acts of review (审核): a draft is handed in, and somebody who did not write it passes it or sends it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.catalogue.models import WRITABLE, ItemVersion, Status
from yichuang.catalogue.revising.checking import defects, gaps
from yichuang.catalogue.revising.writing import facts, must_write, note
from yichuang.people.actors import Actor
from yichuang.people.models import Role


class NotUnderReview(Refused):
    """The version does not lie with the reviewer."""

    code = "not_under_review"


class OwnWriting(Refused):
    """Who wrote a version does not review it."""

    code = "own_writing"


def submit(*, version: ItemVersion, reason: str = "", by: Actor, at: datetime) -> ItemVersion:
    """Hand a draft in for review (提交审核). `reason` replaces the reason of change when it is given.

    Raises NotAllowed, NotUnderReview when it is no draft, and Refusals with everything the rules of the guide forbid
    (`checking.defects`) and everything it lacks (`checking.gaps`).
    """
    must_write(item=version.item, by=by, at=at)
    with transaction.atomic():
        fresh = _locked(version, *WRITABLE)
        found = [*defects(fresh.parsed), *gaps(fresh.parsed)]
        if found:
            raise Refusals(found)
        fresh.status, fresh.reviewed_by, fresh.review_opinion = Status.REVIEW, None, ""
        fresh.change_reason = clean(reason, field="reason", longest=500, label=_("理由")) or fresh.change_reason
        fresh.save()
        note("catalogue.version_submitted", fresh.item, by=by, at=at, detail=facts(fresh))
    return fresh


def recall(*, version: ItemVersion, by: Actor, at: datetime) -> ItemVersion:
    """Take a version back from review or from the list of what is to be published, to write on."""
    must_write(item=version.item, by=by, at=at)
    with transaction.atomic():
        fresh = _locked(version, Status.REVIEW, Status.APPROVED)
        fresh.status, fresh.reviewed_by = Status.DRAFT, None
        fresh.save()
        note("catalogue.version_recalled", fresh.item, by=by, at=at, detail=facts(fresh))
    return fresh


def approve(*, version: ItemVersion, opinion: str = "", by: Actor, at: datetime) -> ItemVersion:
    """Pass a version (审核通过); it can be published now. Raises NotAllowed, NotUnderReview, OwnWriting."""
    return _decide(version, Status.APPROVED, opinion, by=by, at=at)


def send_back(*, version: ItemVersion, opinion: str, by: Actor, at: datetime) -> ItemVersion:
    """Send a version back to its writer (审核不通过) with what is to be changed. Raises as `approve`, and Invalid."""
    if not opinion.strip():
        raise Invalid(_("请写明要修改什么。"), field="opinion")
    return _decide(version, Status.RETURNED, opinion, by=by, at=at)


def _decide(version: ItemVersion, after: Status, opinion: str, *, by: Actor, at: datetime) -> ItemVersion:
    by.must_have(Role.MANAGER)
    written = clean(opinion, field="opinion", longest=1000, label=_("审核意见"))
    with transaction.atomic():
        fresh = _locked(version, Status.REVIEW)
        if by.account is not None and by.account.pk in _writers(fresh):
            raise OwnWriting(_("自己编制的版本不能自己审核，请由另一位中心管理员审核。"))
        fresh.status, fresh.reviewed_by, fresh.review_opinion = after, by.account, written
        fresh.save()
        note(f"catalogue.version_{after}", fresh.item, by=by, at=at, detail={**facts(fresh), "opinion": written})
    return fresh


def _writers(version: ItemVersion) -> set[int | None]:
    """Everybody who changed a word of the version since the one before it, not only who saved it last."""
    said = ("content_digest", "name", "name_en")
    last = ItemVersion.objects.filter(item=version.item, number__lt=version.number).order_by("-number")
    before = last.values_list(*said).first()
    found = {version.written_by_id}
    for *after, writer in version.steps.order_by("number").values_list(*said, "saved_by"):
        if tuple(after) != before:
            found.add(writer)
        before = tuple(after)
    return found


def _locked(version: ItemVersion, *expected: Status) -> ItemVersion:
    fresh = ItemVersion.objects.select_for_update(of=("self",)).select_related("item__department").get(pk=version.pk)
    if fresh.status not in expected:
        sentence = _("“%(name)s”目前的状态是“%(status)s”，不能这样操作，请刷新后再看。")
        raise NotUnderReview(sentence % {"name": fresh.name, "status": fresh.get_status_display()})
    return fresh
