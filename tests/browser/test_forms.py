"""Forms in the browser: every element by the keyboard alone, errors in place, views on top of each other."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Network, Open
from tests.browser.stub_bot import field, modal

Json = dict[str, Any]


def command(page: Page, text: str) -> None:
    page.locator("main").press("/")
    page.keyboard.type(f"{text} ")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.form")


def fill_everything(page: Page, attachment: Path) -> None:
    """Go through the form as somebody without a mouse does; the file chooser is the browser's own."""
    keyboard = page.keyboard
    # Listened for from the start: a chooser that opens before the browser heard that somebody waits for it is lost.
    page.on("filechooser", lambda chooser: chooser.set_files(attachment))
    for text in ("kort", "rad ett", "5", "https://example.org", "kim@example.org"):
        keyboard.type(text)
        keyboard.press("Tab")
    keyboard.type("Genom")  # a menu is chosen in by typing
    keyboard.press("Tab")
    keyboard.press("Space")  # the first of the radio buttons
    keyboard.press("Tab")
    keyboard.press("Space")  # the first box
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Tab")  # past the second box and the first theme
    keyboard.press("Space")  # the second theme
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.type("Kontaktperson, K")  # the role comes first
    keyboard.press("Tab")
    keyboard.press("Space")  # the first person
    for _ in range(4):
        keyboard.press("Tab")
    keyboard.type("#norr")
    keyboard.press("Tab")
    keyboard.type("#norr")
    keyboard.press("Tab")
    keyboard.type("asp")
    page.wait_for_selector(".external .suggestions li:has-text('Aspskolan')")  # those for the first letters come before
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("05282027")
    _to(page, "time")
    keyboard.type("0930AM")
    _to(page, "moment")
    keyboard.type("05282027")
    keyboard.press("Tab")
    keyboard.type("0930AM")
    _to(page, "rich")
    keyboard.type("En berättelse")
    _to(page, "file")
    keyboard.press("Enter")
    page.wait_for_selector(".files .tag")
    _to(page, "told")
    keyboard.type("Boden")
    _to(page, "free")


def _to(page: Page, block: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.field')?.dataset.block") == block:
            return
    raise AssertionError(f"the focus does not come to {block}")


def test_a_form_with_every_element_is_filled_by_keyboard(network: Network, open_page: Open, tmp_path: Path) -> None:
    attachment = tmp_path / "bilaga.txt"
    attachment.write_text("Hej")
    page = open_page()
    command(page, "/allt")
    fill_everything(page, attachment)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.form", state="detached")
    values = network.bot.of("view_submission")[0]["view"]["state"]["values"]
    got = {block: _value(entry["v"]) for block, entry in values.items()}
    moment = got.pop("moment")
    assert moment == 1811489400  # half past nine in Stockholm
    assert got == {
        "line": "kort",
        "lines": "rad ett",
        "number": "5",
        "url": "https://example.org",
        "email": "kim@example.org",
        "one": "genomföra",
        "radio": "pågår",
        "boxes": ["skola"],
        "many": ["språk"],
        "user": "U0KALIX",
        "users": ["U0BODEN"],
        "channel": "C0NORR",
        "place": "C0NORR",
        "asked": "aspskolan",
        "date": "2027-05-28",
        "time": "09:30",
        "rich": "En berättelse",
        "file": ["bilaga.txt"],
        "told": "boden",
        "free": None,
    }
    assert network.bot.of("block_actions")[0]["actions"][0]["selected_option"]["value"] == "boden"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def _value(entry: Json) -> Any:
    """Return what an entry of the state carries, in short."""
    if "selected_option" in entry:
        return entry["selected_option"]["value"]
    if "selected_options" in entry:
        return [option["value"] for option in entry["selected_options"]]
    if "files" in entry:
        return [file["name"] for file in entry["files"]]
    if "rich_text_value" in entry:
        return entry["rich_text_value"]["elements"][0]["elements"][0]["text"]
    return next(value for key, value in entry.items() if key != "type")


def test_what_is_missing_is_said_in_its_place_and_the_bot_is_not_asked(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    page.click("dialog [type=submit]")
    wrong = page.locator(".field[data-block=text] .wrong")
    expect(wrong).to_have_text("Fyll i det här fältet.")
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.getAttribute('aria-invalid')") == "true"
    described = page.evaluate(f"{focused}.getAttribute('aria-describedby').split(' ')")
    assert wrong.get_attribute("id") in described
    page.wait_for_function("document.getElementById('assertive').textContent.startsWith('Ett fält behöver rättas')")
    assert network.bot.of("view_submission") == []


def test_suggestions_that_come_after_the_choice_do_not_show(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/allt")
    school = page.locator(".external input")
    school.press_sequentially("a")
    page.wait_for_selector(".external .suggestions li:has-text('Askolan')")
    network.served.do(lambda _: network.bot.may_suggest.clear())
    with page.expect_response("**/suggest"):
        school.press("s")
        school.press("Enter")
        assert school.input_value() == "Askolan"
        network.served.do(lambda _: network.bot.may_suggest.set())
    # the page has read the answer once it has read one that it asked for later
    page.evaluate("fetch('/page/mark.svg').then((answer) => answer.text())")
    assert page.locator(".external .suggestions").is_hidden()


def test_errors_of_the_bot_stand_in_place_and_go_when_mended(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    network.bot.answer = {"response_action": "errors", "errors": {"due": "Datumet har passerat."}}
    page.keyboard.type("Vi provar")
    page.click("dialog [type=submit]")
    page.wait_for_selector(".field[data-block=due] .wrong:has-text('Datumet har passerat.')")
    assert page.input_value("dialog textarea") == "Vi provar"
    page.click("dialog [type=submit]")
    page.wait_for_selector(".message-body:has-text('Åtagande 12') >> nth=1")


def test_a_view_on_top_closes_back_to_the_one_under_it(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    page.keyboard.type("Vi provar")
    step = modal("Steg två", [field("more", "Mer", {"type": "plain_text_input"})], notify_on_close=True)
    network.bot.answer = {"response_action": "push", "view": step}
    page.click("dialog [type=submit]")
    page.wait_for_selector("dialog h2:has-text('Steg två')")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog h2:has-text('Nytt åtagande')")
    assert page.input_value("dialog textarea") == "Vi provar"
    assert network.bot.of("view_closed")[0]["view"]["title"]["text"] == "Steg två"
    page.click("dialog [aria-label=Stäng]")
    page.wait_for_selector("dialog", state="detached")
    assert network.bot.of("view_closed")[-1]["is_cleared"]


def test_a_form_closes_at_once_and_the_bot_is_told_after(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    network.served.do(lambda _: network.bot.may_close.clear())
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    network.served.do(lambda _: network.bot.may_close.set())


def test_a_form_stays_with_its_words_when_the_bot_is_down(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    page.keyboard.type("Vi provar")
    network.slack.bot_url = None
    page.click("dialog [type=submit]")
    page.wait_for_selector("dialog .trouble:has-text('inte svarade')")
    assert page.input_value("dialog textarea") == "Vi provar"


def test_a_form_waits_for_whom_it_was_opened(network: Network, open_page: Open) -> None:
    page = open_page()
    command(page, "/atagande")
    page.keyboard.type("Vi provar")
    page.evaluate("location.hash = '#/U0KALIX/C0NORR'")
    page.wait_for_selector("dialog", state="detached")
    page.evaluate("location.hash = '#/U0BODEN/C0NORR'")
    page.wait_for_selector("dialog.form")
    assert page.input_value("dialog textarea") == "Vi provar"
