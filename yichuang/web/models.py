"""Tables of the doors themselves."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.Model):
    """How often something failed from one address within the running period; `key` is a keyed digest of the address."""

    key = models.BinaryField(max_length=32, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("尝试频率")
        indexes: ClassVar = [models.Index(fields=["since"], name="pace_since")]

    def __str__(self) -> str:
        return f"{self.failures}"
