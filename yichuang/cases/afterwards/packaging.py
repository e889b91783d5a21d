"""A case as one package that a stranger can verify without this system, and the applicant's own papers.

The layout is BagIt (see `bag`): the case and every row about it, its papers and letters, its part of the journal with
proof that the rows stand under a signed head, and the certificates. `tools/verify_archive.py` checks all of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yichuang.base import journal, sealing
from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import queries, standing
from yichuang.cases.afterwards import archiving, describing
from yichuang.cases.afterwards.bag import Bag, Member, as_json, bag, text
from yichuang.cases.models import ArchiveRecord, Case, CaseMaterial, SignedCopy, Statement, StatementFile
from yichuang.documents import signing, store
from yichuang.documents.models import Letter, StoredFile
from yichuang.people import reading
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Party, Role
from yichuang.people.reading import Look, Seen

MAY_EXPORT: Final = (Role.CLERK, Role.HEAD)
"""Who sees the applicant's data anyway and answers for what leaves the house. A manager sees no person's data."""
README: Final = Path(__file__).parent / "readme"
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


def export(*, case: Case, reason: str, by: Actor, at: datetime) -> Bag:
    """The whole case with all personal data in full, for the archive, a court, or a body of appeal.

    For a reason, by whoever may see all of it, and on record: the journal row stands under the package and not under
    the case, so that taking a copy does not change what is copied. Raises NotComplete, Invalid.
    """
    by.must_have(*MAY_EXPORT)
    standing.refuse_own_case(case, by)
    if by.is_staff and queries.is_only_asked(case, by, at=at):
        raise NotAllowed(_("您的部门只办理这件办件的一个环节，档案包由主办部门导出。"))
    reason = clean(reason, field="reason", longest=200)
    if len(reason) < 2:
        raise Invalid(_("请写明导出的理由，例如：“移交县档案馆”。"), field="reason")
    with transaction.atomic(), override("zh-hans"):
        case = queries.locked(case)
        lacking = list(archiving.missing(case))
        if lacking:
            raise archiving.NotComplete("".join(lacking))
        made, persons = _whole(case)
        _note("cases.archive_exported", case, {"reason": reason, "package": made.name}, by=by, at=at)
        looks = [Look(person.pk, case.number) for person in persons]
        reading.note(looks, seen=Seen.PACKAGE, reason=reason, by=by, at=at)
    return made


def own_papers(*, case: Case, by: Actor, at: datetime) -> Bag:
    """A copy for the applicant's side of what concerns him (个人信息保护法第四十五条): his data, his papers, the
    letters to him. Left out is what was written for the house or to others, and the history with the names of staff.

    An agent gets the papers that he or the window brought and the applicant masked: the least that his errand needs.
    """
    with transaction.atomic(), override("zh-hans"):
        case = queries.locked(case)
        standing.require_applicant(case, by=by, at=at)
        letters = queries.letters_shown(case).exclude(digest=None)
        agent = _acts_for_another(case, by)
        materials = [one for one in queries.materials_of(case) if not agent or _brought_here(one, by)]
        papers = _papers(materials, list(_with_parts(letters)), without=OF_THE_HOUSE)
        told = {key: value for key, value in describing.of_case(case).items() if key in OWN_COLUMNS}
        persons = [reading.masked(case.applicant) if agent else reading.in_full(case.applicant)]
        own = Statement.objects.filter(case=case, of=None).order_by("made_at", "id")
        payload = [
            as_json("data/case.json", told),
            as_json("data/parties.json", persons),
            *papers,
            *([] if agent else _own_statements(own)),
            *_readme("own"),
        ]
        made = bag(f"yichuang-own-{case.number}", info=_info(case, "own"), payload=payload)
        _note("cases.own_papers_taken", case, {}, by=by, at=at)
    return made


def _acts_for_another(case: Case, by: Actor) -> bool:
    """Whether the applicant is somebody else: neither himself nor the organisation that he represents."""
    me = by.account.party_id if by.account is not None else None
    return me not in (case.applicant_id, case.applicant.representative_id)


def _brought_here(material: CaseMaterial, by: Actor) -> bool:
    """Whether the agent uploaded it himself or the window took it in from him."""
    file = material.file
    return file is None or file.owner_kind == "staff" or (file.owner_kind, file.owner_id) == (by.who_kind, by.who_id)


OWN_COLUMNS: Final = frozenset(
    (
        *("number", "item_code", "item_name", "item_version_number", "department_name", "centre_name", "channel"),
        *("state", "outcome", "situations", "answers", "submitted_at", "accepted_at", "decided_at", "completed_at"),
        *("ended_at", "statutory_due_at", "promised_due_at"),
    )
)
"""What of the case's row concerns the applicant."""
OF_THE_HOUSE: Final = frozenset(("issued_by", "seal_use"))
"""What of a letter's row does not."""


def _whole(case: Case) -> tuple[Bag, list[Party]]:
    """The package, and whose data is in it."""
    rows = describing.rows_of(case)
    persons = list(Party.objects.filter(pk__in=describing.parties_in(case, rows)).order_by("pk"))
    papers = _papers(
        list(case.materials.select_related("file").order_by("id")), list(_with_parts(queries.letters_of(case)))
    )
    payload = [
        as_json("data/case.json", describing.of_case(case)),
        as_json("data/rows.json", rows),
        as_json("data/parties.json", [reading.in_full(person) for person in persons]),
        as_json("data/item.json", case.item_version.content),
        *_history(case),
        *papers,
        *_named(rows),
        *_signed(case),
        *(text(f"data/certificates/{name}", content) for name, content in signing.certificates()),
        *_readme("archive"),
    ]
    record = ArchiveRecord.objects.filter(case=case).first()
    name = f"yichuang-{safe(record.number) if record else case.number}"
    return bag(name, info=_info(case, "archive", record), payload=payload), persons


