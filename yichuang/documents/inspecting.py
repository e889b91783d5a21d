"""Opens one uploaded file to see whether that can be done safely. A program of its own, never in the web server.

    python -I inspecting.py FILE RENDITION

Prints one line of JSON: {"type": …, "pages": …} or {"refused": reason}. For an image it also writes RENDITION: the
picture re-encoded, upright and without metadata, which is what officers look at. It imports nothing of Yichuang, has
no environment, and limits its own memory, time and files, because a hostile file may break any decoder.
"""

from __future__ import annotations

import contextlib
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

MEGABYTE: Final = 1024 * 1024
MEMORY: Final = 1024 * MEGABYTE
SECONDS: Final = 15
LARGEST_RENDITION: Final = 64 * MEGABYTE
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 20_000
MAX_PAGES: Final = 300
MAX_OBJECTS: Final = 200_000
LONGEST_PAGE_SIDE: Final = 14_400  # points; the limit of PDF itself
RENDITION_SIDE: Final = 3000

# Names under which a PDF does something when it is opened, or carries other files (ISO 32000 §12.6, §7.11.4).
ACTIVE_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute", "/Rendition", "/Movie"}
)
ACTIVE_KEYS: Final = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
CARRYING_KEYS: Final = frozenset({"/EmbeddedFiles", "/EF"})
_MARKUP: Final = re.compile(rb"<(script|html|hta:|\?php|svg)", re.IGNORECASE)
_OTHER_HEADERS: Final = (b"%PDF-", b"PK\x03\x04", b"MZ\x90", b"\x7fELF", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c")


class Unfit(Exception):
    """The file is not taken; the argument is the reason, a key of `checking.SENTENCES`."""


def inspect(path: Path, rendition: Path) -> dict[str, Any]:
    """What the file is. Raises Unfit."""
    with path.open("rb") as file:
        head = file.read(16)
    kind, look = _kind(head)
    if zipfile.is_zipfile(path):
        raise Unfit("polyglot")
    return {"type": kind, **look(path, rendition)}


def _kind(head: bytes) -> tuple[str, Callable[[Path, Path], dict[str, Any]]]:
    if head.startswith(b"%PDF-"):
        return "application/pdf", inspect_pdf
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", inspect_image
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", inspect_image
    raise Unfit("type")


def inspect_pdf(path: Path, _rendition: Path) -> dict[str, Any]:
    import pikepdf

    _refuse_tail(_after_last(path.read_bytes(), b"%%EOF"))
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Unfit("encrypted")
            pages = len(pdf.pages)
            if not 0 < pages <= MAX_PAGES:
                raise Unfit("pages" if pages else "damaged")
            if len(pdf.objects) > MAX_OBJECTS:
                raise Unfit("bomb")
            for found in pdf.objects:
                _refuse_active(found)
    except pikepdf.PasswordError:
        raise Unfit("encrypted")
    except pikepdf.PdfError:
        raise Unfit("damaged")
    _draw_first_page(path)
    return {"pages": pages}


def _refuse_active(found: Any) -> None:
    """Look through one object of the file and everything that stands directly inside it."""
    for node in _inside(found, depth=20):
        keys = set(node.keys())
        if keys & ACTIVE_KEYS or str(node.get("/S", "")) in ACTIVE_ACTIONS:
            raise Unfit("active")
        if keys & CARRYING_KEYS or str(node.get("/Subtype", "")) == "/FileAttachment":
            raise Unfit("carrying")


def _inside(found: Any, depth: int) -> Iterator[Any]:
    import pikepdf

    if depth == 0:
        raise Unfit("bomb")
    if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        yield found
        children: list[Any] = [value for _key, value in found.items()]
    elif isinstance(found, pikepdf.Array):
        children = list(found)
    else:
        return
    for child in children:
        # What is referred to is an object of its own and is visited as such.
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _inside(child, depth - 1)


def _draw_first_page(path: Path) -> None:
    """A file that a viewer cannot draw is of no use to the officer."""
    import pypdfium2  # type: ignore[import-untyped]  # it brings no types

    try:
        document = pypdfium2.PdfDocument(path)
        page = document[0]
        width, height = page.get_size()
        if not (0 < width <= LONGEST_PAGE_SIDE and 0 < height <= LONGEST_PAGE_SIDE):
            raise Unfit("bomb")
        page.render(scale=min(1.0, 800 / max(width, height))).to_pil().close()
    except pypdfium2.PdfiumError:
        raise Unfit("damaged")


def inspect_image(path: Path, rendition: Path) -> dict[str, Any]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            # The header tells the size; nothing is decoded before it is found bearable.
            if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
                raise Unfit("pixels")
            _refuse_tail(_after_image(path.read_bytes()))
            image.draft("RGB", (RENDITION_SIDE, RENDITION_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("pixels")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unfit("damaged")
    upright.thumbnail((RENDITION_SIDE, RENDITION_SIDE))
    upright.save(rendition, "JPEG", quality=85, optimize=True)
    return {"pages": 1, "width": image.width, "height": image.height}


def _after_image(content: bytes) -> bytes:
    """What follows the picture: nothing in an honest PNG; in a telephone's JPEG perhaps more pictures or a film."""
    if content.startswith(b"\x89PNG"):
        return _after_last(content, b"IEND\xaeB`\x82")
    return _after_last(content, b"\xff\xd9") if content.count(b"\xff\xd8\xff") == 1 else b""


def _after_last(content: bytes, mark: bytes) -> bytes:
    end = content.rfind(mark)
    return content[end + len(mark) :] if end >= 0 else b""


def _refuse_tail(tail: bytes) -> None:
    """Another file or a web page glued behind the real one."""
    if any(header in tail for header in _OTHER_HEADERS) or _MARKUP.search(tail):
        raise Unfit("polyglot")


def _limit_myself() -> None:
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RENDITION),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bearable = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (bearable, bearable))


def main(path: str, rendition: str) -> None:
    _limit_myself()
    try:
        answer = inspect(Path(path), Path(rendition))
    except Unfit as unfit:
        answer = {"refused": str(unfit)}
    except MemoryError:
        answer = {"refused": "bomb"}
    except RecursionError:
        answer = {"refused": "bomb"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
