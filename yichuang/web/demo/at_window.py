"""What happens to an application at the window, or when nobody there does anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from yichuang.cases import (
    accepting,
    applying,
    checklist,
    correcting,
    deeming,
    looking,
    queries,
    sharing,
    signed_copies,
    undoing,
)
from yichuang.cases.correcting import Defect
from yichuang.cases.models import CorrectionLine, SignedCopy, State
from yichuang.delivery import incoming
from yichuang.delivery.models import CourierStatus, Payer
from yichuang.documents.models import LetterKind
from yichuang.people import actors
from yichuang.people.reading import Seen
from yichuang.web.demo import putting_right
from yichuang.web.demo.staffing import clerk_for
from yichuang.web.demo.story import Story


def wait(story: Story) -> None:
    """Nothing more: the application waits at the window."""


def accepted(story: Story) -> None:
    at = story.later()
    by = clerk_for(story.case.item_version, at=at)
    looking.note(story.case, Seen.CASE, by=by, at=at)
    found = checklist.fitting(queries.given(story.case))
    story.case = accepting.accept(case=story.case, checks=found, by=by, at=at)


def correct_wanted(story: Story) -> None:
    """What is not good enough is told in one letter."""
    at = story.later()
    story.case = putting_right.ask(story.case, clerk_for(story.case.item_version, at=at), at)


def told_on_paper(story: Story) -> None:
    """The same, told at the window: the applicant signs for the letter there and then."""
    correct_wanted(story)
    letter = queries.letters_of(story.case).filter(kind=LetterKind.CORRECTION_NOTICE).last()
    if letter is not None:
        at = story.later(minutes=5)
        by = clerk_for(story.case.item_version, at=at)
        day = timezone.localdate(letter.issued_at)
        signer = SignedCopy.Signer.ADDRESSEE
        signed_copies.record(case=story.case, letter=letter.pk, signed_on=day, signer=signer, by=by, at=at)


def called_for(story: Story) -> None:
    """The window calls for every paper that is shared."""
    at = story.later()
    by = clerk_for(story.case.item_version, at=at)
    for one in sharing.to_fetch(story.case):
        story.case = sharing.fetch_shared(case=story.case, key=one.key, by=by, at=at)


def asked_anyway(story: Story) -> None:
    """Of what was not found the applicant is asked, with the reason."""
    at = story.later(minutes=5)
    waiting = sharing.to_fetch(story.case)
    defects = [Defect("请交复印件", one.key, asked_anyway=CorrectionLine.Anyway.NOTHING) for one in waiting]
    if defects:
        by = clerk_for(story.case.item_version, at=at)
        story.case = correcting.ask_correction(case=story.case, defects=defects, by=by, at=at)


def papers_posted(story: Story) -> None:
    """What was told to be wrong comes by courier, carriage forward."""
    correct_wanted(story)
    at = story.later(minutes=35)
    told: dict[str, Any] = {
        "courier": "邮政速递",
        "tracking_number": f"EM{story.case.number[-9:]}CN",
        "payer": Payer.CENTRE,
    }
    parcel = incoming.tell_parcel(case=story.case, by=actors.of(story.citizen.account, at=at), at=at, **told)
    at = story.later(minutes=10)
    by = clerk_for(story.case.item_version, at=at)
    incoming.note_status(case=story.case, parcel_id=parcel.pk, status=CourierStatus.PICKED_UP, by=by, at=at)


def marked(story: Story) -> None:
    """What came instead was looked at line by line: one is still wrong."""
    correct_wanted(story)
    if story.case.state == State.CORRECTING:
        at = story.later(minutes=35)
        story.case = putting_right.answer(story.case, actors.of(story.citizen.account, at=at), at)
        at = story.later(minutes=10)
        story.case = putting_right.mark(story.case, clerk_for(story.case.item_version, at=at), at)


def correct_wanted_again(story: Story) -> None:
    """The same, and the window says why that could not be told at once."""
    marked(story)
    if story.case.corrections.exists():
        at = story.later(minutes=10)
        story.case = putting_right.ask_again(story.case, clerk_for(story.case.item_version, at=at), at)


def put_right_at_once(story: Story) -> None:
    """An error put right at the window, without a letter."""
    at = story.later(minutes=5)
    story.case = putting_right.at_the_window(story.case, clerk_for(story.case.item_version, at=at), at)


def taken_back(story: Story) -> None:
    """Accepted by mistake and taken back a few minutes later."""
    accepted(story)
    at = story.later(minutes=6)
    by = clerk_for(story.case.item_version, at=at)
    reason = "点错了办件，材料还没有核对。"
    story.case = undoing.take_back(case=story.case, reason=reason, not_handed_out=True, by=by, at=at)


def told_and_taken_back(story: Story) -> None:
    """Told on paper, and wrongly: another letter says so."""
    told_on_paper(story)
    if story.case.state == State.CORRECTING:
        at = story.later(minutes=6)
        by = clerk_for(story.case.item_version, at=at)
        reason = "清晰的扫描件在申请材料的后几页，告知补正时没有看到。"
        story.case = undoing.take_back(case=story.case, reason=reason, by=by, at=at)


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
