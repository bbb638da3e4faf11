"""The sheet of a first report at the speed of hands: an answer that comes late takes nothing that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.test_browser import DESK, Visit
from tests.web.test_desk_browser import wait_for

pytestmark = pytest.mark.browser

AGE, SEX, DAY = (f"#box-persons [name={name}]" for name in ("age_band", "sex", "on"))


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    """佐藤 at the sheet of a death that was told on the telephone."""
    context = browser.new_context(viewport=DESK)
    visit = Visit(context.new_page(), address)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.sign_in()
    to_a_sheet(visit)
    yield visit
    context.close()
    assert visit.complaints == []


def to_a_sheet(visit: Visit) -> None:
    from kizuki.web.today import today

    page = visit.page
    visit.open("/do/open_case")
    page.fill("[name=title]", "輸液ポンプの停止")
    page.select_option("[name=device]", "pump")
    page.fill("[name=learned_on]", today().strftime("%Y/%m/%d"))
    told = {"secrecy": "ordinary", "kind": "event", "locus": "domestic", "harm": "death"}
    for name, value in told.items():
        page.check(f"main form input[name={name}][value={value}]")
    page.fill("[name=evidence]", "病棟からの電話")
    page.click("main .door-send button")
    page.wait_for_load_state()
    page.locator(".owed-row a.way[href*='/first-sheet?for=']").first.click()
    page.wait_for_selector(AGE)


def held_back(visit: Visit) -> list[Any]:
    """The next answers, not yet let through."""
    held: list[Any] = []
    visit.page.route(
        "**/first-sheet?**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    return held


def let_through(visit: Visit, held: list[Any]) -> None:
    for route in held:
        route.continue_()
    visit.page.unroute("**/first-sheet?**")


def in_the_record(visit: Visit) -> list[str]:
    """Age, sex and day as somebody reads them who opens the sheet now."""
    tab = visit.page.context.new_page()
    tab.goto(visit.page.url.split("#")[0])
    found = [tab.input_value(cell) for cell in (AGE, SEX, DAY)]
    tab.close()
    return found


def test_what_is_typed_while_a_refusal_is_on_its_way_stands_and_is_kept(visit: Visit) -> None:
    page = visit.page
    page.fill(AGE, "70代")
    page.focus(DAY)
    page.wait_for_selector("#state-persons .origin-person")
    held = held_back(visit)
    page.fill(DAY, "2026年6月15日 20:15")
    page.focus(SEX)
    wait_for(visit, lambda: held)
    page.keyboard.type("男性")
    let_through(visit, held)
    page.wait_for_selector("#refused-persons .refusal")
    assert page.input_value(SEX) == "男性"
    assert page.input_value(DAY) == "2026年6月15日 20:15"
    assert page.evaluate("document.activeElement.name") == "sex", "whoever writes there goes on writing"
    page.focus("#said-facts")
    wait_for(visit, lambda: in_the_record(visit) == ["70代", "男性", ""])
    page.fill(DAY, "2026年6月15日")
    page.focus("#said-facts")
    page.wait_for_selector("#refused-persons .refusal", state="detached")
    assert in_the_record(visit) == ["70代", "男性", "2026-06-15"]


def test_what_is_typed_while_a_box_is_put_anew_stands_in_it_and_is_kept(visit: Visit) -> None:
    page = visit.page
    page.fill(AGE, "70代")
    page.focus("#said-facts")
    page.wait_for_selector("#state-persons .origin-person")
    page.reload()
    held = held_back(visit)
    page.click("#box-persons [name=take_back]")
    wait_for(visit, lambda: held)
    page.focus(SEX)
    page.keyboard.type("男")
    let_through(visit, held)
    page.wait_for_selector("#state-persons .origin-person", state="detached")
    assert page.input_value(AGE) == "", "what was taken back is gone"
    assert page.input_value(SEX) == "男"
    page.keyboard.type("性")
    page.focus("#said-facts")
    page.wait_for_selector("#state-persons .origin-person")
    assert in_the_record(visit) == ["", "男性", ""]
