"""The tables of `offices`: places, people's posts, instruments of delegation, seals."""

from yichuang.offices.models.instruments import (
    ALLOWED_POWERS,
    Mandate,
    MandateKind,
    Power,
)
from yichuang.offices.models.places import (
    AreaRule,
    Centre,
    Department,
    DepartmentKind,
    OfficeHours,
    PostedBy,
    SubjectArea,
    Window,
    WindowKind,
    Zone,
)
from yichuang.offices.models.posts import Duty, Posting
from yichuang.offices.models.seals import Seal, SealKind, SealUse

__all__ = [
    "ALLOWED_POWERS",
    "AreaRule",
    "Centre",
    "Department",
    "DepartmentKind",
    "Duty",
    "Mandate",
    "MandateKind",
    "OfficeHours",
    "PostedBy",
    "Posting",
    "Power",
    "Seal",
    "SealKind",
    "SealUse",
    "SubjectArea",
    "Window",
    "WindowKind",
    "Zone",
]
