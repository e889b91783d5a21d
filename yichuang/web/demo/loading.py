"""Load the whole demonstration: calendar, centre, items, people, a working morning."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from yichuang.cases.afterwards import mapping
from yichuang.cases.models import Arrangement, Case, Channel, Effect, Keeping, ReentryMapping, RetentionRule, Rule
from yichuang.catalogue import bundled
from yichuang.catalogue.finding import entering, synonyms
from yichuang.catalogue.guides.importing import Departments, import_guides
from yichuang.catalogue.kinds import ItemType
from yichuang.catalogue.life import life_events
from yichuang.catalogue.models import SearchEntry, StandardMaterial
from yichuang.catalogue.published import presence
from yichuang.catalogue.queries import published
from yichuang.catalogue.revising import dictionary
from yichuang.offices import loading as offices_loading
from yichuang.offices import windows
from yichuang.offices.loading import load_centre, write_accounts
from yichuang.offices.models import Centre, Department
from yichuang.people.actors import SYSTEM
from yichuang.web.demo import certifying, citizens, delivering, morning, turning_away
from yichuang.web.demo.wordings import write_wordings

ANYANG = Path(offices_loading.__file__).parent / "data" / "anyang.json"
ITEMS_FROM = date(2026, 1, 1)
PLAN = "按窗口设置方案登记（演示数据）"
AY_24 = "《安阳市政务服务条例》第二十四条"
AY_36 = "《安阳市政务服务条例》第三十六条"
AY_42 = "《安阳市政务服务条例》第四十二条"
XKF_59 = "《行政许可法》第五十九条：缴费的期限由中心规定（演示数据）"
WITH_EFFECT = ((Rule.Kind.TOLERANCE, 2, Effect.WITHDRAWN, AY_24), (Rule.Kind.PAYMENT, 10, Effect.FROM_DECISION, XKF_59))
"""Rules that say what follows or from when, in working days."""
RULES = (
    (Rule.Kind.REVIEW, "", 1, "working_days", AY_42),
    (Rule.Kind.ACCEPTANCE, "", 1, "working_days", AY_42),
    (Rule.Kind.ACCEPTANCE, Channel.COUNTER, 0, "instant", AY_36),
    (Rule.Kind.CORRECTION, "", 10, "working_days", f"{AY_36}：期限由中心规定（演示数据）"),
    (Rule.Kind.DELIVERY, "", 10, "working_days", "《行政许可法》第四十四条"),
    (
        Rule.Kind.DECISION,
        "",
        20,
        "working_days",
        "《安阳市政务服务条例》第二十二条：没有法定时限的由中心公布（演示数据）",
    ),
    (Rule.Kind.STEP, "", 5, "working_days", "实行前台后台限时办理：环节的时限由中心规定（演示数据）"),
    (Rule.Kind.WARNING, "", 1, "working_days", "中心规定：期限届满前一个工作日提醒（演示数据）"),
    (Rule.Kind.EXTENSION, "", 10, "working_days", "《行政许可法》第四十二条第一款"),
    (Rule.Kind.JOINT_EXTENSION, "", 15, "working_days", "《行政许可法》第四十二条第二款"),
    (Rule.Kind.HEARING_REQUEST, "", 5, "working_days", "《行政许可法》第四十七条第一款"),
    (Rule.Kind.HEARING_ORGANISING, "", 20, "working_days", "《行政许可法》第四十七条第一款"),
    (Rule.Kind.HEARING_NOTICE, "", 7, "working_days", "《行政许可法》第四十八条第一款第一项"),
    (Rule.Kind.PROMISE_CHECK, "", 60, "working_days", "国办发〔2020〕42号：核查的时限由中心规定（演示数据）"),
    (Rule.Kind.INSPECTION_TEAM, "", 5, "working_days", "《行政许可法》第五十五条"),
    (Rule.Kind.RENEWAL, "", 30, "calendar_days", "《行政许可法》第五十条第一款"),
    (
        Rule.Kind.RENEWAL_REMINDER,
        "",
        60,
        "calendar_days",
        "《行政许可法》第五十条：在提出延续申请的最后一天以前三十日提醒（演示数据）",
    ),
    (Rule.Kind.DEFENCE, "", 5, "working_days", "《行政许可法》第七条：期限由中心规定（演示数据）"),
    (Rule.Kind.LOWER_REVIEW, "", 20, "working_days", "《行政许可法》第四十三条"),
    (Rule.Kind.REUSE, "", 12, "months", "《安阳市政务服务条例》第二十三条：时间由中心规定（演示数据）"),
    (Rule.Kind.ARCHIVING, "", 30, "working_days", "归档时间由中心规定（演示数据）"),
)


def load(*, at: datetime, with_cases: bool = True) -> str:
    """Load what is not there yet; a second call changes nothing. Returns what to tell the person who started it."""
    call_command("load_calendar", verbosity=0)
    loaded = load_centre(ANYANG, by=SYSTEM, at=at)
    centre = loaded.centre
    if loaded.new:
        write_accounts([*citizens.accounts(), *loaded.accounts], to=Path(settings.DATA))
    departments = departments_of(centre)
    report = import_guides(
        paths=[bundled.GUIDES], centre=centre, departments=departments, by=SYSTEM, at=at, effective_from=ITEMS_FROM
    )
    if not SearchEntry.objects.exists():  # an older demonstration, from before the search knew terms
        entering.enter_everything()
    fill_the_dictionary(centre, at=at)
    synonyms.load(bundled.synonyms(), centre=centre, by=SYSTEM, at=at)
    life_events.load_bundled(centre=centre, by=SYSTEM, at=at)
    set_rules(centre)
    number_the_licences(centre, at=at)
    write_a_screen_down(centre, at=at)
    delivering.furnish(centre, since=ITEMS_FROM)
    enter_the_hall(centre, at=at)
    told = f"{centre.name}：{len(report.items)} 个事项"
    if with_cases and not Case.objects.exists():
        with transaction.atomic():
            settled = [citizens.settle(citizen, at=at) for citizen in citizens.CITIZENS]
            write_wordings(centre, at=at)
            licence = next(one for one in published(timezone.localdate(at), centre=centre) if one.parsed.result)
            certifying.inherit(licence, citizens.CITIZENS[0], at)
            told += f"，{morning.live(centre=centre, citizens=settled, at=at)} 件办件"
            turning_away.put_on_record(centre, at=at)
    return told


def go_on(*, at: datetime) -> int:
    """New applications in the demonstration, so that some wait on every day. Returns how many came: none elsewhere."""
    known = citizens.registered()
    centre = Centre.objects.filter(code=json.loads(ANYANG.read_text(encoding="utf-8"))["centre"]["code"]).first()
    if centre is None or not known:
        return 0
    with transaction.atomic():
        return morning.arrive(centre=centre, citizens=known, at=at)


def departments_of(centre: Centre) -> Departments:
    """Which department of the demonstration has which guide."""
    by_code = {department.code: department for department in Department.objects.filter(centre=centre)}
    return Departments(by_code, json.loads(bundled.DEPARTMENTS.read_text(encoding="utf-8")))


def fill_the_dictionary(centre: Centre, *, at: datetime) -> None:
    """What three guides or more ask for stands in the material dictionary."""
    if not StandardMaterial.objects.exists():
        guides = [version.parsed for version in published(timezone.localdate(at), centre=centre)]
        for material in dictionary.common_materials(guides):
            dictionary.enter(material=material, by=SYSTEM, at=at)


def enter_the_hall(centre: Centre, *, at: datetime) -> None:
    """Every item that the plan gives a window is in the hall since the beginning; one without is due."""
    today = timezone.localdate(at)
    for item in presence.unrecorded(centre, today):
        taken = windows.for_item(
            item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=today
        )
        standing = presence.Standing.IN if taken else presence.Standing.DUE
        presence.record(item=item, standing=standing, since=ITEMS_FROM, reason=PLAN, by=SYSTEM, at=at)


def number_the_licences(centre: Centre, *, at: datetime) -> None:
    """Type codes of the licences, so that each certificate has its identifier (GB/T 36903: who administers the type,
    and a number). The demonstration takes the department that issues it; a centre takes the published codes."""
    for version in published(timezone.localdate(at), centre=centre):
        if version.parsed.item_type == ItemType.LICENCE:
            terms = {"licence_type": f"{version.item.department.credit_code}001"}
            Arrangement.objects.get_or_create(item=version.item, since=ITEMS_FROM, defaults=terms)


def write_a_screen_down(centre: Centre, *, at: datetime) -> None:
    """One system that cannot be reached, with a screen made up for the demonstration."""
    if not ReentryMapping.objects.filter(centre=centre).exists():
        fields = (
            "申请人名称 = 申请人.姓名\n证件类型 = 申请人.证件类型\n证件号码 = 申请人.证件号码\n联系电话 = 申请人.电话\n"
            "联系地址 = 申请人.地址\n事项名称 = 办件.事项\n外部流水号 = 办件.编号\n受理日期 = 办件.受理日期\n"
            "申报方式 = 固定.窗口"
        )
        system, rule = "省级业务系统（演示）", "{办件编号}_{序号}_{材料名}"
        screen = mapping.Screen(system, None, fields, rule, timezone.localdate(at))
        mapping.set_mapping(centre=centre, screen=screen, by=SYSTEM, at=at)


def set_rules(centre: Centre) -> None:
    """The centre's rules: Anyang's law, and what the demonstration adds to it."""
    for item_type, keeping in (("", Keeping.TEN_YEARS), (ItemType.LICENCE, Keeping.THIRTY_YEARS)):
        RetentionRule.objects.get_or_create(
            centre=centre,
            item_type=item_type,
            since=ITEMS_FROM,
            defaults={"keeping": keeping, "basis": "演示数据，保管期限由中心与档案部门商定"},
        )
    for kind, length, effect, basis in WITH_EFFECT:
        Rule.objects.get_or_create(
            centre=centre,
            kind=kind,
            channel="",
            since=ITEMS_FROM,
            defaults={"length": length, "unit": "working_days", "effect": effect, "basis": basis},
        )
    for kind, channel, length, unit, basis in RULES:
        Rule.objects.get_or_create(
            centre=centre,
            kind=kind,
            channel=channel,
            since=ITEMS_FROM,
            defaults={"length": length, "unit": unit, "basis": basis},
        )
