"""Windows opened and closed, people posted and recalled: with dates, never backwards, always on record."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal, text
from yichuang.base.refusal import Invalid, Refused
from yichuang.offices.models import Centre, Department, Duty, PostedBy, Posting, Window, WindowKind, Zone
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind, Role


class CannotStaff(Refused):
    """The window or post cannot be arranged so."""

    code = "cannot_staff"


@transaction.atomic
def open_window(
    *,
    zone: Zone,
    number: str,
    name: str,
    kind: WindowKind,
    opened_on: date,
    by: Actor,
    at: datetime,
    subject_area: str = "",
    department: Department | None = None,
    name_en: str = "",
    directions: str = "",
    directions_en: str = "",
) -> Window:
    """Opens a window from `opened_on`. Its kind fixes who posts its clerks (domain row 4).

    `directions` say in words how to walk there from the entrance.
    """
    by.must_have(Role.MANAGER)
    _not_backwards(opened_on, at, field="opened_on")
    _check_owner(kind, department)
    window = Window(
        zone=zone,
        number=text.clean(number, field="number", longest=10, label=_("窗口号")),
        name=text.clean(name, field="name", longest=60, label=_("窗口名称")),
        name_en=text.clean(name_en, field="name_en", longest=120, label=_("英文名称")),
        kind=kind,
        directions=text.clean(directions, field="directions", longest=200, label=_("走法")),
        directions_en=text.clean(directions_en, field="directions_en", longest=300, label=_("英文走法")),
        subject_area=text.clean(subject_area, field="subject_area", longest=40, label=_("业务领域")),
        posted_by=PostedBy.DEPARTMENT if kind == WindowKind.PROFESSIONAL else PostedBy.CENTRE,
        department=department,
        opened_on=opened_on,
    )
    _insert(window)
    detail = {"number": window.number, "kind": window.kind, "from": opened_on.isoformat()}
    _record("offices.window_opened", "window", window.pk, zone.centre_id, detail, by, at)
    return window


@transaction.atomic
def close_window(*, window: Window, closed_on: date, by: Actor, at: datetime) -> Window:
    """Closes a window from `closed_on` on. Raises CannotStaff while somebody is posted to it beyond that day."""
    by.must_have(Role.MANAGER)
    _not_backwards(closed_on, at, field="closed_on")
    window = Window.objects.select_for_update().select_related("zone").get(pk=window.pk)
    if window.closed_on is not None:
        raise CannotStaff(_("这个窗口已经关闭，无需再次办理。"))
    if window.postings.exclude(until__lte=closed_on).exists():
        raise CannotStaff(_("这个窗口在关闭日期之后还有人员在岗，请先调整人员岗位。"))
    window.closed_on = closed_on
    window.save(update_fields=["closed_on"])
    detail = {"number": window.number, "from": closed_on.isoformat()}
    _record("offices.window_closed", "window", window.pk, window.zone.centre_id, detail, by, at)
    return window


@transaction.atomic
def post(
    *,
    account: Account,
    centre: Centre,
    duty: Duty,
    since: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    department: Department | None = None,
    window: Window | None = None,
    substitute_for: Posting | None = None,
) -> Posting:
    """Posts somebody from `since` up to, not including, `until`. A person may hold several posts at once.

    A substitute (AB 角) takes the principal's department and duty for days that have an end. Raises Invalid for a post
    that cannot be.
    """
    by.must_have(Role.MANAGER)
    return put_on_post(
        account=account,
        centre=centre,
        duty=duty,
        since=since,
        until=until,
        department=department,
        window=window,
        substitute_for=substitute_for,
        by=by,
        at=at,
    )


def put_on_post(
    *,
    account: Account,
    centre: Centre,
    duty: Duty,
    since: date,
    until: date | None,
    department: Department | None,
    window: Window | None,
    substitute_for: Posting | None,
    by: Actor,
    at: datetime,
) -> Posting:
    """The post itself, for an act that has asked whether `by` may arrange it and stands in its transaction."""
    _not_backwards(since, at, field="since")
    if account.kind != AccountKind.STAFF or not account.is_active:
        raise Invalid(_("只有在用的工作人员账号可以安排岗位。"), field="account")
    if until is not None and until <= since:
        raise Invalid(_("岗位的截止日期应晚于开始日期。"), field="until")
    _check_unit(duty, centre, department, window)
    if substitute_for is not None:
        _check_substitute(substitute_for, account, duty, department, until)
    posting = Posting.objects.create(
        centre=centre,
        account=account,
        department=department,
        window=window,
        duty=duty,
        substitute_for=substitute_for,
        since=since,
        until=until,
    )
    _record("offices.posted", "posting", posting.pk, centre.pk, _told(posting), by, at)
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, until: date, by: Actor, at: datetime) -> Posting:
    """Ends a post: `until` is the first day without it, today at the earliest."""
    by.must_have(Role.MANAGER)
    return take_off_post(posting=posting, until=until, by=by, at=at)


def take_off_post(*, posting: Posting, until: date, by: Actor, at: datetime) -> Posting:
    """The end itself, for an act that has asked whether `by` may arrange it and stands in its transaction."""
    _not_backwards(until, at, field="until")
    posting = Posting.objects.select_for_update().get(pk=posting.pk)
    if posting.until is not None and posting.until <= until:
        raise CannotStaff(_("这个岗位在该日期之前已经结束，无需再次办理。"))
    posting.until = max(until, posting.since)
    posting.save(update_fields=["until"])
    detail = {"until": posting.until.isoformat()}
    _record("offices.posting_ended", "posting", posting.pk, posting.centre_id, detail, by, at)
    return posting


def _not_backwards(day: date, at: datetime, *, field: str) -> None:
    """What is arranged today works from today at the earliest: nobody's past acts gain or lose their right by it."""
    if day < timezone.localdate(at):
        raise Invalid(_("日期不能早于今天，岗位和窗口的变动不能倒签。"), field=field)


