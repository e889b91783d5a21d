"""Choosing a region step by step: province, then city, then county. The answer is the code of the last one chosen.

Without scripts the button below asks for the next step and the page comes back with it; with them the next step
appears by itself (`region`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yichuang.catalogue.regions import Region, below, full_name, path_to, regions

STEPS: Final = 3
_LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class Step:
    """One list to choose from, and what is chosen in it."""

    name: str
    level: str
    choices: Sequence[Region]
    chosen: str

    @property
    def label(self) -> str:
        """What kind of region is asked for here."""
        return {"province": _("省（自治区、直辖市）"), "city": _("市（地区、自治州）")}.get(self.level) or _(
            "县（市、区）"
        )


class RegionPicker(forms.Widget):
    """Up to three selects, named `field.0` to `field.2`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The code of the smallest region that was chosen; what does not lie in the one before it does not count."""
        code = ""
        for step in range(STEPS):
            wanted = data.get(f"{name}.{step}", "")
            if wanted not in {one.code for one in below(code or None)}:
                break
            code = wanted
        return code

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the page did not ask for it."""
        return f"{name}.0" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first of the selects."""
        return f"{id_}_0" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The selects, as many as there are steps so far."""
        code = str(value or "")
        ended = full_name(code) if code in regions() and regions()[code].ended else ""
        drawn = {"name": name, "id": (attrs or {}).get("id", f"id_{name}"), "steps": steps(name, code), "ended": ended}
        return render_to_string("kit/parts/region.html", drawn)


def steps(name: str, code: str) -> list[Step]:
    """The lists that are open when this much is chosen: one for each region on the way, and the next one below."""
    way = [one for one in path_to(code) if not one.ended]
    found: list[Step] = []
    for place, parent in enumerate([None, *(one.code for one in way)]):
        if choices := below(parent):
            chosen = way[place].code if place < len(way) else ""
            found.append(Step(f"{name}.{place}", choices[0].level, choices, chosen))
    return found


@require_GET
def region(request: HttpRequest) -> HttpResponse:
    """The same selects again, with the next step open."""
    name = request.GET.get("field", "")[:_LONGEST_NAME]
    chosen = RegionPicker().value_from_datadict(request.GET, {}, name)
    return render(request, "kit/parts/region_steps.html", {"id": f"id_{name}", "steps": steps(name, chosen)})
