"""The demo of a city in a real browser: the tour through a school's, an administration's and a board's year."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, page_of_demo
from tests.browser.violations import violations

#: Messages of a week are sent on the way to the next Monday, on a machine that runs other tests too.
TIME_PASSES = 180_000


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page that `natverksbot demo city` opens."""
    with page_of_demo(browser, tmp_path, "city") as page:
        yield page


def test_the_tour_through_a_school_year(page: Page) -> None:
    the_letter_has_buttons(page)
    the_picture_comes(page)
    the_picture_is_well_shown(page)
    the_addresses_lead_somewhere(page)
    the_others_see_theirs(page)
    time_passes(page)


def the_letter_has_buttons(page: Page) -> None:
    expect(page.locator("#tour")).to_contain_text("Du är rektor för två skolor i Malmö, Kim Hyllieberg.")
    letter = page.locator(".message.pointed-at")
    expect(letter).to_contain_text("Din vecka: mån 16 nov, v. 47")
    expect(letter.get_by_role("button", name="Redan klart")).to_have_count(2)
    assert violations(page) == []


def the_picture_comes(page: Page) -> None:
    """The command is sent with Enter, and its answer is shown from the beginning."""
    next_step(page)
    send(page, "/arshjul Exempelskolan")
    year = message(page, "Årshjulet 2026/27: Exempelskolan")
    expect(year.locator("strong", has_text="Härnäst").first).to_be_in_viewport()
    year.get_by_role("button", name="Visa bilden").press("Enter")
    picture = page.locator(".main .picture img")
    expect(picture).to_have_attribute("alt", re.compile("Årshjul för Exempelskolan 2026/27.*Försenat: .*", re.DOTALL))
    expect(picture).to_have_js_property("complete", value=True)
    expect(picture.locator("xpath=ancestor::*[@data-key]").get_by_role("button").last).to_be_in_viewport()
    assert violations(page) == []


def the_picture_is_well_shown(page: Page) -> None:
    """It is within the page on a phone too, in the dark too, and opens by itself in a window of its own."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    picture = page.locator(".main .picture img")
    picture.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert picture.evaluate("node => node.getBoundingClientRect().right <= innerWidth")
    assert violations(page) == []
    with page.context.expect_page() as opened:
        page.locator(".main .picture-link").press("Enter")
    large = opened.value.locator("img")
    assert large.evaluate("node => node.decode().then(() => node.naturalWidth)") > 1000
    opened.value.close()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)


def the_addresses_lead_somewhere(page: Page) -> None:
    message(page, "Årshjulet 2026/27: Exempelskolan").get_by_role("button", name="Kalender och utskrift").click()
    given = message(page, "Årshjulet utanför Slack: Exempelskolan")
    expect(given).to_be_in_viewport()
    with page.context.expect_page() as opened:
        given.get_by_role("link").first.click()
    expect(opened.value).to_have_title(re.compile("Exempelskolan"))
    opened.value.close()


def the_others_see_theirs(page: Page) -> None:
    next_step(page)
    expect(page.locator(".whom")).to_contain_text("Charlie Limhamnsvall")
    send(page, "/arshjul ")
    expect(message(page, "Dina skolor 2026/27")).to_contain_text("Exempelskolan: 9 av 23 klara")
    next_step(page)
    expect(page.locator(".whom")).to_contain_text("Alex Oxieström")
    send(page, "/arshjul tabell")
    expect(message(page, "Skolorna i Malmö, 2026/27: 3 skolor")).to_contain_text("2 av 3 klara")


def time_passes(page: Page) -> None:
    next_step(page)
    expect(page.locator(".whom")).to_contain_text("Bo Husieby")
    expect(message(page, "Din vecka: mån 16 nov, v. 47")).to_contain_text("Internbudget")
    page.get_by_role("button", name="Gå till klockan").press("Enter")
    page.keyboard.press("Enter")
    page.locator(".jump", has_text="Måndag 08:00").click()
    before = page.locator(".before")
    expect(before).to_contain_text("till #exempelskolan")
    assert violations(page) == []
    before.get_by_role("button").click()
    expect(page.locator(".clock-chip")).to_have_text("mån 23 nov, v. 48 08:00", timeout=TIME_PASSES)
    expect(message(page, "Din vecka: mån 23 nov, v. 48")).to_contain_text("Internbudget")


def next_step(page: Page) -> None:
    page.locator("#tour").get_by_role("button", name="Nästa").press("Enter")


def send(page: Page, command: str) -> None:
    """Send what the tour has written for the reader."""
    field = page.locator(".main .composer textarea")
    expect(field).to_have_value(command)
    field.press("Enter")


def message(page: Page, words: str) -> Locator:
    return page.locator(".main .message", has_text=words).last
