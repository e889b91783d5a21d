"""Which acts of the program the walks came to, by the journal."""

from collections import Counter

from yichuang.base import journal
from yichuang.cases import life_cycle
from yichuang.cases.models import Case

reached: Counter[str] = Counter()


def count(case: Case) -> None:
    """Add what the history of a walked case tells."""
    reached.update(one.act.removeprefix("case.") for one in journal.history(life_cycle.subject(case)))


def table() -> str:
    """Each act of the program and how often the walks came to it, those never reached at the end."""
    acts = sorted(life_cycle.TITLES, key=lambda act: (-reached[act], act))
    return "\n".join(f"{reached[act]:6}  {act}" for act in acts)
