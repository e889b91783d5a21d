"""The journal is followed: of every act that is news a message is laid out for whoever wants one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from yichuang.base.followers import Follower, register
from yichuang.base.journal import Entry
from yichuang.cases.models import Case
from yichuang.notifications import adapters
from yichuang.notifications.models import Subscription, TextMessage, Wish
from yichuang.notifications.nodes import NODES, TO_TOUCHED, Weight, weight_of
from yichuang.people.models import Account, Party


@register
class Texting(Follower):
    """Lays out text messages; a job sends them. Where nobody sends, nothing is laid out."""

    name = "texting"

    def handle(self, entries: Sequence[Entry]) -> None:
        """Five statements at most. A row that is seen again lays nothing out again."""
        news = [one for one in entries if one.subject_kind == "case" and one.act.removeprefix("case.") in _EITHER]
        if not news or not adapters.text_service().is_connected:
            return
        cases = _cases({one.subject_id for one in news})
        people = {one.seq: people_told(cases[one.subject_id], one) for one in news if one.subject_id in cases}
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
                for party, weight in people.get(entry.seq, {}).items()
                if party.pk != authors.get(entry.seq) and _wants(wishes.get(party, Wish.MATTERS), weight)
            ],
            ignore_conflicts=True,
        )


_EITHER: Final = frozenset((*NODES, *TO_TOUCHED))


def _cases(numbers: set[str]) -> dict[str, Case]:
    related = ("applicant__representative", "agency__agent")
    rows = Case.objects.select_related(*related).prefetch_related("interested__party__representative")
    return {case.number: case for case in rows.filter(number__in=numbers)}


def people_told(case: Case, entry: Entry) -> dict[Party, Weight]:
    """To whom this row is news, and how much it matters to each; the applicant's side before those it touches."""
    found = {party: weight_of(entry.act) for party in people_of(case, on=timezone.localdate(entry.at))}
    for told in case.interested.all():
        his = entry.at == told.told_at if entry.act == "case.tell_interested_party" else entry.at > told.told_at
        for party in _reached(told.party) if his else ():
            found[party] = found.get(party) or weight_of(entry.act, touched=True)
    return {party: weight for party, weight in found.items() if weight is not None}


def people_of(case: Case, *, on: date) -> Iterator[Party]:
    """The people of the applicant's side who can be reached: himself, or whoever is proved to represent him; and the
    agent, while his letter of authority runs."""
    agency, found = case.agency, list(_reached(case.applicant))
    agent = agency.agent if agency is not None else None
    if agency and agent and agency.revoked_at is None and agency.since <= on < agency.until:
        found += [agent] if agent.phone is not None else []
    return iter(dict.fromkeys(found))


def _reached(party: Party) -> Iterator[Party]:
    head = party.representative if party.representative_proved else None
    return (one for one in (party, head) if one is not None and one.phone is not None)


def _wishes(parties: set[Party]) -> dict[Party, str]:
    rows = Subscription.objects.filter(party__in=parties).select_related("party")
    return {row.party: row.wish for row in rows}


def _authors(news: Sequence[Entry]) -> Mapping[int, object]:
    """Of what somebody did himself he needs no message."""
    public = {one.seq: int(one.who_id) for one in news if one.who_kind == "public" and one.who_id.isdigit()}
    parties = dict(Account.objects.filter(pk__in=public.values()).values_list("pk", "party_id"))
    return {seq: parties.get(account) for seq, account in public.items()}


def _wants(wish: str, weight: Weight) -> bool:
    return wish == Wish.EVERYTHING or (wish == Wish.MATTERS and weight is not Weight.PROGRESS)
