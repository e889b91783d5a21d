"""Certificates older than the system come in from the register and are then like any other (行政许可法第五十条)."""

import json
import time
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import connection

from yichuang.base import clock, journal
from yichuang.cases import applying, queries, testing
from yichuang.cases.afterwards import certificates, inheriting, linking, reminding
from yichuang.cases.afterwards.certificates import Standing
from yichuang.cases.afterwards.inheriting import Report, import_certificates
from yichuang.cases.models import Case, Certificate, Purpose
from yichuang.cases.tests.test_end_certificate import end, hear, tell
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM, NotAllowed
from yichuang.people.models import Party
from yichuang.people.queries import find_party

AT = testing.moment(day=0)
HEADERS = ["事项编码", "证照编号", "持证人", "证件类型", "证件号码", "有效期起", "有效期止", "发证日期", "来源"]
NUMBER, CODE = town.identity_number(901), town.credit_code(777_001)


def row(**cells: str) -> dict[str, str]:
    told = {
        "item": testing.licence().item.code,
        "number": "豫食2021-001",
        "holder": "张伟",
        "document_type": "居民身份证",
        "document": NUMBER,
        "since": "2021-04-30",
        "until": "2026-04-29",
        "issued": "2021-04-28",
        "source": "2021年纸质台账",
    }
    return told | cells


