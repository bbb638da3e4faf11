"""The office of the cast, signed in, on one day; pages without the collected static files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.patience import A_CLICK, PATIENCE
from tests.web.cast import PASSWORD, SATO, move_in
from tests.web.serving import move_in_as_a_process, serving

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TODAY = date(2026, 6, 16)
"""A Tuesday."""


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any, tmp_path: Path) -> None:
    """Pages name static files as they are called: hashed names exist only once they have been collected."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def no_failures_remembered() -> Iterator[None]:
    """Failed sign-ins of one test are nothing to the next."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day that the pages believe in."""
    monkeypatch.setattr("kizuki.web.pages.home.today", lambda: TODAY)
    monkeypatch.setattr("kizuki.web.pages.case.today", lambda: TODAY)
    return TODAY


@pytest.fixture
def office(db: None, today: date) -> dict[str, int]:
    """The cases of the cast by key."""
    return move_in(today)


@pytest.fixture
def sato(office: dict[str, int], client: Any) -> Any:
    """A browser in which 佐藤 is signed in."""
    assert client.post("/sign-in", {"name": SATO, "password": PASSWORD}).status_code == 302
    return client


class Patient:
    """A browser whose pages wait for what they are told to wait for, however busy the machine is."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser

    def new_context(self, **options: Any) -> Any:
        """As Playwright's."""
        context = self._browser.new_context(**options)
        context.set_default_timeout(A_CLICK * 1000)
        return context

    def new_page(self) -> Any:
        """A page in a context of its own."""
        return self.new_context().new_page()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium; a missing one fails, since these pages would then be tested by nobody."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium", pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET), timeout=PATIENCE * 1000)
        yield Patient(started)
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a database of its own, in which the cast has moved in."""
    folder = tmp_path_factory.mktemp("served")
    move_in_as_a_process(folder)
    with serving(folder, "--no-worker") as served:
        yield served
