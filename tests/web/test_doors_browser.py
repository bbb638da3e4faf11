"""A telephone call, walked to its recorded first report by hand: at a desk in Japanese, on a phone in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.test_browser import AXE, DESK, PHONE, Visit

pytestmark = pytest.mark.browser


class Walk:
    """Somebody at the pages of a story: at each of them axe finds nothing, and nothing scrolls sideways."""

    def __init__(self, visit: Visit, lang: str) -> None:
        self.page, self.visit, self.clicks = visit.page, visit, 0
        self.wide = int(visit.page.viewport_size["width"])
        visit.sign_in(lang)

    def look(self) -> None:
        """What axe objects to here, and whether anything is wider than the screen."""
        self.page.evaluate("document.fonts.ready")
        self.page.add_script_tag(path=str(AXE))
        found = self.page.evaluate("axe.run(document)")["violations"]
        where = self.page.url
        assert [f"{where} {rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.wide, where

    def click(self, selector: str) -> None:
        """One click that leads to another page, which is looked at."""
        self.clicks += 1
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.look()

    def choose(self, name: str, value: str) -> None:
        """One of the values that stand on the page."""
        self.clicks += 1
        self.page.check(f"main form input[name={name}][value={value}]")

    def send(self) -> None:
        """The one strong button of the form; what follows says that it was recorded."""
        self.click("main .door-send button")
        assert self.page.locator(".said").count() == 1, self.page.locator("main").inner_text()


@pytest.fixture
def walk(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Walk]:
    viewport, lang = request.param
    context = browser.new_context(viewport=viewport, bypass_csp=True)
    yield Walk(Visit(context.new_page(), address), lang)
    context.close()


@pytest.mark.parametrize("walk", [(DESK, "ja"), (PHONE, "en")], indirect=True, ids=["desk-ja", "phone-en"])
def test_a_call_is_walked_to_its_first_report(walk: Walk) -> None:
    from kizuki.web.today import today

    page, day = walk.page, today().strftime("%Y/%m/%d")
    walk.look()
    walk.click(".frame-receive a")
    walk.choose("secrecy", "ordinary")
    page.select_option("[name=source]", "hospital")
    page.fill("[name=learned_on]", "きのう")
    page.fill("[name=summary]", "人工呼吸器が停止した。画面に身代金の要求が出ている。")
    walk.choose("harm", "asking")
    page.select_option("[name=device]", "ventilator")
    page.select_option("[name=hospital]", "takadai")
    walk.click("main .door-send button")
    assert page.locator(".field-wrong").count() == 1, "the day is none, and is said so beside it"
    assert page.input_value("[name=summary]").startswith("人工呼吸器"), "nothing that was typed is lost"
    page.fill("[name=learned_on]", day)
    walk.send()

    walk.click(".acts a.way.strong")
    walk.choose("kind", "event")
    walk.choose("locus", "domestic")
    assert page.is_checked("[name=harm][value=asking]"), "what was heard at the intake is not asked again"
    page.fill("[name=evidence]", "当直者の電話記録")
    walk.send()
    assert walk.clicks <= 12, "a call is a case in twelve clicks at most, a day that was mistyped included"
    case = page.url

    form = page.locator("form[action$='fact=matters.0.harms']")
    if not form.locator("[value=death]").is_visible():
        form.locator("xpath=..").locator("summary").click()
    form.locator("[value=death]").check()
    form.locator("[name=known_on]").fill(day)
    form.locator("[name=source]").select_option("phone")
    form.locator("[name=evidence]").fill("病棟の看護師長が電話で述べた")
    form.locator("button").click()
    page.wait_for_load_state()
    walk.look()
    assert page.locator(".said").count() == 1

    page.locator(".owed-row a.way[href*='/first-sheet?for=']").first.click()
    page.wait_for_load_state()
    walk.look()
    page.locator("a.way[href*=record_first_report]").click()
    page.wait_for_load_state()
    walk.look()
    page.check("main [name=named]")
    page.select_option("[name=way]", "fax")
    page.fill("[name=addressee]", "PMDA 安全性情報部")
    page.fill("[name=on]", day)
    page.fill("[name=at]", "0:00")
    walk.choose("delivered", "good")
    walk.send()
    assert page.url == case
    assert page.locator("a.way[href*='/first-sheet?for=']").count() == 0, "nobody waits for it any more"

    page.locator("a.way[href*=confirm_class]").first.click()
    walk.look()
    assert "1-" in page.locator(".door-page").inner_text() or "第1号" in page.locator(".door-page").inner_text()
    walk.send()
