"""Information, incidents and devices in a real browser: no barrier for anyone, on a desk and on a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.web.cast import PASSWORD, SATO
from tests.web.serving import ROOT, move_in_as_a_process, serving, surroundings

pytestmark = pytest.mark.browser

_MOVE_IN = """
from kizuki.store.record.opening import open_record
open_record()
from kizuki.web.today import today
from tests.web.portfolio_cast import move_in_portfolio
move_in_portfolio(today())
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a database of its own."""
    folder = tmp_path_factory.mktemp("served")
    move_in_as_a_process(folder)
    words = [sys.executable, "-c", _MOVE_IN]
    subprocess.run(words, cwd=ROOT, env=surroundings(folder), check=True, timeout=PATIENCE)
    with serving(folder, "--no-worker") as address:
        yield address


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_barrier_or_scrolls_sideways(browser: Any, address: str, width: int) -> None:
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    # The rules are brought in by hand, which the policy of the pages rightly refuses.
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#name", SATO)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_selector(".visitor", state="attached")
    for path in ("/information", "/information/1", "/incidents", "/incidents/1", "/devices/1"):
        page.goto(address + path)
        page.add_script_tag(content=axe)
        found = page.evaluate("axe.run()")
        assert [(path, fault["id"]) for fault in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
