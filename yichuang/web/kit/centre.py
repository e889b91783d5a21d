"""The centre that this installation speaks for."""

from django.utils import timezone

from yichuang.offices.models import Centre
from yichuang.offices.queries import centre_of
from yichuang.web.kit.request import Request


class NoCentre(Exception):
    """Nothing is loaded yet: there is nothing to show."""

    # In a template the name of the centre is then simply empty, so that the page that explains it can be drawn.
    silent_variable_failure = True


def the_centre() -> Centre:
    """The centre of this installation; the first one entered when there are several."""
    centre = Centre.objects.order_by("pk").first()
    if centre is None:
        raise NoCentre("no centre is loaded; run manage.py load_centre")
    return centre


def centre_at_work(request: Request) -> Centre:
    """The centre in which whoever asks is posted today; that of the installation for whoever has no post."""
    return centre_of(request.actor.account, timezone.localdate(request.now)) or the_centre()
