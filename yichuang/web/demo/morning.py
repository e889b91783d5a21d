"""A few dozen cases in every state that an act can bring about, as on a working morning, each by the real acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import cycle

from django.db.models import Q
from django.utils import timezone

from yichuang.base import calendar as calendars
from yichuang.cases import accepting, applying, correcting, deciding, deeming, examining, issuing, terminating, undoing
from yichuang.cases.afterwards import archiving, linking
from yichuang.cases.applying import Application
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Certificate, Correction, Found, Outcome, Purpose, State
from yichuang.cases.pausing import extending, procedures, upward
from yichuang.cases.queries import letters_of
from yichuang.cases.rules import Given
from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.kinds import ItemType, Processing, ServiceObject
from yichuang.catalogue.models import ItemVersion
from yichuang.delivery import handing_over
from yichuang.documents import rendering
from yichuang.offices.mandates import running
from yichuang.offices.models import Centre, Duty, Mandate, MandateKind, Posting
from yichuang.people import actors
from yichuang.people.actors import Actor
from yichuang.people.models import Party
from yichuang.web.demo import answers, certifying, delivering, pictures, promising, stepping
from yichuang.web.demo.citizens import Settled


@dataclass
class Story:
    """One case under way: the case, and the time of the next act."""

    case: Case
    citizen: Settled
    now: datetime

    def later(self, *, days: int = 0, minutes: int = 25) -> datetime:
        """So many working days and minutes on, within the morning."""
        region = self.case.centre.region_code
        day = calendars.load(region).add_working_days(timezone.localdate(self.now), days) if days else None
        if day is not None:
            self.now = timezone.make_aware(datetime.combine(day, time(9, 5)))
        self.now += timedelta(minutes=minutes)
        return self.now


Way = Callable[[Story], None]


def live(*, centre: Centre, citizens: list[Settled], at: datetime) -> int:
    """Make the morning, ending before `at`. Returns how many cases there are."""
    staffed = [v for v in catalogue.published(timezone.localdate(at), centre=centre) if _has_staff(v, at=at)]
    versions = [v for v in staffed if not stepping.has_steps_of_its_own(v)]
    versions = versions[:STRIDE] + versions[::STRIDE] + versions  # the busiest windows first, then all over the hall
    people = cycle(citizens)
    made = 0
    for number, (version, (way, days_ago)) in enumerate(zip(cycle(versions), WAYS, strict=False)):
        citizen = next(people)
        if way in FALSE:
            citizen = citizens[-1]  # whoever promised what is false can promise no more: not the first who signs in
        version = _suited(way, version, versions, turn=number)
        start = _morning(centre, days_ago, at=at) + timedelta(minutes=7 * (number % 12))
        way(_apply(version, citizen, start, on_line=number % 3 != 0, later=way in LATER, promised=way in PROMISED))
        made += 1
    return made + _step_by_step(centre, staffed, people, at=at)


def _step_by_step(centre: Centre, versions: list[ItemVersion], people: Iterator[Settled], *, at: datetime) -> int:
    """The cases of items whose guides lay out more than examining and deciding."""
    made = 0
    for version in filter(stepping.has_steps_of_its_own, versions):
        for act in stepping.acts_for(version):
            story = _apply(version, next(people), _morning(centre, 3, at=at), on_line=True)
            accepted(story)
            act(story.case, story.later)
            made += 1
    return made


def _suited(way: Way, version: ItemVersion, versions: list[ItemVersion], *, turn: int) -> ItemVersion:
    """An item for which the way can be gone: some want what few items have."""
    wanted = next((suits for ways, suits in NEEDS if way in ways), None)
    found = [one for one in dict.fromkeys(versions) if wanted is not None and wanted(one)]
    return found[turn % len(found)] if found else version


def _has_a_limit_by_law(version: ItemVersion) -> bool:
    """Whether it is a licence whose statutory limit, in working days, the head can extend."""
    content = version.parsed
    limit = content.statutory
    promised = content.processing == Processing.PROMISED
    return promised and content.item_type == ItemType.LICENCE and bool(limit and limit.unit == "working_days")


def _morning(centre: Centre, days_ago: int, *, at: datetime) -> datetime:
    """Half past eight, so many working days before `at`."""
    today = timezone.localdate(at)
    day = calendars.load(centre.region_code).add_working_days(today, -days_ago) if days_ago else today
    begin = timezone.make_aware(datetime.combine(day, time(8, 35)))
    return min(begin, at - timedelta(hours=2))


def _has_staff(version: ItemVersion, *, at: datetime) -> bool:
    """Whether the department of the item has two examiners and somebody who decides."""
    posts = Posting.objects.filter(running(timezone.localdate(at)), department=version.item.department_id)
    return posts.filter(duty=Duty.EXAMINER).count() >= 2 and posts.filter(duty=Duty.HEAD).exists()


def _apply(
    version: ItemVersion,
    citizen: Settled,
    at: datetime,
    *,
    on_line: bool,
    later: bool = False,
    promised: bool = False,
    renews: Certificate | None = None,
) -> Story:
    content = version.parsed
    wants_enterprise = ServiceObject.NATURAL not in content.service_objects and bool(content.service_objects)
    applicant = citizen.enterprise if wants_enterprise and citizen.enterprise else citizen.person
    who = Applicant(kind=applicant.kind, document_type=applicant.document_type)
    situations = answers.situations_of(content)
    filled = answers.fill(content, on=timezone.localdate(at))
    papers = answers.papers(content, filled, situations, who)
    follow = promising.tolerable(content) if later else frozenset()
    sworn = promising.promisable(content) if promised else frozenset()
    application = Application(
        version=version,
        applicant=applicant,
        situations=situations,
        answers=filled,
        materials=[one for one in papers if one.key not in follow | sworn],
        later=tuple(one.key for one in papers if one.key in follow),
        promised=tuple(one.key for one in papers if one.key in sworn),
        purpose=Purpose.RENEWAL if renews else "",
        former=renews,
    )
    if not on_line:
        clerk = clerk_for(version, at=at)
        case = accepting.apply_at_counter(application=application, by=clerk, at=at, handed_in_by=citizen.person)
        return Story(case=case, citizen=citizen, now=at)
    actor = actors.of(citizen.account, at=at)
    file = pictures.upload(version.name, by=actor, at=at)
    application = replace(application, materials=[Given(key=g.key, file_id=file.pk) for g in application.materials])
    return Story(case=applying.apply(application=application, by=actor, at=at), citizen=citizen, now=at)


def clerk_for(version: ItemVersion, *, at: datetime) -> Actor:
    """A clerk who may accept this item: of its zone, or of its department."""
    item = version.item
    on = timezone.localdate(at)
    zone = applying.zone_for(item, on=on)
    posts = Posting.objects.filter(running(on), duty=Duty.CLERK).select_related("account")
    found = posts.filter(window__zone=zone).first() or posts.filter(department=item.department_id).first()
    if found is None:
        raise LookupError(f"nobody takes {version.name}")
    return actors.of(found.account, at=at)


def officers(case: Case, *, at: datetime) -> Iterator[Actor]:
    """The examiners of the case's department."""
    posts = Posting.objects.filter(running(timezone.localdate(at)), duty=Duty.EXAMINER, department=case.department_id)
    for post in posts.select_related("account").order_by("id"):
        yield actors.of(post.account, at=at)