def sheet(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("台账")
        for number, cells in enumerate([HEADERS, *([*one.values()] for one in rows)]):
            for column, text in enumerate(cells):
                page.write_string(number, column, text)
    return path


def inherited(folder: Path, *rows: dict[str, str], **more: Any) -> Report:
    return import_certificates(path=sheet(folder, *rows), by=SYSTEM, at=AT, **more)


def told(report: Report) -> list[tuple[str, str]]:
    return [(problem.place.address, problem.sentence) for problem in report.problems]


def test_a_certificate_comes_in_with_its_holder_and_source(tmp_path: Path) -> None:
    holder = town.zhang_wei().party
    before = Party.objects.count()
    report = inherited(tmp_path, row())
    assert (report.new, report.problems) == (1, [])
    kept = certificates.with_events().get()
    assert (kept.number, kept.source, kept.holder) == ("豫食2021-001", "2021年纸质台账", holder)
    assert (kept.valid_from, kept.valid_until) == (date(2021, 4, 30), date(2026, 4, 29))
    assert certificates.standing(kept, on=testing.MONDAY) == Standing.IN_FORCE
    assert Party.objects.count() == before
    (entry,) = queries.history(kept.case)
    assert (entry.act, entry.who_id) == ("case.inherit", "system")


def test_a_holder_may_have_another_document_told_by_its_code_of_the_standard(tmp_path: Path) -> None:
    inherited(tmp_path, row(holder="陈大文", document_type="516", document="H12345678"))
    assert Certificate.objects.get().holder == find_party(document_type="hk_macao_permit", number="H12345678")


def test_an_unknown_holder_is_entered_and_sealed_as_everybody_is(tmp_path: Path) -> None:
    inherited(tmp_path, row(holder="安阳老店有限公司", document_type="", document=CODE))
    party = find_party(document_type="credit_code", number=CODE)
    assert party is not None
    assert Certificate.objects.get().holder == party
    assert journal.history(journal.Subject("party", str(party.pk))).get().act == "people.registered"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_party WHERE id = %s", [party.pk])
        assert "老店".encode() not in bytes(cursor.fetchone()[0])


def test_it_is_renewed_like_any_other(tmp_path: Path) -> None:
    inherited(tmp_path, row())
    former = certificates.with_events().get()
    assert set(linking.possible(former, on=testing.MONDAY)) == set(Purpose)
    by = testing.applicant(AT)
    application = testing.online(testing.licence(), by=by, purpose=Purpose.RENEWAL, former=former)
    case = applying.apply(application=application, by=by, at=AT)
    assert case.renews_at is not None
    assert linking.named("豫食2021-001", holder=case.applicant) == former
    assert list(queries.cases_of(by, at=AT).cases) == [case]


def test_its_holder_is_reminded(tmp_path: Path) -> None:
    inherited(tmp_path, row())
    assert reminding.remind_all(at=AT).done == 1
    assert reminding.unanswered(testing.applicant(AT), at=AT)


def test_it_is_revoked_like_any_other(tmp_path: Path) -> None:
    inherited(tmp_path, row())
    case = Case.objects.get()
    tell(case)
    hear(case)
    end(case)
    assert certificates.standing(certificates.with_events().get(), on=testing.MONDAY) == Standing.REVOKED


def test_every_bad_cell_is_told_and_nothing_comes_in(tmp_path: Path) -> None:
    wrong = row(item="nothing", number="", until="2020-01-01", since="2021-4-31", source="")
    other = row(holder="李四", document=NUMBER, number="2")
    odd = row(document="1234", number="3", until="2020年1月1日", issued="2030-01-01")
    report = inherited(tmp_path, row(), wrong, other, odd)
    cells = dict(told(report))
    assert set(cells) == {"B3", "F3", "I3", "C4", "G5"}
    assert "有效期止不能早于" in cells["G5"]
    assert "两个名称" in cells["C4"]
    assert Certificate.objects.count() == 0
    assert "1234" not in json.dumps([one.as_dict() for one in report.problems], ensure_ascii=False)


def test_what_only_the_register_of_people_and_items_knows_is_told_by_cell(tmp_path: Path) -> None:
    town.zhang_wei()
    report = inherited(
        tmp_path,
        row(item="nothing"),
        row(document="11010519491231002Y", number="2"),
        row(issued="2030-01-01", number="3"),
        row(number="4"),
        row(number="4"),
        row(number="5", holder="李四"),
    )
    cells = dict(told(report))
    assert set(cells) == {"A2", "E3", "H4", "B6", "C7"}
    assert "第 5 行" in cells["B6"]
    assert "另一个姓名" in cells["C7"]


def test_run_again_it_passes_over_what_is_there(tmp_path: Path) -> None:
    inherited(tmp_path, row())
    report = inherited(tmp_path, row(), row(number="2", until="长期"))
    assert (report.new, report.known, report.problems) == (1, 1, [])
    assert Certificate.objects.get(number="2").valid_until is None
    taken = inherited(tmp_path, row(until="2027-01-01"))
    assert told(taken)[0][0] == "B2"


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    assert inherited(tmp_path, row(), dry_run=True).new == 1
    assert Certificate.objects.count() == 0


def test_json_is_read_by_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    path.write_text(json.dumps({"certificates": [row(source="")]}, ensure_ascii=False), "utf-8")
    report = import_certificates(path=path, by=SYSTEM, at=AT)
    assert [(one.place.row, one.place.header) for one in report.problems] == [(1, "source")]
    assert import_certificates(path=path, source="许可系统导出", by=SYSTEM, at=AT).new == 1


@pytest.mark.parametrize("content", ["", "[1]", "{", "[" * 100_000, '{"certificates": 3}', "[]"])
def test_what_is_no_register_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "register.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UnreadableFile):
        import_certificates(path=path, by=SYSTEM, at=AT)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("事项编码,证照编号,持证人\na,b,c\n", "utf-8")
    with pytest.raises(UnreadableFile, match="证件号码"):
        import_certificates(path=path, by=SYSTEM, at=AT)


def test_a_clerk_brings_in_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_certificates(path=sheet(tmp_path, row()), by=testing.officer(town.liu_mei(), AT), at=AT)


def test_the_command_reports_by_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    out = StringIO()
    path = sheet(tmp_path, row(), row(number="2", since="soon"))
    with pytest.raises(CommandError):
        call_command("import_certificates", str(path), report=tmp_path / "report.json", stdout=out)
    assert "台账 F3 有效期起  soon  请写成日期" in out.getvalue()
    assert json.loads((tmp_path / "report.json").read_text())[0]["address"] == "F3"
    call_command("import_certificates", str(sheet(tmp_path, row())), stdout=out)
    assert "新的 1 份" in out.getvalue()
    assert Certificate.objects.count() == 1


def test_the_cost_of_a_certificate_is_bounded(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    testing.licence()
    rows = [row(number=str(number), document=NUMBER) for number in range(20)]
    path = sheet(tmp_path, *rows)
    began = time.monotonic()
    with django_assert_max_num_queries(20 * 14 + 20):
        assert import_certificates(path=path, by=SYSTEM, at=AT).new == 20
    assert time.monotonic() - began < 10
    assert inheriting.BATCH >= 20
