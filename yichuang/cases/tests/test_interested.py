"""Whom a case touches is told, heard before the decision, and holds no part in it (XKF 36, 47)."""

import pytest

from yichuang.cases import deciding, examining, looking, queries, signed_copies, standing, testing
from yichuang.cases.models import Case, InterestedParty, Outcome, State
from yichuang.cases.pausing import hearing, interested
from yichuang.documents import testing as documents
from yichuang.documents.models import Letter
from yichuang.people import registering
from yichuang.people import testing as town
from yichuang.people.models import Account, Party
from yichuang.people.reading import who_looked

TUESDAY = testing.moment(day=1)
FRIDAY = testing.moment(day=4)
AFTERWARDS = testing.moment(day=9)


def neighbour(account: Account | None = None) -> Party:
    party = (account or town.wang_fang()).party
    assert party is not None
    return party


def tell(case: Case, party: Party | None = None, days: int = 5) -> Case:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    return interested.tell(case=case, party=party or neighbour(), interest="相邻采光", days=days, by=by, at=TUESDAY)


def decide(case: Case, outcome: str = Outcome.GRANTED, *, at: object = FRIDAY) -> Case:
    moment = AFTERWARDS if at is AFTERWARDS else FRIDAY
    by = testing.officer(town.zhou_min(), moment)
    return deciding.decide(case=case, outcome=outcome, reasons="操作间没有冷藏设备", by=by, at=moment)


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_nothing_is_decided_while_he_may_still_speak(outcome: str) -> None:
    case = tell(testing.examined())
    with pytest.raises(deciding.NotHeard, match=r"2026-03-10.*三十六条"):
        decide(case, outcome)
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING


def test_it_is_decided_once_he_has_spoken() -> None:
    case = tell(testing.examined())
    told = InterestedParty.objects.get(case=case)
    by = testing.officer(town.sun_li(), FRIDAY)
    case = interested.record_statement(case=case, of=told.pk, place="大厅", statements="不要挡住窗户", by=by, at=FRIDAY)
    told.refresh_from_db()
    assert told.heard_at == FRIDAY
    assert decide(case).state == State.DECIDED


def test_it_is_decided_when_his_days_are_over() -> None:
    assert decide(tell(testing.examined()), at=AFTERWARDS).state == State.DECIDED


def test_a_company_next_door_is_told_too() -> None:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    company = registering.register_party(
        name="隔壁餐饮有限公司", document_type="credit_code", number="91350100M000100Y43", by=by, at=TUESDAY
    )
    case = tell(testing.examined(), company)
    assert Letter.objects.get(subject_id=case.number, kind="interested_party_notice").addressee_id == company.pk


def test_whoever_is_named_after_the_hearing_was_told_has_his_own_days() -> None:
    by = testing.officer(town.zhao_gang(), testing.moment())
    case = hearing.tell_rights(case=testing.examined(), matter="相邻采光", by=by, at=testing.moment(hour=15))
    before = case.hearing.apply_by
    case = tell(case)
    after = Case.objects.get(pk=case.pk).hearing.apply_by
    assert before is not None
    assert after is not None
    assert after > before
    addressees = Letter.objects.filter(subject_id=case.number, kind="hearing_rights").values_list(
        "addressee", flat=True
    )
    assert set(addressees) == {case.applicant_id, neighbour().pk}


def test_an_officer_whom_it_touches_takes_no_part() -> None:
    officer = town.zhou_min()
    officer.party = neighbour(town.wang_fang())
    officer.save(update_fields=["party"])
    case = tell(testing.examined(), neighbour(officer))
    with pytest.raises(standing.OwnCase, match="利害关系"):
        decide(case, at=AFTERWARDS)


def test_an_officer_who_heads_the_company_next_door_takes_no_part() -> None:
    officer = town.sun_li()
    officer.party = neighbour(town.wang_fang())
    officer.save(update_fields=["party"])
    by = testing.officer(town.zhao_gang(), TUESDAY)
    company = registering.register_organisation(
        name="隔壁餐饮有限公司", credit_code="91350100M000100Y43", representative=officer.party, by=by, at=TUESDAY
    )
    case = tell(examining.begin(case=testing.accepted(), by=by, at=TUESDAY), company)
    with pytest.raises(standing.OwnCase):
        examining.give_opinion(
            case=case, recommends="granted", text="符合", by=testing.officer(officer, FRIDAY), at=FRIDAY
        )


def test_hostile_who_reads_his_signature_is_told_to_him_and_not_to_the_applicant() -> None:
    case, clerk = tell(testing.examined()), testing.officer(town.liu_mei(), FRIDAY)
    letter = Letter.objects.get(subject_id=case.number, kind="interested_party_notice")
    scan = documents.stored_file(documents.jpeg(), name="回执.jpg", by=clerk)
    day = FRIDAY.date()
    signed_copies.record(
        case=case, letter=letter.pk, signed_on=day, signer="addressee", file=scan.pk, by=clerk, at=FRIDAY
    )
    with pytest.raises(queries.NoSuchCase):
        queries.file_for(testing.applicant(FRIDAY), case, scan.pk)
    looking.note_file(case, scan, by=clerk, at=FRIDAY)
    assert who_looked(neighbour()).filter(detail__seen="papers").count() == 1
    assert not who_looked(case.applicant).filter(detail__seen="papers").exists()
