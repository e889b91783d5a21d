"""Idempotency: a request sent twice is done once."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from yichuang.base import clock
from yichuang.base.idempotency import Answer, Key, KeyUsedForAnother, digest_of, forget, once
from yichuang.base.journal import Actor
from yichuang.base.refusal import Invalid, Refused

AT = datetime(2026, 11, 23, tzinfo=UTC)
CLERK = Actor("account", "7")
DIGEST = digest_of(b"POST", b"/api/v1/cases", b"{}")


class Counting:
    """Something that must not happen twice."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Answer:
        self.times += 1
        return Answer(201, {"number": f"JA{self.times}", "name": "王**"})


def ask(do: Callable[[], Answer], *, key: str = "k1", by: Actor = CLERK, digest: bytes = DIGEST) -> Answer:
    return once(by=by, key=key, digest=digest, at=AT, do=do)


@pytest.mark.django_db
class TestOnce:
    def test_gives_the_first_answer_again(self) -> None:
        do = Counting()
        first, again = ask(do), ask(do)
        assert (first.status, first.body, first.replayed) == (again.status, again.body, False)
        assert (again.replayed, do.times) == (True, 1)

    def test_costs_two_statements(self, django_assert_num_queries: Callable[..., Any]) -> None:
        with django_assert_num_queries(4):  # and the savepoint of a transaction within the test's
            ask(Counting())

    def test_keys_belong_to_their_actor(self) -> None:
        do = Counting()
        ask(do)
        ask(do, by=Actor("account", "8"))
        ask(do, key="k2")
        assert do.times == 3

    def test_the_same_key_for_another_request_is_refused(self) -> None:
        do = Counting()
        ask(do)
        with pytest.raises(KeyUsedForAnother, match="另一个请求"):
            ask(do, digest=digest_of(b"POST", b"/api/v1/cases", b"{1}"))
        assert do.times == 1

    def test_a_refusal_leaves_the_key_free(self) -> None:
        def refuse() -> Answer:
            raise Refused("材料不齐")

        with pytest.raises(Refused):
            ask(refuse)
        assert ask(Counting()).status == 201

    @pytest.mark.parametrize("key", ["", "x" * 201, "键", "a\nb", "a\x00"])
    def test_an_impossible_key_is_refused(self, key: str) -> None:
        with pytest.raises(Invalid, match="Idempotency-Key"):
            ask(Counting(), key=key)

    def test_the_answer_lies_sealed(self) -> None:
        ask(Counting())
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM base_key")
            assert "王" not in bytes(cursor.fetchone()[0]).decode("utf-8", "replace")

    def test_old_keys_are_forgotten(self) -> None:
        ask(Counting())
        assert forget(before=AT) == 0
        assert forget(before=AT + timedelta(days=1)) == 1
        assert not Key.objects.exists()

    def test_the_command_forgets_after_a_week(self, capsys: pytest.CaptureFixture[str]) -> None:
        once(by=CLERK, key="new", digest=DIGEST, at=clock.now(), do=Counting())
        once(by=CLERK, key="old", digest=DIGEST, at=clock.now() - timedelta(days=8), do=Counting())
        call_command("forget_keys")
        assert "清除了 1 个" in capsys.readouterr().out
        assert Key.objects.get().key == "new"


@pytest.mark.usefixtures("committed_journal")
def test_two_at_the_same_time_are_done_once() -> None:
    do, answers = Counting(), []
    start = threading.Barrier(2)

    def slowly() -> Answer:
        time.sleep(0.05)
        return do()

    def work() -> None:
        try:
            start.wait()
            answers.append(ask(slowly))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert do.times == 1
    assert sorted(answer.replayed for answer in answers) == [False, True]
    assert len({str(answer.body) for answer in answers}) == 1


def test_a_digest_knows_where_a_part_ends() -> None:
    assert digest_of(b"ab", b"c") != digest_of(b"a", b"bc")
