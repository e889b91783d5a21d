"""Whatever way a result takes, whoever tries to take it or to send it elsewhere: the program and the law say the same.

`handing_out` says what may be done. Each walk is one result, from the window to the applicant's hands.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.law import handing_out, town
from tests.law.days import ONE_DAY, Calendar
from tests.law.handing_out import MOVED, NOBODY, WAYS, Result
from tests.law.law import Mandate, Person
from tests.law.room import Room, agreed, walk
from tests.law.test_the_way_of_a_case import LONG_AGO, NEVER, STARTS
from yichuang.base.limits import ZONE
from yichuang.cases import testing
from yichuang.cases.models import Case
from yichuang.delivery import by_courier, by_locker, by_notice, choosing, electronically, handing_over, in_person
from yichuang.delivery import testing as delivery
from yichuang.delivery.choosing import Wish
from yichuang.delivery.models import Delivery, Mode, Relation
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.people import testing as people
from yichuang.people.actors import Actor

EVER = Mandate(LONG_AGO, NEVER)
LI_QIANG = "li qiang"
EVERYBODY = {**town.AT_WORK, LI_QIANG: people.li_qiang}
WHO = ["zhang wei", "wang fang", LI_QIANG, "liu mei", "liu mei", "zhao gang", "fire officer"]
FAILURE = {NOBODY: "nobody", MOVED: "moved"}
tried: Counter[str] = Counter()


class Arrival(Room):
    """One result, beside what the law says of it."""

    calendar: Calendar

    @initialize(day=STARTS)
    def it_lies_at_the_window(self, day: date) -> None:
        """Granted and made in one day; Li Qiang may act for the applicant for a month."""
        self.now = datetime.combine(day, time(9), tzinfo=ZONE)
        town.found(centre=EVER, chief=EVER, told_on_the_spot=False)
        delivery.cell()
        self.people = town.known_people(EVER) | {LI_QIANG: Person(LI_QIANG)}
        self.case = testing.completed(at=self.now)
        self.now += timedelta(hours=5)
        testing.letter_of_authority(self.now)
        until = datetime.combine(day + 31 * ONE_DAY, time(), tzinfo=ZONE)
        self.result = Result(self.calendar, town.MARKET, "zhang wei", LI_QIANG, until)

    @precondition(lambda self: not self.result.delivered)
    @rule(way=st.sampled_from(WAYS), who=st.sampled_from(WHO))
    def somebody_chooses(self, way: str, who: str) -> None:
        """How it should go."""
        wish = Wish(Mode(way), label=delivery.HOME if way == "courier" else None, consent=way == "electronic")
        self._both(
            f"choose {way}",
            lambda: self.result.choose(way, self.people[who], self.now),
            lambda: choosing.choose(case=self._case(), wish=wish, by=self._by(who), at=self.now),
        )

    @rule(to=st.sampled_from(["wang fang", "wang fang", "zhang wei", LI_QIANG]), who=st.sampled_from(WHO))
    def somebody_shows_his_card(self, to: str, who: str) -> None:
        """At the window."""
        party = EVERYBODY[to]().party
        assert party is not None
        self._both(
            "hand over",
            lambda: self.result.hand_over(to, self.people[who], self.now),
            lambda: handing_over.hand_over(
                case=self._case(), document_number=party.number.open(), by=self._by(who), at=self.now
            ),
        )

    @rule(found=st.sampled_from([NOBODY, NOBODY, NOBODY, MOVED, ""]), who=st.sampled_from(WHO))
    def somebody_goes_there(self, found: str, who: str) -> None:
        """To his door."""
        by, at = self._by(who), self.now

        def go() -> object:
            if found:
                return in_person.note_visit(case=self._case(), failure=FAILURE[found], by=by, at=at)
            return in_person.serve_in_person(case=self._case(), relation=Relation.APPLICANT, by=by, at=at)

        self._both(f"visit {found}", lambda: self.result.visit(found, self.people[who], at), go)

    @rule(who=st.sampled_from(WHO))
    def it_is_sent(self, who: str) -> None:
        """By courier."""
        self._both(
            "send",
            lambda: self.result.send(self.people[who], self.now),
            lambda: by_courier.send_by_courier(
                case=self._case(), courier="顺丰", tracking_number="SF1", by=self._by(who), at=self.now
            ),
        )

    @rule(failure=st.sampled_from([NOBODY, NOBODY, MOVED, ""]), who=st.sampled_from(WHO))
    def the_courier_tells(self, failure: str, who: str) -> None:
        """That it arrived, or came back."""
        by, at = self._by(who), self.now

        def tell() -> object:
            if failure:
                return by_courier.note_return(case=self._case(), failure=FAILURE[failure], by=by, at=at)
            return by_courier.confirm_arrival(case=self._case(), by=by, at=at)

        self._both(f"parcel {failure}", lambda: self.result.parcel(failure, self.people[who], at), tell)

    @rule(who=st.sampled_from(WHO), back=st.booleans())
    def a_cell_is_filled_or_emptied(self, who: str, back: bool) -> None:
        """By the staff."""
        by, at = self._by(who), self.now
        if back:
            self._both(
                "empty",
                lambda: self.result.empty(self.people[who], at),
                lambda: by_locker.take_back(case=self._case(), by=by, at=at),
            )
        else:
            self._both(
                "lay",
                lambda: self.result.lay(self.people[who], at),
                lambda: by_locker.put_in_locker(case=self._case(), cell=delivery.cell(), by=by, at=at),
            )

    @precondition(lambda self: not self.result.delivered and not self.result.under_way)
    @rule(gone=st.booleans())
    def it_takes_a_seldom_way(self, gone: bool) -> None:
        """He wants it in a cell, or is gone and sought by notice."""
        if gone:
            self.somebody_goes_there(MOVED, "liu mei")
            self.it_is_announced("liu mei")
        else:
            self.somebody_chooses(handing_out.LOCKER, "zhang wei")
            self.a_cell_is_filled_or_emptied("liu mei", back=False)

    @precondition(lambda self: self.result.under_way == handing_out.LOCKER)
    @rule(right=st.sampled_from([True, False, False]))
    def somebody_types_a_code(self, right: bool) -> None:
        """At the locker. What is guessed wrong counts, although it is refused."""
        lying = Delivery.objects.get(case=self.case, mode=Mode.LOCKER, failed_at__isnull=True)
        code = by_locker.code_of(lying) if right else "1"
        self._both(
            f"take {'rightly' if right else 'wrongly'}",
            lambda: self.result.take(right, self.now),
            lambda: by_locker.collect(
                centre=offices.centre(), locker="G1", cell="01", code=code, by=self._by("zhang wei"), at=self.now
            ),
            kept=True,
        )

    @rule(who=st.sampled_from(WHO))
    def somebody_opens_it(self, who: str) -> None:
        """On line."""
        self._both(
            "open",
            lambda: self.result.open(self.people[who], self.now),
            lambda: electronically.open_result(case=self._case(), by=self._by(who), at=self.now),
        )

    @precondition(lambda self: not self.result.delivered)
    @rule(who=st.sampled_from(WHO))
    def it_is_announced(self, who: str) -> None:
        """On the board of notices."""
        self._both(
            "announce",
            lambda: self.result.announce(self.people[who], self.now),
            lambda: by_notice.announce(case=self._case(), by=self._by(who), at=self.now),
        )

    @rule(wait=st.sampled_from([timedelta(hours=1), timedelta(hours=24), timedelta(days=3), timedelta(days=40)]))
    def time_passes(self, wait: timedelta) -> None:
        """The job runs at once."""
        self.now += wait
        served = self.result.time_passes(self.now)
        assert town.let_the_job_run(self.now) == served
        tried["served by notice"] += served

    def _both(self, what: str, law: Callable[[], object], program: Callable[[], object], *, kept: bool = False) -> None:
        self.now += timedelta(minutes=1)
        agreed(what, law, program, at=self.now, tried=tried, kept=kept)

    def _by(self, name: str) -> Actor:
        return testing.officer(EVERYBODY[name](), self.now)

    def _case(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    @invariant()
    def both_know_where_it_is(self) -> None:
        """Delivered once and receipted once, or under way once, or at the window."""
        case, result = self._case(), self.result
        assert case.state == ("delivered" if result.delivered else "completed")
        counting = list(Delivery.objects.filter(case=case, failed_at__isnull=True))
        assert [str(one.mode) for one in counting] == [one for one in [result.delivered or result.under_way] if one]
        if result.until is not None and counting:
            assert counting[0].until == result.until
        assert Letter.objects.filter(subject_id=case.number, kind="service_receipt").count() == bool(result.delivered)

    def all_cases(self) -> list[Case]:
        """The case of the result."""
        return [self.case] if hasattr(self, "result") else []


@pytest.mark.django_db
def test_a_result_arrives_once_and_where_it_may() -> None:
    for account in EVERYBODY.values():
        account()
    Arrival.calendar = town.real_calendar()
    walk(Arrival, steps=25, tried=tried, share=1 / 3)
