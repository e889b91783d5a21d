"""Money is a whole number of fen (分); nothing in the program computes with fractions of a yuan."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid


def yuan(fen: int) -> str:
    """The amount in yuan for people to read: 123450 fen → "1,234.50"."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def fen(typed: str, *, field: str) -> int | None:
    """What somebody typed as an amount in yuan, in fen: "12.5" → 1250; None for nothing. Raises Invalid."""
    typed = typed.strip()
    if not typed:
        return None
    found = re.fullmatch(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?", typed, flags=re.ASCII)
    if found is None:
        raise Invalid(_("金额请按元填写，最多两位小数，例如 12.50。"), field=field)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
