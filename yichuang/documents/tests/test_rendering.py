"""Drawing letters and keeping them."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it brings no types
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.documents import jobs, kinds, rendering, store, testing
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.sheets import SHEETS
from yichuang.offices import testing as offices
from yichuang.offices.models import DepartmentKind
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db

HOSTILE = [
    '#read("/etc/passwd")',
    "$x^2$ \\ @label <tag> *粗* _斜_ = 标题 // 注释 /* 块 */ `码` ~ #emph[x]",
    '"; #panic("x") "',
    "\\u{1F600} ' \" {{ }} [ ] ( )",
    "𠮷野家·阿卜杜拉·买买提 😀 🏠",
    "很长的名称" * 60,
    "x" * 400,
]


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    store.chosen.cache_clear()
    yield
    store.chosen.cache_clear()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.replace("\ufffe", "").replace("\u200b", "").split())


def fresh(letter: Letter) -> Letter:
    return Letter.objects.select_related("department", "addressee", "seal_use__seal").get(pk=letter.pk)


@pytest.mark.parametrize("kind", LetterKind.values)
def test_each_kind_is_one_page_that_names_what_it_must(kind: str) -> None:
    letter = fresh(testing.letter(LetterKind(kind), addressee=town.organisation("𠮷祥·餐饮有限公司")))
    pdf = rendering.render(letter)
    text = text_of(pdf)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    for told in (
        kinds.title_of(kind, letter.facts),
        letter.number,
        letter.department.name,
        letter.subject_id,
        letter.item_name,
        "𠮷祥·餐饮有限公司",
        letter.verification_code[:4] + "-" + letter.verification_code[4:8],
    ):
        assert told.replace(" ", "") in text, told
    sheet = SHEETS[kind]
    seal = letter.seal_use.seal.text if letter.seal_use else ""
    assert bool(seal) == (sheet.seal is not None)
    assert seal[-5:] in text
    assert ("提起行政诉讼" in text) == sheet.remedies
    assert all(f"{label}：" in text for label in sheet.signs)


def test_a_refusal_tells_reasons_remedies_and_their_time_limits() -> None:
    text = text_of(rendering.render(fresh(testing.letter(LetterKind.REFUSING_DECISION))))
    for told in ("未配备冷藏设备", "六十日内", "小城县人民政府申请行政复议", "六个月内", "小城县人民法院提起行政诉讼"):
        assert told in text


def test_a_correction_notice_tells_everything_the_day_and_the_effect() -> None:
    text = text_of(rendering.render(fresh(testing.letter(LetterKind.CORRECTION_NOTICE))))
    for told in ("设备布局图", "没有标明冷藏设备的位置", "经营项目", "2026年3月12日前", "视为撤回申请"):
        assert told in text


def test_an_acceptance_notice_tells_both_clocks() -> None:
    text = text_of(rendering.render(fresh(testing.letter())))
    assert "2026年4月2日" in text
    assert "2026年3月12日" in text
    assert "2026年3月5日起予以受理" in text


def test_only_a_permit_is_called_one() -> None:
    text = text_of(rendering.render(fresh(testing.letter(LetterKind.GRANTING_DECISION, item_type="20"))))
    assert "准予办理决定书" in text
    assert "准予行政许可" not in text


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_write_is_set_as_they_wrote_it(words: str) -> None:
    letter = testing.letter(
        LetterKind.CORRECTION_NOTICE,
        addressee=town.organisation(words[:60]),
        item_name=words[:300],
        items=[{"what": words, "reason": words}],
        default_effect=words,
    )
    text = text_of(rendering.render(fresh(letter)))
    plain = "".join(ch for ch in words if not ch.isspace() and ord(ch) < 0x1F000)
    assert plain[:40] in text
    assert "root:" not in text


def test_a_very_long_letter_runs_on_over_pages_with_numbers() -> None:
    letter = testing.letter(LetterKind.REFUSING_DECISION, reasons=["理由说明" * 60] * 12)
    pdf = rendering.render(fresh(letter))
    assert len(pypdfium2.PdfDocument(pdf)) > 1
    assert "—2—" in text_of(pdf)


def test_a_utility_company_has_no_red_head_and_an_english_reader_a_summary() -> None:
    department = offices.department("gas", "小城县燃气公司")
    department.kind = DepartmentKind.UTILITY
    department.save()
    text = text_of(rendering.render(fresh(testing.letter(department=department, language="en"))))
    assert "NoticeofAcceptance" in text
    assert "TheChinesetextprevails" in text


def test_the_number_of_a_person_is_masked_on_a_certificate() -> None:
    person = town.person("欧阳𠮷", number=town.identity_number(7))
    text = text_of(rendering.render(fresh(testing.letter(LetterKind.RESULT, addressee=person))))
    assert "欧阳𠮷" in text
    assert town.identity_number(7) not in text


@pytest.mark.parametrize("name", ["小城好味道", "𠮷祥", "𡃁记"], ids=["common", "rare", "rarer"])
def test_the_file_is_kept_for_the_archive(name: str) -> None:
    letter = fresh(testing.letter(addressee=town.organisation(f"{name}餐饮有限公司")))
    with pikepdf.open(io.BytesIO(rendering.render(letter))) as document:
        metadata = document.open_metadata()
        assert metadata.get("pdfaid:part") == "2"


def test_the_job_draws_once_and_is_idle_when_run_again() -> None:
    letter = testing.letter()
    jobs.render_letter(letter_id=str(letter.pk))
    first = fresh(letter)
    assert first.digest is not None
    assert (first.pages, first.signed) == (1, True)
    with CaptureQueriesContext(connection) as seen:
        jobs.render_letter(letter_id=str(letter.pk))
    assert len(seen) == 1
    assert fresh(letter).digest == first.digest


def test_a_reader_who_comes_before_the_job_gets_the_letter_that_stays() -> None:
    letter = testing.letter()
    early = rendering.pdf_of(letter, at=testing.MORNING)
    jobs.render_letter(letter_id=str(letter.pk))
    assert rendering.pdf_of(fresh(letter), at=testing.MORNING) == early


def test_of_two_drawings_at_once_the_first_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = testing.letter()
    draw = rendering.render

    def another_is_faster(row: Letter) -> bytes:
        monkeypatch.setattr(rendering, "render", draw)
        rendering.ensure(letter.pk, at=testing.MORNING)
        return draw(row)

    monkeypatch.setattr(rendering, "render", another_is_faster)
    slower = rendering.ensure(letter.pk, at=testing.MORNING)
    assert slower.digest == fresh(letter).digest


def test_a_letter_whose_file_was_damaged_is_not_drawn_anew(settings: Any) -> None:
    letter = testing.letter()
    rendering.pdf_of(letter, at=testing.MORNING)
    digest = fresh(letter).digest
    assert digest is not None
    path = settings.FILES_ROOT / store.address(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(rendering.LetterLost, match="备份"):
        rendering.pdf_of(fresh(letter), at=testing.MORNING)
    path.unlink()
    with pytest.raises(rendering.LetterLost):
        rendering.pdf_of(fresh(letter), at=testing.MORNING)
