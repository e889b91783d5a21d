"""The process behind live screens: an endless answer (server-sent events) that says "something changed".

It listens to the journal's notices in PostgreSQL and passes on nothing but the fact, at most once a second; a screen
then fetches the page it may see. So no personal data goes through here, and one connection to the database serves
every screen. GET /live/changes is the stream, GET /live/health answers 204 while the database is heard.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CHANNEL = "journal"
MOST_SCREENS = 1000
PAUSE_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 15.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger("yichuang.live")


class Ear:
    """Counts the notices of the journal. A screen waits until the count is greater than the one it has seen."""

    def __init__(self) -> None:
        self.count = 0
        self.screens = 0
        self.hears = False
        self._changed = asyncio.Condition()

    async def wait_beyond(self, seen: int, seconds: float) -> int:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: self.count > seen)
        return self.count

    async def listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:
                self.hears = False
                log.warning("live screens lost the database (%s), trying again", type(error).__name__)
                await asyncio.sleep(2)

    async def _listen(self) -> None:
        async with await _connect() as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self.hears = True
            await self._tell()  # whatever happened while nobody listened
            async for _ in connection.notifies():
                await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()


async def _connect() -> Any:
    import psycopg
    from django.conf import settings

    where = settings.DATABASES["default"]
    return await psycopg.AsyncConnection.connect(
        dbname=where["NAME"],
        user=where["USER"] or None,
        password=where["PASSWORD"] or None,
        host=where["HOST"] or None,
        port=where["PORT"] or None,
        application_name="yichuang live",
        autocommit=True,
    )


class Application:
    """The ASGI application. Its ear begins to listen with the first request or at the server's start."""

    def __init__(self) -> None:
        self._ear: Ear | None = None
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    @property
    def ear(self) -> Ear:
        if self._ear is None:
            self._ear = Ear()
            self._listening = asyncio.get_running_loop().create_task(self._ear.listen_for_ever())
        return self._ear

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                _ = self.ear
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._listening:
                    self._listening.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET" or scope["path"] not in {"/live/changes", "/live/health"}:
            await _short(send, 404)
        elif scope["path"] == "/live/health":
            await _short(send, 204 if self.ear.hears else 503)
        elif self.ear.screens >= MOST_SCREENS:
            await _short(send, 503)
        else:
            await self._stream(receive, send)

    async def _stream(self, receive: Receive, send: Send) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            # Without a proxy the screens' pages come from the neighbouring port. Nothing secret is said here.
            (b"access-control-allow-origin", b"*"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(_until_gone(receive))
        self.ear.screens += 1
        try:
            await self._tell_changes(send, gone)
        finally:
            self.ear.screens -= 1
            gone.cancel()

    async def _tell_changes(self, send: Send, gone: "asyncio.Task[None]") -> None:
        seen = self.ear.count
        await _piece(send, "retry: 3000\n\n")
        while not gone.done():
            count = await self.ear.wait_beyond(seen, KEEP_ALIVE_SECONDS)
            await _piece(send, f"event: changed\ndata: {count}\n\n" if count > seen else ": still here\n\n")
            if count > seen:
                seen = count
                await asyncio.sleep(PAUSE_SECONDS)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _piece(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _short(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _made() -> Application:
    import django

    from config import database

    database.hold()
    django.setup()
    return Application()


application = _made()