def decider(case: Case, *, at: datetime) -> Actor:
    """The chief approver with a mandate of level one for the item, else the head of the department."""
    on = timezone.localdate(at)
    lent = Mandate.objects.filter(
        Q(all_items=True) | Q(item_codes__contains=[case.item.code]),
        running(on),
        kind=MandateKind.APPROVAL,
        level=1,
        grantor=case.department_id,
        revoked_at__isnull=True,
    ).first()
    if lent is not None and lent.grantee_account is not None:
        return actors.of(lent.grantee_account, at=at)
    return head(case, at=at)


def head(case: Case, *, at: datetime) -> Actor:
    """The head of the department."""
    found = Posting.objects.select_related("account").get(
        running(timezone.localdate(at)), duty=Duty.HEAD, department=case.department_id, substitute_for__isnull=True
    )
    return actors.of(found.account, at=at)


def wait(story: Story) -> None:
    """Nothing more: the application waits at the window."""


def correct_wanted(story: Story) -> None:
    """One material must be put right."""
    at = story.later()
    material = story.case.item_version.parsed.materials[0] if story.case.item_version.parsed.materials else None
    if material is None:
        return
    defect = Defect(material_key=material.key, reason="扫描件不清晰，看不清印章和日期，请重新提供清晰的完整页面。")
    story.case = correcting.ask_correction(
        case=story.case, defects=[defect], by=clerk_for(story.case.item_version, at=at), at=at
    )