def _with_parts(letters: Any) -> Any:
    return letters.select_related("department", "wording", "seal_use__seal", "issued_by")


def _papers(
    materials: Sequence[CaseMaterial], letters: Sequence[Letter], *, without: Collection[str] = ()
) -> Iterator[Member]:
    """The files handed in and the letters, and a list of each."""
    listed: list[dict[str, Any]] = []
    for number, one in enumerate(materials, start=1):
        path = f"data/materials/{number:03d}_{safe(one.name)}{ending_of(one.file.name)}" if one.file else ""
        listed.append(describing.of_material(one, path))
        if one.file:
            yield Member(path, one.file.digest, one.file.size)
    yield as_json("data/materials.json", listed)
    registered: list[dict[str, Any]] = []
    for number, letter in enumerate(letters, start=1):
        void = "" if letter.is_valid else "_已失效"
        path = f"data/letters/{number:03d}_{safe(f'{letter.get_kind_display()}_{letter.number}')}{void}.pdf"
        described = describing.of_letter(letter, path)
        registered.append({key: value for key, value in described.items() if key not in without})
        yield Member(path, letter.digest or "", store.size(letter.digest or ""))
    yield as_json("data/letters.json", registered)


def _own_statements(made: QuerySet[Statement]) -> Iterator[Member]:
    """What the applicant wrote himself, with its files; nothing when he wrote nothing."""
    rows = [describing.row_of(one) for one in made]
    if rows:
        yield as_json("data/statements.json", rows)
        yield from _sent(StatementFile.objects.filter(statement__in=made))


def _sent(papers: QuerySet[StatementFile]) -> Iterator[Member]:
    """The files that came with statements, under the number of the row that names them."""
    for one in papers.select_related("file").order_by("id"):
        yield Member(f"data/statements/{one.pk}{ending_of(one.file.name)}", one.file.digest, one.file.size)


def _named(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[Member]:
    """The files that rows name, each under the key by which they name it."""
    for one in StoredFile.objects.filter(pk__in=describing.files_in(rows)).order_by("pk"):
        yield Member(f"data/files/{one.pk}{ending_of(one.name)}", one.digest, one.size)


def _signed(case: Case) -> Iterator[Member]:
    """The signed copies that came back, those taken back too, and their scans; nothing when there are none."""
    listed: list[dict[str, Any]] = []
    for one in SignedCopy.every.filter(case=case).select_related("letter", "file").order_by("id"):
        path = f"data/signed/{one.pk}{ending_of(one.file.name)}" if one.file else ""
        listed.append(describing.of_signed_copy(one, path))
        if one.file:
            yield Member(path, one.file.digest, one.file.size)
    if listed:
        yield as_json("data/signed.json", listed)


def _history(case: Case) -> Iterator[Member]:
    """The case's part of the journal as it was hashed, and for every row that is sealed the proof."""
    entries = list(queries.history(case))
    yield as_json("data/history.json", [{"told": one.told(), "hash": bytes(one.hash).hex()} for one in entries])
    proofs = sealing.proofs_of(entries)
    heads = {proof.head.number: proof.head for proof in proofs}
    told = {
        "heads": [{**head.told(), "signature": bytes(head.signature).hex()} for _number, head in sorted(heads.items())],
        "proofs": [
            {"seq": one.seq, "index": one.index, "head": one.head.number, "path": [node.hex() for node in one.path]}
            for one in proofs
        ],
        "keys": [former.told for former in sealing.former_keys()],
    }
    yield as_json("data/proofs.json", told)


def _readme(kind: str) -> Iterator[Member]:
    for name in ("README.zh-CN.txt", "README.en.txt"):
        yield text(f"data/{name}", (README / kind / name).read_bytes())


def _info(case: Case, kind: str, record: ArchiveRecord | None = None) -> list[tuple[str, str]]:
    """What stands in bag-info.txt. Its day is that of the last act, so that the same case gives the same bytes."""
    last = queries.history(case).order_by("-seq").values_list("at", flat=True).first() or case.submitted_at
    told = [
        ("Source-Organization", case.centre.name),
        ("External-Identifier", record.number if record else case.number),
        ("External-Description", f"{case.number} {_one_line(case.item_version.name)}"),
        ("Bagging-Date", last.date().isoformat()),
        ("Yichuang-Package", kind),
    ]
    if record:
        told.append(("Yichuang-Keeping", f"{record.keeping} {_one_line(record.basis)}"))
    return told


def _one_line(words: str) -> str:
    return " ".join(words.split())


def safe(name: str) -> str:
    """The words as part of a file's name on every system."""
    return _UNSAFE.sub("_", name).strip(" .")[:80] or "_"


def ending_of(name: str) -> str:
    """The ending of a file's name with its dot, safe on every system; empty when there is none."""
    return _UNSAFE.sub("_", Path(name).suffix[:10])


def _note(act: str, case: Case, detail: dict[str, str], *, by: Actor, at: datetime) -> None:
    subject = journal.Subject("archive", case.number)
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=case.centre_id, detail=detail)
