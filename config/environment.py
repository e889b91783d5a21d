"""Small typed readers of the environment. A bad value stops the start with a sentence that names the variable."""

import os
import re


class BadSetting(SystemExit):
    """A setting that cannot be understood; the process ends with this sentence."""


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_int(name: str, default: int) -> int:
    text = env_text(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise BadSetting(f"设置 {name} 应为整数，现为“{text}”。 Setting {name} must be a whole number.") from None


def env_bool(name: str, default: bool) -> bool:
    text = env_text(name, "yes" if default else "no").lower()
    if text in {"1", "yes", "true", "on"}:
        return True
    if text in {"0", "no", "false", "off"}:
        return False
    raise BadSetting(f"设置 {name} 应为 yes 或 no，现为“{text}”。 Setting {name} must be yes or no.")


def env_list(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_own_machine(name: str) -> str:
    """The address of a program on the machine of whoever looks at the page; "" when there is none."""
    text = env_text(name).rstrip("/")
    if text and not re.fullmatch(r"http://(127\.0\.0\.1|localhost):\d{1,5}", text):
        raise BadSetting(
            f"设置 {name} 应为本机地址，如 http://127.0.0.1:8765，现为“{text}”。"
            f" Setting {name} must be an address of the PC itself, such as http://127.0.0.1:8765."
        )
    return text
