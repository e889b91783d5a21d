"""The head of a department arranges substitutes on a page of the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.offices import testing as offices
from yichuang.offices.models import Posting
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def test_a_substitute_is_arranged_and_ended(at_desk: At) -> None:
    client, today = at_desk(town.wu_jun()), timezone.localdate(clock.now())
    page = client.get(reverse("desk:substitutes")).content.decode()
    assert town.zhao_gang().display_name in page
    principal = Posting.objects.get(account=town.zhao_gang(), department=offices.department())
    address = reverse("desk:substitute", args=[principal.pk])
    assert address in page
    given = {"account": town.sun_li().pk, "since": today, "until": today}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"until": today + timedelta(days=3)}).status_code == 302
    made = Posting.objects.get(substitute_for=principal)
    ending = reverse("desk:substitute_end", args=[made.pk])
    assert ending in client.get(reverse("desk:substitutes")).content.decode()
    assert client.post(ending, {"until": today}).status_code == 302


def test_posts_of_other_departments_are_not_found(at_desk: At) -> None:
    theirs = Posting.objects.exclude(department=offices.department()).first()
    assert theirs is not None
    assert at_desk(town.wu_jun()).get(reverse("desk:substitute", args=[theirs.pk])).status_code == 404


def test_an_examiner_has_no_such_page(at_desk: At) -> None:
    assert at_desk(town.zhao_gang()).get(reverse("desk:substitutes")).status_code == 403
