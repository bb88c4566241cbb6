"""The whole demo in a real browser: a commitment by hand, the wrong and the right person, the clock, the summary."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import page_of_demo

#: Messages of four weeks are sent on the way to the conference, on a machine that runs other tests too.
TIME_PASSES = 180_000
COMMITMENT = "Åtagande 6 · Boden"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page that `natverksbot demo` opens."""
    with page_of_demo(browser, tmp_path) as page:
        yield page


def test_from_a_commitment_to_the_summary(page: Page) -> None:
    expect(page.locator("#tour")).to_contain_text("Du är kontaktperson i Boden, Kim Bodenfjäll")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="norr").first.click()
    expect(page.locator("h1")).to_have_text("#norr")
    write_a_commitment(page)
    card = message(page, COMMITMENT)
    expect(card.locator(".of-outcome")).to_have_text("Sparat")
    expect(card.get_by_role("button", name="Klart", exact=True)).to_be_in_viewport(ratio=1)
    expect(card).to_contain_text("Vi inför kollegial handledning i matematik")
    expect(card).to_contain_text("Senast klart: tis 1 juni, v. 22")
    expect(card).to_contain_text("Ansvarig: Rektorerna")
    become(page, "Robin Kalixlund")
    press(card, "Klart")
    expect(page.locator(".only-you")).to_contain_text(
        "Bara kontaktpersonen eller ersättaren i Boden kan ändra det här. Vänd dig till Kim Bodenfjäll."
    )
    expect(card).to_contain_text("pågår")
    become(page, "Kim Bodenfjäll")
    press(card, "Klart")
    expect(card).to_contain_text(f"{COMMITMENT} · klart")
    let_time_pass(page, "Konferensen är slut", ["veckobrev", "Robin Kalixlund", "#norr"])
    expect(page.locator(".clock-chip")).to_have_text("tors 11 feb, v. 6 15:00", timeout=TIME_PASSES)
    let_time_pass(page, "Sammanfattningen kommer", ["påminnelse om utvärderingen", "sammanfattning"])
    expect(page.locator(".clock-chip")).to_have_text("mån 15 feb, v. 7 12:00", timeout=TIME_PASSES)
    expect(page.get_by_text("Sammanfattning: Nätverk Norr, konferensen ons 10").last).to_be_in_viewport()
    summary = message(page, "Sammanfattning: Nätverk Norr, konferensen ons 10–tors 11 feb, v. 6")
    expect(summary).to_contain_text("0 av 7 har lämnat utvärdering")
    expect(summary).to_contain_text("Nästa konferens: tis 14–ons 15 sep, v. 37, i Piteå")


def write_a_commitment(page: Page) -> None:
    """Type the slash command, and fill in the form, without ever touching the mouse."""
    page.keyboard.press("/")
    page.keyboard.type("/atagande Vi inför kollegial handledning i matematik senast 1 juni")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Åtagande", exact=True)).to_be_focused()
    expect(form.get_by_label("Senast klart")).to_have_value("2027-06-01")
    walk_to(page, form.get_by_label("Ansvarig"))
    page.keyboard.type("Rektorerna")
    walk_to(page, form.get_by_role("button", name="Spara"))
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def message(page: Page, words: str) -> Locator:
    return page.locator(".main .message", has_text=words).last


def press(card: Locator, name: str) -> None:
    card.get_by_role("button", name=name, exact=True).click()


def become(page: Page, name: str) -> None:
    page.locator(".acts", has_text=name).click()
    expect(page.locator(".whom")).to_contain_text(name)


def let_time_pass(page: Page, label: str, coming: list[str]) -> None:
    """Choose a moment, read what will be sent until then, and jump."""
    if not page.locator(".jumps").is_visible():
        page.locator("main").press("k")
    page.locator(".jump", has_text=label).click()
    before = page.locator(".before")
    for words in coming:
        expect(before).to_contain_text(words)
    before.get_by_role("button").click()
