"""From a case to its form 8 at PMDA by two people, in the fewest clicks that the pages allow: counted, fields too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.actions.office import PASSWORD
from tests.patience import PATIENCE
from tests.web.serving import ROOT, serving, surroundings
from tests.web.test_browser import DESK

pytestmark = pytest.mark.browser

MOST = 25
"""Clicks of both people together, each choice in a list counted as one."""

_MOVE_IN = """
from kizuki.store.record.opening import open_record, prepare_record
open_record()
prepare_record()
from tests.actions.office import Office, filled_case
Office()
filled_case(steps=2)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with an office of four, and a case that was told and determined; nobody has drafted anything."""
    folder: Path = tmp_path_factory.mktemp("served")
    words = [sys.executable, "-c", _MOVE_IN]
    subprocess.run(words, cwd=ROOT, env=surroundings(folder), check=True, timeout=PATIENCE)
    with serving(folder, "--no-worker") as address:
        yield address


class Worker:
    """Somebody at the pages, from 今日 on; signing in is not counted, each click and each field after it is."""

    def __init__(self, browser: Any, address: str, name: str) -> None:
        self.context = browser.new_context(viewport=DESK)
        self.page, self.clicks, self.fields = self.context.new_page(), 0, 0
        self.page.goto(f"{address}/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_selector(".visitor", state="attached")

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def fill(self, selector: str, words: str) -> None:
        self.fields += 1
        self.page.fill(selector, words)

    def choose(self, selector: str, value: str) -> None:
        self.clicks += 1
        self.page.select_option(selector, value)


def test_a_case_is_a_submitted_form_8_in_twenty_five_clicks_of_two_people(browser: Any, address: str) -> None:
    ito = Worker(browser, address, "ito")
    ito.click("th.case-name a")
    case = ito.page.url.split("#")[0]
    ito.click("a[href*='/do/draft']")
    ito.click("main .door-send button")
    if "/edit" not in ito.page.url:
        ito.click("a[href*='/reports/'][href$='/edit']")
    ito.click(".editor-acts button[value=request_review]")
    assert ito.page.locator(".refusal").count() == 0, ito.page.locator("main").inner_text()

    tanaka = Worker(browser, address, "tanaka")
    tanaka.click("th.case-name a")
    tanaka.click("a[href*='/reports/']:not([href$='.pdf'])")
    tanaka.fill("#sign-password", PASSWORD)
    tanaka.click("button[value=approve]")
    assert tanaka.page.locator(".refusal").count() == 0, tanaka.page.locator("main").inner_text()

    ito.page.goto(case)
    ito.click("a[href*='/reports/']:not([href$='.pdf'])")
    ito.choose("#way-submit", "portal")
    ito.fill("#time-submit", "00:00")
    ito.fill("#reference-submit", "20261130-0001")
    ito.click("button[value=submit]")
    assert ito.page.locator(".refusal").count() == 0, ito.page.locator("main").inner_text()
    assert "提出済" in ito.page.locator("h1").inner_text()
    clicks, fields = ito.clicks + tanaka.clicks, ito.fields + tanaka.fields
    assert clicks <= MOST, clicks
    assert (clicks, fields) <= (11, 3), "what is easy today stays easy"
    for worker in (ito, tanaka):
        worker.context.close()