def correct_wanted_again(story: Story) -> None:
    """What came instead is wrong too, and the window says why that could not be told at once."""
    correct_wanted(story)
    notice = Correction.objects.filter(case=story.case).prefetch_related("lines").first()
    if notice is None:
        return
    at, key = story.later(minutes=35), notice.lines.all()[0].material_key
    citizen = actors.of(story.citizen.account, at=at)
    file = pictures.upload(story.case.item_version.name, by=citizen, at=at)
    given = [Given(key=key, file_id=file.pk)]
    story.case = correcting.correct(case=story.case, materials=given, by=citizen, at=at)
    at = story.later(minutes=10)
    story.case = correcting.ask_correction(
        case=story.case,
        defects=[Defect(material_key=key, reason="证件已过有效期，请提供有效的证件。")],
        why_again="第一次提交的扫描件看不清有效期，清晰的扫描件交来以后才看出已经过期。",
        by=clerk_for(story.case.item_version, at=at),
        at=at,
    )


def taken_back(story: Story) -> None:
    """Accepted by mistake and taken back a few minutes later."""
    accepted(story)
    at = story.later(minutes=6)
    by = clerk_for(story.case.item_version, at=at)
    reason = "点错了办件，材料还没有核对。"
    story.case = undoing.take_back(case=story.case, reason=reason, not_handed_out=True, by=by, at=at)


def deemed_accepted(story: Story) -> None:
    """Nobody told in time what is missing: the law accepts."""
    story.now = (story.case.deemed_at or story.now) + timedelta(minutes=5)
    story.case = deeming.deem_accepted(case=story.case, at=story.now)


def lapsed(story: Story) -> None:
    """A correction that nobody answered."""
    correct_wanted(story)
    if story.case.state == State.CORRECTING and story.case.deemed_at is not None:
        story.now = story.case.deemed_at + timedelta(minutes=5)
        story.case = deeming.lapse(case=story.case, at=story.now)


def accepted(story: Story) -> None:
    at = story.later()
    story.case = accepting.accept(case=story.case, by=clerk_for(story.case.item_version, at=at), at=at)


def examined(story: Story, *, opinions: int = 2) -> None:
    accepted(story)
    at = story.later(minutes=40)
    found = list(officers(story.case, at=at))[:2]
    story.case = examining.begin(case=story.case, by=found[0], at=at)
    for officer in found[:opinions]:
        at = story.later(minutes=30)
        words = "申请材料齐全、符合法定形式，内容真实一致，建议准予。"
        story.case = examining.give_opinion(case=story.case, recommends=Outcome.GRANTED, text=words, by=officer, at=at)


def half_examined(story: Story) -> None:
    examined(story, opinions=1)


def granted(story: Story) -> None:
    if story.case.item_version.parsed.processing == Processing.INSTANT:
        accepted(story)
    else:
        examined(story)
    at = story.later(minutes=45)
    story.case = deciding.decide(case=story.case, outcome=Outcome.GRANTED, by=decider(story.case, at=at), at=at)


