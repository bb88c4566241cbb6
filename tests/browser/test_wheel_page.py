"""A wheel's own page: read with the keyboard, on a phone and in the dark, printed on one A3 sheet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # the library ships no types
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.documents.fonts import FILES
from bot.documents.wheel_page import wheel_page
from bot.language import Language
from tests.browser.conftest import DESKTOP, PHONE
from tests.documents.wheels import TODAY, wheel_of

ADDRESS = "http://wheel.invalid/"
FONTS = {path.name: Path(path) for path in FILES.values()}


@pytest.fixture(params=[(DESKTOP, "light"), (PHONE, "dark")], ids=["light-desk", "dark-phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    viewport: ViewportSize = request.param[0]
    context = browser.new_context(viewport=viewport, color_scheme=request.param[1])
    page = context.new_page()
    html = wheel_page(wheel_of(30), Language("sv", TODAY))
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route(f"{ADDRESS}fonts/*", lambda route: route.fulfill(path=FONTS[route.request.url.rsplit("/", 1)[1]]))
    page.goto(ADDRESS)
    yield page
    context.close()


def test_it_has_no_violation_that_axe_knows(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


def test_a_milestone_leads_by_keyboard_to_what_is_said_of_it(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if "budget, ons 14 okt" in (page.evaluate("document.activeElement.getAttribute('aria-label')") or ""):
            break
    page.keyboard.press("Enter")
    told = page.locator("li:target")
    expect(told).to_contain_text("Ekonomi och HR: budget")
    expect(told).to_contain_text("ons 14 okt, v. 42 · klart")
    expect(told).to_be_in_viewport()


def test_its_own_font_is_used(page: Page) -> None:
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Lato'))")


def test_it_is_printed_on_one_a3_sheet(page: Page) -> None:
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type ?/Page\b", printed)) == 1
    ((width, height),) = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert (round(float(width)), round(float(height))) == (1191, 842), "A3 in points, lying"
