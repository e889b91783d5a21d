"""Numbers without a gap, names in order of time, money in fen."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from yichuang.base.ids import uuid7
from yichuang.base.money import yuan
from yichuang.base.numbering import next_number


@pytest.mark.django_db
def test_numbers_follow_one_another_in_each_series_and_year(django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(3):
        assert [next_number(series="安行审准", year=2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(series="安行审准", year=2027) == 1
    assert next_number(series="安行审受", year=2026) == 1


@pytest.mark.usefixtures("committed_journal")
class TestNextNumber:
    def test_falls_back_with_its_transaction(self) -> None:
        with transaction.atomic():
            next_number(series="a", year=2026)
        with transaction.atomic():
            next_number(series="a", year=2026)
            transaction.set_rollback(True)
        with transaction.atomic():
            assert next_number(series="a", year=2026) == 2

    def test_is_refused_outside_a_transaction(self) -> None:
        with pytest.raises(RuntimeError):
            next_number(series="a", year=2026)

    def test_gives_no_number_twice(self) -> None:
        given: list[int] = []

        def take() -> None:
            try:
                for turn in range(10):
                    with transaction.atomic():
                        number = next_number(series="a", year=2026)
                        if turn % 3 == 2:
                            transaction.set_rollback(True)
                        else:
                            given.append(number)
            finally:
                connection.close()

        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(given) == list(range(1, len(given) + 1))


def test_names_come_in_order_of_time() -> None:
    made = [uuid7() for _ in range(1000)]
    assert made == sorted(made)
    assert {name.version for name in made} == {7}


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123450, "1,234.50"), (-99, "-0.99"), (10**11, "1,000,000,000.00")]
)
def test_yuan_for_people_to_read(fen: int, text: str) -> None:
    assert yuan(fen) == text
