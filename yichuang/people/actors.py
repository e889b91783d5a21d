"""Who acts: the account, the person behind it, and the roles it has at this moment."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.people.models import Account, AccountKind, Party, Role, RoleGrant

ActorKind = Literal["staff", "public", "system", "visitor"]


class NotAllowed(Refused):
    """The actor's roles do not cover this act."""

    code = "not_allowed"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody or something that acts, as of one moment. Made by `of`; satisfies the journal's `Who`."""

    kind: ActorKind
    account: Account | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def party(self) -> Party | None:
        """The natural person behind the account; read from the database the first time it is asked for."""
        return self.account.party if self.account is not None else None

    @property
    def who_kind(self) -> str:
        return self.kind

    @property
    def who_id(self) -> str:
        return str(self.account.pk) if self.account is not None else self.kind

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    def is_person(self, party: Party) -> bool:
        """Whether this actor himself is `party` (nobody acts on his own case); asks the database nothing."""
        return self.account is not None and self.account.party_id == party.pk

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def must_have(self, *roles: Role) -> None:
        """Raises NotAllowed unless the actor has one of `roles` or is the system itself."""
        if not self.is_system and not self.has(*roles):
            wanted = _("、").join(str(role.label) for role in roles)
            sentence = _("这项操作需要以下角色之一：%(roles)s。请由有此角色的人员办理，或者请安全管理员授予角色。")
            raise NotAllowed(sentence % {"roles": wanted})


SYSTEM = Actor(kind="system")
VISITOR = Actor(kind="visitor")


def of(account: Account, *, at: datetime) -> Actor:
    """The actor behind `account` with the roles it has at `at`. One statement. A closed account is a mere visitor."""
    if not account.is_active:
        return VISITOR
    if account.kind == AccountKind.PUBLIC:
        return Actor(kind="public", account=account)
    grants = RoleGrant.objects.filter(Q(until=None) | Q(until__gt=at), account=account, since__lte=at)
    roles = frozenset(Role(role) for role in grants.values_list("role", flat=True))
    return Actor(kind="staff", account=account, roles=roles)
