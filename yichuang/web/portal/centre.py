"""The centre that this portal speaks for."""

from yichuang.offices.models import Centre


class NoCentre(Exception):
    """Nothing is loaded yet: the portal has nothing to say."""


def the_centre() -> Centre:
    """The centre of this installation; the first one entered when there are several."""
    centre = Centre.objects.order_by("pk").first()
    if centre is None:
        raise NoCentre("no centre is loaded; run manage.py load_centre")
    return centre
