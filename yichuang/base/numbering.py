"""Numbers that follow one another without a gap, as the numbers of official letters and cases must."""

from django.db import connection, models


class Counter(models.Model):
    """The last number given in a series and year."""

    series = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_one_per_series_and_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


def next_number(*, series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1. One SQL statement.

    The counter stays locked to the end of the caller's transaction and falls back with it, so that no number is lost;
    callers of one series take turns, so ask for the number as late in the act as possible. Raises RuntimeError
    outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number without gaps is taken inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_counter AS counter (series, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (series, year) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [series, year],
        )
        number: int = cursor.fetchone()[0]
    return number
