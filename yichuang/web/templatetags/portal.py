"""Tags of the portal."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.cases.models import Case
from yichuang.web.portal.progress import tone_of

register = template.Library()


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """The state of a case as a coloured word."""
    return format_html('<span class="state {}">{}</span>', tone_of(case), case.get_state_display())
