"""The file that a centre is set up from: what may stand in it, and its dates."""

from datetime import date, time, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yichuang.base.refusal import Refused
from yichuang.offices.models import DepartmentKind, Duty, MandateKind, Power, SealKind, WindowKind
from yichuang.people.models import Role


class BadFile(Refused):
    """The file cannot be read as the description of a centre."""

    code = "bad_centre_file"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CentrePart(_Part):
    code: str
    name: str
    name_en: str = ""
    region_code: str
    address: str = ""
    address_en: str = ""
    phone: str = ""


class HoursPart(_Part):
    weekdays: list[int]
    start: time
    end: time


class AreaPart(_Part):
    name: str
    name_en: str = ""


class DepartmentPart(_Part):
    code: str
    name: str
    short_name: str
    name_en: str = ""
    kind: DepartmentKind
    credit_code: str
    address: str = ""
    phone: str = ""
    higher_body: str = ""
    review_body: str = ""
    court: str = ""
    seals: dict[SealKind, str] = {}


class WindowPart(_Part):
    number: str
    name: str
    name_en: str = ""
    kind: WindowKind
    subject_area: str = ""
    department: str | None = None
    directions: str = ""
    directions_en: str = ""


class ZonePart(_Part):
    code: str
    name: str
    name_en: str = ""
    floor: int = 1
    directions: str = ""
    directions_en: str = ""
    windows: list[WindowPart]


class RulePart(_Part):
    item: str | None = None
    department: str | None = None
    subject_area: str | None = None
    residual: bool = False
    zone: str | None = None
    window: str | None = None


class PostPart(_Part):
    duty: Duty
    department: str | None = None
    window: str | None = None
    substitute_for: str | None = None
    since: str = "start"
    until: str | None = None


class StaffPart(_Part):
    username: str
    name: str
    employee_number: str = ""
    roles: list[Role]
    posts: list[PostPart]
    featured: bool = False


class MandatePart(_Part):
    kind: MandateKind
    number: str
    grantor: str
    grantee: str | None = None
    level: int | None = None
    powers: list[Power]
    items: list[str] = []
    since: str = "start"
    until: str = "end"


class CentreFile(_Part):
    """A whole centre. `demonstration` marks made-up facts; only such a file may open staff accounts."""

    about: str = ""
    sources: list[str] = []
    dates: str = ""
    demonstration: bool = False
    password: str = ""
    centre: CentrePart
    office_hours: list[HoursPart] = Field(min_length=1)
    subject_areas: list[AreaPart]
    departments: list[DepartmentPart]
    zones: list[ZonePart]
    rules: list[RulePart]
    staff: list[StaffPart] = []
    mandates: list[MandatePart] = []


class Dates:
    """What the dates in a file mean when it is loaded on `today`.

    `start` is the first of January of the year of ninety days ago, so that a demonstration has a past; `end` that of
    the year after next; `+20d` and `-10d` are counted from today. Other dates are written out.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.start = date((today - timedelta(days=90)).year, 1, 1)
        self.end = date(today.year + 2, 1, 1)

    def day(self, written: str) -> date:
        if written in ("start", "end"):
            return self.start if written == "start" else self.end
        try:
            if written[:1] in "+-" and written.endswith("d"):
                return self.today + timedelta(days=int(written[:-1]))
            return date.fromisoformat(written)
        except ValueError:
            raise BadFile(
                _("日期“%(written)s”无法识别，请写成 2026-01-31、start、end 或者 +20d。") % {"written": written}
            )


def read(path: Path) -> CentreFile:
    """The centre that `path` describes. Raises BadFile naming the place of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadFile(_("无法读取文件 %(path)s，请检查路径、权限和编码（UTF-8）。") % {"path": path})
    try:
        return CentreFile.model_validate_json(text)
    except ValidationError as mistakes:
        first = mistakes.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "JSON"
        sentence = _("文件 %(path)s 的“%(place)s”有误：%(message)s。请改正后重新载入。")
        raise BadFile(sentence % {"path": path, "place": place, "message": first["msg"]})
