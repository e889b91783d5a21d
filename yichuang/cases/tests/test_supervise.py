"""What was permitted is handed on to whoever supervises it, who signs once (安阳市政务服务条例第十六条)."""

import pytest

from yichuang.cases import testing
from yichuang.cases.afterwards import arranging, supervising
from yichuang.cases.models import SupervisionNote
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role

AT = testing.moment(day=1)


def test_the_department_that_decided_supervises_unless_another_is_named() -> None:
    case = testing.decided()
    note = SupervisionNote.objects.get(case=case)
    assert (note.department_id, note.about) == (case.department_id, "granted")
    other = offices.department("city", "小城县城市管理局")
    by = testing.officer(town.qian_yan(), AT)
    arranging.arrange(item=case.item, licence_type="", supervisor=other, since=AT.date(), by=by, at=AT)
    later = testing.decided(at=AT)
    assert SupervisionNote.objects.get(case=later).department == other


def test_an_officer_of_it_signs_once() -> None:
    note = SupervisionNote.objects.get(case=testing.decided())
    by = testing.officer(town.zhao_gang(), AT)
    assert note in supervising.notes_for(by, at=AT)
    signed = supervising.sign(note=note, by=by, at=AT)
    assert (signed.seen_at, signed.seen_by) == (AT, town.zhao_gang())
    with pytest.raises(supervising.AlreadySeen):
        supervising.sign(note=note, by=by, at=AT)


def test_nobody_else_signs_or_sees() -> None:
    note = SupervisionNote.objects.get(case=testing.decided())
    stranger = town.staff("far", "远方", Role.EXAMINER)
    offices.posting(stranger, Duty.EXAMINER, department=offices.department("city", "小城县城市管理局"))
    for account in (stranger, town.liu_mei(), town.zhang_wei()):
        with pytest.raises(supervising.NotForYou):
            supervising.sign(note=note, by=testing.officer(account, AT), at=AT)
    assert note not in supervising.notes_for(testing.officer(stranger, AT), at=AT)
    assert not supervising.notes_for(testing.applicant(AT), at=AT)
