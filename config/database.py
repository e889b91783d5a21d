"""The PostgreSQL this installation uses: the server named by DATABASE_URL, or its own one below the data directory."""

import atexit
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from config.embedded import Server, Unavailable
from config.environment import BadSetting

__all__ = ["OLDEST", "Hold", "Unavailable", "connection_settings", "hold"]

OLDEST = 15


class Hold(Protocol):
    """As long as it is not released, the database server stays up."""

    def release(self) -> None: ...
    def __enter__(self) -> "Hold": ...
    def __exit__(self, *_: object) -> None: ...


def connection_settings(*, url: str, data: Path, pool: int, statement_seconds: int) -> dict[str, Any]:
    """Django's settings for the database.

    `pool` is the number of connections kept by this process (0: one for each thread, closed after use);
    `statement_seconds` ends a statement that takes longer (0: no limit).
    """
    options: dict[str, Any] = {"application_name": "yichuang"}
    if statement_seconds:
        options["options"] = f"-c statement_timeout={statement_seconds}s"
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "max_lifetime": 3600}
    where = _from_url(url, options) if url else Server(data).connection()
    # A connection that has gone bad meanwhile is found out before a person's request gets it.
    return {
        "ENGINE": "django.db.backends.postgresql",
        **where,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": bool(pool),
        "ATOMIC_REQUESTS": False,
    }


def _from_url(url: str, options: dict[str, Any]) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting(
            "DATABASE_URL 应写作 postgresql://用户:口令@主机:端口/数据库。 "
            "DATABASE_URL must read postgresql://user:password@host:port/database."
        )
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    options.update(query)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
    }


def hold() -> Hold:
    """Make sure that the database server of the settings is up, and keep it up until released or until this process
    ends. Raises Unavailable with one sentence when there is no server, or one too old."""
    from django.conf import settings

    if settings.DATABASE_URL:
        _check_version(settings.DATABASE_URL)
        return _Nothing()
    held = Server(settings.DATA).hold()
    atexit.register(held.release)
    return held


class _Nothing:
    """The server is not ours: there is nothing to let go of."""

    def release(self) -> None: ...
    def __enter__(self) -> "_Nothing":
        return self

    def __exit__(self, *_: object) -> None: ...


def _check_version(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = [line for line in str(error).splitlines() if line[:1].strip()][-1]  # the last try; hints are indented
        raise Unavailable(
            f"无法连接 DATABASE_URL 指定的数据库（{reason}）。 Cannot reach the database named by DATABASE_URL."
        ) from error
    if version < OLDEST:
        raise Unavailable(
            f"数据库为 PostgreSQL {version}，需要 {OLDEST} 或更高版本。 "
            f"The database is PostgreSQL {version}; version {OLDEST} or newer is needed."
        )
