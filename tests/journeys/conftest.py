"""A real browser for the journeys: Debian's Chromium, with Chinese pages and nothing fetched from outside.

A journey fails when a page's script fails, or when a page asks for something its own rules forbid.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tools import browser as machine
from yichuang.people.models import Account
from yichuang.people.testing import PASSWORD

# Without a browser ./test says so in one line, and fails under CI=true; see tools/browser.py.
collect_ignore_glob = [] if machine.path() else ["test_*.py"]

# Playwright's synchronous interface keeps an event loop on the test's thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",  # the build server runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# What a page says late is no fault of the page on a machine that does ten things at once.
expect.set_options(timeout=20_000)

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")  # the event loop must be gone when a test of another module signs a letter
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a window of somebody's own: `open_page(phone=True)`, with cookies that no other window has."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(*, phone: bool = False) -> Page:
        context = chromium.new_context(
            base_url=str(live_server), locale="zh-CN", timezone_id="Asia/Shanghai", viewport=PHONE if phone else DESK
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.extend(_forbidden(message)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


Sit = Callable[[Account], Page]
SCREEN: ViewportSize = {"width": 1366, "height": 768}
"""The smallest screen that must suffice at the desk."""


@pytest.fixture
def sit(open_page: Callable[..., Page]) -> Sit:
    """An officer's own window, signed in."""

    def seated(account: Account) -> Page:
        page = open_page()
        page.set_viewport_size(SCREEN)
        page.goto("/desk/login/")
        page.fill("#id_username", account.username)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/login/" not in address)
        return page

    return seated


def _forbidden(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" and "Content Security Policy" in message.text else []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One window at a desk."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """One window on a telephone."""
    return open_page(phone=True)
