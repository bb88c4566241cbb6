"""The chat: what is written and pressed, what is new to whom, and what people's own words may not do."""

import re

from playwright.sync_api import Page, expect

from playground import Playground
from tests.browser.conftest import Network, Open
from tests.browser.violations import violations


def say(page: Page, text: str) -> None:
    page.locator("main").press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_what_comes_while_one_is_somebody_else_is_marked_and_said(network: Network, open_page: Open) -> None:
    page = open_page("U0KALIX")
    dm = network.slack.person("U0BODEN").dm
    network.served.do(lambda slack: slack.workspace.post_as_bot(dm, "Hej Kim", []))
    kim = page.locator(".acts", has_text="Kim Exempel")
    expect(kim.locator(".badge")).to_have_text("1 1 oläst")
    expect(page.locator("#polite")).to_have_text("Nytt meddelande till Kim Exempel.")
    kim.click()
    app = page.locator(".place", has_text="Stubben")
    expect(app.locator(".badge")).to_have_text("1 1 oläst")
    app.click()
    expect(page.locator(".new-line")).to_have_text("Nytt")
    expect(page.locator(".log .message")).to_contain_text("Hej Kim")
    expect(page.locator(".places .badge")).to_have_count(0)


def test_people_are_told_apart_at_a_glance(network: Network, open_page: Open) -> None:
    page = open_page()
    people = page.locator(".acts")
    expect(people.first.locator(".person-words > *")).to_have_text(["Kontaktperson, Boden", "Kim Exempel"])
    tones = people.locator(".avatar").evaluate_all("nodes => nodes.map((node) => node.dataset.tone)")
    assert len(set(tones)) == len(tones) == 4


def test_who_reads_further_up_is_told_how_much_is_new_below(network: Network, open_page: Open) -> None:
    norr = network.slack.workspace.channel("C0NORR")

    def say_more(slack: Playground) -> None:
        for number in range(10):
            slack.workspace.post(norr, "U0KALIX", f"Något nytt\n\n\n{number}", [])

    network.served.do(say_more)
    page = open_page()
    newer = page.locator(".newer")
    expect(page.locator(".new-line")).to_be_in_viewport()
    expect(newer).to_have_text(re.compile(r"^\d nya ↓$"))
    page.locator(".log").press("Home")
    network.served.do(lambda slack: slack.workspace.post(norr, "U0LEAD", "Det allra sista", []))
    last = page.locator(".log .message").last
    expect(last).to_contain_text("Det allra sista")
    expect(last).not_to_be_in_viewport()
    for _ in range(11):
        if last.evaluate("node => node.getBoundingClientRect().bottom < innerHeight - 100"):
            break
        newer.press("Enter")
    expect(newer).to_be_hidden()
    expect(last).to_be_in_viewport(ratio=1)


def test_what_is_saved_elsewhere_is_told_with_the_way_there(network: Network, open_page: Open) -> None:
    page = open_page(place="")
    page.click("[aria-label='Kommandon och genvägar']")
    page.keyboard.press("Enter")
    page.locator("dialog textarea").fill("Vi provar")
    page.click("dialog [type=submit]")
    told = page.locator("#told")
    expect(told).to_contain_text("Sparat: Åtagande 12: Kollegial handledning")
    assert violations(page) == []
    told.get_by_role("link", name="Öppna #norr").click()
    expect(page.locator("h1")).to_have_text("#norr")
    expect(page.locator(".message", has_text="Åtagande 12").last).to_be_in_viewport()
    expect(told).to_be_empty()


def test_commands_are_suggested_with_how_they_are_used(network: Network, open_page: Open) -> None:
    page = open_page()
    page.locator("main").press("/")
    page.keyboard.type("/")
    expect(page.locator(".suggestions li")).to_have_count(3)
    page.keyboard.type("at")
    expect(page.locator(".suggestions li")).to_have_text("/atagande[text] senast [datum]Skriv ett åtagande")
    page.keyboard.press("Enter")
    assert page.input_value(".main textarea") == "/atagande "
    expect(page.locator(".usage")).to_contain_text("/atagande [text] senast [datum]")
    page.keyboard.type("Vi provar")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.form")
    assert network.bot.of("command")[0]["text"] == "Vi provar"
    assert network.bot.of("command")[0]["channel_id"] == "C0NORR"


def test_without_a_manifest_the_plain_commands_are_suggested(network: Network, open_page: Open) -> None:
    network.slack.offers = {"commands": [], "shortcuts": []}
    page = open_page()
    page.fill(".main textarea", "/a")
    expect(page.locator(".suggestions li")).to_have_text(["/allt", "/atagande"])


def test_an_answer_only_one_sees_says_so_and_nobody_else_sees_it(network: Network, open_page: Open) -> None:
    page = open_page()
    say(page, "/hjalp ")
    expect(page.locator(".only-you")).to_contain_text("Bara du ser det här")
    page.locator(".acts", has_text="Robin").click()
    expect(page.locator(".whom")).to_contain_text("Robin")
    expect(page.locator(".only-you")).to_have_count(0)


