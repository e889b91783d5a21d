"""The English catalogues, kept complete. Source strings are Chinese; each package has its own catalogue.

    python tools/translations.py update     add new strings to each package's django.po, drop those no longer used
    python tools/translations.py compile    write each django.mo
    python tools/translations.py check      fail when a string has no English, or a django.mo is out of date

`update` and `compile` take names of packages; without names they do all.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "yichuang"
PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop"} | PLURAL | CONTEXT
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b({'|'.join(sorted(MARKERS))})\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?(?:\s*,\s*{LITERAL})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
METADATA = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, order=True)
class Message:
    """One string that a person may see."""

    context: str
    text: str
    plural: str = ""


def messages_of(package: Path) -> dict[Message, str]:
    """Every marked string of a package, with the first file it stands in."""
    found: dict[Message, str] = {}
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            for message in _in_python(path.read_text("utf-8")):
                found.setdefault(message, str(path.relative_to(ROOT)))
    for path in sorted([*package.rglob("*.html"), *package.rglob("*.txt")]):
        if "templates" in path.parts:
            for message in _in_template(path.read_text("utf-8")):
                found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in MARKERS and texts:
                yield _message(name, texts)


def _in_template(source: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for match in IN_TEMPLATE.finditer(templatize(source)):
        name, *literals = match.groups()
        # What templatize writes has each % doubled, as in the catalogue's own format; so it stays.
        yield _message(name, [ast.literal_eval(literal) for literal in literals if literal])


def _message(name: str, texts: list[str]) -> Message:
    context = texts.pop(0) if name in CONTEXT else ""
    plural = texts[1] if name in PLURAL else ""
    return Message(context, texts[0], plural)


def catalogue(package: Path) -> Path:
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def packages(names: list[str]) -> list[Path]:
    return [path.parent for path in sorted(PACKAGES.glob("*/__init__.py")) if not names or path.parent.name in names]


def update(package: Path) -> None:
    wanted = messages_of(package)
    path = catalogue(package)
    if not wanted and not path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    old = {_key(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else []) if not entry.obsolete}
    new = polib.POFile(wrapwidth=110)
    new.metadata = METADATA
    for message, where in sorted(wanted.items(), key=lambda item: (item[1], item[0])):
        entry = old.get(message) or _empty(message)
        entry.occurrences = [(where, "")]
        new.append(entry)
    new.save(str(path))
    missing = sum(not entry.translated() for entry in new)
    print(f"{package.name}: {len(new)} strings, {missing} without English")


def compile_(package: Path) -> None:
    path = catalogue(package)
    if path.exists():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def faults(package: Path) -> Iterator[str]:
    """What is wrong with a package's catalogue, one sentence each."""
    path = catalogue(package)
    entries = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    wanted = messages_of(package)
    for message, where in wanted.items():
        entry = entries.get(message)
        if entry is None or not entry.translated():
            yield f"{where}: no English for “{message.text}”"
        elif _holders(message.text, message.plural) != _holders(entry.msgstr, *entry.msgstr_plural.values()):
            yield f"{where}: other placeholders in the English for “{message.text}”"
    for message in entries.keys() - wanted.keys():
        yield f"{path.relative_to(ROOT)}: “{message.text}” is no longer used"
    if entries and not _is_compiled(path):
        yield f"{path.relative_to(ROOT)}: django.mo is not its compilation"


def strifes(of: list[Path]) -> Iterator[str]:
    """Strings that two packages say differently in English: Django would show one of them everywhere."""
    told: dict[Message, dict[str, str]] = {}
    for package in of:
        path = catalogue(package)
        for entry in polib.pofile(str(path)) if path.exists() else []:
            said = "".join((entry.msgstr, *entry.msgstr_plural.values()))
            told.setdefault(_key(entry), {})[package.name] = said
    for message, by_package in sorted(told.items()):
        if len(set(by_package.values())) > 1:
            yield f"“{message.text}” is said differently: {by_package}. Make them one, or give one a context."


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return False
    told = {_key(entry): (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(compiled))}
    return told == {_key(e): (e.msgstr, e.msgstr_plural) for e in polib.pofile(str(path)) if e.translated()}


def _key(entry: "polib.POEntry | polib.MOEntry") -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _empty(message: Message) -> polib.POEntry:
    plural = {0: "", 1: ""} if message.plural else {}
    context = message.context or None
    return polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgctxt=context, msgstr_plural=plural)


def _holders(*texts: str) -> set[str]:
    return {holder for text in texts for holder in PLACEHOLDER.findall(text)}


def main(arguments: list[str]) -> int:
    order, names = (arguments[0] if arguments else ""), arguments[1:]
    if order in {"update", "compile"}:
        for package in packages(names):
            (update if order == "update" else compile_)(package)
        return 0
    if order == "check":
        found = [fault for package in packages(names) for fault in faults(package)] + list(strifes(packages([])))
        print("\n".join(found) or "Every string has its English.")
        return int(bool(found))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from django.conf import settings

    settings.configure(USE_I18N=False)
    sys.exit(main(sys.argv[1:]))
