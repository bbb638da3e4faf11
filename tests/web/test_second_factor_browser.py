"""Setting up an authenticator app and signing in with it, in a real browser: at a desk and on a telephone, no barrier."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.codes import code_now
from tests.web.cast import PASSWORD, SATO
from tests.web.serving import move_in_as_a_process, serving
from tests.web.test_browser import DESK, PHONE
from tests.web.test_first_run_browser import look

pytestmark = pytest.mark.browser


def signs_in(page: Any, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#name", SATO)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_load_state()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_app_is_set_up_and_asked_for_and_a_recovery_code_opens(
    browser: Any, viewport: dict[str, int], tmp_path: Path
) -> None:
    move_in_as_a_process(tmp_path)
    with serving(tmp_path, "--no-worker") as address:
        context = browser.new_context(viewport=viewport, bypass_csp=True)
        page = context.new_page()
        signs_in(page, address)
        page.goto(f"{address}/me")
        look(page, viewport["width"])
        page.click("main a[href='/me/second-factor']")
        look(page, viewport["width"])
        page.fill("[name=password]", PASSWORD)
        page.click(".door-send button")
        page.wait_for_selector(".secret")
        look(page, viewport["width"])
        box = page.locator(".qr-frame svg").bounding_box()
        assert box is not None
        assert 100 <= box["width"] == box["height"] <= viewport["width"]
        secret = page.locator(".secret").inner_text()
        page.fill("[name=code]", code_now(secret, time.time()))
        page.click(".door-send button")
        page.wait_for_selector(".once")
        look(page, viewport["width"])
        recovery = page.locator(".once code").all_inner_texts()
        assert len(recovery) == 10
        page.goto(f"{address}/me/sessions")
        look(page, viewport["width"])

        other = browser.new_context(viewport=viewport, bypass_csp=True).new_page()
        signs_in(other, address)
        assert other.url == f"{address}/sign-in/code"
        look(other, viewport["width"])
        other.fill("#code", "000000")
        other.click("main button")
        other.wait_for_selector(".refusal")
        look(other, viewport["width"])
        other.fill("#code", recovery[0])
        other.click("main button")
        other.wait_for_selector(".visitor", state="attached")
        other.goto(f"{address}/me/second-factor")
        assert "9" in other.locator("main").inner_text()
        look(other, viewport["width"])
        context.close()