def test_buttons_ask_first_where_they_should_and_the_message_follows(network: Network, open_page: Open) -> None:
    page = open_page()
    page.click("text=Avsluta")
    page.click("dialog >> text=Låt vara")
    assert network.bot.of("block_actions") == []
    page.click("text=Avsluta")
    page.click("dialog .primary")
    page.click("text=Markera som klart")
    expect(page.locator(".log")).to_contain_text("Åtagande 12 är klart.")
    assert [body["actions"][0]["action_id"] for body in network.bot.of("block_actions")] == ["end", "done"]


def test_a_thread_is_read_and_answered_at_the_side_and_gives_the_focus_back(network: Network, open_page: Open) -> None:
    page = open_page()
    page.focus(".thread-link")
    page.keyboard.press("Enter")
    expect(page.locator(".panel .message")).to_have_count(2)
    page.fill(".panel textarea", "Vi börjar i åk 7.")
    page.keyboard.press("Enter")
    expect(page.locator(".panel .message")).to_have_count(3)
    expect(page.locator(".panel .message").last).to_be_in_viewport(ratio=1)
    expect(page.locator(".thread-link")).to_contain_text("2 svar")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "thread-link"


def test_what_is_pinned_is_reached_from_the_top(network: Network, open_page: Open) -> None:
    page = open_page()
    page.click("text=1 fäst")
    expect(page.locator(".panel .message")).to_contain_text("Kollegial handledning")
    # what is beside the conversation makes it narrower: whoever was at its end still reads that
    page.set_viewport_size({"width": 900, "height": 400})
    expect(page.locator(".main .thread-link")).to_be_in_viewport(ratio=1)


def test_home_is_shown_and_shortcuts_open_forms(network: Network, open_page: Open) -> None:
    page = open_page(place="home")
    expect(page.locator(".home-sheet")).to_contain_text("Lämna in ert missiv")
    page.locator("main").press("b")
    page.click("[aria-label='Kommandon och genvägar']")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.form h2")).to_have_text("Nytt åtagande")
    assert network.bot.of("shortcut")[0]["callback_id"] == "new"


def test_the_bot_is_down_and_slacks_sentence_stands_in_place(network: Network, open_page: Open) -> None:
    network.slack.bot_url = None
    page = open_page()
    say(page, "/hjalp ")
    expect(page.locator(".log > .notice")).to_contain_text("/hjalp: Det gick inte, eftersom Stubben inte svarade.")
    page.click("text=Markera som klart")
    expect(page.locator(".message-body .notice")).to_contain_text("Stubben inte svarade")
    page.fill(".main textarea", "/finnsinte ")
    page.click(".main .send")
    expect(page.locator(".log > .notice")).to_contain_text("Det finns inget kommando /finnsinte")


def test_guests_are_told_that_commands_are_not_theirs(network: Network, open_page: Open) -> None:
    page = open_page("U0GAST")
    say(page, "/hjalp ")
    expect(page.locator(".notice")).to_contain_text("Kommandon finns inte för gäster")
    assert network.bot.of("command") == []


def test_words_of_people_are_words(network: Network, open_page: Open) -> None:
    page = open_page()
    hostile = "<img src=x onerror=\"document.title='fel'\"><b>fet</b> javascript:alert(1)"
    say(page, hostile)
    expect(page.locator(".message").last).to_contain_text(hostile)
    link = "Se <javascript:document.title='fel'|här> och <https://example.org|där>"
    norr = network.slack.workspace.channel("C0NORR")
    network.served.do(lambda slack: slack.workspace.post_as_bot(norr, link, []))
    expect(page.locator(".message").last).to_contain_text("Se här och där")
    assert page.locator(".log img:not(.avatar), .log b").count() == 0
    assert page.locator(".log a[href^='javascript']").count() == 0
    assert page.title() == "#norr · Nätverk Norr"


def test_nothing_is_asked_of_anybody_else(network: Network, open_page: Open) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert asked
    assert [url for url in asked if not url.startswith(network.slack.url)] == []


def test_english_and_dark_are_chosen_and_kept(network: Network, open_page: Open) -> None:
    page = open_page()
    page.click("[data-key=settings]")
    page.click("text=English")
    expect(page.locator(".main textarea")).to_have_attribute("placeholder", "Write to #norr")
    page.click("[data-key=settings]")
    page.click("text=Dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_phone_has_the_list_behind_a_button(network: Network, open_page: Open) -> None:
    page = open_page(phone=True)
    expect(page.locator(".places")).to_be_hidden()
    page.click("[aria-label=Konversationer]")
    page.click(".place:has-text('Stubben')")
    expect(page.locator(".places")).to_be_hidden()
    expect(page.locator("h1")).to_have_text("Stubben")


def test_the_page_finds_back_after_a_break(network: Network, open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    network.served.do(lambda slack: slack.changes.close())
    expect(page.locator(".lost")).to_be_visible()
    network.served.do(lambda slack: slack.changes.reopen())
    page.context.set_offline(False)
    expect(page.locator(".lost")).to_be_hidden()


def test_weeks_are_iso_weeks_and_days_are_swedish(network: Network, open_page: Open) -> None:
    page = open_page()
    script = "days => import('/page/dates.js').then(m => days.map(m.isoWeek))"
    days = {"2027-01-18": 3, "2027-01-03": 53, "2026-12-31": 53, "2027-01-04": 1, "2024-12-30": 1, "2021-01-01": 53}
    assert page.evaluate(script, list(days)) == list(days.values())
    expect(page.locator(".log h2")).to_have_text("måndag 18 januari 2027, vecka 3")
