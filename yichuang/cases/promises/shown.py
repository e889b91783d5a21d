"""What a case page tells of the promises of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.cases.models import Case, Finding, LaterPromise, OwedMaterial, Promise, Revocation
from yichuang.cases.promises import letters
from yichuang.cases.rules import material_titles
from yichuang.catalogue import content as catalogue


@dataclass(frozen=True)
class Promised:
    """The promises of one case: what follows later and until when, for what a promise stands, how it was kept."""

    later: LaterPromise | None
    owed: Sequence[OwedMaterial]
    promise: Promise | None
    stands_for: Sequence[str]
    text: catalogue.Promise | None
    findings: Sequence[Finding]
    revocation: Revocation | None
    effect: str

    @property
    def missing(self) -> list[OwedMaterial]:
        """What has not come yet."""
        return [one for one in self.owed if one.given_at is None]


def promised_in(case: Case) -> Promised | None:
    """The promises of the case, None when the item knows none. Five statements at most."""
    content = case.item_version.parsed
    if not (content.tolerance or content.promise):
        return None
    later = LaterPromise.objects.filter(case=case).prefetch_related("owed").first()
    promise = Promise.objects.filter(case=case).prefetch_related("findings__by").first()
    names = material_titles(content)
    return Promised(
        later=later,
        owed=list(later.owed.all()) if later else [],
        promise=promise,
        stands_for=[names.get(key, key) for key in promise.keys] if promise else [],
        text=content.promise,
        findings=list(promise.findings.all()) if promise else [],
        revocation=Revocation.objects.filter(case=case).first() if promise else None,
        effect=letters.effect_in_words(case, later) if later and later.effect else "",
    )
