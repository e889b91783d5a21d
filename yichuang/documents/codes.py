"""The verification code of a letter: 128 random bits written so that a person can read them out and type them in."""

from __future__ import annotations

import secrets
from typing import Final

# Crockford's base 32: no I, L, O, U, so that nothing looks like a figure.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 26
VERIFICATION_PATH: Final = "/verify/"


def new_code() -> str:
    """26 characters, 128 bits: nobody finds a letter by guessing."""
    number = secrets.randbits(128)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def normalised(typed: str) -> str:
    """The code as it is stored, from what a person typed; empty when it cannot be one."""
    if len(typed) > 4 * LENGTH:
        return ""
    code = "".join(ch for ch in typed.upper() if ch not in " -\t\u3000").translate(str.maketrans("OIL", "011"))
    return code if len(code) == LENGTH and all(ch in ALPHABET for ch in code) else ""


def grouped(code: str) -> str:
    """In groups, for the eye: "0F3K-9QWT-…"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def verification_address(code: str, *, site: str) -> str:
    """Where the QR code leads: our own domain and the code, nothing else."""
    return f"{site.rstrip('/')}{VERIFICATION_PATH}{code}/"