def refused(story: Story) -> None:
    examined(story)
    at = story.later(minutes=45)
    story.case = deciding.decide(
        case=story.case,
        outcome=Outcome.REFUSED,
        reasons="经审查，申请的经营场所不符合规定的场所条件，现有材料不能证明已具备法定条件。",
        by=decider(story.case, at=at),
        at=at,
    )


def making(story: Story) -> None:
    granted(story)
    at = story.later()
    story.case = issuing.begin_making(case=story.case, by=next(officers(story.case, at=at)), at=at)


def ready(story: Story) -> None:
    granted(story)
    at = story.later()
    story.case = issuing.issue(case=story.case, by=next(officers(story.case, at=at)), at=at)


def handed_over(story: Story) -> None:
    ready(story)
    at = story.later()
    showing: Party = story.citizen.person
    handing_over.hand_over(
        case=story.case,
        document_number=showing.number.open(),
        by=clerk_for(story.case.item_version, at=at),
        at=at,
    )


def archived(story: Story) -> None:
    """In the archive, with everything drawn that belongs to it."""
    handed_over(story)
    at = story.later()
    for letter in letters_of(story.case):
        rendering.ensure(letter.pk, at=at)
    by = clerk_for(story.case.item_version, at=at)
    story.case = archiving.archive(case=story.case, by=by, at=at)


def _sent(act: Callable[[Case, Actor, Actor, datetime], None]) -> Way:
    """The result is ready and goes a way."""

    def way(story: Story) -> None:
        ready(story)
        at = story.later()
        applicant = actors.of(story.citizen.account, at=at)
        act(story.case, applicant, clerk_for(story.case.item_version, at=at), at)

    return way


posted, to_post = _sent(delivering.by_mail), _sent(delivering.to_mail)
in_locker, to_open, announced = (
    _sent(delivering.into_locker),
    _sent(delivering.to_open),
    _sent(delivering.announced),
)


def passed_on(story: Story, *, arrived: bool = False) -> None:
    """Accepted at the counter; its papers go to the department with a slip."""
    accepted(story)
    at = story.later()
    officer = next(officers(story.case, at=at)) if arrived else None
    delivering.pass_papers(story.case, clerk_for(story.case.item_version, at=at), officer, at)


def papers_arrived(story: Story) -> None:
    passed_on(story, arrived=True)


def withdrawn(story: Story) -> None:
    at = story.later()
    story.case = applying.withdraw(case=story.case, by=actors.of(story.citizen.account, at=at), at=at)


def declined(story: Story) -> None:
    at = story.later()
    story.case = accepting.decline(
        case=story.case,
        reasons="申请事项的实施地不在安阳县行政区域内，依法不属于本机关职权范围。",
        competent_body="安阳市殷都区相应主管部门",
        by=clerk_for(story.case.item_version, at=at),
        at=at,
    )


def not_needed(story: Story) -> None:
    at = story.later()
    story.case = accepting.tell_not_required(
        case=story.case,
        reasons="申请人的经营活动依法不需要取得许可，可以直接开展。",
        by=clerk_for(story.case.item_version, at=at),
        at=at,
    )


def held(story: Story) -> None:
    """Experts look at it: the clock stands still."""
    half_examined(story)
    at = story.later()
    by = next(officers(story.case, at=at))
    reason = "申请内容涉及专门技术，需要组织专家评审。"
    story.case = procedures.begin(
        case=story.case, kind=_expert_review(story.case, at), days=10, reason=reason, by=by, at=at
    )


def held_for_a_while(story: Story) -> None:
    """The same, and it is over."""
    held(story)
    at = story.later(days=3)
    hold = procedures.ending_by_result(story.case)[0]
    result = "专家组出具书面意见：技术方案可行，符合标准。"
    by = next(officers(story.case, at=at))
    story.case = procedures.end(case=story.case, hold=hold.pk, result=result, by=by, at=at)


