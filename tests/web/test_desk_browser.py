"""A real browser at the question desk: answers in place, nothing lost when pressed quickly, no barrier for anyone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.web.cast import PASSWORD, SATO
from tests.web.desk_cast import CVE, SUZUKI
from tests.web.serving import ROOT, serving, surroundings
from tests.web.test_browser import DESK, LANGUAGES, PHONE, Visit, faults

pytestmark = pytest.mark.browser

_FURNISH = """
from kizuki.store.record.opening import open_record, prepare_record
open_record()
prepare_record()
from kizuki.web.today import today
from tests.web.cast import move_in
from tests.web.desk_cast import furnish
move_in(today())
furnish()
"""
ANSWERS = {"XAVN": "Y", "XAVT": "N", "XAVW": "Y", "XAVR": "N", "XACL": "Y", "XPRL": "N", "XIT": "H"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a database of its own."""
    folder = tmp_path_factory.mktemp("desk")
    subprocess.run([sys.executable, "-c", _FURNISH], cwd=ROOT, env=surroundings(folder), check=True, timeout=PATIENCE)
    with serving(folder, "--no-worker") as served:
        yield served


@pytest.fixture
def visits(browser: Any, address: str) -> Iterator[Any]:
    """Opens visits; at the end no console had anything to complain of."""
    opened: list[tuple[Any, Visit]] = []

    def visit(name: str, lang: str = "ja", **options: Any) -> Visit:
        context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
        one = Visit(context.new_page(), address)
        one.page.on("console", lambda said: one.complaints.append(said.text))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        opened.append((context, one))
        one.choose(lang)
        one.page.fill("#name", name)
        one.page.fill("#password", PASSWORD)
        one.page.click("main button")
        one.page.wait_for_selector(".visitor", state="attached")
        return one

    yield visit
    for context, _ in opened:
        context.close()
    assert [one.complaints for _, one in opened if one.complaints] == []


def path_of(visit: Visit) -> str:
    """The desk of the pump, found from home as a person finds it."""
    visit.open("/")
    visit.page.locator(".devices li", has_text="FLOW-3").locator("a[href$='/assessments']").click()
    visit.page.fill("[name=advisory]", CVE)
    visit.page.click("main form button")
    visit.page.wait_for_selector("#desk")
    return str(visit.page.evaluate("location.pathname"))


def press(visit: Visit, code: str, value: str) -> None:
    visit.page.click(f"#a-{code}-{value}")
    visit.page.wait_for_selector(f"#a-{code}-{value}[aria-pressed=true]")


def wait_for(visit: Visit, holds: Any) -> None:
    """Until it holds; the page goes on meanwhile."""
    while not holds():
        visit.page.wait_for_timeout(20)


def test_a_person_answers_sees_what_moved_saves_another_confirms_and_the_record_is_printed(visits: Any) -> None:
    suzuki = visits(SUZUKI)
    path = path_of(suzuki)
    for code, value in ANSWERS.items():
        press(suzuki, code, value)
        if code == "XAVT":
            moved = suzuki.page.locator("#panel-moved").inner_text()
            assert "AV 攻撃元区分: ネットワーク (N) → 隣接 (A)" in moved
            assert "理由: XAVN=はい、XAVT=いいえ" in moved
            assert suzuki.page.evaluate("document.activeElement.id") == "a-XAVT-N"
    assert "CVSS:3.1/AV:A/AC:L/PR:N" in suzuki.page.locator(".desk-panel").inner_text()
    suzuki.page.click("[name=save]")
    suzuki.page.wait_for_url("**/1")
    record = suzuki.page.evaluate("location.pathname")
    assert record == f"{path}/1"
    sato = visits(SATO)
    sato.open(record)
    sato.page.click("button[value=confirm]")
    sato.page.wait_for_selector("text=確認済み")
    with sato.page.expect_download() as saved:
        sato.page.click("a.download")
    assert saved.value.suggested_filename.endswith("_臨床再評価_第1版.pdf")
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")


def test_answers_pressed_faster_than_the_server_answers_are_all_kept(visits: Any) -> None:
    sato = visits(SATO)
    sato.open(path_of(sato))
    names = {"XAVN": "Y", "XACL": "N", "XUI": "Y"}
    for code, value in names.items():
        sato.page.locator(f"#a-{code}-{value}").dispatch_event("click")
    for code, value in names.items():
        sato.page.wait_for_selector(f"#a-{code}-{value}[aria-pressed=true]")
    sato.page.reload()
    for code, value in names.items():
        assert sato.page.locator(f"#a-{code}-{value}").get_attribute("aria-pressed") == "true"


def test_an_evidence_that_was_typed_survives_the_next_answer(visits: Any) -> None:
    sato = visits(SATO)
    sato.open(path_of(sato))
    press(sato, "XPRL", "N")
    sato.page.locator("#q-XPRL summary").click()
    sato.page.fill("[name=evidence-XPRL]", "設計書 D-7")
    press(sato, "XS", "N")
    assert sato.page.input_value("[name=evidence-XPRL]") == "設計書 D-7"


def test_what_is_unfolded_while_an_answer_is_on_its_way_stays_unfolded(visits: Any) -> None:
    sato = visits(SATO)
    sato.open(path_of(sato))
    press(sato, "XUI", "Y")
    held: list[Any] = []
    sato.page.route("**/assessments/**", lambda route: held.append(route))
    sato.page.click("#a-XS-N")
    sato.page.locator("#q-XUI summary").click()
    wait_for(sato, lambda: held)
    sato.page.evaluate("document.getElementById('desk').dataset.before = 'yes'")
    held[0].continue_()
    sato.page.wait_for_selector("#desk:not([data-before])")
    sato.page.unroute("**/assessments/**")
    assert sato.page.locator("#q-XUI details").get_attribute("open") is not None


def test_without_javascript_the_desk_does_the_same(visits: Any) -> None:
    sato = visits(SATO, java_script_enabled=False)
    sato.page.goto(f"{sato.address}/")
    sato.page.locator(".devices li", has_text="FLOW-3").locator("a[href$='/assessments']").click()
    sato.page.fill("[name=advisory]", CVE)
    sato.page.click("main form button")
    sato.page.click("#a-XAVN-N")
    assert sato.page.url.endswith("#q-XAVN")
    assert sato.page.locator("#a-XAVN-N").get_attribute("aria-pressed") == "true"
    assert "問いません。XAVN=いいえ" in sato.page.locator("#q-XAVT").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_desk_has_a_barrier_or_scrolls_sideways(visits: Any, lang: str, viewport: Any) -> None:
    suzuki = visits(SUZUKI, lang, viewport=viewport, bypass_csp=True)
    path = path_of(suzuki)
    press(suzuki, "XAVN", "Y")
    device = path.split("/assessments")[0]
    found, wide = [], []
    for page in (f"{device}/assessments", path, f"{path}/hazards", "/severity", f"{path}/1"):
        if page.endswith("/1") and suzuki.page.request.get(suzuki.address + page).status == 404:
            continue
        found += faults(suzuki, page)
        if suzuki.page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            wide.append(page)
    assert found == []
    assert wide == []
