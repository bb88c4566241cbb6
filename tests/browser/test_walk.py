"""A tour walked by mouse and by keyboard alone, on four screens: the outcome of each step is in view."""

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from playground import Playground, TourStep
from tests.browser.conftest import DESKTOP, PHONE, Network, Open
from tests.browser.stub_bot import button, section
from tests.browser.violations import violations

LARGE: ViewportSize = {"width": 1920, "height": 1080}
#: A desk where everything is enlarged to twice its size.
ENLARGED: ViewportSize = {"width": 640, "height": 400}
SIZES = {"desk": DESKTOP, "large": LARGE, "phone": PHONE, "enlarged": ENLARGED}

TOUR = (
    TourStep("brev", "Tryck på Markera som klart", "Brevet har kommit. " * 12, "U0BODEN", "direct", "message"),
    TourStep(
        "skriv",
        "Skicka ett åtagande",
        "Det står redan i skrivfältet.",
        "U0BODEN",
        "C0NORR",
        "composer",
        "/atagande Vi inför kollegial handledning senast 1 juni",
    ),
    TourStep("andra", "Bli någon annan", "Tryck på Vi behöver stöd.", "U0KALIX", "C0NORR", "message"),
    TourStep("klocka", "Flytta klockan", "Öppna klockan. " * 10 + "Hoppa dit.", "U0BODEN", "direct", "clock"),
)


class Mouse:
    """Clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, wanted: Locator) -> None:
        wanted.click()

    def follow(self) -> None:
        """Go on from the text of a step to what it is about."""
        self.press(self.page.locator("#tour .look"))


class Keyboard(Mouse):
    """Has no mouse."""

    def press(self, wanted: Locator) -> None:
        if wanted.evaluate("node => Boolean(node.closest('#tour'))"):
            self.go_to_tour()
        expect(wanted).to_be_visible()
        for _ in range(60):
            if wanted.evaluate("node => node === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(wanted).to_be_focused()
        self.page.keyboard.press("Space" if wanted.get_attribute("type") == "radio" else "Enter")

    def go_to_tour(self) -> None:
        """Press the key that leads there, outside the field where one writes."""
        if self.page.evaluate("document.activeElement.matches('textarea')"):
            self.page.keyboard.press("Tab")
        if not self.page.evaluate("document.getElementById('tour').contains(document.activeElement)"):
            self.page.keyboard.press("r")


def settle(network: Network) -> None:
    """Let there be more to read than any screen has room for, and a letter that comes with time."""
    norr, direct = network.slack.workspace.channel("C0NORR"), network.slack.person("U0BODEN").dm

    def letter(heading: str) -> None:
        blocks = [section(f"*{heading}*"), *(section(f"Det här väntar längre fram, {number}.") for number in range(12))]
        done = {"type": "actions", "elements": [button("Markera som klart", "done")]}
        network.slack.workspace.post_as_bot(direct, heading, [*blocks[:2], done, *blocks[2:]])

    def settled(slack: Playground) -> None:
        for number in range(12):
            slack.workspace.post(norr, "U0LEAD", f"Något som sades tidigare, {number}.", [])
        letter("Din vecka: mån 11 jan")
        letter("Din vecka: mån 18 jan")
        slack.mark_all_read()

    network.served.do(settled)
    network.timeline.letter = lambda: letter("Din vecka: mån 25 jan")
    network.slack.tour = TOUR


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_each_outcome_is_in_view(network: Network, open_page: Open, size: ViewportSize, hands: type[Mouse]) -> None:
    settle(network)
    page = open_page("", size=size)
    walker = hands(page)
    press_in_the_letter(page, walker)
    save_a_commitment(page, walker)
    if hands is Mouse:
        assert violations(page) == []
    be_answered(page, walker)
    let_time_pass(page, walker)
    say_goodbye(page, walker)


def press_in_the_letter(page: Page, hands: Mouse) -> None:
    """The first screen shows the letter from its beginning; the part that changes stays in view."""
    letter = page.locator(".main .message").last
    expect(letter.get_by_text("Din vecka: mån 18 jan")).to_be_in_viewport(ratio=1)
    if page.viewport_size == ENLARGED:
        assert page.evaluate("document.querySelector('.log').clientHeight / innerHeight") >= 0.5
    hands.press(letter.get_by_role("button", name="Markera som klart"))
    expect(letter.get_by_text("Åtagande 12 är klart.")).to_be_in_viewport(ratio=1)
    expect(letter.locator(".of-outcome")).to_have_text("Ändrat")
    expect(page.locator("#polite")).to_contain_text("Ändrat: Åtagande 12 är klart.")


def save_a_commitment(page: Page, hands: Mouse) -> None:
    """What the bot says after its receipt is found too, whatever the page looks like around it."""
    hands.press(page.locator("#tour").get_by_role("button", name="Nästa"))
    expect(page.locator("h1")).to_have_text("#norr")
    hands.follow()
    hands.press(page.locator(".main").get_by_role("button", name="Skicka"))
    form = page.get_by_role("dialog")
    expect(form.locator("textarea")).to_be_focused()
    page.keyboard.type("Vi inför kollegial handledning")
    hands.press(form.get_by_role("button", name="Spara"))
    expect(form).to_have_count(0)
    card = page.locator(".main .message.is-outcome")
    expect(card.locator(".of-outcome")).to_have_text("Sparat")
    expect(card.locator(".of-outcome")).to_be_in_viewport(ratio=1)
    expect(card.get_by_text("Åtagande 12: Kollegial handledning")).to_be_in_viewport(ratio=1)
    expect(page.locator("#polite")).to_contain_text("Sparat: Åtagande 12: Kollegial handledning")


def be_answered(page: Page, hands: Mouse) -> None:
    """An answer to one alone is brought to them, from its beginning."""
    hands.press(page.locator("#tour").get_by_role("button", name="Nästa"))
    expect(page.locator(".whom")).to_contain_text("RE")
    expect(page.locator(".of-outcome")).to_have_count(0)
    hands.follow()
    hands.press(page.locator(".main .message").last.get_by_role("button", name="Vi behöver stöd"))
    expect(page.locator(".only-you")).to_be_in_viewport(ratio=1)
    expect(page.locator("#polite")).to_contain_text("Stubben svarade: Vem ska få veta")


def let_time_pass(page: Page, hands: Mouse) -> None:
    """The clock leaves the text of the step as it is; the letter that comes is shown from its beginning."""
    hands.press(page.locator("#tour").get_by_role("button", name="Nästa"))
    expect(page.locator(".whom")).to_contain_text("KE")
    hands.follow()
    hands.press(page.locator(".clock-chip"))
    if page.viewport_size != ENLARGED:
        expect(page.locator("#tour p").last).to_be_in_viewport(ratio=1)
    expect(page.locator("#tour h2")).to_be_in_viewport(ratio=1)
    hands.press(page.locator(".jump input").first)
    hands.press(page.locator(".before").get_by_role("button"))
    letter = page.locator(".main .message", has_text="Din vecka: mån 25 jan")
    expect(letter.get_by_text("Din vecka: mån 25 jan")).to_be_in_viewport(ratio=1)


def say_goodbye(page: Page, hands: Mouse) -> None:
    tour = page.locator("#tour")
    hands.press(tour.get_by_role("button", name="Klar"))
    expect(tour).to_contain_text("Det var rundturen.")
    expect(page.locator(".tour-chip")).to_have_attribute("title", "Rundtur")
    hands.press(tour.get_by_role("button", name="Stäng"))
    expect(tour).to_be_hidden()
