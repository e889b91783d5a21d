"""Promises come with the application: which materials they stand for, and the letter that the applicant signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases.models import Case, LaterPromise, OwedMaterial, Promise
from yichuang.cases.promises import letters
from yichuang.cases.rules import material_names, material_titles
from yichuang.catalogue.content import Content, Material, each_material
from yichuang.people.actors import Actor


def complaints(
    content: Content, wanted: Sequence[Material], *, later: Iterable[str], promised: Iterable[str]
) -> list[Invalid]:
    """One sentence for each material that cannot be handed in later, or for which no promise can stand."""
    known = {one.key: one for one in each_material(wanted)}
    names = material_titles(content)
    wrong = [
        Invalid(
            _("材料“%(name)s”不能容缺后补，请现在提交。") % {"name": names.get(key, key[:40])},
            field=f"materials.{key[:80]}",
        )
        for key in later
        if content.tolerance is None or key not in known or not known[key].tolerable
    ]
    return wrong + [
        Invalid(
            _("材料“%(name)s”不能用承诺代替，请提交材料。") % {"name": names.get(key, key[:40])},
            field=f"materials.{key[:80]}",
        )
        for key in promised
        if content.promise is None or key not in known or not known[key].promisable
    ]


def sign(case: Case, *, later: Sequence[str], promised: Sequence[str], by: Actor, at: datetime) -> None:
    """Put the promises into a case that was just made. Nothing when there are none."""
    names = material_names(case.item_version.parsed)
    if later:
        promise = LaterPromise.objects.create(case=case, signed_at=at)
        OwedMaterial.objects.bulk_create(
            OwedMaterial(promise=promise, key=key, name=names[key]) for key in dict.fromkeys(later)
        )
    if promised:
        Promise.objects.create(case=case, keys=list(dict.fromkeys(promised)), signed_at=at)
        letters.promise(case, by=by, at=at)
