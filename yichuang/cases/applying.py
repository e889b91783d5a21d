"""The applicant's acts: keep a draft, apply, withdraw."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.base.text import clean
from yichuang.cases import chaining, deeming, letters, life_cycle, numbers, queries, repeating, standing, timing
from yichuang.cases.afterwards import certificates, linking
from yichuang.cases.library import Library
from yichuang.cases.models import Case, Certificate, Channel, Draft
from yichuang.cases.promises import credit, signing
from yichuang.cases.rules import Given, claimed_paper, complaints, keys_of, material_names, material_titles
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Material, Related
from yichuang.catalogue.forms import check_form
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.queries import must_be_offered, must_still_be_offered, version_on
from yichuang.catalogue.rules import materials_for, situation_errors
from yichuang.documents.models import FileState
from yichuang.offices import windows
from yichuang.offices.models import Zone
from yichuang.people import agency as letters_of_authority
from yichuang.people.actors import Actor
from yichuang.people.models import Agency, Party


class NoSuchDraft(Refused):
    """The draft does not exist or is another person's."""

    code = "no_such_draft"


class GuideChanged(Refused):
    """The draft was begun under a guide that is no longer the one in force."""

    code = "guide_changed"


@dataclass(frozen=True)
class Application:
    """What an applicant hands in: for which item version, for whom, under which situations, with what.

    `later` are the materials that he promises to bring after acceptance (容缺), `promised` those for which his promise
    stands (告知承诺); both by his own choice. `former` is the certificate of his that it is to change, renew or cancel
    (`purpose`), if it is about one. `follows` is the case of his from which he goes on to this item (一链办理).
    `again` is why he wants another one although the same is under way.
    """

    version: ItemVersion
    applicant: Party
    situations: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    materials: Sequence[Given] = ()
    later: Sequence[str] = ()
    promised: Sequence[str] = ()
    purpose: str = ""
    former: Certificate | None = None
    follows: Case | None = None
    again: str = ""

    @property
    def promises(self) -> list[str]:
        """The keys of all materials that are not there because of a promise."""
        return [*self.later, *self.promised]


def wanted(application: Application) -> list[Material]:
    """What he is asked for when his form reads as he filled it in. No statement."""
    who = Applicant.of(application.applicant)
    return materials_for(application.version.parsed, application.answers, application.situations, who)


