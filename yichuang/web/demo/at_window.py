"""What happens to an application at the window, or when nobody there does anything."""

from __future__ import annotations

from datetime import timedelta

from yichuang.cases import accepting, applying, correcting, deeming, undoing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Correction, State
from yichuang.cases.rules import Given
from yichuang.people import actors
from yichuang.web.demo import pictures
from yichuang.web.demo.staffing import clerk_for
from yichuang.web.demo.story import Story


def wait(story: Story) -> None:
    """Nothing more: the application waits at the window."""


def accepted(story: Story) -> None:
    at = story.later()
    story.case = accepting.accept(case=story.case, by=clerk_for(story.case.item_version, at=at), at=at)


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
