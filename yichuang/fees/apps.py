"""Paying."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeesConfig(AppConfig):
    """Application: fees."""

    name = "yichuang.fees"
    label = "fees"
    verbose_name = _("收费")
    default_auto_field = "django.db.models.BigAutoField"
