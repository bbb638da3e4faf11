"""A real browser at a real server: signing in, reading a due day, and no barrier for anyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.web.cast import PASSWORD, SATO
from tests.web.serving import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
LANGUAGES = ("ja", "en")


@dataclass
class Visit:
    """A browser at the server, with what its console complained of."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """A page of ours, fonts included."""
        self.page.goto(self.address + path)
        self.page.evaluate("document.fonts.ready")

    def choose(self, lang: str) -> None:
        """The language, before anybody is signed in."""
        self.open("/sign-in")
        if lang == "en":
            self.page.click("button[name=language]")
            self.page.wait_for_selector("html[lang=en]", state="attached")

    def sign_in(self, lang: str = "ja") -> None:
        """As 佐藤, in this language."""
        self.choose(lang)
        self.page.fill("#name", SATO)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_selector(".visitor", state="attached")


@pytest.fixture
def visit(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visit; at its end the console must have had nothing to complain of."""
    context = browser.new_context(viewport=getattr(request, "param", DESK))
    visit = Visit(context.new_page(), address)
    visit.page.on("console", lambda said: visit.complaints.append(said.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()
    assert visit.complaints == []


def paths(visit: Visit) -> list[str]:
    """Home and the page of every case; findings, one of them, and what is done with them; feeds and their form."""
    visit.open("/")
    links = visit.page.locator("th.case-name a")
    cases = [links.nth(number).get_attribute("href") for number in range(links.count())]
    visit.open("/findings")
    finding = visit.page.locator(".findings th a").first.get_attribute("href")
    rest = [
        "/findings",
        finding,
        "/findings/triage?all=1",
        "/spread?cve=CVE-2026-0001",
        "/unmatchable",
        "/feeds",
        "/company",
        "/vulnerabilities/new",
    ]
    return ["/", *cases, *rest]


def test_a_person_signs_in_and_reads_the_due_day_of_a_case(visit: Visit) -> None:
    from kizuki.web.templatetags.days import weekday
    from kizuki.web.today import today

    visit.sign_in()
    due_on: date = today() + timedelta(days=2)
    row = visit.page.locator("tr", has_text="過量投与")
    assert "期限まで残り2日" in row.inner_text()
    row.locator("th a").click()
    assert visit.page.locator(".answer-due-day").inner_text() == f"{due_on.isoformat()}（{weekday(due_on, 'ja')}）"
    assert "第1号ハ" in visit.page.locator(".answer-item").inner_text()


def test_the_report_is_saved_as_a_file(visit: Visit) -> None:
    visit.sign_in()
    visit.page.locator("tr", has_text="過量投与").locator("th a").click()
    with visit.page.expect_download() as saved:
        visit.page.click("a.download")
    assert saved.value.suggested_filename.endswith("_様式8_初回報告_下書き.pdf")
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("visit", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_axe_finds_nothing_to_mend_on_any_page(browser: Any, visit: Visit, lang: str) -> None:
    context = browser.new_context(viewport=visit.page.viewport_size, bypass_csp=True)
    reader = Visit(context.new_page(), visit.address)
    reader.choose(lang)
    found = [fault for path in ("/sign-in", "/nothing/here") for fault in faults(reader, path)]
    reader.sign_in()
    found += [fault for path in [*paths(reader), "/nothing/here"] for fault in faults(reader, path)]
    context.close()
    assert found == []


def faults(visit: Visit, path: str) -> list[str]:
    """What axe objects to on a page: the rule and where."""
    visit.open(path)
    visit.page.add_script_tag(path=str(AXE))
    result = visit.page.evaluate("axe.run(document)")
    return [f"{path} {rule['id']}: {node['target']}" for rule in result["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_no_page_scrolls_sideways_on_a_phone(visit: Visit, lang: str) -> None:
    visit.sign_in(lang)
    wide = {}
    for path in paths(visit):
        visit.open(path)
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[path] = width
    assert wide == {}


def test_every_page_shows_the_font_and_obeys_the_policy(visit: Visit) -> None:
    visit.sign_in()
    for path in paths(visit):
        visit.open(path)
        faces = visit.page.evaluate("document.fonts.load('16px \"BIZ UDPGothic\"', '髙').then(faces => faces.length)")
        assert faces == 1
    # A refusal by the policy is a line in the console, which the end of the visit looks at.


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(visit: Visit) -> None:
    visit.sign_in()
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    assert visit.page.locator("a.skip").bounding_box()["y"] >= 0
    visit.page.keyboard.press("Enter")
    # All cases, what the page can begin, the counters that lead somewhere, the next action, how the rows are ordered,
    # then the first case.
    counters = visit.page.locator("main .counts a").count()
    for place in (".as-of", ".ways", *(".counts",) * counters, ".first-act", ".days-lead", "th.case-name"):
        visit.page.keyboard.press("Tab")
        focused = visit.page.evaluate(
            f"({{there: document.activeElement.closest('main {place}') !== null,"
            " outline: getComputedStyle(document.activeElement).outlineStyle})"
        )
        assert focused == {"there": True, "outline": "solid"}, place


def test_a_wrong_password_is_said_where_the_form_is(visit: Visit) -> None:
    visit.open("/sign-in")
    visit.page.fill("#name", SATO)
    visit.page.fill("#password", "wrong")
    visit.page.click("main button")
    assert "違います" in visit.page.locator("[role=alert]").inner_text()
    # Chromium tells of every answer that is not a success; this one is meant.
    assert len(visit.complaints) == 1
    assert "422" in visit.complaints.pop()
