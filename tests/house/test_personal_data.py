"""Personal data is in one package, sealed, and opened only where somebody has a reason to read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import modules, relative, tree

# Sealed forms, drafts and statements may hold anything somebody wrote; other sealed texts are persons, in `people`.
SEALED_TEXT = {"yichuang/people/", "yichuang/cases/models/statements.py"}
SEALED_JSON = {"yichuang/people/", "yichuang/cases/", "yichuang/catalogue/", "yichuang/base/idempotency.py"}
# Who reads plain text, and why.
READERS = {
    "yichuang/base/idempotency.py": "replays an answer to the one who got it first",
    "yichuang/base/sealed.py": "makes the masked form",
    "yichuang/cases/afterwards/describing.py": "the archive holds the case in full; the export is on record",
    "yichuang/cases/afterwards/reentry.py": "what is typed into another system; the page notes the reading",
    "yichuang/cases/applying.py": "completes the applicant's own answers",
    "yichuang/cases/checklist.py": "which papers the answers ask for",
    "yichuang/cases/correcting.py": "puts right the applicant's own answers",
    "yichuang/cases/going_on.py": "carries the applicant's own answers into his next application",
    "yichuang/cases/on_the_spot.py": "puts right the applicant's own answers at the window",
    "yichuang/cases/sharing.py": "which shared papers the answers ask for",
    "yichuang/documents/rendering.py": "a letter names its addressee",
    "yichuang/people/addresses.py": "the label of a parcel; the opening is in the journal",
    "yichuang/people/models.py": "names of organisations are in an open register",
    "yichuang/people/reaching.py": "a message to the person himself; the opening is in the journal",
    "yichuang/people/reading.py": "the door for reading, with a reason, in the journal",
    "yichuang/people/registering.py": "compares what is told anew with what is known",
    "yichuang/web/api/shapes/touched.py": "what somebody stated, for himself and for the officers; the call notes it",
    "yichuang/web/demo/results.py": "made-up people show their made-up cards",
    "yichuang/web/desk/case_page.py": "the officer on the case reads the answers; the page notes the reading",
    "yichuang/web/desk/counter/following.py": "the clerk goes on with the person before them; the reading is noted",
    "yichuang/web/desk/counter/person.py": "the clerk at the counter sees the name on file of the person before them",
    "yichuang/web/desk/forms/corrected.py": "the clerk corrects the answers with the applicant at the counter",
    "yichuang/web/desk/forms/on_the_spot.py": "the clerk corrects the answers with the applicant at the counter",
    "yichuang/web/desk/forms/window.py": "the clerk asks what the answers leave open",
    "yichuang/web/portal/applicants.py": "shows applicants their own names",
    "yichuang/web/portal/drafting.py": "shows applicants their own drafts",
    "yichuang/web/portal/pages/beginning.py": "shows applicants their own names",
    "yichuang/web/portal/pages/cases.py": "shows applicants their own answers",
    "yichuang/web/portal/pages/corrections.py": "shows applicants their own answers, to correct",
}


def _calls(path: Path) -> Iterator[tuple[str, int, ast.Call]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.lineno, node


def _places(name: str) -> Iterator[str]:
    for path in modules():
        for called, line, node in _calls(path):
            if called == name and not (node.args or (name == "open" and node.keywords)) and not _is_file(node):
                yield f"{relative(path)}:{line}"


def _is_file(node: ast.Call) -> bool:
    """`path.open()` and `Image.open()` are about files."""
    return any(word in ast.unparse(node.func).lower() for word in ("path", "file", "image", "storage"))


def _outside(places: Iterator[str], allowed: set[str]) -> list[str]:
    return [place for place in places if not any(place.startswith(prefix) for prefix in allowed)]


def test_sealed_texts_are_only_in_people() -> None:
    assert not _outside(_places("SealedTextField"), SEALED_TEXT)


def test_sealed_forms_are_only_where_forms_are() -> None:
    assert not _outside(_places("SealedJSONField"), SEALED_JSON)


def test_plain_text_is_read_only_in_known_places() -> None:
    wrong = _outside((p for p in _places("open")), set(READERS))
    assert not wrong, f"sealed values are opened here without a known reason: {wrong}"
