"""Entering persons, organisations and accounts."""

import hmac
import re
from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base import codes, journal, text
from yichuang.base.refusal import Invalid, Refusals, Refused, refusal_of
from yichuang.base.sealed import Sealed, blind_index
from yichuang.people import passwords
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind, DocumentType, Party, PartyKind, Role, SignInPace
from yichuang.people.passwords import Hashed
from yichuang.people.queries import find_party, normal_username

LONGEST_NAME = 100
LONGEST_ADDRESS = 200
ANOTHER_NAME = gettext_lazy(
    "这个证件号码已经以另一个姓名或者名称登记，请核对姓名和证件号码；确有更名的，请带证明材料到窗口办理。"
)
_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_OTHER_NUMBER = re.compile(r"[0-9A-Za-z()（）/-]{4,40}")


class AnotherName(Refused):
    """The document is on file under another name."""

    code = "another_name"


class NotProved(Refused):
    """Nothing shows that whoever opens the account is the person on file."""

    code = "not_proved"


class AlreadyRegistered(Refused):
    """The user name is taken, or the person has an account already."""

    code = "already_registered"


def register_person(
    *,
    name: str,
    document_type: DocumentType | str,
    number: str,
    phone: str = "",
    address: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """The natural person with this document, entered now if he is not yet on file.

    A person on file keeps his record; phone and address are brought up to date when staff, the system or the person
    himself gives new ones, and stay as they are when a stranger does, who learns nothing from it. Raises Invalid for
    a number that cannot be right and AnotherName when the document is on file under another name.
    """
    on = timezone.localdate(at)
    if document_type == DocumentType.CREDIT_CODE:
        raise Invalid(_("统一社会信用代码是单位的证件，请选择个人的证件类型。"), field="document_type")
    number = checked_number(DocumentType(document_type), number, on=on)
    fresh = Party(kind=PartyKind.NATURAL, document_type=document_type, number=number, created_at=at)
    return _enter(fresh, name=name, number=number, phone=phone, address=address, by=by, at=at)


def named_person(*, name: str, number: str, on: date) -> tuple[str, str]:
    """Name and number of an identity card as they would be kept, without looking who is on file. Raises Invalid."""
    name = _filled(name, field="name", longest=LONGEST_NAME, label=_("姓名或者名称"))
    return name, checked_number(DocumentType.IDENTITY_CARD, number, on=on)


def register_organisation(
    *,
    name: str,
    credit_code: str,
    representative: Party | None = None,
    phone: str = "",
    address: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """The organisation with this unified social credit code, entered now if it is not yet on file.

    `representative` (法定代表人) is brought up to date under the same rule as phone and address. He counts
    as proved when staff or the system names him, never when he names himself.
    """
    number = codes.check_credit_code(credit_code)
    if representative is not None and not representative.is_natural:
        raise Invalid(_("法定代表人应当是自然人，请重新选择。"), field="representative")
    fresh = Party(
        kind=PartyKind.ORGANISATION,
        document_type=DocumentType.CREDIT_CODE,
        number=number,
        representative=representative,
        representative_proved=representative is not None and (by.is_staff or by.is_system),
        created_at=at,
    )
    return _enter(fresh, name=name, number=number, phone=phone, address=address, by=by, at=at)


def register_party(*, name: str, document_type: str, number: str, by: Actor, at: datetime) -> Party:
    """The person or the organisation with this document, whichever it belongs to. Raises as the two above."""
    if document_type not in DocumentType.values:
        raise Invalid(_("请选择证件类型。"), field="document_type")
    if document_type != DocumentType.CREDIT_CODE:
        return register_person(name=name, document_type=document_type, number=number, by=by, at=at)
    try:
        return register_organisation(name=name, credit_code=number, by=by, at=at)
    except Invalid as wrong:
        raise Invalid(wrong.sentence, field="number" if wrong.field == "credit_code" else wrong.field) from None


def check_party(*, name: str, document_type: str, number: str, at: datetime) -> None:
    """Whether `register_party` would take this; writes nothing. One statement.

    Raises Refusals with everything that is wrong, or AnotherName."""
    if document_type not in DocumentType.values:
        raise Invalid(_("请选择证件类型。"), field="document_type")
    kind, on = DocumentType(document_type), timezone.localdate(at)
    written: list[Callable[[], object]] = [
        lambda: _filled(name, field="name", longest=LONGEST_NAME, label=_("姓名或者名称")),
        lambda: checked_number(kind, number, on=on),
    ]
    if found := [refused for check in written if (refused := refusal_of(check)) is not None]:
        raise Refusals(found)
    known = find_party(document_type=kind, number=checked_number(kind, number, on=on))
    if known is not None and bytes(known.name_index) != blind_index(name, kind="name"):
        raise AnotherName(ANOTHER_NAME, field="name")


@transaction.atomic
def register_citizen(
    *,
    name: str,
    document_type: DocumentType | str,
    number: str,
    phone: str,
    username: str,
    password: str,
    by: Actor,
    at: datetime,
) -> Account:
    """Somebody registers himself: the person and his account, both or neither.

    Raises Refusals with everything that is wrong with what he wrote, and as `register_person` and `register_account`.
    """
    kind, on = DocumentType(document_type), timezone.localdate(at)
    written: list[Callable[[], object]] = [
        lambda: _filled(name, field="name", longest=LONGEST_NAME, label=_("姓名或者名称")),
        lambda: checked_number(kind, number, on=on),
        lambda: codes.check_mobile(phone),
        lambda: _checked_username(username),
        lambda: passwords.check(password, account=Account(username=username)),
    ]
    if found := [refused for check in written if (refused := refusal_of(check)) is not None]:
        raise Refusals(found)
    party = register_person(name=name, document_type=kind, number=number, phone=phone, by=by, at=at)
    return register_account(username=username, password=password, party=party, phone=phone, by=by, at=at)


@transaction.atomic
def register_account(
    *, username: str, password: str, party: Party, phone: str = "", by: Actor, at: datetime
) -> Account:
    """A person of the public opens an account of his own.

    Who is on file already, from the counter or from another's application, has cases that an account would open: he
    proves himself by the phone number on file, unless staff or the system stands for him. Raises Invalid, NotProved or
    AlreadyRegistered.
    """
    if not party.is_natural:
        raise Invalid(_("账号由自然人注册；单位的事项请由经办人登录后办理。"), field="party")
    if Account.objects.filter(party=party, kind=AccountKind.PUBLIC).exists():
        raise AlreadyRegistered(_("此人已有账号，请直接登录；忘记密码请带本人证件到咨询台办理重置。"))
    account = Account(username=_checked_username(username), kind=AccountKind.PUBLIC, party=party, created_at=at)
    account.password = passwords.hashed(password, account=account).digest
    if not (by.is_system or by.is_staff or _is_phone_of(party, phone)):
        raise NotProved(
            _("此人已在本中心登记，手机号码与登记的不一致。请填写登记时预留的号码，或者带本人证件到窗口开通账号。"),
            field="phone",
        )
    return _opened(account, by=by, at=at)


@transaction.atomic
def open_staff_account(
    *,
    username: str,
    password: str | Hashed,
    display_name: str,
    employee_number: str = "",
    party: Party | None = None,
    by: Actor,
    at: datetime,
) -> Account:
    """A system administrator opens an account for somebody who works here. It has no role and no post yet.

    `display_name` is the name on the badge. `party` is the officer himself, so that he never acts on his own case.
    """
    by.must_have(Role.SYSTEM_ADMIN)
    account = Account(
        username=_checked_username(username),
        kind=AccountKind.STAFF,
        party=party,
        display_name=_filled(display_name, field="display_name", longest=60, label=_("姓名")),
        employee_number=text.clean(employee_number, field="employee_number", longest=20, label=_("工号")),
        created_at=at,
    )
    checked = password if isinstance(password, Hashed) else passwords.hashed(password, account=account)
    account.password = checked.digest
    return _opened(account, by=by, at=at)


@transaction.atomic
def close_account(*, account: Account, by: Actor, at: datetime) -> Account:
    """A system administrator closes an account: it signs in no more and its tokens open nothing. The row stays."""
    by.must_have(Role.SYSTEM_ADMIN)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    account.is_active = False
    journal.write(act="people.account_closed", subject=_account_subject(account), by=by, at=at)
    return account


@transaction.atomic
def reset_password(*, account: Account, password: str, by: Actor, at: datetime) -> Account:
    """A new password for somebody who forgot his: for staff by a system administrator, for a person of the public by
    the information desk or a window that has checked his identity document. Every session of the account ends, and
    its name waits no more. Nobody resets his own.
    """
    by.must_have(*((Role.SYSTEM_ADMIN,) if account.is_staff_member else (Role.GUIDE, Role.CLERK)))
    if by.account is not None and by.account.pk == account.pk:
        raise Invalid(_("重置密码须由他人办理；修改自己的密码请用“修改密码”。"), field="account")
    account.password = passwords.hashed(password, account=account).digest
    account.save(update_fields=["password"])
    SignInPace.objects.filter(name_index=blind_index(account.username, kind="username")).delete()
    journal.write(act="people.password_reset", subject=_account_subject(account), by=by, at=at)
    return account


def _enter(fresh: Party, *, name: str, number: str, phone: str, address: str, by: Actor, at: datetime) -> Party:
    """`fresh` as a new row, or the row that is on file for its document."""
    name = _filled(name, field="name", longest=LONGEST_NAME, label=_("姓名或者名称"))
    phone = codes.check_mobile(phone) if phone.strip() else ""
    address = text.clean(address, field="address", longest=LONGEST_ADDRESS, label=_("地址"))
    fresh.name, fresh.name_index = name, blind_index(name, kind="name")
    fresh.number_index = blind_index(number, kind="number")
    with transaction.atomic():
        known = find_party(document_type=fresh.document_type, number=number)
        if known is None:
            _set_contact(fresh, phone=phone, address=address)
            try:
                with transaction.atomic():
                    fresh.save(force_insert=True)
            except IntegrityError:  # somebody entered the same document a moment ago
                known = find_party(document_type=fresh.document_type, number=number)
                if known is None:
                    raise
            else:
                journal.write(act="people.registered", subject=subject_of(fresh), by=by, at=at)
                return fresh
        return _brought_up_to_date(known, fresh, phone=phone, address=address, by=by, at=at)


def _brought_up_to_date(known: Party, fresh: Party, *, phone: str, address: str, by: Actor, at: datetime) -> Party:
    if known.name_index != fresh.name_index:
        raise AnotherName(ANOTHER_NAME, field="name")
    if not (by.is_system or by.is_staff or by.is_person(known)):
        return known
    changed = _set_contact(known, phone=phone, address=address)
    named = (fresh.representative_id, fresh.representative_proved)
    if fresh.representative_id is not None and named != (known.representative_id, known.representative_proved):
        known.representative, known.representative_proved = fresh.representative, fresh.representative_proved
        changed += ["representative", "representative_proved"]
    if changed:
        known.save(update_fields=[*changed, *(["phone_index"] if "phone" in changed else [])])
        journal.write(
            act="people.details_changed", subject=subject_of(known), by=by, at=at, detail={"fields": sorted(changed)}
        )
    return known


def _set_contact(party: Party, *, phone: str, address: str) -> list[str]:
    """Sets what is given and new; returns the names of the fields that changed."""
    changed = []
    if phone and phone != _open(party.phone):
        party.phone, party.phone_index = phone, blind_index(phone, kind="phone")
        changed.append("phone")
    if address and address != _open(party.address):
        party.address = address
        changed.append("address")
    return changed


def _is_phone_of(party: Party, phone: str) -> bool:
    if party.phone_index is None or not phone.strip():
        return False
    shown = blind_index(codes.check_mobile(phone), kind="phone")
    return hmac.compare_digest(shown, bytes(party.phone_index))


def _open(value: Sealed | None) -> str:
    return "" if value is None else str(value.open())


def _opened(account: Account, *, by: Actor, at: datetime) -> Account:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise AlreadyRegistered(_("账号或者工号已被使用，请换一个。"), field="username")
    journal.write(
        act="people.account_opened", subject=_account_subject(account), by=by, at=at, detail={"kind": account.kind}
    )
    return account


def checked_number(document_type: DocumentType, number: str, *, on: date) -> str:
    """The number of such a document as it is kept. Raises Invalid with what is wrong and what to do."""
    match document_type:
        case DocumentType.CREDIT_CODE:
            return codes.check_credit_code(number)
        case DocumentType.IDENTITY_CARD:
            return codes.check_identity_number(number, on=on).number
        case DocumentType.RESIDENCE_PERMIT | DocumentType.FOREIGN_PERMANENT:
            permit = codes.check_residence_permit(number, on=on).number
            # One document under two types would be two persons.
            if permit.startswith(("81", "82", "83")) != (document_type == DocumentType.RESIDENCE_PERMIT):
                raise Invalid(_("证件号码与所选的证件类型不符，请改选证件类型。"), field="document_type")
            return permit
        case DocumentType.PASSPORT:
            return codes.check_passport(number)
        case DocumentType.HK_MACAO_PERMIT:
            return codes.check_hk_macao_permit(number)
        case DocumentType.TAIWAN_PERMIT:
            return codes.check_taiwan_permit(number)
        case DocumentType.OFFICER_CARD | DocumentType.SOLDIER_CARD:
            return codes.check_military_card(number)
        case _:
            number = text.clean(number, field="number", longest=40, label=_("证件号码")).upper()
            if not _OTHER_NUMBER.fullmatch(number):
                raise Invalid(_("证件号码应为 4 至 40 位数字、字母或者括号，请对照证件填写。"), field="number")
            return number


def _checked_username(username: str) -> str:
    username = normal_username(text.clean(username, field="username", longest=40, label=_("账号")))
    if not _USERNAME.fullmatch(username):
        sentence = _(
            "账号应以字母开头，由 3 至 40 位字母、数字、点、横线或者下划线组成；请勿用手机号或者身份证号作账号。"
        )
        raise Invalid(sentence, field="username")
    return username


def _filled(value: str, *, field: str, longest: int, label: str) -> str:
    value = text.clean(value, field=field, longest=longest, label=label)
    if not value:
        raise Invalid(_("请填写“%(field)s”。") % {"field": label}, field=field)
    return value


def subject_of(party: Party) -> journal.Subject:
    """The subject under which the journal keeps what was done to, and read of, `party`."""
    return journal.Subject("party", str(party.pk))


def _account_subject(account: Account) -> journal.Subject:
    return journal.Subject("account", str(account.pk))