def check(application: Application, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Tell at once everything that is wrong with the application (一次性告知); return the answers as they may be kept.

    One statement, for the files.
    """
    on = timezone.localdate(at)
    must_be_offered(application.version, on)
    content = application.version.parsed
    who = Applicant.of(application.applicant)
    answers: dict[str, Any] = dict(application.answers)
    wrong: list[Refused] = [*situation_errors(content, application.situations)]
    try:
        answers = check_form(content, answers, on=on)
    except Refusals as refusals:
        wrong += refusals.refusals
    wanted = materials_for(content, answers, application.situations, who)
    names = material_titles(content)
    awaited = chaining.paper_of(chaining.awaited(application.follows, application.version), content)
    wrong += complaints(wanted, application.materials, names=names, promises=[*application.promises, *awaited])
    wrong += signing.complaints(content, wanted, later=application.later, promised=application.promised)
    if by.kind == "public":
        wrong += claimed_paper(application.materials, names=names)
    lying = Library(application.version.item.centre, application.applicant, by, at)
    wrong += unusable_files(application.materials, names=names, by=by, library=lying)
    wrong += linking.check(
        application.former, application.purpose, version=application.version, applicant=application.applicant, on=on
    )
    wrong += chaining.check(application.follows, version=application.version, applicant=application.applicant)
    if wrong:
        raise Refusals(wrong)
    return answers


def unusable_files(
    materials: Sequence[Given], *, names: Mapping[str, str], by: Actor, library: Library | None = None
) -> list[Invalid]:
    """One sentence for each file that is not there, neither his own nor in the applicant's library, or did not pass
    the checks. One statement; two more when somebody else brought a file."""
    found = {f.pk: f for f in queries.files(g.file_id for g in materials if g.file_id)}
    others = {f.pk for f in found.values() if (f.owner_kind, f.owner_id) != (by.who_kind, by.who_id)}
    others -= library.lends(others) if library else set()
    wrong = []
    for given in materials:
        if given.file_id is None:
            continue
        file = found.get(given.file_id)
        if file is None or file.pk in others:
            text = _("材料“%(name)s”的文件不存在，请重新上传。")
        elif file.state != FileState.CLEAN:
            text = _("材料“%(name)s”的文件没有通过安全检查，请换一份再上传。")
        else:
            continue
        wrong.append(Invalid(text % {"name": names.get(given.key, given.key[:40])}, field=f"materials.{given.key}"))
    return wrong


def apply(*, application: Application, by: Actor, at: datetime, channel: Channel = Channel.ONLINE) -> Case:
    """The applicant, his representative or his agent applies; the receipt lists what was handed in (XKF 29; AY 36)."""
    item = application.version.item
    agency = standing.right_to_apply(applicant=application.applicant, item_code=item.code, by=by, at=at)
    if application.promises:
        credit.refuse_excluded(application.applicant)
    application = replace(application, answers=check(application, by=by, at=at))
    first = repeating.one_alone(application.version.item, application.applicant, by=by, at=at)
    with first, transaction.atomic():
        if agency is not None and by.party is not None:
            letters_of_authority.use(agency, agent=by.party)
        must_still_be_offered(application.version, timezone.localdate(at))
        linking.hold(application.former, application.purpose, on=timezone.localdate(at))
        case = build(application, at=at, channel=channel, agency=agency)
        case.handed_in_by = by.party
        awaited = chaining.awaited(application.follows, application.version)
        if awaited is None:
            timing.set_review_due(case, at=at)
        detail = {"channel": str(channel)} | chaining.told_of(case)
        life_cycle.move(case=case, name="apply", by=by, at=at, detail=detail)
        come_in(case, application, awaited, by=by, at=at)
    return case


def come_in(case: Case, application: Application, awaited: Related | None, *, by: Actor, at: datetime) -> None:
    """What every application brings with it once its case is written: what it waits for, papers, promises, the
    receipt."""
    repeating.require_reason(case, by=by, at=at)
    chaining.begin_waiting(case, awaited, by=by, at=at)
    lay_in(case, application.materials, at=at)
    signing.sign(case, later=application.later, promised=application.promised, by=by, at=at)
    note = chaining.notice_of(case, awaited) or linking.notice_of(case)
    letters.receipt(case, application.materials, note=note, by=by, at=at)


def build(
    application: Application, *, at: datetime, channel: Channel, agency: Agency | None = None, zone: Zone | None = None
) -> Case:
    """A case of this application with a number, not yet saved and without a state."""
    item = application.version.item
    case = Case(
        number=numbers.fresh_number(region_code=item.centre.region_code, at=at),
        item=item,
        item_version=application.version,
        department=item.department,
        centre=item.centre,
        zone=zone or zone_for(item, on=timezone.localdate(at)),
        applicant=application.applicant,
        agency=agency,
        channel=channel,
        purpose=application.purpose,
        former=application.former,
        follows=application.follows,
        situations=list(application.situations),
        answers=dict(application.answers),
        submitted_at=at,
    )
    case.renews_at = linking.renewed_by_law_at(case)
    repeating.note(case, application.again)
    return case


def zone_for(item: Item, *, on: date) -> Zone | None:
    """The zone whose windows take this item that day."""
    found = windows.for_item(
        item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=on
    )
    return found[0].zone if found else None


_LAY_IN = """
INSERT INTO cases_casematerial (case_id, key, name, file_id, originals, copies, original_seen, given_at)
SELECT %(case)s, m.key, m.name, m.file_id, m.originals, m.copies, m.original_seen, %(at)s
FROM jsonb_to_recordset(%(materials)s::jsonb)
  AS m(key text, name text, file_id uuid, originals int, copies int, original_seen bool)
"""


def lay_in(case: Case, materials: Sequence[Given], *, at: datetime) -> None:
    """Put what was handed in into the case, in one statement."""
    names = material_names(case.item_version.parsed)
    rows = [
        {
            "key": g.key,
            "name": names.get(g.key, g.key),
            "file_id": str(g.file_id) if g.file_id else None,
            "originals": g.originals,
            "copies": g.copies,
            "original_seen": g.original_seen,
        }
        for g in materials
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LAY_IN, {"case": case.pk, "at": at, "materials": json.dumps(rows)})


def begin_draft(
    *,
    version: ItemVersion,
    applicant: Party,
    purpose: str = "",
    former: Certificate | None = None,
    by: Actor,
    at: datetime,
) -> Draft:
    """Begin an application, or go on with the one that this account already began for this item and applicant.

    One that was begun under an older guide is brought over to `version`.
    """
    must_be_offered(version, timezone.localdate(at))
    agency = standing.right_to_apply(applicant=applicant, item_code=version.item.code, by=by, at=at)
    account = standing.account_of(by)
    wrong = linking.check(former, purpose, version=version, applicant=applicant, on=timezone.localdate(at))
    if wrong:
        raise Refusals(wrong)
    about = {"purpose": purpose, "former": former}
    begun = Draft.objects.filter(account=account, applicant=applicant, item_version__item=version.item, **about)
    draft = begun.select_related("item_version").order_by("-changed_at").first()
    if draft is None:
        draft, _made = Draft.objects.get_or_create(
            account=account,
            item_version=version,
            applicant=applicant,
            **about,
            defaults={"agency": agency, "answers": {}, "begun_at": at, "changed_at": at},
        )
    return draft if draft.item_version_id == version.pk else _brought_over(draft, version, at=at)


def _brought_over(draft: Draft, version: ItemVersion, *, at: datetime) -> Draft:
    """The draft under the guide in force: what the new form and situations still know is kept."""
    content = version.parsed
    answers = draft.answers.open() if draft.answers else {}
    draft.item_version = version
    draft.situations = [key for key in draft.situations if content.situation(key)]
    draft.answers = {key: value for key, value in answers.items() if key in content.form.get("properties", {})}
    draft.changed_at = at
    draft.save(update_fields=["item_version", "situations", "answers", "changed_at"])
    return draft


def draft_of(*, draft_id: UUID, by: Actor) -> Draft:
    """The account's own draft; anybody else's does not exist for him."""
    try:
        return Draft.objects.select_related(
            "item_version__item__department", "item_version__item__centre", "applicant", "follows__item_version"
        ).get(pk=draft_id, account=by.account)
    except Draft.DoesNotExist:
        raise NoSuchDraft(_("没有找到这份草稿，可能已经提交或删除。请在“我的办件”里查看。")) from None


def change_draft(
    *,
    draft: Draft,
    at: datetime,
    situations: Sequence[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    materials: Mapping[str, Sequence[str]] | None = None,
    later: Sequence[str] | None = None,
    promised: Sequence[str] | None = None,
) -> Draft:
    """Keep what was typed or uploaded so far. Nothing is checked yet: a draft may be incomplete and wrong."""
    if situations is not None:
        draft.situations = list(situations)
    if answers is not None:
        draft.answers = dict(answers)
    if materials is not None:
        draft.materials = {key: list(ids) for key, ids in materials.items() if ids}
    if later is not None:
        draft.later = list(later)
    if promised is not None:
        draft.promised = list(promised)
    given = {
        "situations": situations,
        "answers": answers,
        "materials": materials,
        "later": later,
        "promised": promised,
    }
    draft.changed_at = at
    draft.save(update_fields=[*(name for name, value in given.items() if value is not None), "changed_at"])
    return draft


def put_into_draft(*, draft: Draft, key: str, files: Sequence[UUID], at: datetime) -> Draft:
    """Lay uploaded files to one material of the draft. Several uploads at once are all kept: the row is locked."""
    return _change_files(draft, key, lambda kept: [*kept, *(str(one) for one in files)], at=at)


def take_from_draft(*, draft: Draft, key: str, file_id: UUID, at: datetime) -> Draft:
    """Take one file out of the draft; the stored file itself stays."""
    return _change_files(draft, key, lambda kept: [one for one in kept if one != str(file_id)], at=at)


@transaction.atomic
def _change_files(draft: Draft, key: str, change: Callable[[list[str]], list[str]], *, at: datetime) -> Draft:
    held = Draft.objects.select_for_update().filter(pk=draft.pk).values_list("materials", flat=True).first()
    if held is None:
        raise NoSuchDraft(_("这份申请已经提交过了。请在“我的办件”里查看。"))
    return change_draft(draft=draft, materials=held | {key: change(held.get(key, []))}, at=at)


def drop_draft(*, draft: Draft) -> None:
    """Throw a draft away. It never had legal effect."""
    draft.delete()


def application_of(draft: Draft, *, again: str = "") -> Application:
    """The draft as an application, its files in the order of the guide; what is no longer asked for stays behind."""
    answers = draft.answers.open() if draft.answers else {}
    who = Applicant.of(draft.applicant)
    wanted = dict.fromkeys(keys_of(materials_for(draft.item_version.parsed, answers, draft.situations, who)))
    files = [(key, UUID(one)) for key in wanted for one in draft.materials.get(key, [])]
    return Application(
        version=draft.item_version,
        applicant=draft.applicant,
        situations=draft.situations,
        answers=answers,
        materials=[Given(key=key, file_id=one) for key, one in files],
        later=_unmet(draft.later, wanted, draft),
        promised=_unmet(draft.promised, wanted, draft),
        purpose=draft.purpose,
        former=certificates.with_events().filter(pk=draft.former_id).first() if draft.former_id else None,
        follows=queries.with_context().filter(pk=draft.follows_id).first() if draft.follows_id else None,
        again=again,
    )


def _unmet(keys: Sequence[str], wanted: Container[str], draft: Draft) -> list[str]:
    """Of the promises those for materials that are still asked for and not there: what was uploaded needs none."""
    return [key for key in keys if key in wanted and not draft.materials.get(key)]


def submit(*, draft: Draft, again: str = "", by: Actor, at: datetime) -> Case:
    """Apply with what the draft holds; the draft is gone when the case is there. Twice gives one case.

    `again` is why another one is wanted although the same is under way.

    Raises NotOffered when the item is no longer on the list, GuideChanged when it has a new guide.
    """
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            raise NoSuchDraft(_("这份申请已经提交过了。请在“我的办件”里查看。"))
        if version_on(draft.item_version.item.code, timezone.localdate(at)).pk != draft.item_version_id:
            raise GuideChanged(
                _("这个事项的办事指南刚刚更新。请从事项页面重新开始申请，已填的内容会带到新的申请里，核对后再提交。")
            )
        case = apply(application=application_of(draft, again=again), by=by, at=at)
        draft.delete()
    return case


def withdraw(*, case: Case, by: Actor, at: datetime, reason: str = "") -> Case:
    """The applicant takes the application back before the decision (AY 26)."""
    reason = clean(reason, field="reason", longest=500, multiline=True)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        standing.require_applicant(case, by=by, at=at)
        return end_withdrawn(case, "withdraw", reason=reason, by=by, at=at)


def end_withdrawn(
    case: Case, name: str, *, reason: str, by: Actor, at: datetime, mandate_id: int | None = None
) -> Case:
    """The end of a case that is taken back, with its notice. The caller holds the lock and asked for the right."""
    life_cycle.move(
        case=case,
        name=name,
        by=by,
        at=at,
        mandate_id=mandate_id,
        detail={"gave_reason": bool(reason)},
        ended_at=at,
        due_at=None,
        warn_at=None,
    )
    timing.end_holds(case, at=at)
    letters.withdrawal_notice(case, by=by, at=at)
    return case
