"""The package of a case: everything in it, the same bytes for the same case, for a reason and on record."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from yichuang.base import journal, sealing
from yichuang.base.refusal import Invalid
from yichuang.base.testing import seal_all_now
from yichuang.cases import applying, correcting, letters, queries, signed_copies, testing
from yichuang.cases.afterwards import archiving, packaging
from yichuang.cases.afterwards.archiving import NotComplete
from yichuang.cases.afterwards.bag import Bag
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Photograph
from yichuang.cases.standing import NotTheApplicant, OwnCase
from yichuang.cases.tests import inspections
from yichuang.documents import store
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM, Actor, NotAllowed
from yichuang.people.models import Account

LATER = testing.moment(day=2)


def archived() -> Case:
    testing.kept()
    return archiving.archive(case=testing.delivered(), by=testing.officer(town.liu_mei(), LATER), at=LATER)


def export(case: Case, account: Account | None = None, reason: str = "移交县档案馆") -> Bag:
    return packaging.export(case=case, reason=reason, by=testing.officer(account or town.liu_mei(), LATER), at=LATER)


def whole(bag: Bag) -> bytes:
    return b"".join(bag.chunks())


def read(content: bytes, path: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(one for one in archive.namelist() if one.endswith(f"/data/{path}"))
        return json.loads(archive.read(name))


def test_it_holds_the_case_its_people_papers_letters_and_history() -> None:
    case = archived()
    content = whole(export(case))
    assert read(content, "case.json")["number"] == case.number
    assert read(content, "case.json")["answers"] == testing.ANSWERS
    assert read(content, "parties.json")[0]["name"] == case.applicant.name.open()
    rows = read(content, "rows.json")
    assert {"cases_decision", "cases_opinion", "cases_archiverecord"} <= rows.keys()
    assert rows["cases_decision"][0]["by"]["name"] == town.zhou_min().display_name
    assert len(read(content, "letters.json")) == queries.letters_of(case).count()
    assert [one["key"] for one in read(content, "materials.json")] == ["application", "identity"]
    acts = [row["told"]["act"] for row in read(content, "history.json")]
    assert (acts[0], acts[-1]) == ("case.apply", "case.archive")


def test_the_same_case_gives_the_same_bytes_and_taking_a_copy_does_not_change_it() -> None:
    case = archived()
    assert whole(export(case)) == whole(export(case))


def test_an_export_is_on_record_with_its_reason() -> None:
    case = archived()
    export(case, reason="复议机关调卷")
    row = journal.history(journal.Subject("archive", case.number)).get()
    assert (row.act, row.detail["reason"]) == ("cases.archive_exported", "复议机关调卷")


def test_without_a_reason_nothing_leaves_the_house() -> None:
    case = archived()
    with pytest.raises(Invalid) as refused:
        export(case, reason=" ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("account", [town.qian_yan, town.he_jian, town.zhao_gang, town.zhang_wei])
def test_only_a_clerk_or_the_head_takes_the_whole(account: Any) -> None:
    case = archived()
    with pytest.raises(NotAllowed):
        export(case, account())


def test_nobody_exports_his_own_case() -> None:
    case = archived()
    head = town.wu_jun()
    head.party_id = case.applicant_id
    head.save()
    with pytest.raises(OwnCase):
        export(case, head)


def test_a_letter_that_is_not_drawn_is_waited_for() -> None:
    case = archived()
    with transaction.atomic():
        letters.withdrawal_notice(case, by=SYSTEM, at=LATER)
    with pytest.raises(NotComplete):
        export(case)


def test_a_file_that_was_damaged_on_the_disk_breaks_the_package_off() -> None:
    case = archived()
    bag = export(case)
    material = case.materials.first()
    assert material is not None
    assert material.file is not None
    place = Path(store.chosen().path(material.file.digest))  # type: ignore[attr-defined]
    kept = place.read_bytes()
    place.write_bytes(kept[:-1] + b"X")
    try:
        with pytest.raises(store.Corrupt):
            whole(bag)
    finally:
        place.write_bytes(kept)


def test_the_applicant_gets_what_is_his_and_nothing_of_others() -> None:
    case = archived()
    content = whole(packaging.own_papers(case=case, by=testing.applicant(LATER), at=LATER))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert "data/case.json" in names
    assert not names & {"data/history.json", "data/rows.json", "data/item.json", "data/proofs.json"}
    assert town.sun_li().display_name.encode() not in content, "who examined stands on no letter"
    assert [one["id"] for one in read(content, "parties.json")] == [str(case.applicant_id)]
    shown = {one["number"] for one in read(content, "letters.json")}
    assert shown == set(queries.letters_shown(case).values_list("number", flat=True))


def by_an_agent(case_at: datetime) -> tuple[Case, Actor]:
    """Li Qiang applies for Zhang Wei under a letter of authority."""
    testing.letter_of_authority(case_at)
    by = town.actor(town.li_qiang(), at=case_at)
    return applying.apply(application=testing.online(by=by), by=by, at=case_at), by


def test_an_agent_gets_what_he_brought_the_letters_and_the_applicant_masked() -> None:
    case, by = by_an_agent(testing.moment())
    testing.drawn(case, at=testing.moment())
    asked = correcting.ask_correction(
        case=case,
        defects=[Defect(material_key="identity", reason="不清晰")],
        by=testing.officer(town.liu_mei(), testing.moment(hour=11)),
        at=testing.moment(hour=11),
    )
    principal = testing.applicant(testing.moment(hour=12))
    correcting.correct(
        case=asked, materials=testing.scans("identity", by=principal), by=principal, at=testing.moment(hour=12)
    )
    content = whole(packaging.own_papers(case=case, by=by, at=LATER))
    assert read(content, "parties.json")[0]["number"] == str(case.applicant.number)
    assert read(content, "parties.json")[0]["name"] == str(case.applicant.name)
    assert "application" in [one["key"] for one in read(content, "materials.json")]
    assert "identity" not in [one["key"] for one in read(content, "materials.json")]
    assert read(content, "letters.json")
    mine = whole(packaging.own_papers(case=case, by=principal, at=LATER))
    assert read(mine, "parties.json")[0]["number"] == case.applicant.number.open()
    assert "identity" in [one["key"] for one in read(mine, "materials.json")]


def test_a_stranger_gets_nothing() -> None:
    case = archived()
    with pytest.raises(NotTheApplicant):
        packaging.own_papers(case=case, by=town.actor(town.wang_fang(), at=LATER), at=LATER)


def test_a_name_is_a_name_on_every_system() -> None:
    assert not set(packaging.safe('../../etc/pass:wd\x00\u202e\\"')) & set('/\\:"\x00\u202e')
    assert packaging.safe("...") == "_"
    assert len(packaging.safe("长" * 500)) == 80


def test_sealed_rows_come_with_their_proof() -> None:
    case = archived()
    seal_all_now(at=LATER)
    proofs = read(whole(export(case)), "proofs.json")
    assert len(proofs["proofs"]) == queries.history(case).count()
    assert proofs["heads"][0]["key"] == sealing.own_public_key().hex()


def test_the_scan_of_a_signed_copy_lies_in_the_package() -> None:
    case, clerk = testing.delivered(), testing.officer(town.liu_mei(), LATER)
    notice = queries.letters_of(case).get(kind="acceptance_notice")
    scan = documents.stored_file(documents.jpeg(), name="回执.jpg", by=clerk)
    given: dict[str, Any] = {"letter": notice.pk, "signed_on": LATER.date(), "signer": "addressee", "file": scan.pk}
    signed_copies.record(case=case, by=clerk, at=LATER, **given)
    content = whole(export(case))
    [row] = read(content, "signed.json")
    assert row["letter"] == str(notice.pk)
    assert zipfile.ZipFile(io.BytesIO(content)).read(f"yichuang-{case.number}/{row['path']}")


def test_what_a_row_names_lies_in_the_package_the_photographs_of_a_visit_too() -> None:
    taken = inspections.photographed(inspections.arranged())
    case = testing.drawn(taken.inspection.case, at=LATER)
    content = whole(export(case))
    assert read(content, "rows.json")[Photograph._meta.db_table][0]["file"] == str(taken.file_id)
    inside = zipfile.ZipFile(io.BytesIO(content)).read(f"yichuang-{case.number}/data/files/{taken.file_id}.jpg")
    assert hashlib.sha256(inside).hexdigest() == taken.file.digest
