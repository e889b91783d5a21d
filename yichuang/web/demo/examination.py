"""What happens to a case between acceptance and decision, and what stops its clock."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import examining, looking, terminating
from yichuang.cases.models import Case, Outcome
from yichuang.cases.pausing import extending, hearing, interested, procedures, stating, upward, waiving
from yichuang.people import actors
from yichuang.people.reading import Seen
from yichuang.web.demo import pictures, stepping
from yichuang.web.demo.at_window import accepted
from yichuang.web.demo.citizens import neighbour_of
from yichuang.web.demo.staffing import decider, head, officers
from yichuang.web.demo.story import Story

TOUCHED = "申请事项与相邻住户的重大利益关系"


def examined(story: Story, *, opinions: int = 2) -> None:
    accepted(story)
    at = story.later(minutes=40)
    found = list(officers(story.case, at=at))[:2]
    looking.note(story.case, Seen.CASE, by=found[0], at=at)
    story.case = examining.begin(case=story.case, why_not_at_once=stepping.WHY_NOT_AT_ONCE, by=found[0], at=at)
    for officer in found[:opinions]:
        at = story.later(minutes=30)
        words = "申请材料齐全、符合法定形式，内容真实一致，建议准予。"
        story.case = examining.give_opinion(case=story.case, recommends=Outcome.GRANTED, text=words, by=officer, at=at)


def half_examined(story: Story) -> None:
    examined(story, opinions=1)


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


def rights_told(story: Story) -> None:
    """Somebody's important interests are touched: the applicant is told that he may ask for a hearing."""
    examined(story)
    at = story.later()
    by = next(officers(story.case, at=at))
    story.case = hearing.tell_rights(case=story.case, matter=TOUCHED, by=by, at=at)


def rights_waived(story: Story) -> None:
    """The same, and the applicant wants none: the decision need not wait."""
    rights_told(story)
    at = story.later()
    story.case = waiving.waive(case=story.case, by=actors.of(story.citizen.account, at=at), at=at)


def neighbour_told(story: Story) -> None:
    """The people next door are told too, and may still speak."""
    examined(story)
    at = story.later()
    by, interest = next(officers(story.case, at=at)), "申请的场所紧邻您的住房，噪声和进出的车辆可能影响您的居住。"
    party = neighbour_of(story.citizen).person
    story.case = interested.tell(case=story.case, party=party, interest=interest, days=5, by=by, at=at)


def neighbour_heard(story: Story) -> None:
    """They have written, with a photograph."""
    neighbour_told(story)
    at = story.later(minutes=90)
    told, by = story.case.interested.get(), actors.of(neighbour_of(story.citizen).account, at=at)
    file = pictures.upload("自家住房与申请场所的位置", by=by, at=at)
    words = "申请的场所与我家只隔一堵墙，夜里的噪声和车辆影响休息。请要求做好隔音，二十二时以后不装卸。照片附后。"
    story.case = stating.state(case=story.case, words=words, files=[file.pk], of=told.pk, by=by, at=at)


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
