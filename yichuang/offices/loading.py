"""Setting up a centre from a file: places, departments, rules, and for a demonstration also people and instruments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import codes, journal, partitions
from yichuang.offices import centre_file, mandates, seals, staffing
from yichuang.offices.centre_file import BadFile, CentreFile, Dates, MandatePart, PostPart, StaffPart
from yichuang.offices.models import (
    AreaRule,
    Centre,
    Department,
    MandateKind,
    OfficeHours,
    Posting,
    SubjectArea,
    Window,
    Zone,
)
from yichuang.people import granting, passwords, registering
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class DemoAccount:
    """A made-up account: how to sign in, and as what. `featured` ones are shown first."""

    username: str
    password: str
    name: str
    roles: str
    place: str
    featured: bool


@dataclass(frozen=True)
class Loaded:
    """The centre, its made-up accounts, and whether it was new."""

    centre: Centre
    accounts: list[DemoAccount]
    new: bool


@transaction.atomic
def load_centre(path: Path, *, by: Actor, at: datetime) -> Loaded:
    """Sets up the centre that `path` describes. A centre that is there already is left as it is.

    What a demonstration file arranges counts from its start, a while before `at`, so that the made-up centre has a
    past. Raises BadFile, or the Refused of the act that a line would need.
    """
    file = centre_file.read(path)
    if (file.staff or file.mandates) and not file.demonstration:
        raise BadFile(_("只有演示文件可以带人员和委托文书；正式中心的账号请由系统管理员开立，文书请由中心备案。"))
    known = Centre.objects.filter(code=file.centre.code).first()
    if known is not None:
        return Loaded(known, _accounts(file), new=False)
    dates = Dates(timezone.localdate(at))
    begun = _morning(dates.start) if file.demonstration else at
    partitions.make_between("base_entry", first=begun.astimezone(UTC).date(), last=at.astimezone(UTC).date())
    return Loaded(_SettingUp(file, dates=dates, by=by, at=begun).run(), _accounts(file), new=True)


def write_accounts(accounts: list[DemoAccount], *, to: Path) -> None:
    """Writes `demo-accounts.txt` into the directory `to`, with the accounts to begin with, and `demo-accounts-all.txt`.

    Both can be read by the owner only.
    """
    for name, chosen in (
        ("demo-accounts.txt", [one for one in accounts if one.featured]),
        ("demo-accounts-all.txt", accounts),
    ):
        lines = [_("演示账号（全部为虚构，仅供演示）：")]
        lines += [f"  {one.username:<18} {one.password:<18} {one.name} · {one.roles} · {one.place}" for one in chosen]
        file = to / name
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


class _SettingUp:
    """One run: what was made so far, by the names that the file uses."""

    def __init__(self, file: CentreFile, *, dates: Dates, by: Actor, at: datetime) -> None:
        self.file = file
        self.dates = dates
        self.by = by
        self.at = at
        self.on = timezone.localdate(at)
        self.departments: dict[str, Department] = {}
        self.zones: dict[str, Zone] = {}
        self.windows: dict[str, Window] = {}
        self.accounts: dict[str, Account] = {}
        self.posts: dict[tuple[str, str], Posting] = {}

    def run(self) -> Centre:
        self.centre = Centre.objects.create(**self.file.centre.model_dump(), demonstration=self.file.demonstration)
        subject = journal.Subject("centre", str(self.centre.pk))
        detail = {"code": self.centre.code}
        journal.write(
            act="offices.centre_set_up",
            subject=subject,
            by=self.by,
            at=self.at,
            centre_id=self.centre.pk,
            detail=detail,
        )
        self._enter_hours_and_areas()
        self._enter_departments()
        self._open_windows()
        self._enter_rules()
        self._open_accounts()
        self._post_staff()
        for part in self.file.mandates:
            self._file_mandate(part)
        return self.centre

    def _enter_hours_and_areas(self) -> None:
        OfficeHours.objects.bulk_create(
            OfficeHours(centre=self.centre, since=self.dates.start, **hours.model_dump())
            for hours in self.file.office_hours
        )
        SubjectArea.objects.bulk_create(
            SubjectArea(centre=self.centre, position=position, **area.model_dump())
            for position, area in enumerate(self.file.subject_areas)
        )

    def _enter_departments(self) -> None:
        for part in self.file.departments:
            codes.check_credit_code(part.credit_code)
            made = Department.objects.create(centre=self.centre, **part.model_dump(exclude={"seals"}))
            self.departments[part.code] = made
            for kind, wording in part.seals.items():
                seals.register_seal(
                    department=made,
                    kind=kind,
                    wording=wording,
                    since=self.on,
                    filed_with=self.centre.name,
                    by=self.by,
                    at=self.at,
                )

    def _open_windows(self) -> None:
        for part in self.file.zones:
            zone = Zone.objects.create(centre=self.centre, theme=part.name, **part.model_dump(exclude={"windows"}))
            self.zones[part.code] = zone
            for window in part.windows:
                self.windows[window.number] = staffing.open_window(
                    zone=zone,
                    number=window.number,
                    name=window.name,
                    name_en=window.name_en,
                    kind=window.kind,
                    subject_area=window.subject_area,
                    directions=window.directions,
                    directions_en=window.directions_en,
                    department=self._department(window.department),
                    opened_on=self.on,
                    by=self.by,
                    at=self.at,
                )

    def _enter_rules(self) -> None:
        AreaRule.objects.bulk_create(
            AreaRule(
                centre=self.centre,
                item_code=part.item,
                department=self._department(part.department),
                subject_area=part.subject_area,
                residual=part.residual,
                zone=_known(self.zones, part.zone),
                window=_known(self.windows, part.window),
                since=self.on,
            )
            for part in self.file.rules
        )

    def _open_accounts(self) -> None:
        if not self.file.staff:
            return
        # The made-up accounts share one published password, so they may share its hash; hashing each would take
        # longer than everything else together.
        password = passwords.hashed(self.file.password, account=Account(username="demo", kind=AccountKind.STAFF))
        for part in self.file.staff:
            account = registering.open_staff_account(
                username=part.username,
                password=password,
                display_name=part.name,
                employee_number=part.employee_number,
                by=self.by,
                at=self.at,
            )
            self.accounts[part.username] = account
            for role in part.roles:
                granting.grant_role(account=account, role=role, by=self.by, at=self.at)

    def _post_staff(self) -> None:
        posts = [(staff, post) for staff in self.file.staff for post in staff.posts]
        # Substitutes come last: the post they stand in for has to be there.
        for staff, part in sorted(posts, key=lambda one: one[1].substitute_for is not None):
            self._post(staff, part)

    def _post(self, staff: StaffPart, part: PostPart) -> None:
        principal = _known(self.posts, (part.substitute_for, part.duty) if part.substitute_for else None)
        made = staffing.post(
            account=self.accounts[staff.username],
            centre=self.centre,
            duty=part.duty,
            department=self._department(part.department),
            window=_known(self.windows, part.window),
            substitute_for=principal,
            since=max(self.on, self.dates.day(part.since)),
            until=self.dates.day(part.until) if part.until else None,
            by=self.by,
            at=self.at,
        )
        self.posts.setdefault((staff.username, part.duty), made)

    def _file_mandate(self, part: MandatePart) -> None:
        mandates.file_mandate(
            kind=part.kind,
            number=part.number.format(year=self.on.year),
            grantor=_found(self.departments, part.grantor),
            grantee_account=_known(self.accounts, part.grantee),
            grantee_centre=None if part.kind == MandateKind.APPROVAL else self.centre,
            powers=part.powers,
            level=part.level,
            item_codes=part.items,
            all_items=not part.items,
            since=max(self.on, self.dates.day(part.since)),
            until=self.dates.day(part.until),
            signed_on=self.on,
            by=self.by,
            at=self.at,
        )

    def _department(self, code: str | None) -> Department | None:
        return _known(self.departments, code)


def _known(made: Mapping[K, V], name: K | None) -> V | None:
    return None if name is None else _found(made, name)


def _found(made: Mapping[K, V], name: K) -> V:
    if name not in made:
        raise BadFile(_("文件中提到的“%(name)s”没有在文件中定义，请检查。") % {"name": name})
    return made[name]


def _accounts(file: CentreFile) -> list[DemoAccount]:
    departments = {part.code: part.name for part in file.departments}
    return [
        DemoAccount(
            username=part.username,
            password=file.password,
            name=part.name,
            roles=_("、").join(str(role.label) for role in part.roles),
            place=" ".join(_places(part, departments)) or file.centre.name,
            featured=part.featured,
        )
        for part in file.staff
    ]


def _places(part: StaffPart, departments: dict[str, str]) -> list[str]:
    said = [departments.get(post.department or "", "") + (post.window or "") for post in part.posts]
    return list(dict.fromkeys(place for place in said if place))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 0)))
