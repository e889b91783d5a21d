"""Agents (代理人): acting for another under a letter, within its scope and its days."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.masking import mask
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.sealed import blind_index
from yichuang.people import registering
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Agency, DocumentType, Party, Role

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoAgency(Refused):
    """The agent has no right to act for the principal in this item today."""

    code = "no_agency"


class NoSuchLetter(Refused):
    """There is no such letter of this principal."""

    code = "not_found"


@transaction.atomic
def authorise(
    *,
    principal: Party,
    agent: Party,
    item_codes: Sequence[str] = (),
    since: date,
    until: date,
    letter_digest: str,
    by: Actor,
    at: datetime,
) -> Agency:
    """Puts a letter of authority (授权委托书) on file: entered by staff who saw it, or by the principal himself; for an
    organisation by its legal representative, once a window has seen that he is it.

    No `item_codes` means every item; `until` is the first day on which the agent may no longer act. Source:
    民法典 art. 165 (a letter names the agent, the matters, the powers and the period).
    """
    if not agent.is_natural:
        raise Invalid(_("代理人应当是自然人，请填写经办人本人的信息。"), field="agent")
    if principal.pk == agent.pk:
        raise Invalid(_("委托人和代理人是同一人，无需委托；请以本人身份办理。"), field="agent")
    letter = Agency(principal=principal, agent=agent, item_codes=sorted(set(item_codes)), since=since, until=until)
    return _put_on_file(letter, letter_digest=letter_digest, by=by, at=at)


@transaction.atomic
def authorise_named(
    *,
    principal: Party,
    name: str,
    number: str,
    item_codes: Sequence[str] = (),
    since: date,
    until: date,
    letter_digest: str,
    by: Actor,
    at: datetime,
) -> Agency:
    """The same by the principal himself, who names the agent by his identity card.

    Nobody is looked up: whether this number is on file, and under which name, is nobody's business. Whoever has this
    name and number may use the letter, today or after he has registered; to everybody else it gives nothing.
    """
    name, number = registering.named_person(name=name, number=number, on=timezone.localdate(at))
    if bytes(principal.number_index) == blind_index(number, kind="number"):
        raise Invalid(_("委托人和代理人是同一人，无需委托；请以本人身份办理。"), field="agent")
    letter = Agency(
        principal=principal,
        called=mask(name, kind="name"),
        name_index=blind_index(name, kind="name"),
        number_index=blind_index(number, kind="number"),
        item_codes=sorted(set(item_codes)),
        since=since,
        until=until,
    )
    return _put_on_file(letter, letter_digest=letter_digest, by=by, at=at)


def _put_on_file(letter: Agency, *, letter_digest: str, by: Actor, at: datetime) -> Agency:
    _only_staff_or(by, letter.principal)
    if letter.until <= letter.since or letter.until <= timezone.localdate(at):
        raise Invalid(_("委托期限的截止日期应晚于开始日期和今天，请核对委托书。"), field="until")
    if not _DIGEST.fullmatch(letter_digest):
        raise Invalid(_("请上传委托书。"), field="letter")
    letter.letter_digest, letter.created_at = letter_digest, at
    letter.save(force_insert=True)
    detail = {"items": letter.item_codes, "since": letter.since.isoformat(), "until": letter.until.isoformat()}
    journal.write(act="people.agent_authorised", subject=_subject(letter), by=by, at=at, detail=detail)
    return letter


def use(letter: Agency, *, agent: Party) -> Agency:
    """The agent whom a letter named acts under it for the first time: from now on it is his. One statement at most."""
    if letter.agent_id is None:
        letter.agent = agent
        letter.save(update_fields=["agent"])
    return letter


def _for(agent: Party) -> Q:
    """The letters that are his, or that name him and nobody has used yet."""
    if agent.document_type != DocumentType.IDENTITY_CARD:
        return Q(agent=agent)
    named = Q(agent=None, number_index=bytes(agent.number_index), name_index=bytes(agent.name_index))
    return Q(agent=agent) | named


@transaction.atomic
def revoke(*, agency: Agency, by: Actor, at: datetime) -> Agency:
    """Ends an authority at once: by the principal, by the agent himself (民法典 art. 173), or by staff for either."""
    if agency.agent is None or not by.is_person(agency.agent):
        _only_staff_or(by, agency.principal)
    if not Agency.objects.filter(pk=agency.pk, revoked_at=None).update(revoked_at=at):
        raise NoAgency(_("这份委托已经撤销，无需再次办理。"))
    agency.revoked_at = at
    journal.write(act="people.agent_dismissed", subject=_subject(agency), by=by, at=at)
    return agency


def require(*, agent: Party, principal: Party, item_code: str, at: datetime) -> Agency | None:
    """The authority under which `agent` may act for `principal` in this item; one statement.

    None when no letter is needed: somebody acts for himself, or for the organisation whose legal representative he
    is. Raises NoAgency, saying what is wrong with the letters on file.
    """
    if agent.pk == principal.pk or principal.representative_id == agent.pk:
        return None
    on = timezone.localdate(at)
    letters = Agency.objects.filter(_for(agent), principal=principal).order_by("-until", "-pk")[:50]
    reasons = [(_reason(letter, item_code, on, at), letter) for letter in letters]
    for reason, letter in reasons:
        if not reason:
            return letter
    said = next((reason for reason, _letter in reasons if reason), _("没有该委托人的委托书。"))
    sentence = _("%(reason)s请由委托人重新出具委托书并上传，或者请本人办理。")
    raise NoAgency(sentence % {"reason": said}, field="agent")


def _reason(letter: Agency, item_code: str, on: date, at: datetime) -> str:
    """Why `letter` does not serve; empty when it does."""
    if letter.revoked_at is not None and letter.revoked_at <= at:
        return _("委托书已于 %(day)s 撤销。") % {"day": timezone.localdate(letter.revoked_at).isoformat()}
    if on < letter.since:
        return _("委托书自 %(day)s 起才生效。") % {"day": letter.since.isoformat()}
    if on >= letter.until:
        return _("委托书已于 %(day)s 到期。") % {"day": letter.until.isoformat()}
    if letter.item_codes and item_code not in letter.item_codes:
        return _("委托书没有包括这个事项。")
    return ""


def _only_staff_or(by: Actor, principal: Party) -> None:
    if by.is_system or by.is_person(principal) or by.has(Role.GUIDE, Role.CLERK):
        return
    if principal.representative and by.is_person(principal.representative):
        if principal.representative_proved:
            return
        raise NotAllowed(_("您的法定代表人身份还没有核实，不能替企业授权。请带营业执照和身份证到窗口核实。"))
    raise NotAllowed(_("委托书由委托人本人登记，或者由窗口人员核对原件后登记。"))


def _subject(agency: Agency) -> journal.Subject:
    return journal.Subject("agency", str(agency.pk))


def principals_of(agent: Party, *, at: datetime) -> list[Party]:
    """Everyone for whom `agent` may act on that day in any item, each once. One statement."""
    on = timezone.localdate(at)
    letters = Agency.objects.filter(_for(agent), since__lte=on, until__gt=on, revoked_at=None)
    found = letters.select_related("principal").order_by("created_at")
    return list({letter.principal_id: letter.principal for letter in found}.values())


def principals_behind(party: Party) -> list[Party]:
    """For whom a person gives authority: himself, and the organisations whose legal representative he is."""
    return [party, *Party.objects.filter(representative=party).order_by("created_at")]


def given_by(principals: Iterable[Party]) -> QuerySet[Agency]:
    """Every authority that these gave, the newest first, with the agents."""
    given = Agency.objects.filter(principal__in=principals)
    return given.select_related("agent", "principal").order_by("-created_at")
