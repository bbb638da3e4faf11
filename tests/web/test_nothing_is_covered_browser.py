"""In a real browser: what stands under the thumb covers nothing that is reached, and the head of a page is one row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.test_browser import LANGUAGES, PHONE, Visit, paths, visit

__all__ = ["visit"]

pytestmark = pytest.mark.browser

FORMS = ("/do/receive_information", "/cases/1/do/note", "/cases/2/first-sheet")
"""Pages with a button of their own."""

FIXED = """() => {
  const tops = [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one);
    return style.position === 'fixed' && style.display !== 'none' && style.visibility !== 'hidden';
  }).map(one => one.getBoundingClientRect().top);
  const bar = getComputedStyle(document.body, '::after');
  if (bar.position === 'fixed' && bar.content !== 'none') tops.push(innerHeight - parseFloat(bar.height));
  return Math.min(innerHeight, ...tops);
}"""
"""Where the part of the window begins over which something hovers; its height where nothing does."""

END = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  return Math.max(...[...document.querySelectorAll('main *, footer *')]
    .filter(one => one.checkVisibility() && !one.closest('.top-act')).map(one => one.getBoundingClientRect())
    .filter(box => box.width && box.height).map(box => Math.floor(box.bottom)));
}"""
"""Where the last thing of the page ends once it is scrolled to its end."""

UNDER = """free => {
  const told = [];
  for (const one of document.querySelectorAll('main a, main button, main input, main select, main summary')) {
    if (!one.getClientRects().length || one.closest('.top-act')) continue;
    one.focus();
    const box = one.getBoundingClientRect(), has = document.activeElement === one && box.height < free;
    if (has && box.bottom > free + 1) told.push(one.outerHTML.slice(0, 90));
  }
  return told;
}"""
"""What gets the focus and lies under what hovers."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_on_a_phone_the_end_of_every_page_and_what_has_the_focus_lie_free(visit: Visit, lang: str) -> None:
    visit.sign_in(lang)
    hovering = 0
    for path in [*paths(visit), "/work", "/information", "/register"]:
        visit.open(path)
        free = visit.page.evaluate(FIXED)
        hovering += free < PHONE["height"]
        assert visit.page.evaluate(END) <= free, path
        assert visit.page.evaluate(UNDER, free) == [], path
    assert hovering, "the button that receives is under the thumb on some of them"


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_where_a_form_has_its_own_button_nothing_hovers(visit: Visit) -> None:
    visit.sign_in()
    for path in FORMS:
        visit.open(path)
        assert visit.page.locator(".door-page, .editor").count(), path
        assert visit.page.evaluate(FIXED) == PHONE["height"], path


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_the_word_that_a_session_ends_has_its_place_below_the_page(visit: Visit) -> None:
    """It comes by an animation after minutes; here at once."""
    visit.sign_in()
    visit.open("/")
    before = visit.page.evaluate("document.querySelector('.idle').getBoundingClientRect().height")
    assert before == 0, "it takes no place until it is shown"
    visit.page.evaluate("document.querySelector('.idle').getAnimations().forEach(one => one.finish())")
    last = visit.page.evaluate(END)
    shown = visit.page.evaluate("document.querySelector('.idle').getBoundingClientRect().toJSON()")
    assert shown["height"] > 0
    assert last <= shown["top"]
    assert shown["bottom"] <= visit.page.evaluate(FIXED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_is_one_row_of_56_pixels_and_below_1100_the_drawer(visit: Visit, lang: str) -> None:
    visit.sign_in(lang)
    for width in (1600, 1440, 1280, 1184, 1100, 1099, 1024, 800):
        visit.page.set_viewport_size({"width": width, "height": 800})
        height: Any = visit.page.evaluate("document.querySelector('.frame-head').getBoundingClientRect().height")
        assert height == 56, width
        assert visit.page.locator(".frame-nav").is_visible() == (width >= 1100), width
        assert visit.page.locator(".frame-drawer").is_visible() == (width < 1100), width
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, width
