"""What is asked for most."""

from django.db.models import Count

from yichuang.cases.models import Case
from yichuang.offices.models import Centre

SAMPLE = 2000


def most_asked(*, centre: Centre, limit: int) -> list[str]:
    """The codes of the items asked for most among the latest applications. One statement, at most `SAMPLE` rows read:
    it costs the same with ten thousand cases and with ten million."""
    latest = Case.objects.filter(centre=centre).order_by("-id").values("pk")[:SAMPLE]
    counted = Case.objects.filter(pk__in=latest).values_list("item__code").annotate(n=Count("pk"))
    return [code for code, _n in counted.order_by("-n", "item__code")[:limit]]
