"""News of cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Application: notifications."""

    name = "yichuang.notifications"
    label = "notifications"
    verbose_name = _("办件消息")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the follower of the journal known."""
        from yichuang.notifications import following  # noqa: F401 - registers itself
