"""An empty company walked to its first device with its SBOM: at a desk, and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.actions.record import library, sbom
from tests.web.cast import PASSWORD
from tests.web.serving import serving, told_file
from tests.web.test_browser import AXE, DESK, PHONE

pytestmark = pytest.mark.browser


def look(page: Any, wide: int) -> None:
    """Axe objects to nothing here, and nothing is wider than the screen."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(page.url, rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide, page.url


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_empty_company_is_walked_to_its_first_device_with_its_sbom(
    browser: Any, viewport: dict[str, int], tmp_path: Path
) -> None:
    bom = tmp_path / "bom.json"
    bom.write_bytes(sbom(library("jinja2", "2.10")))
    with serving(tmp_path, "--no-worker") as address:
        context = browser.new_context(viewport=viewport, bypass_csp=True)
        page = context.new_page()
        printed = re.search(r"/first-run/\S+", told_file(tmp_path).read_text())
        assert printed is not None, "the server prints the token"

        page.goto(address + printed[0])
        look(page, viewport["width"])
        for name, value in (
            ("company", "葵メディカル株式会社"), ("licence_number", "13B1X00001"), ("licensed_on", "令和3年4月1日"),
            ("appointed_on", "2026/6/1"), ("display_name", "佐藤 恵"), ("sign_in_name", "sato"),
            ("new_password", PASSWORD), ("again", PASSWORD),
        ):  # fmt: skip
            page.fill(f"[name={name}]", value)
        page.select_option("[name=licence_kind]", "marketing_first")
        page.select_option("[name=role]", "safety_manager")
        page.click(".door-send button")
        page.wait_for_load_state()
        look(page, viewport["width"])
        assert "葵メディカル株式会社" in page.locator(".said").inner_text()

        page.click("main a[href='/devices']")
        page.wait_for_load_state()
        look(page, viewport["width"])
        page.click("main a[href='/do/register_device']")
        page.fill("[name=brand]", "輸液ポンプ FLOW-3")
        page.fill("[name=key]", "flow-3")
        page.check("[name=own][value=yes]")
        page.check("[name=designated][value=no]")
        look(page, viewport["width"])
        page.click(".door-send button")
        page.wait_for_load_state()
        look(page, viewport["width"])
        page.click("main a[href$='/do/register_release']")
        page.fill("[name=version]", "1.0")
        page.set_input_files("[name=sbom]", str(bom))
        look(page, viewport["width"])
        page.click(".door-send button")
        page.wait_for_load_state()
        look(page, viewport["width"])
        assert "1.0" in page.locator("section[aria-labelledby=releases]").inner_text()
        context.close()
