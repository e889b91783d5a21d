"""My account: a new password, and the end of what I left open elsewhere."""

import pytest
from django.urls import reverse

from yichuang.base import journal
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
NEW = "another-long-passphrase-9"


def test_a_new_password_ends_the_other_sessions_but_not_this_one(at_desk: At) -> None:
    here, there = at_desk(town.liu_mei()), at_desk(town.liu_mei())
    fields = {"old": town.PASSWORD, "new": NEW, "again": NEW}
    assert here.post(reverse("desk:password"), fields).status_code == 302
    assert here.get(reverse("desk:account")).status_code == 200
    assert there.get(reverse("desk:account")).status_code == 302
    assert journal.Entry.objects.filter(act="people.password_changed").count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old": "wrong", "new": NEW, "again": NEW}, "原密码不正确"),
        ({"old": town.PASSWORD, "new": NEW, "again": "different"}, "两次输入的新密码不一致"),
        ({"old": town.PASSWORD, "new": "short", "again": "short"}, "密码不符合要求"),
        ({"old": town.PASSWORD, "new": town.PASSWORD, "again": town.PASSWORD}, "不能与原密码相同"),
    ],
)
def test_a_password_that_cannot_be_is_told_beside_its_field(at_desk: At, fields: dict[str, str], sentence: str) -> None:
    answer = at_desk(town.liu_mei()).post(reverse("desk:password"), fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert NEW not in answer.content.decode()


def test_the_other_sessions_end_and_nobody_elses(at_desk: At) -> None:
    here, there, other = at_desk(town.liu_mei()), at_desk(town.liu_mei()), at_desk(town.zhao_gang())
    assert here.post(reverse("desk:other_sessions")).status_code == 302
    assert here.get(reverse("desk:account")).status_code == 200
    assert there.get(reverse("desk:account")).status_code == 302
    assert other.get(reverse("desk:account")).status_code == 200


def test_it_shows_my_posts(at_desk: At) -> None:
    page = at_desk(town.liu_mei()).get(reverse("desk:account")).content.decode()
    assert "窗口受理" in page
    assert "A01" in page