def _check_owner(kind: WindowKind, department: Department | None) -> None:
    professional = kind == WindowKind.PROFESSIONAL
    if professional and department is None:
        raise Invalid(_("专业性综合窗口由入驻部门派驻人员，请选择部门。"), field="department")
    if not professional and department is not None:
        raise Invalid(
            _("综合窗口和一件事一次办窗口由政务服务中心派驻人员，不属于任何部门，请清空部门。"), field="department"
        )


def _insert(window: Window) -> None:
    try:
        with transaction.atomic():
            window.save(force_insert=True)
    except IntegrityError:
        raise CannotStaff(_("本区已有同号的窗口在开，请换一个窗口号，或者先关闭原窗口。"), field="number")


def _check_unit(duty: Duty, centre: Centre, department: Department | None, window: Window | None) -> None:
    if department is not None and department.centre_id != centre.pk:
        raise Invalid(_("该部门没有入驻本中心，请重新选择。"), field="department")
    if duty in (Duty.EXAMINER, Duty.CHIEF_APPROVER, Duty.HEAD) and department is None:
        raise Invalid(_("审查人员、首席审批员和部门负责人由部门派驻，请选择部门。"), field="department")
    if duty in (Duty.GUIDE, Duty.MANAGER, Duty.SUPERVISOR) and department is not None:
        raise Invalid(_("咨询导办、中心管理和监督人员由政务服务中心派驻，请清空部门。"), field="department")
    if window is None:
        return
    if window.zone.centre_id != centre.pk or window.closed_on is not None:
        raise Invalid(_("窗口不在本中心或者已经关闭，请重新选择。"), field="window")
    if window.department_id != (department.pk if department else None):
        raise Invalid(
            _("专业性综合窗口的人员由该窗口的部门派驻，其他窗口的人员由政务服务中心派驻，请核对部门。"),
            field="department",
        )


def _check_substitute(
    principal: Posting, account: Account, duty: Duty, department: Department | None, until: date | None
) -> None:
    if principal.account_id == account.pk:
        raise Invalid(_("本人不能替代本人，请选择另一位工作人员。"), field="account")
    if principal.duty != duty or principal.department_id != (department.pk if department else None):
        raise Invalid(_("替岗人员应与被替代人员的部门和职责一致。"), field="substitute_for")
    if until is None:
        raise Invalid(_("替岗应有截止日期，请填写。"), field="until")


def _told(posting: Posting) -> dict[str, object]:
    """A post as the journal tells it."""
    return {
        "account": posting.account_id,
        "duty": posting.duty,
        "department": posting.department.code if posting.department else None,
        "window": posting.window.number if posting.window else None,
        "since": posting.since.isoformat(),
        "until": posting.until.isoformat() if posting.until else None,
    }


def _record(
    act: str, kind: str, pk: int, centre_id: int, detail: Mapping[str, object], by: Actor, at: datetime
) -> None:
    journal.write(act=act, subject=journal.Subject(kind, str(pk)), by=by, at=at, centre_id=centre_id, detail=detail)
