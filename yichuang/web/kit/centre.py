"""The centre that this installation speaks for."""

from yichuang.offices.models import Centre


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
