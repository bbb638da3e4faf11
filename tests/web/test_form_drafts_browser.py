"""Words that were typed and not sent are there again: after a reload, in a second tab, and behind an ended session."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.test_browser import DESK, Visit
from tests.web.test_doors_browser import Walk

pytestmark = pytest.mark.browser

FORM, WORDS = "/do/receive_information", "人工呼吸器が停止した。"


def typed(page: Any, visit: Visit) -> None:
    """A call half told, kept as the server answers."""
    visit.open(FORM)
    page.check("[name=secrecy][value=ordinary]")
    page.select_option("[name=source]", "hospital")
    with page.expect_response(lambda answer: answer.url.endswith("/drafts") and answer.request.method == "POST"):
        page.type("[name=summary]", WORDS)


def comes_back(page: Any) -> None:
    page.wait_for_selector(".draft-note")
    assert page.input_value("[name=summary]") == WORDS
    assert page.input_value("[name=source]") == "hospital"
    assert page.is_checked("[name=secrecy][value=ordinary]")


def test_what_was_typed_is_there_again_until_it_is_sent(browser: Any, address: str) -> None:
    context = browser.new_context(viewport=DESK, bypass_csp=True)
    visit = Visit(context.new_page(), address)
    walk, page = Walk(visit, "ja"), visit.page
    typed(page, visit)
    visit.open("/")
    page.go_back()
    page.wait_for_function(f"document.querySelector('[name=summary]').value === '{WORDS}'")
    page.reload()
    comes_back(page)
    walk.look()
    second = Visit(context.new_page(), address)
    second.open(FORM)
    comes_back(second.page)
    second.page.close()
    context.clear_cookies()
    visit.open(FORM)
    assert page.locator("#password").count() == 1, "the session has ended"
    visit.sign_in()
    visit.open(FORM)
    comes_back(page)
    page.fill("[name=learned_on]", "2026/01/05")
    page.check("[name=harm][value=asking]")
    walk.send()
    visit.open(FORM)
    page.wait_for_load_state("networkidle")
    assert page.input_value("[name=summary]") == ""
    typed(page, visit)
    page.reload()
    comes_back(page)
    page.click(".draft-note button")
    page.wait_for_selector(".draft-note", state="detached")
    assert page.input_value("[name=summary]") == ""
    context.close()
