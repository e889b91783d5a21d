"""What the demonstration's applicants promise: papers that follow, and a promise in place of a proof, kept or not."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from yichuang.cases.models import Found
from yichuang.cases.promises import checking, defaulting, granting, owing, revoking, supplementing, tolerance
from yichuang.cases.rules import Given
from yichuang.people import actors
from yichuang.web.demo import pictures
from yichuang.web.demo.at_window import accepted
from yichuang.web.demo.staffing import clerk_for, decider, officers
from yichuang.web.demo.story import Story

FOUND = {
    Found.KEPT: "现场核对，承诺的事项都已做到。",
    Found.UNKEPT: "现场核对，承诺备齐的证明至今没有备齐。",
    Found.FALSE: "向出具机关函询，承诺的内容与事实不符。",
}


def gaps_wait(story: Story) -> None:
    """A paper is to follow; nobody has looked at the application yet."""


def with_gaps(story: Story) -> None:
    """Accepted; something secondary is to follow. The clerk has looked the credit up."""
    at = story.later()
    clerk = clerk_for(story.case.item_version, at=at)
    story.case = tolerance.accept_with_gaps(case=story.case, credit_confirmed=True, by=clerk, at=at)


def filled_in(story: Story) -> None:
    """What was to follow has come, on line."""
    with_gaps(story)
    at = story.later(days=1)
    applicant = actors.of(story.citizen.account, at=at)
    file = pictures.upload(story.case.item_version.name, by=applicant, at=at)
    given = [Given(key=one.key, file_id=file.pk) for one in owing.open_promise(story.case).owed.all()]
    story.case = supplementing.supplement(case=story.case, materials=given, by=applicant, at=at)


def lapsed_by_gap(story: Story) -> None:
    """What was to follow never came, and the last day is over."""
    with_gaps(story)
    due = owing.open_promise(story.case).due_at
    if due:
        story.case = defaulting.default_on_gaps(case=story.case, at=due + timedelta(minutes=5))


def promise_waits(story: Story) -> None:
    """Accepted with a promise; who decides can grant it on the spot."""
    accepted(story)


def on_promise(story: Story) -> None:
    """Granted on the spot on a promise, which is to be checked."""
    accepted(story)
    at = story.later(minutes=10)
    by = decider(story.case, at=at)
    story.case = granting.grant_on_promise(case=story.case, credit_confirmed=True, by=by, at=at)


def _checked(story: Story, found: Found) -> None:
    """Both officers find the same."""
    on_promise(story)
    at = story.later(days=2)
    for officer in list(officers(story.case, at=at))[:2]:
        story.case = checking.check_promise(case=story.case, found=found, text=FOUND[found], by=officer, at=at)


def promise_kept(story: Story) -> None:
    """Checked by two officers, and kept."""
    _checked(story, Found.KEPT)


def promise_unkept(story: Story) -> None:
    """Not kept, and ordered to be kept."""
    _checked(story, Found.UNKEPT)
    _ordered(story)


def promise_false(story: Story) -> None:
    """False: ordered to be put right, and nothing more is promised until the credit is repaired."""
    _checked(story, Found.FALSE)
    _ordered(story)


def _ordered(story: Story) -> None:
    """Two weeks to put it right."""
    at = story.later()
    last = timezone.localdate(at) + timedelta(days=14)
    wanted = "在期限内备齐承诺的证明，送交本机关核对。"
    by = next(officers(story.case, at=at))
    story.case = checking.order_to_keep(case=story.case, requirements=wanted, correct_by=last, by=by, at=at)


def promise_revoked(story: Story) -> None:
    """Not kept, and what was granted is revoked."""
    _checked(story, Found.UNKEPT)
    at = story.later()
    reasons = "经两名工作人员核查，申请人没有履行承诺：承诺备齐的证明至今没有备齐。"
    by = decider(story.case, at=at)
    story.case = revoking.revoke_for_promise(case=story.case, reasons=reasons, by=by, at=at)
