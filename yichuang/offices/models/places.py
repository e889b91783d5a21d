"""Centres, their zones and windows, the departments, and which window takes which item."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_reader_language(chinese: str, english: str) -> str:
    """The English name for a reader of English when there is one, else the Chinese."""
    return english if english and (get_language() or "").startswith("en") else chinese


class Centre(models.Model):
    """A government service centre (政务服务中心)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True)
    region_code = models.CharField(max_length=12)
    address = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return in_reader_language(self.name, self.name_en)


class OfficeHours(models.Model):
    """When the centre is open: ISO weekdays 1–7, valid from `since` up to, not including, `until`.

    Several rows for one weekday are the morning and the afternoon.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="office_hours")
    weekdays = ArrayField(models.SmallIntegerField())
    start = models.TimeField()
    end = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "office hours"
        constraints = [
            models.CheckConstraint(name="office_hours_end_after_start", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="office_hours_weekdays_1_to_7",
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7], weekdays__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


class SubjectArea(models.Model):
    """A field of business that windows are arranged by (企业开办, 工程建设 …), as data.

    `name` is the key that `Window`, `AreaRule` and items carry.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="subject_areas")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="subject_area_name_unique")]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class Zone(models.Model):
    """A part of the hall (专区) with one theme."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="zones")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    theme = models.CharField(max_length=40, blank=True)
    floor = models.SmallIntegerField(default=1)
    directions = models.CharField(max_length=200, blank=True)
    directions_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "code"], name="zone_code_unique")]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class DepartmentKind(models.TextChoices):
    GOVERNMENT = "government", _("行政机关")
    INSTITUTION = "institution", _("法律、法规授权的组织或者事业单位")
    ORGANISATION = "organisation", _("群团组织")
    UTILITY = "utility", _("公用企业")


class Department(models.Model):
    """A body whose power it is: its name and seal stand on the letters, never the centre's.

    `short_name` is the 机关简称 of its document numbers; `review_body` (复议机关) and `court` are
    named in the remedies of its decisions (行政复议法 art. 24; 行政诉讼法 art. 18).
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="departments")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=12)
    name_en = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=18)
    kind = models.CharField(max_length=12, choices=DepartmentKind)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    higher_body = models.CharField(max_length=100, blank=True)
    review_body = models.CharField(max_length=100, blank=True)
    court = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="department_code_unique"),
            models.UniqueConstraint(fields=["centre", "short_name"], name="department_short_name_unique"),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class WindowKind(models.TextChoices):
    PROFESSIONAL = "professional", _("专业性综合窗口")
    COMPREHENSIVE = "comprehensive", _("综合窗口")
    ONE_THING = "one_thing", _("一件事一次办窗口")


class PostedBy(models.TextChoices):
    DEPARTMENT = "department", _("入驻部门派驻")
    CENTRE = "centre", _("政务服务中心派驻")


class Window(models.Model):
    """A window; its kind fixes who posts its clerks, and the database holds to it.

    A professional window belongs to the department that staffs it; the other two kinds are
    staffed by the centre and belong to none. `directions` are the way from the entrance in words.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="windows")
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=13, choices=WindowKind)
    subject_area = models.CharField(max_length=40, blank=True)
    posted_by = models.CharField(max_length=10, choices=PostedBy)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="windows")
    directions = models.CharField(max_length=200, blank=True, default="")
    directions_en = models.CharField(max_length=300, blank=True, default="")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "number"],
                condition=Q(closed_on=None),
                name="window_number_unique_while_open",
            ),
            models.CheckConstraint(
                name="window_kind_fixes_who_posts_its_clerks",
                condition=Q(
                    kind=WindowKind.PROFESSIONAL,
                    posted_by=PostedBy.DEPARTMENT,
                    department__isnull=False,
                )
                | Q(
                    kind__in=[WindowKind.COMPREHENSIVE, WindowKind.ONE_THING],
                    posted_by=PostedBy.CENTRE,
                    department__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="window_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {in_reader_language(self.name, self.name_en)}"


class AreaRule(models.Model):
    """Which window or zone takes an item: by item, by department, by subject area, or the rest."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="area_rules")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=64, null=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    subject_area = models.CharField(max_length=40, null=True)
    residual = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_rule_names_one_place",
                condition=Q(window__isnull=True, zone__isnull=False) | Q(window__isnull=False, zone__isnull=True),
            ),
            models.CheckConstraint(
                name="area_rule_has_one_ground",
                condition=Q(
                    item_code__isnull=False,
                    department=None,
                    subject_area__isnull=True,
                    residual=False,
                )
                | Q(
                    item_code__isnull=True,
                    department__isnull=False,
                    subject_area__isnull=True,
                    residual=False,
                )
                | Q(
                    item_code__isnull=True,
                    department=None,
                    subject_area__isnull=False,
                    residual=False,
                )
                | Q(
                    item_code__isnull=True,
                    department=None,
                    subject_area__isnull=True,
                    residual=True,
                ),
            ),
            models.CheckConstraint(
                name="area_rule_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        ground = self.item_code or self.subject_area or self.department_id or "residual"
        return f"{ground} → {self.window_id or self.zone_id}"