def _expert_review(case: Case, at: datetime) -> str:
    return next(key for key in procedures.kinds_for(case, at=at) if key.startswith("expert_review"))


def extended(story: Story) -> None:
    """The head gives more time, where the item has a limit by law that can be extended."""
    more_time_wanted(story)
    at = story.later(minutes=50)
    if story.case.extensions.exists():
        story.case = extending.grant(case=story.case, answer="同意延长。", by=head(story.case, at=at), at=at)


def more_time_wanted(story: Story) -> None:
    """An examiner asks the head for more time."""
    half_examined(story)
    at = story.later()
    try:
        extending.allowed_for(story.case, at=at)
    except extending.CannotExtend:
        return
    reason = "申请材料涉及的事实需要向外省登记机关函询，尚未收到回函。"
    story.case = extending.ask(case=story.case, reason=reason, by=next(officers(story.case, at=at)), at=at)


def hearing_called(story: Story) -> None:
    """The authority holds a hearing of its own accord."""
    half_examined(story)
    at = story.later()
    story.case = stepping.call_hearing(story.case, next(officers(story.case, at=at)), at)


def sent_upward(story: Story) -> None:
    """Reviewed here, and now with the higher body."""
    examined(story)
    at = story.later()
    body = story.case.department.higher_body or "安阳市相应主管部门"
    opinion = "经审查，申请材料齐全、符合法定形式，建议准予。"
    by = next(officers(story.case, at=at))
    story.case = upward.send(case=story.case, to_body=body, opinion=opinion, days=20, by=by, at=at)


def terminated(story: Story) -> None:
    examined(story)
    at = story.later()
    story.case = terminating.terminate(
        case=story.case,
        reason="申请人书面告知经营场所已经拆除，申请的事项不可能再办理。",
        law="《河南省行政许可监督管理条例》（演示数据）",
        by=decider(story.case, at=at),
        at=at,
    )


def with_gaps(story: Story) -> None:
    """Accepted; something secondary is to follow."""
    at = story.later()
    story.case = promising.accept_with_gaps(story.case, clerk_for(story.case.item_version, at=at), at)


def filled_in(story: Story) -> None:
    """What was to follow has come."""
    with_gaps(story)
    at = story.later(days=1)
    story.case = promising.supplement(story.case, actors.of(story.citizen.account, at=at), at)


def lapsed_by_gap(story: Story) -> None:
    """What was to follow never came."""
    with_gaps(story)
    story.case = promising.default(story.case)


def on_promise(story: Story) -> None:
    """Granted on the spot on a promise, which is to be checked."""
    accepted(story)
    at = story.later(minutes=10)
    story.case = promising.grant(story.case, decider(story.case, at=at), at)


def _checked(story: Story, found: Found) -> None:
    on_promise(story)
    at = story.later(days=2)
    story.case = promising.check(story.case, found, list(officers(story.case, at=at))[:2], at)


def promise_kept(story: Story) -> None:
    _checked(story, Found.KEPT)


def promise_unkept(story: Story) -> None:
    """Not kept, and ordered to be kept."""
    _checked(story, Found.UNKEPT)
    at = story.later()
    story.case = promising.order(story.case, next(officers(story.case, at=at)), at)


def promise_revoked(story: Story) -> None:
    _checked(story, Found.UNKEPT)
    at = story.later()
    story.case = promising.revoke(story.case, decider(story.case, at=at), at)


def promise_false(story: Story) -> None:
    """False: ordered to be put right, and nothing more is promised until the credit is repaired."""
    _checked(story, Found.FALSE)
    at = story.later()
    story.case = promising.order(story.case, next(officers(story.case, at=at)), at)


def expiring(story: Story) -> Certificate:
    """A certificate of a few weeks: its holder is reminded."""
    granted(story)
    at = story.later()
    return certifying.issue_for_weeks(story.case, next(officers(story.case, at=at)), at)


def expires(story: Story) -> None:
    expiring(story)


