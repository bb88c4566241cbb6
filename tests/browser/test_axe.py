"""Every screen is without a violation that axe knows: light and dark, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import TOUR, Network, Open
from tests.browser.violations import violations

Screen = Callable[[Page], None]


def channel(page: Page) -> None:
    page.wait_for_selector(".message")


def thread(page: Page) -> None:
    page.click(".thread-link")
    page.wait_for_selector(".panel .message >> nth=1")


def pins(page: Page) -> None:
    page.click(".quiet-button >> nth=0")
    page.wait_for_selector(".panel .message")


def members(page: Page) -> None:
    page.click(".quiet-button >> nth=1")
    page.wait_for_selector(".people-list")


def clock(page: Page) -> None:
    page.click(".clock-chip")
    page.click(".jump >> nth=1")
    page.wait_for_selector(".before .button")


def suggestions(page: Page) -> None:
    page.fill(".main textarea", "/")
    page.wait_for_selector(".suggestions li")


def ephemeral(page: Page) -> None:
    page.fill(".main textarea", "/hjalp ")
    page.click(".send")
    page.wait_for_selector(".only-you")


def home(page: Page) -> None:
    page.evaluate("location.hash = '#/U0BODEN/home'")
    page.wait_for_selector(".home-sheet .button")


def empty(page: Page) -> None:
    page.evaluate("location.hash = '#/U0LEAD/C0TORGET'")
    page.wait_for_selector(".empty")


def switcher(page: Page) -> None:
    page.click(".whom")
    page.wait_for_selector(".switcher li")


def settings(page: Page) -> None:
    page.click("[data-key=settings]")
    page.wait_for_selector(".menu")


def keys(page: Page) -> None:
    page.locator("main").press("?")
    page.wait_for_selector(".keys")


def form_with_errors(page: Page) -> None:
    page.fill(".main textarea", "/allt ")
    page.click(".send")
    page.click("dialog [type=submit]")
    page.wait_for_selector(".wrong:visible")


SCREENS = (
    channel, thread, pins, members, clock, suggestions, ephemeral,
    home, empty, switcher, settings, keys, form_with_errors,
)  # fmt: skip


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_screen_has_a_violation(network: Network, open_page: Open, *, dark: bool, phone: bool) -> None:
    page = open_page(phone=phone, dark=dark)
    only = (
        {"type": "rule", "values": ["color-contrast"]} if dark else None
    )  # in the dark the colours are all that differs
    found = []
    for screen in SCREENS:
        page.goto("about:blank")
        page.goto(network.address("U0BODEN"))
        page.wait_for_selector("body[data-ready]")
        screen(page)
        found += [f"{screen.__name__}: {said}" for said in violations(page, only)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{screen.__name__} is too wide"
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_tour_has_no_violation(network: Network, open_page: Open, *, phone: bool) -> None:
    network.slack.tour = TOUR
    page = open_page("", phone=phone)
    page.wait_for_selector(".tour h2")
    assert violations(page) == []
