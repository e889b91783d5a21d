"""Sheets of paper for the demonstration: a small PDF that says which material it stands for."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache

import typst

from yichuang.cases.rules import material_names
from yichuang.catalogue.content import Content
from yichuang.documents import receiving
from yichuang.documents.models import StoredFile
from yichuang.documents.rendering import compiler
from yichuang.people.actors import Actor


def upload(content: Content, key: str, *, by: Actor, at: datetime) -> StoredFile:
    """A sheet for the material, through the same checks as any upload."""
    name = material_names(content)[key]
    return receiving.receive_upload(stream=io.BytesIO(sheet(name)), name=f"{name[:40]}.pdf", by=by, at=at)