def renewing(story: Story) -> None:
    """The same, and the holder has applied for its renewal."""
    certificate, at = expiring(story), story.later(minutes=40)
    version = linking.version_for(certificate, Purpose.RENEWAL, on=timezone.localdate(at))
    examined(_apply(version, story.citizen, at, on_line=False, renews=certificate))


def revoked(story: Story) -> None:
    """What should not have been granted: the holder told and heard, the certificate revoked by somebody else."""
    ready(story)
    at = story.later()
    certifying.tell_and_hear(story.case, next(officers(story.case, at=at)), at, story.later(days=1))
    at = story.later(days=1)
    certifying.revoke(story.case, head(story.case, at=at), at)


def gaps_wait(story: Story) -> None:
    """A paper is to follow; nobody has looked at the application yet."""


def promise_waits(story: Story) -> None:
    """Accepted with a promise; who decides can grant it on the spot."""
    accepted(story)


STRIDE = 9
OF_LICENCES: tuple[Way, ...] = (extended, more_time_wanted, expires, renewing, revoked)
LATER: tuple[Way, ...] = (gaps_wait, with_gaps, filled_in, lapsed_by_gap)
FALSE: tuple[Way, ...] = (promise_false,)
PROMISED: tuple[Way, ...] = (promise_waits, on_promise, promise_kept, promise_unkept, promise_revoked, *FALSE)
NEEDS: tuple[tuple[tuple[Way, ...], Callable[[ItemVersion], bool]], ...] = (
    (OF_LICENCES, _has_a_limit_by_law),
    (LATER, lambda version: any(one.tolerable and one.when is None for one in version.parsed.materials)),
    (PROMISED, lambda version: bool(promising.promisable(version.parsed))),
)
"""Which items the ways need that few items have."""

# fmt: off
WAYS: tuple[tuple[Way, int], ...] = (
    (wait, 0), (accepted, 0), (half_examined, 1), (examined, 2), (ready, 1), (wait, 0), (correct_wanted, 1), (wait, 0),
    (wait, 1), (correct_wanted, 0), (correct_wanted, 3),
    (accepted, 0), (accepted, 1), (accepted, 4), (accepted, 9), (accepted, 21),
    (half_examined, 3), (examined, 4), (examined, 8), (examined, 18),
    (granted, 1), (granted, 2), (refused, 3), (making, 2), (making, 3),
    (ready, 2), (ready, 4), (posted, 4), (posted, 5),
    (handed_over, 3), (handed_over, 5), (handed_over, 6), (handed_over, 8), (handed_over, 10), (archived, 12),
    (taken_back, 0), (correct_wanted_again, 1), (taken_back, 1),
    (deemed_accepted, 3), (lapsed, 13), (lapsed, 15),
    (withdrawn, 1), (withdrawn, 5), (declined, 2), (declined, 6), (not_needed, 3),
    (held, 2), (held_for_a_while, 6), (held, 14), (extended, 4), (more_time_wanted, 2), (extended, 7), (terminated, 3),
    (in_locker, 1), (passed_on, 0), (to_open, 2), (in_locker, 6), (passed_on, 1), (to_post, 2), (announced, 7),
    (papers_arrived, 1), (to_open, 1), (in_locker, 2), (papers_arrived, 2), (to_post, 5),
    (to_open, 3), (passed_on, 3), (in_locker, 1),
    (archived, 14),
    (hearing_called, 1), (sent_upward, 2),
    (gaps_wait, 0), (with_gaps, 1), (with_gaps, 0), (filled_in, 3), (lapsed_by_gap, 17), (lapsed_by_gap, 13),
    (promise_waits, 0), (on_promise, 1), (on_promise, 4), (promise_kept, 9), (promise_unkept, 6), (promise_revoked, 8),
    (promise_false, 5),
    (expires, 5), (renewing, 4), (revoked, 8),
)
# fmt: on
"""What happens to each case, and how many working days ago it began."""
