"""Personal data as it is shown until somebody with a reason opens it."""

import re
from collections.abc import Callable

HIDDEN = "＊＊＊"

# A county-level name is short and carries no road, village or number; "…小区" and the like are not counties.
_COUNTY = re.compile(
    r"^(?:[^\d省]{2,8}(?:省|自治区))?"
    r"(?:[^\d市州盟路街村镇乡]{2,10}(?:市|自治州|盟|地区))?"
    r"(?:[^\d路街巷村镇乡县区旗市]{1,12}(?:自治县|县|(?<![小社园校厂景辖])区|旗|市))"
)
_CITY = re.compile(r"^(?:[^\d省]{2,8}(?:省|自治区))?[^\d市州盟路街村镇乡]{2,10}(?:市|自治州|盟|地区)")


def mask(text: str, *, kind: str) -> str:
    """`text` masked by the way of its kind; a kind that is not known shows nothing at all."""
    return _BY_KIND.get(kind, mask_text)(text)


def mask_name(text: str) -> str:
    """The first character stays: 张三 → 张*, 欧阳修远 → 欧**. At most two stars, so that length tells nothing more."""
    return text[:1] + "*" * min(max(len(text) - 1, 0), 2) if len(text) > 1 else "*" * len(text)


def mask_number(text: str) -> str:
    """Numbers of papers: region and the last four of a long one, two and two of a short one."""
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 10) + text[-4:]
    if len(text) >= 8:
        return text[:2] + "*" * (len(text) - 4) + text[-2:]
    return "*" * len(text)


def mask_phone(text: str) -> str:
    """138****5678; of a short number only the last two digits stay."""
    if len(text) >= 11:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return "*" * max(len(text) - 2, 0) + text[-2:] if len(text) > 4 else "*" * len(text)


def mask_address(text: str) -> str:
    """The county (or at least the city) stays, the rest does not; without either nothing stays."""
    found = _COUNTY.match(text) or _CITY.match(text)
    return (found.group() if found and found.end() < len(text) else "") + HIDDEN if text else ""


def mask_text(text: str) -> str:
    """Nothing stays, not even the length."""
    return HIDDEN if text else ""


_BY_KIND: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "number": mask_number,
    "phone": mask_phone,
    "address": mask_address,
    "text": mask_text,
}
