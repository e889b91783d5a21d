"""What the content's own checks found wrong, as a sentence with the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def invalid(part: Mapping[str, Any]) -> str:
    """The sentence for one error of pydantic."""
    told = part.get("ctx", {})
    match part["type"]:
        case "string_too_long":
            return _("太长，最多 %(most)s 个字，请缩短。") % {"most": told.get("max_length")}
        case "less_than_equal" | "greater_than_equal":
            return _("数值超出范围，请改正。")
        case "missing":
            return _("同一组里有的列没有填写，请补齐。")
        case "string_pattern_mismatch":
            return _("写法不对：标识只能用小写字母、数字和下划线，以字母开头；摘要是 64 位十六进制。请改正。")
        case "string_too_short":
            return _("不能为空，请填写。")
    return _("不合要求，请改正。")
