"""Rows of acts that can be taken back: they stay, and whoever asks gets those that still stand."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


class Standing(models.Manager[Row]):
    """The rows that nobody took back. All of them are in `every`."""

    def get_queryset(self) -> QuerySet[Row]:
        return super().get_queryset().filter(taken_back_at__isnull=True)
