"""The form of a no-report proposal in a real browser asks for the documents of the chosen reason and sends no others."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.lifecycle.proofs import grounds
from tests.web.test_browser import DESK, Visit

pytestmark = pytest.mark.browser


def form_of(context: Any, address: str) -> Any:
    """The form of the first case that waits for a proposal, as 佐藤 comes to it from the register."""
    visit = Visit(context.new_page(), address)
    visit.sign_in()
    visit.open("/register")
    visit.page.click("a[href$='/no-report']")
    visit.page.wait_for_selector("[data-proofs]")
    return visit.page


def shown(page: Any) -> list[str]:
    """The proofs whose fields can be seen."""
    fields = page.locator("[data-proofs] input[type=file]")
    return [one.get_attribute("name").removeprefix("proof.") for one in fields.all() if one.is_visible()]


def test_the_documents_of_the_chosen_reason_are_asked_for_and_those_of_another_are_not_sent(
    browser: Any, address: str
) -> None:
    page = form_of(browser.new_context(viewport=DESK), address)
    assert shown(page) == ["other"]
    for code, row in grounds().items():
        page.check(f"[name=reason][value={code}]")
        assert shown(page) == [*row.documents, *row.one_of, "other"]
    page.check("[name=reason][value=harm_not_to_be_feared]")
    page.set_input_files("[name='proof.harm']", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    page.check("[name=reason][value=not_attackable]")
    sent = page.evaluate("[...new FormData(document.querySelector('[data-proofs]').form).keys()]")
    assert [name for name in sent if name.startswith("proof.")] == ["proof.attack_paths", "proof.other"]


def test_without_a_script_every_field_stays_under_its_reason(browser: Any, address: str) -> None:
    page = form_of(browser.new_context(viewport=DESK, java_script_enabled=False), address)
    named = [code for row in grounds().values() for code in (*row.documents, *row.one_of)]
    assert shown(page) == [*named, "other"]
    assert "悪用できる経路がない" in page.locator("[data-reason=not_attackable] legend").inner_text()


def test_what_was_refused_is_seen_though_the_form_stands_below_and_the_address_leads_to_it(
    browser: Any, address: str
) -> None:
    page = form_of(browser.new_context(viewport={"width": 900, "height": 400}), address)
    form = page.locator("main form", has=page.locator("[data-proofs]"))
    form.evaluate(
        "form => { form.noValidate = true; form.querySelector('textarea').id = 'here'; location.hash = '#here'; }"
    )
    form.locator("button.strong").click()
    page.wait_for_function("document.activeElement.id === 'refusal'")
    box = page.locator("#refusal").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= 400
