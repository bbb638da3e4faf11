"""A report written by hand in a real browser: at a desk and on a phone, in both languages, by two people at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.patience import A_CLICK
from tests.web.test_browser import DESK, PHONE, Visit
from tests.web.test_doors_browser import Walk

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Walk]:
    viewport, lang = request.param
    context = browser.new_context(viewport=viewport, bypass_csp=True)
    visit = Visit(context.new_page(), address)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield Walk(visit, lang)
    context.close()
    assert visit.complaints == []


def to_the_editor(walk: Walk) -> str:
    """From home over the case to the boxes of its draft; answers the address."""
    walk.page.locator("tr", has_text="過量投与").locator("th a").click()
    walk.page.wait_for_load_state()
    case = walk.page.url
    report = walk.page.locator("a[href*='/reports/']").first.get_attribute("href")
    number = str(report).split("/reports/")[1].split(".")[0].split("/")[0]
    walk.page.goto(f"{case.split('#')[0]}/reports/{number}/edit")
    return str(walk.page.url)


@pytest.mark.parametrize(
    "walk",
    [(DESK, "ja"), (DESK, "en"), (PHONE, "ja"), (PHONE, "en")],
    indirect=True,
    ids=["desk-ja", "desk-en", "phone-ja", "phone-en"],
)
def test_a_draft_is_written_box_by_box_and_two_people_lose_no_word(walk: Walk) -> None:
    page = walk.page
    to_the_editor(walk)
    walk.look()
    assert page.locator("a.to-missing").count() > 2
    page.click("a.next-missing")
    first = page.evaluate("document.activeElement.closest('.box').id")
    assert first == f"box-{page.locator('#editor-progress').locator('a.to-missing').first.get_attribute('href')[5:]}"
    page.click("a.next-missing")
    assert page.evaluate("document.activeElement.closest('.box').id") != first, "the next one, not the first again"

    page.click("#box-report_date [name=propose]")
    page.wait_for_selector("#state-report_date .origin-person")
    assert page.locator("#box-report_date .box-told").inner_text() != ""
    page.fill("#said-situation", f"{walk.wide}px 14時に停止した。")
    page.focus("#said-usage")
    page.wait_for_selector("#state-situation .origin-person")
    page.type("#said-usage", "連続使用中")
    assert page.input_value("#said-usage").endswith("連続使用中"), "what is being typed is never put anew"
    assert page.evaluate("document.activeElement.id") == "said-usage"
    assert "14時に停止した。" in page.locator("#sheet-page").inner_text(), "the sheet says it at once"
    page.focus("#said-treatment")
    page.wait_for_selector("#state-usage .origin-person")
    assert page.locator("a.to-missing[href='#box-report_date']").count() == 0

    # The same person in a second tab, who read the box before it changed here.
    tab = page.context.new_page()
    tab.set_default_timeout(A_CLICK * 1000)
    tab.goto(page.url.split("#")[0])
    page.fill("#said-treatment", "手動換気に切り替えた。")
    page.focus("#said-usage")
    page.wait_for_selector("#state-treatment .origin-person")
    tab.fill("#said-treatment", "別の機器に交換した。")
    tab.focus("#said-usage")
    tab.wait_for_selector("#box-treatment .box-theirs")
    assert tab.input_value("#said-treatment") == "別の機器に交換した。"
    assert "手動換気" in tab.locator("#box-treatment .box-theirs").inner_text()
    tab.focus("#said-treatment")
    tab.click("#box-treatment .box-save")
    tab.wait_for_selector("#box-treatment .box-theirs", state="detached")
    tab.close()

    page.reload()
    assert page.input_value("#said-treatment") == "別の機器に交換した。"
    page.click("#box-treatment [name=take_back]")
    page.wait_for_selector("#state-treatment .origin-person", state="detached")
    walk.look()
    walk.click(".editor-acts [value=check]")
    page.go_back()
    page.click(".report-tabs a[href$=transcription]")
    page.wait_for_load_state()
    walk.look()
    page.click("#copy-situation button.copy")
    page.wait_for_selector("#copy-situation .box-told:not(:empty)")


@pytest.mark.parametrize("walk", [(DESK, "ja")], indirect=True, ids=["desk-ja"])
def test_what_could_not_be_kept_stays_on_the_screen_and_is_said(walk: Walk) -> None:
    page = walk.page
    to_the_editor(walk)
    page.route("**/edit", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#said-usage", "送れなかった文")
    page.focus("#said-situation")
    page.wait_for_selector("#editor-fault", state="visible")
    assert page.input_value("#said-usage") == "送れなかった文"
    page.unroute("**/edit")
    page.focus("#said-usage")
    page.click("#box-usage .box-save")
    page.wait_for_selector("#state-usage .origin-person")
    assert not page.is_visible("#editor-fault")


@pytest.mark.parametrize("walk", [(DESK, "ja")], indirect=True, ids=["desk-ja"])
def test_a_value_that_was_refused_and_put_right_holds_nothing_back(walk: Walk) -> None:
    page = walk.page
    to_the_editor(walk)
    page.fill("#said-report_date", "あした")
    page.focus("#said-situation")
    page.wait_for_selector("#box-report_date .refusal")
    page.fill(
        "#said-report_date", page.locator("#box-report_date [name=propose]").get_attribute("value").replace("-", "/")
    )
    page.focus("#said-situation")
    page.wait_for_selector("#box-report_date .refusal", state="detached")
    page.wait_for_selector("#state-report_date .origin-person")
    assert page.locator("#box-report_date .box-told").inner_text() == page.get_attribute(".editor", "data-kept")
    walk.click(".editor-acts [value=check]")
    assert "/check" in page.url


@pytest.mark.parametrize("walk", [(DESK, "ja"), (PHONE, "en")], indirect=True, ids=["desk-ja", "phone-en"])
def test_a_term_that_is_found_goes_into_the_box_with_one_click_and_nothing_is_judged_of_it(walk: Walk) -> None:
    page = walk.page
    to_the_editor(walk)
    box = page.locator("#box-health_impact")
    codes = "#box-health_impact [name=code]"
    before = box.locator("[name=code]").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    page.locator("#box-health_impact .term-search summary").click()
    page.fill("#term-health_impact", "hospitalization")
    found = page.locator("#terms-health_impact .term-put").first
    found.wait_for()
    walk.look()
    code = found.get_attribute("data-code") or ""
    assert code.startswith("F"), "the annex of the box"
    found.click()
    page.wait_for_selector("#state-health_impact .origin-person")
    page.reload()
    kept = page.locator(codes).evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    assert kept == [*(one for one in before if one != code), code], "once, whoever puts it there again"
    row = box.locator(".box-row", has=page.locator(f"[name=code][value={code}]"))
    assert row.locator("[name=term]").input_value() != ""
    assert [row.locator(f"[name={name}]").input_value() for name in ("known", "causality", "risk")] == ["", "", ""]


@pytest.mark.parametrize("walk", [(PHONE, "ja")], indirect=True, ids=["phone-ja"])
def test_without_javascript_a_box_is_kept_by_its_button(walk: Walk) -> None:
    address = to_the_editor(walk)
    context = walk.page.context.browser.new_context(
        viewport=PHONE, java_script_enabled=False, storage_state=walk.page.context.storage_state()
    )
    page = context.new_page()
    page.set_default_timeout(A_CLICK * 1000)
    page.goto(address)
    page.fill("#said-remarks", "備考の文")
    page.click("#box-remarks .box-save")
    page.wait_for_selector("#state-remarks .origin-person")
    assert page.input_value("#said-remarks") == "備考の文"
    context.close()
