"""证照标识: the identifier of an electronic licence with its check character (GB/T 36904—2018)."""

from __future__ import annotations

import re
from typing import Final

from stdnum.iso7064 import mod_37_36

ROOT: Final = "1.2.156.3005.2"
FIRST_VERSION: Final = "001"


def identifier(*, licence_type: str, issuer: str, serial: str, version: str = FIRST_VERSION) -> str:
    """Root, type code (21), code of the issuing body (18), serial, version (3) and check character, joined by points.

    The check character is ISO 7064 MOD 37,36 over the four parts. Empty when a part is not known.
    """
    parts = [re.sub(r"[^0-9A-Z]", "", part.upper()) for part in (licence_type, issuer, serial, version)]
    if len(parts[0]) != 21 or len(parts[1]) != 18 or not parts[2] or len(parts[3]) != 3:
        return ""
    return ".".join((ROOT, *parts, mod_37_36.calc_check_digit("".join(parts))))


def is_identifier(text: str) -> bool:
    """Whether the text is a 证照标识 whose check character is right."""
    if not text.startswith(f"{ROOT}."):
        return False
    parts = text.removeprefix(f"{ROOT}.").split(".")
    return len(parts) == 5 and bool(mod_37_36.is_valid("".join(parts)))
