"""What must be true of any case by its own records: its history, its letters, the hands in it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from yichuang.base import journal
from yichuang.cases import life_cycle
from yichuang.cases.models import Case, Decision, Opinion
from yichuang.documents.models import Letter

TAKING_UP = "case.begin_examining"


def replayed(case: Case, *, acts: int) -> None:
    """The journal, read from its beginning, leads to where the case stands: one entry for each act, each beginning
    where the one before it ended, in order of time, chained by their hashes."""
    entries = list(journal.history(life_cycle.subject(case)))
    assert len([one for one in entries if one.act != TAKING_UP]) == acts
    state, version = "", 0
    due: dict[str, str] = {}
    for entry in entries:
        assert bytes(entry.hash) == entry.computed_hash()
        if "to" not in entry.detail:
            continue
        assert entry.detail["from"] == state
        assert entry.detail["version"] == version + 1
        state, version = entry.detail["to"], version + 1
        for name, (before, after) in entry.detail.get("moved", {}).items():
            assert due.get(name, before) == before
            due[name] = after
    assert (state, version) == (case.state, case.version)
    assert bytes(entries[0].previous_hash) == journal.GENESIS
    for before, after in pairwise(entries):
        assert bytes(after.previous_hash) == bytes(before.hash)
        assert before.at <= after.at


def letters(case: Case, *, demanded: Counter[str]) -> None:
    """Each letter that the law demands was written once, with the seal and the number of the department."""
    written = list(Letter.objects.filter(subject_id=case.number).select_related("seal_use__seal"))
    found = Counter(str(letter.get_kind_display()) for letter in written)
    assert {kind: found[kind] for kind in demanded} == demanded
    numbers: dict[tuple[str, int], list[int]] = {}
    for letter in written:
        assert letter.department_id == case.department_id
        if str(letter.get_kind_display()) in SEALED:
            assert letter.seal_use is not None
            assert letter.seal_use.seal.department_id == case.department_id
        serial = re.search(r"(\d+)号$", letter.number)
        assert serial
        numbers.setdefault((letter.kind, letter.year), []).append(int(serial[1]))
    for found_numbers in numbers.values():
        assert sorted(found_numbers) == list(range(1, len(found_numbers) + 1))


SEALED = {"受理通知书", "不予受理决定书", "准予许可决定书", "不予许可决定书"}
"""XKF 32, 38: under the seal of the body that answers for it."""


def hands(case: Case) -> None:
    """Who accepted did not examine, who examined did not decide; nobody spoke twice, nobody in his own case."""
    examined = list(Opinion.objects.filter(case=case).values_list("by_id", flat=True))
    decided = list(Decision.objects.filter(case=case).values_list("by_id", flat=True))
    accepted = [case.accepted_by_id] if case.accepted_by_id else []
    everybody = [*accepted, *examined, *decided]
    assert len(everybody) == len(set(everybody))
    own = {case.applicant_id, case.handed_in_by_id} - {None}
    assert not own & set(Opinion.objects.filter(case=case).values_list("by__party_id", flat=True))
