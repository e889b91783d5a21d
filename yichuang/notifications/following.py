"""The journal is followed: of every act that is news a message is laid out for whoever wants one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from yichuang.base.followers import Follower, register
from yichuang.base.journal import Entry
from yichuang.cases.models import Case
from yichuang.notifications import adapters
from yichuang.notifications.models import Subscription, TextMessage, Wish
from yichuang.notifications.nodes import Weight, weight_of
from yichuang.people.models import Account, Party


@register
class Texting(Follower):
    """Lays out text messages; a job sends them. Where nobody sends, nothing is laid out."""

    name = "texting"

    def handle(self, entries: Sequence[Entry]) -> None:
        """Four statements at most. A row that is seen again lays nothing out again."""
        news = [one for one in entries if one.subject_kind == "case" and weight_of(one.act)]
        if not news or not adapters.text_service().is_connected:
            return
        cases = _cases({one.subject_id for one in news})
        news = [one for one in news if one.subject_id in cases]
        people = {one.seq: list(people_of(cases[one.subject_id], on=timezone.localdate(one.at))) for one in news}
        wishes = _wishes({party for several in people.values() for party in several})
        authors = _authors(news)
        TextMessage.objects.bulk_create(
            [
                TextMessage(
                    seq=entry.seq,
                    act=entry.act.removeprefix("case."),
                    case=cases[entry.subject_id],
                    party=party,
                    happened_at=entry.at,
                    next_at=entry.at,
                )
                for entry in news
                for party in people[entry.seq]
                if party.pk != authors.get(entry.seq) and _wants(wishes.get(party, Wish.MATTERS), entry)
            ],
            ignore_conflicts=True,
        )


def _cases(numbers: set[str]) -> dict[str, Case]:
    related = ("applicant__representative", "agency__agent")
    return {case.number: case for case in Case.objects.select_related(*related).filter(number__in=numbers)}


def people_of(case: Case, *, on: date) -> Iterator[Party]:
    """The people of the applicant's side who can be reached: himself, or whoever is proved to represent him; and the
    agent, while his letter of authority runs."""
    applicant, agency = case.applicant, case.agency
    found = [applicant]
    if applicant.representative is not None and applicant.representative_proved:
        found.append(applicant.representative)
    if agency is not None and agency.revoked_at is None and agency.since <= on < agency.until:
        found.append(agency.agent)
    return (party for party in dict.fromkeys(found) if party.phone is not None)


def _wishes(parties: set[Party]) -> dict[Party, str]:
    rows = Subscription.objects.filter(party__in=parties).select_related("party")
    return {row.party: row.wish for row in rows}


def _authors(news: Sequence[Entry]) -> Mapping[int, object]:
    """Of what somebody did himself he needs no message."""
    public = {one.seq: int(one.who_id) for one in news if one.who_kind == "public" and one.who_id.isdigit()}
    parties = dict(Account.objects.filter(pk__in=public.values()).values_list("pk", "party_id"))
    return {seq: parties.get(account) for seq, account in public.items()}


def _wants(wish: str, entry: Entry) -> bool:
    if wish == Wish.EVERYTHING:
        return True
    return wish == Wish.MATTERS and weight_of(entry.act) in (Weight.TURN, Weight.RESULT)
