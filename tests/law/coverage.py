"""Which acts of the program the walks came to, by the journal."""

import os
from collections import Counter
from collections.abc import Iterable

from yichuang.base import journal
from yichuang.cases import life_cycle
from yichuang.cases.models import Case

WALKS = int(os.environ.get("YICHUANG_WALKS", "15"))
LONG = 200
"""So many walks are a long walk, which comes to every act that its room claims."""
reached: Counter[str] = Counter()


def count(case: Case) -> None:
    """Add what the history of a walked case tells."""
    reached.update(one.act.removeprefix("case.") for one in journal.history(life_cycle.subject(case)))


def require(claims: Iterable[str], *, since: Counter[str]) -> None:
    """Every act that a room claims is one of the program; a long walk in it came to each."""
    claimed = set(claims)
    assert claimed <= set(life_cycle.TITLES), claimed - set(life_cycle.TITLES)
    missed = claimed - set(reached - since)
    assert WALKS < LONG or not missed, f"{WALKS} walks never came to {sorted(missed)}"


def table() -> str:
    """Each act of the program and how often the walks came to it, those never reached at the end."""
    acts = sorted(life_cycle.TITLES, key=lambda act: (-reached[act], act))
    return "\n".join(f"{reached[act]:6}  {act}" for act in acts)
