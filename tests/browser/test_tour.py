"""The guided tour: walked with the keyboard alone, left, and taken up again."""

from playwright.sync_api import Page, expect

from playground import TourStep
from tests.browser.conftest import TOUR, Network, Open


def press_on(page: Page, words: str) -> None:
    """Press Tab until a button with these words has the focus, then Enter."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the focus does not come to {words}")


def test_it_is_walked_with_the_keyboard_alone(network: Network, open_page: Open) -> None:
    network.slack.tour = TOUR
    page = open_page("")
    title = page.locator(".tour h2")
    expect(title).to_contain_text("Välkommen till Nätverk Norr")
    expect(page.locator(".whom")).to_contain_text("Kim Exempel")
    press_on(page, "Nästa")
    expect(title).to_contain_text("Nätverkets kanal")
    expect(page.locator(".message.pointed-at")).to_contain_text("Åtagande 12")
    press_on(page, "Nästa")
    expect(page.locator(".composer.pointed-at textarea")).to_have_value(TOUR[2].prefill or "")
    press_on(page, "Gå till skrivfältet")
    expect(page.locator(".composer textarea")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.form")).to_have_count(0)
    page.locator("main").press("r")
    expect(title).to_be_focused()
    page.keyboard.press("r")
    expect(title).to_have_count(0)
    page.keyboard.press("Enter")
    expect(title).to_contain_text("Skriv ett åtagande")
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_have_text("Hem")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("Skriv ett åtagande")
    for step in ("Din översikt", "Bli någon annan", "Flytta klockan"):
        press_on(page, "Nästa")
        expect(title).to_contain_text(step)
    expect(page.locator(".whom")).to_contain_text("Robin Exempel")
    expect(page.locator(".clock-chip.pointed-at")).to_be_visible()
    press_on(page, "Klar")
    expect(title).to_have_text("Tack för besöket")
    expect(page.locator(".tour-chip")).to_have_text("Rundtur")
    press_on(page, "Stäng")
    expect(page.locator(".tour")).to_be_hidden()
    page.reload()
    expect(page.locator(".tour-chip")).to_have_text("Rundtur")


def test_it_is_taken_up_where_it_was_left(network: Network, open_page: Open) -> None:
    network.slack.tour = TOUR
    page = open_page("")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tour h2")).to_contain_text("Nätverkets kanal")
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_be_hidden()
    page.reload()
    expect(page.locator(".tour-chip")).to_have_text("Fortsätt rundturen, steg 2 av 6")
    expect(page.locator(".tour")).to_be_hidden()
    page.click(".tour-chip")
    expect(page.locator(".tour h2")).to_contain_text("Nätverkets kanal")


def test_a_step_writes_over_nothing_and_points_at_nothing_that_is_not_there(network: Network, open_page: Open) -> None:
    """What a step suggests is there after a reload too; what the reader has begun to write stays theirs."""
    lacks = TourStep(
        "knapp", "Tryck på kortet", "Finns det inget kort?", "U0KALIX", "C0NORR", "message", button="Saknas"
    )
    network.slack.tour = (TOUR[2], lacks)
    page = open_page("")
    field = page.locator(".composer textarea")
    expect(field).to_have_value(TOUR[2].prefill or "")
    page.reload()
    expect(field).to_have_value(TOUR[2].prefill or "")
    field.fill("något eget")
    page.locator(".tour .look").click()
    expect(field).to_have_value("något eget")
    page.locator(".tour").get_by_role("button", name="Nästa").click()
    expect(page.locator("h1")).to_have_text("#norr")
    expect(page.locator(".pointed-at")).to_have_count(0)


def test_a_story_begun_anew_begins_its_tour_anew(network: Network, open_page: Open) -> None:
    network.slack.tour = TOUR
    page = open_page("")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tour h2")).to_contain_text("Nätverkets kanal")
    network.slack.run = "another"
    page.goto(network.slack.page_url)
    page.reload()
    expect(page.locator(".tour h2")).to_contain_text("Välkommen till Nätverk Norr")


def test_an_address_that_says_where_to_be_does_not_begin_it(network: Network, open_page: Open) -> None:
    network.slack.tour = TOUR
    page = open_page("U0LEAD", "C0LEDNING")
    expect(page.locator(".tour")).to_be_hidden()
    expect(page.locator("h1")).to_have_text("#projektledning")
