"""From a mail to a form that waits for its second signature, and from a case to its form 8 at PMDA by two people, in the
fewest clicks that the pages allow: counted, fields too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kizuki.web.today import today
from tests.actions.office import PASSWORD
from tests.patience import PATIENCE
from tests.web.serving import ROOT, serving, surroundings
from tests.web.test_browser import DESK

pytestmark = pytest.mark.browser

MOST = 10
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


def test_a_case_is_a_submitted_form_8_in_ten_clicks_of_two_people(browser: Any, address: str) -> None:
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
    assert fields <= 3, "what is easy today stays easy"
    for worker in (ito, tanaka):
        worker.context.close()


NOTHING = ("incomplete", "調査中のため")
"""What stands as status and its reason: a person's words, which no record knows before."""


def _received(ito: Worker) -> None:
    """A death that a hospital told by mail: everything that it says is typed here, once."""
    ito.click("a[href='/do/receive_information']:visible")
    ito.click("input[name=secrecy][value=ordinary]")
    ito.choose("[name=source]", "hospital")
    ito.fill("[name=learned_on]", today().strftime("%Y%m%d"))
    ito.fill("[name=summary]", "集中治療室で送液が止まり、患者が死亡した。")
    ito.click("input[name=harm][value=death]")
    ito.fill("[name=serial]", "IP3-77")
    ito.clicks += 1
    ito.page.locator("select[name=device]").select_option(index=1)
    ito.click("details.more summary")
    for name, said in (("occurred_on", today().strftime("%Y%m%d")), ("initials", "A.K."), ("age", "72")):
        ito.fill(f"[name={name}]", said)
    ito.choose("[name=sex]", "female")
    ito.click("main .door-send button")


def _as_case(ito: Worker) -> str:
    """The case, with what the law asks of a person before it: kind, place, and what proves it."""
    ito.click("a[href$='/do/become_case']")
    ito.click("input[name=kind][value=event]")
    ito.click("input[name=locus][value=domestic]")
    ito.fill("[name=evidence]", "病院の電子メール")
    ito.click("main .door-send button")
    return ito.page.url.split("#")[0]


def _offered(ito: Worker, box: str) -> None:
    ito.click(f"#box-{box} button[name=propose]")
    ito.page.wait_for_selector(f"#state-{box} .origin-person")


def _kept(ito: Worker, box: str, said: str) -> None:
    ito.fill(f"#said-{box}", said)
    ito.page.dispatch_event(f"#said-{box}", "change")
    ito.page.wait_for_selector(f"#state-{box} .origin-person")


def test_a_hospitals_mail_is_a_first_report_and_a_form_8_that_waits_with_nothing_typed_twice(
    browser: Any, address: str
) -> None:
    ito = Worker(browser, address, "ito")
    _received(ito)
    case = _as_case(ito)
    ito.click("a[href*='/first-sheet?']")
    _offered(ito, "facts")
    ito.page.locator("#editor-progress .mark-done").wait_for()
    assert ito.clicks <= 14
    assert ito.fields <= 7
    assert ito.page.locator("[name=age_band]").input_value() == "70代"
    assert ito.page.locator("#box-persons [name=sex]").input_value() == "女"

    ito.page.goto(case)
    ito.click("a[href*='/do/draft_form']")
    ito.click("main .door-send button")
    for box in ("occurrence_date", "initials", "age", "sex", "serial_lot"):
        assert ito.page.locator(f"#box-{box} .box-hint", has_text="I-").count() == 1, (
            f"{box} is there, with its intake"
        )
    _offered(ito, "situation")
    _offered(ito, "report_date")
    ito.choose("#said-status", NOTHING[0])
    ito.page.wait_for_selector("#state-status .origin-person")
    _kept(ito, "status_reason", NOTHING[1])
    _kept(ito, "next_date", (today() + timedelta(days=30)).strftime("%Y%m%d"))
    _kept(ito, "investigation", "調査中")
    _kept(ito, "measures_done", "当該機器の使用を中止し、代替機に交換した。")
    _offered(ito, "future")
    ito.click("#box-device_problem .term-search summary")
    ito.fill("#term-device_problem", "A110201")
    ito.page.wait_for_selector("#terms-device_problem .term-put")
    ito.click("#terms-device_problem .term-put")
    ito.page.wait_for_selector("#state-device_problem .origin-person")
    ito.choose("#box-device_problem [name=risk]", "occurred")
    ito.page.locator("#editor-progress .mark-done").wait_for()
    ito.click(".editor-acts button[value=request_review]")
    assert ito.page.locator(".refusal:visible").count() == 0, ito.page.locator("main").inner_text()
    assert "下書き" not in ito.page.locator("h1").inner_text(), "it waits for its second signature"
    assert ito.clicks <= 24, ito.clicks
    assert ito.fields <= 12, ito.fields
    ito.context.close()
