"""Choosing several things of a long list: shelves that open, a box before each thing; no scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Shelves(forms.CheckboxSelectMultiple):
    """Choices in groups; a shelf where something is ticked stands open."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first of the shelves."""
        return f"{id_}_{index or 0}" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Every group as a shelf, with how many of it are ticked."""
        context = self.get_context(name, value, attrs)["widget"]
        shelves = [(label, boxes, sum(box["selected"] for box in boxes)) for label, boxes, _i in context["optgroups"]]
        return render_to_string(
            "kit/parts/shelves.html", {"shelves": shelves, "name": name, "id": context["attrs"]["id"]}
        )
