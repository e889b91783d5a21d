"""Entering persons, organisations and accounts."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.people import actors, queries, registering
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Account, DocumentType, Party, PartyKind
from yichuang.people.registering import AlreadyRegistered, AnotherName, NotProved, subject_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
NUMBER = town.identity_number(1)


def register(
    name: str = "张三", number: str = NUMBER, *, phone: str = "", address: str = "", by: Actor = actors.SYSTEM
) -> Party:
    return registering.register_person(
        name=name,
        document_type=DocumentType.IDENTITY_CARD,
        number=number,
        phone=phone,
        address=address,
        by=by,
        at=AT,
    )


def test_a_person_is_entered_sealed_and_on_record() -> None:
    party = register(phone="13800138000", address="河南省安阳市安阳县柏庄镇一号")

    kept = Party.objects.get(pk=party.pk)
    assert (kept.name.open(), kept.number.open(), kept.phone.open()) == ("张三", NUMBER, "13800138000")
    assert kept.is_natural
    assert [entry.act for entry in journal.history(subject_of(party))] == ["people.registered"]


def test_nothing_personal_lies_open_in_the_database_or_the_journal() -> None:
    party = register(phone="13800138000", address="河南省安阳市安阳县柏庄镇一号")

    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM people_party p WHERE id = %s", [party.pk])
        row = cursor.fetchone()[0]
    told = row + str([entry.detail for entry in journal.history(subject_of(party))])
    for secret in ("张三", NUMBER, "13800138000", "柏庄"):
        assert secret not in told
        assert secret.encode().hex() not in told


def test_what_is_shown_is_masked() -> None:
    party = register(phone="13800138000")

    assert str(party) == "张*"
    assert str(party.number) == f"{NUMBER[:6]}********{NUMBER[-4:]}"
    assert str(party.phone) == "138****8000"
    assert NUMBER not in repr(party)


@pytest.mark.parametrize("name", ["𠮷野家𠮷", "阿依古丽·买买提", "Anna Müller", "歐陽\U00030729"])
def test_names_keep_the_whole_of_unicode(name: str) -> None:
    assert Party.objects.get(pk=register(name).pk).name.open() == name


@pytest.mark.parametrize("written", [f" {NUMBER} ", NUMBER.lower(), f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"])
def test_the_same_document_is_the_same_person(written: str) -> None:
    first = register()
    assert register(number=written) == first
    assert queries.find_party(document_type=DocumentType.IDENTITY_CARD, number=written) == first
    assert Party.objects.count() == 1


def test_the_same_number_under_another_name_is_refused() -> None:
    register("张三", phone="13800138000")

    with pytest.raises(AnotherName) as refused:
        register("李四", phone="13900139000")

    assert refused.value.field == "name"
    assert Party.objects.get().phone.open() == "13800138000"


def test_the_database_itself_keeps_one_row_per_document() -> None:
    party = register()
    twin = Party(
        kind=PartyKind.NATURAL,
        document_type=party.document_type,
        name="乙",
        number=NUMBER,
        created_at=AT,
        name_index=b"x",
    )
    twin.number_index = party.number_index
    with pytest.raises(IntegrityError, match="party_one_per_document"), transaction.atomic():
        twin.save(force_insert=True)


def test_the_person_himself_and_staff_bring_phone_and_address_up_to_date() -> None:
    me = town.zhang_wei()
    assert me.party is not None
    name, number = me.party.name.open(), me.party.number.open()

    register(name, number, phone="13600136000", by=actors.of(me, at=AT))
    assert Party.objects.get(pk=me.party.pk).phone.open() == "13600136000"
    register(name, number, phone="13500135000", by=actors.of(town.liu_mei(), at=AT))

    kept = Party.objects.get(pk=me.party.pk)
    assert kept.phone.open() == "13500135000"
    last = journal.history(subject_of(kept)).last()
    assert last is not None
    assert (last.act, last.detail) == ("people.details_changed", {"fields": ["phone"]})


def test_a_stranger_changes_nothing() -> None:
    me = town.zhang_wei().party
    assert me is not None

    register(me.name.open(), me.number.open(), phone="13600136000", by=actors.of(town.wang_fang(), at=AT))

    assert Party.objects.get(pk=me.pk).phone.open() == "13800138000"


def test_nothing_new_writes_nothing() -> None:
    party = register(phone="13800138000")
    register(phone="13800138000")
    assert journal.history(subject_of(party)).count() == 1


@pytest.mark.parametrize(
    ("document_type", "number"),
    [
        (DocumentType.IDENTITY_CARD, NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")),
        (DocumentType.IDENTITY_CARD, town.identity_number(1, birthday="20990101")),
        (DocumentType.IDENTITY_CARD, "\x00"),
        (DocumentType.RESIDENCE_PERMIT, NUMBER),
        (DocumentType.PASSPORT, "?"),
        (DocumentType.HK_MACAO_PERMIT, "A12345678"),
        (DocumentType.HK_MACAO_PERMIT, "H123456789"),
        (DocumentType.TAIWAN_PERMIT, "123456789"),
        (DocumentType.OFFICER_CARD, "政字第号"),
        (DocumentType.SOLDIER_CARD, "ABCDEF"),
        (DocumentType.CREDIT_CODE, town.credit_code(1)),
        (DocumentType.OTHER, "甲"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused(document_type: DocumentType, number: str) -> None:
    with pytest.raises(Invalid) as refused:
        registering.register_person(name="张三", document_type=document_type, number=number, by=actors.SYSTEM, at=AT)
    assert refused.value.field in ("number", "document_type")
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("document_type", "told", "kept"),
    [
        (DocumentType.HK_MACAO_PERMIT, "h 1234 5678", "H12345678"),
        (DocumentType.HK_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (DocumentType.TAIWAN_PERMIT, "１２３４５６７８", "12345678"),
        (DocumentType.TAIWAN_PERMIT, "0123456789（B）", "0123456789B"),
        (DocumentType.OFFICER_CARD, "政字第 11235678 号", "政字第11235678号"),
        (DocumentType.SOLDIER_CARD, "20011234", "20011234"),
    ],
)
def test_a_permit_or_military_card_is_kept_as_it_is_printed(document_type: DocumentType, told: str, kept: str) -> None:
    given = {"name": "陈大文", "document_type": document_type, "number": told}
    party = registering.register_party(**given, by=actors.SYSTEM, at=AT)
    assert party.number.open() == kept
    assert queries.find_party(document_type=document_type, number=told) == party, "found again by what is printed"


@pytest.mark.parametrize("name", ["", "   ", "张\x00三", "张\ud800", "字" * 1_000_000, "张\u202e三"])
def test_a_name_that_cannot_be_right_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        register(name)
    assert refused.value.field == "name"
    assert "姓名或者名称" in str(refused.value)
    assert not Party.objects.exists()


def test_a_phone_that_cannot_be_right_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        register(phone="12345")
    assert refused.value.field == "phone"


def test_an_organisation_has_its_legal_representative() -> None:
    company = town.huaxin()
    assert not company.is_natural
    assert company.representative == town.zhang_wei().party
    assert queries.find_party(document_type=DocumentType.CREDIT_CODE, number=company.number.open()) == company


def test_an_organisation_is_not_represented_by_an_organisation() -> None:
    with pytest.raises(Invalid):
        town.organisation("子公司", representative=town.huaxin())


def test_the_database_keeps_kinds_and_documents_together() -> None:
    company = town.huaxin()
    with pytest.raises(IntegrityError, match="party_document_fits_kind"), transaction.atomic():
        Party.objects.filter(pk=company.pk).update(kind=PartyKind.NATURAL, representative=None)


def test_a_person_opens_one_account() -> None:
    account = town.zhang_wei()
    assert account.check_password(town.PASSWORD)
    assert account.display_name == ""
    assert account.party is not None

    with pytest.raises(AlreadyRegistered):
        registering.register_account(
            username="second",
            password=town.PASSWORD,
            party=account.party,
            by=actors.VISITOR,
            at=AT,
        )


def test_a_taken_user_name_is_refused_in_any_case_of_letters() -> None:
    town.zhang_wei()
    with pytest.raises(AlreadyRegistered) as refused:
        registering.register_account(
            username="Zhang.Wei", password=town.PASSWORD, party=town.person("甲"), by=actors.SYSTEM, at=AT
        )
    assert refused.value.field == "username"


@pytest.mark.parametrize("username", ["13800138000", NUMBER, "ab", "a" * 41, "张三", "a b", "a\x00b", ""])
def test_a_user_name_is_no_phone_and_no_identity_number(username: str) -> None:
    with pytest.raises(Invalid) as refused:
        registering.register_account(
            username=username, password=town.PASSWORD, party=town.person("甲"), by=actors.VISITOR, at=AT
        )
    assert refused.value.field == "username"


@pytest.mark.parametrize("password", ["short", "password1234", "q" * 129, "zhang.wei.new", "abc\x00defghijk"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        registering.register_account(
            username="zhang.wei.new", password=password, party=town.person("甲"), by=actors.VISITOR, at=AT
        )
    assert refused.value.field == "password"


@pytest.mark.parametrize("phone", ["", "13900139000"])
def test_who_is_on_file_proves_himself_by_the_phone_on_file(phone: str) -> None:
    victim = register(phone="13800138000")
    with pytest.raises(NotProved, match="窗口") as refused:
        registering.register_account(
            username="im.postor", password=town.PASSWORD, party=victim, phone=phone, by=actors.VISITOR, at=AT
        )
    assert refused.value.field == "phone"
    assert not Account.objects.filter(username="im.postor").exists()


def test_the_phone_on_file_opens_the_account() -> None:
    party = register(phone="13800138000")
    account = registering.register_account(
        username="zhang.san", password=town.PASSWORD, party=party, phone="138 0013 8000", by=actors.VISITOR, at=AT
    )
    assert account.party == party


def test_who_left_no_phone_comes_to_the_window() -> None:
    with pytest.raises(NotProved):
        registering.register_account(
            username="no.phone", password=town.PASSWORD, party=register(), phone="13800138000", by=actors.VISITOR, at=AT
        )


def test_an_organisation_opens_no_account() -> None:
    with pytest.raises(Invalid):
        registering.register_account(
            username="huaxin", password=town.PASSWORD, party=town.huaxin(), by=actors.VISITOR, at=AT
        )


def test_only_a_system_administrator_opens_staff_accounts() -> None:
    for stranger in (town.security_admin(), town.qian_yan(), town.zhang_wei()):
        with pytest.raises(NotAllowed):
            registering.open_staff_account(
                username="new.clerk",
                password=town.PASSWORD,
                display_name="新人",
                by=actors.of(stranger, at=AT),
                at=AT,
            )

    admin = actors.of(town.system_admin(), at=AT)
    opened = registering.open_staff_account(
        username="new.clerk", password=town.PASSWORD, display_name="新人", employee_number="007", by=admin, at=AT
    )
    assert actors.of(opened, at=AT).roles == frozenset()
    last = journal.history(journal.Subject("account", str(opened.pk))).get()
    assert (last.act, last.who_id) == ("people.account_opened", str(admin.account.pk if admin.account else 0))


def test_a_closed_account_is_a_mere_visitor() -> None:
    clerk = town.liu_mei()
    registering.close_account(account=clerk, by=actors.of(town.system_admin(), at=AT), at=AT)

    assert actors.of(Account.objects.get(pk=clerk.pk), at=AT) == actors.VISITOR
