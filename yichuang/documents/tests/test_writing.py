"""Writing letters."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from yichuang.documents import testing, writing
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.sheets import SHEETS
from yichuang.offices import testing as offices
from yichuang.offices.models import SealUse
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db


def jobs_for(letter: Letter) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'letter_id' = %s", [str(letter.pk)])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("kind", LetterKind.values)
def test_each_kind_is_written_with_its_number(kind: str) -> None:
    letter = testing.letter(LetterKind(kind), department=offices.department(short_name="小市监"))
    assert letter.number == f"小市监{SHEETS[kind].nature}〔2026〕1号"


def test_a_sealed_letter_costs_four_statements() -> None:
    department, addressee = offices.department(), town.organisation()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        testing.letter(department=department, addressee=addressee)
    assert len(seen) == 4, [query["sql"][:80] for query in seen]


def test_numbers_follow_without_a_gap_and_begin_again_each_year() -> None:
    first, second = testing.letter(), testing.letter()
    with pytest.raises(writing.LetterIncomplete):
        testing.letter(statutory_due="", promised_due="")
    third = testing.letter()
    later = testing.letter(at=testing.MORNING.replace(year=2027))
    assert [each.number[-6:] for each in (first, second, third)] == ["026〕1号", "026〕2号", "026〕3号"]
    assert later.number.endswith("〔2027〕1号")


def test_the_year_of_a_number_is_that_of_the_centre_not_of_greenwich() -> None:
    letter = testing.letter(at=testing.MORNING.replace(year=2026, month=12, day=31, hour=16, minute=30))
    assert letter.year == 2027


@pytest.mark.parametrize(
    ("kind", "without", "named"),
    [
        (LetterKind.CORRECTION_NOTICE, "items", "需要补正的全部内容"),
        (LetterKind.CORRECTION_NOTICE, "answer_by", "补正期限"),
        (LetterKind.CORRECTION_NOTICE, "default_effect", "逾期不补正的后果"),
        (LetterKind.DECLINING_DECISION, "reasons", "理由"),
        (LetterKind.DECLINING_DECISION, "competent_body", "有权办理的机关"),
        (LetterKind.REFUSING_DECISION, "reasons", "理由"),
        (LetterKind.REFUSING_DECISION, "legal_basis", "法律依据"),
        (LetterKind.SERVICE_RECEIPT, "mode", "送达方式"),
    ],
)
def test_a_letter_without_what_the_law_demands_is_refused_by_name(kind: LetterKind, without: str, named: str) -> None:
    lacking: dict[str, Any] = {without: None}
    with pytest.raises(writing.LetterIncomplete, match=named):
        testing.letter(kind, **lacking)
    assert not Letter.objects.exists()
    assert not SealUse.objects.exists()


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(writing.LetterIncomplete) as refused:
        testing.letter(LetterKind.REFUSING_DECISION, reasons=" ", legal_basis=[])
    assert "理由、法律依据" in str(refused.value)


def test_an_entry_of_a_list_must_be_whole() -> None:
    with pytest.raises(writing.LetterIncomplete):
        testing.letter(LetterKind.CORRECTION_NOTICE, items=[{"what": "布局图", "reason": "缺"}, {"what": "申请书"}])


def test_a_refusal_names_the_remedies_of_the_department() -> None:
    letter = testing.letter(LetterKind.REFUSING_DECISION)
    assert (letter.facts["review_body"], letter.facts["court"]) == ("小城县人民政府", "小城县人民法院")


def test_a_refusal_of_a_department_without_a_court_on_file_is_not_written() -> None:
    department = offices.department()
    department.court = ""
    with pytest.raises(writing.LetterIncomplete, match="管辖的人民法院"):
        testing.letter(LetterKind.REFUSING_DECISION, department=department)


def test_the_seal_is_the_departments_and_its_use_is_in_the_ledger() -> None:
    letter = testing.letter(LetterKind.GRANTING_DECISION)
    assert letter.seal_use is not None
    line = SealUse.objects.get(pk=letter.seal_use.pk)
    assert (line.letter_number, line.seal.department) == (letter.number, letter.department)
    assert line.seal.kind == "approval"


def test_the_applicants_own_letters_carry_no_seal() -> None:
    assert testing.letter(LetterKind.RECEIPT).seal_use is None
    assert testing.letter(LetterKind.WITHDRAWAL_NOTICE).seal_use is None


def test_the_drawing_is_asked_for_in_the_same_transaction() -> None:
    assert jobs_for(testing.letter()) == 1
    with transaction.atomic():
        undone = testing.letter()
        transaction.set_rollback(True)
    assert jobs_for(undone) == 0


def test_codes_are_long_and_differ() -> None:
    codes = {testing.letter(LetterKind.RECEIPT).verification_code for _each in range(5)}
    assert len(codes) == 5
    assert {len(code) for code in codes} == {26}


@pytest.mark.parametrize(
    "change", [{"facts": {}}, {"number": "假〔2026〕1号"}, {"item_name": "别的"}, {"kind": "result"}]
)
def test_the_database_refuses_to_change_what_a_letter_says(change: dict[str, object]) -> None:
    letter = testing.letter()
    with pytest.raises((InternalError, DatabaseError), match="not changed"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)
    with pytest.raises((InternalError, DatabaseError), match="never deleted"), transaction.atomic():
        letter.delete()


def test_a_letter_is_revoked_once_and_says_why() -> None:
    letter = writing.revoke_letter(letter=testing.letter(), reason="决定被撤销", at=testing.MORNING)
    assert not letter.is_valid
    with pytest.raises(writing.LetterAlreadyRevoked):
        writing.revoke_letter(letter=letter, reason="再次", at=testing.MORNING)


class Aborted(Exception):
    """The act around the letter fails after it was written."""


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_and_one_that_fails_leave_no_gap() -> None:
    department, addressee = offices.department(), town.organisation()
    together = threading.Barrier(17)

    def write(fails: bool) -> None:
        try:
            together.wait()
            with contextlib.suppress(Aborted), transaction.atomic():
                testing.letter(department=department, addressee=addressee)
                if fails:
                    raise Aborted
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number == 7,)) for number in range(17)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = set(Letter.objects.values_list("number", flat=True))
    assert numbers == {f"{department.short_name}受〔2026〕{n}号" for n in range(1, 17)}
    assert SealUse.objects.count() == 16


def test_each_department_and_kind_has_its_own_numbers() -> None:
    other = offices.department("school", "小城县教育局", "小教")
    numbers = [
        testing.letter().number,
        testing.letter(department=other).number,
        testing.letter(LetterKind.EXTENSION_NOTICE).number,
    ]
    assert [number.split("〕")[1] for number in numbers] == ["1号", "1号", "1号"]


def test_no_two_kinds_share_their_place_in_the_numbers() -> None:
    assert len({sheet.nature for sheet in SHEETS.values()}) == len(SHEETS)
