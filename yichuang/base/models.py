"""The tables of `base`, gathered for Django; each is defined beside the functions that use it."""

from yichuang.base.calendar import Day
from yichuang.base.followers import Cursor, SetAside
from yichuang.base.idempotency import Key
from yichuang.base.journal import Entry
from yichuang.base.numbering import Counter
from yichuang.base.sealing import Head

__all__ = ["Counter", "Cursor", "Day", "Entry", "Head", "Key", "SetAside"]
