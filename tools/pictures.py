"""The docs' year in twelve pictures, and the README's, taken of the demo (`uv run python tools/pictures.py`).

The year is played by hand: what the autumn left is looked up, a commitment is written, the next conference is held.
How an installation looks is `tools/install_pictures.py`; a wheel as it is drawn, `tools/wheel_pictures.py`.
"""

import tempfile
from pathlib import Path

from camera import page_at, running, take
from playwright.sync_api import Locator, Page, expect

COMMITMENT = "/atagande Vi inför kollegial handledning senast 1 juni"
CONTACT, NEIGHBOUR, LEADER = "Kim Bodenfjäll", "Robin Kalixlund", "Alex Nätbro"
AT_THE_TABLE = "/atagande Rektorerna besöker varandras lektioner en gång i månaden senast 30 april"
APP, CHANNEL = "Nätverksbot", "norr"


def main() -> None:
    """Take every picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        with (
            running(Path(folder), "bot", "demo", "--fresh", "--port", "3990") as address,
            page_at(address) as page,
        ):
            page.wait_for_selector("body[data-ready]")
            play_year(page)
        with (
            running(Path(folder), "bot", "demo", "city", "--fresh", "--port", "3990") as address,
            page_at(address) as page,
        ):
            page.wait_for_selector("body[data-ready]")
            play_city(page)


def play_year(page: Page) -> None:
    """Go through the network's year, and take a picture at each turn."""
    take(page, "letter")
    page.keyboard.press("Escape")
    look_back(page)
    become(page, LEADER)
    show(page, APP)
    look_at(page, "Nätverken i veckan")
    take(page, "leader")
    become(page, CONTACT)
    commit(page)
    conference(page)


def look_back(page: Page) -> None:
    """Show what came in the autumn, and what the theme that returns brought with it."""
    for name, words in (
        ("welcome", "Jag är Nätverksboten"),
        ("table", "Dags för kommungruppen"),
        ("gaps", "På konferensen räckte en mening"),
    ):
        look_at(page, words)
        take(page, name)
    become(page, NEIGHBOUR)
    show(page, APP)
    look_at(page, "Din vecka: mån 4 jan").get_by_role("button", name="Visa", exact=True).first.click()
    look_at(page, "Det här tog ni med er sist")
    take(page, "returns")
    become(page, CONTACT)


def commit(page: Page) -> None:
    """Write a commitment, and let a neighbour try to change it."""
    show(page, CHANNEL)
    write(page, COMMITMENT, picture="form")
    card = message(page, "Åtagande 6 · Boden")
    expect(card).to_be_visible()
    take(page, "channel")
    become(page, NEIGHBOUR)
    card.get_by_role("button", name="Klart", exact=True).click()
    expect(page.locator(".only-you")).to_be_visible()
    take(page, "refused")
    become(page, CONTACT)


def conference(page: Page) -> None:
    """Hold the conference in Boden, evaluate it, and read its summary; on the way a day has passed."""
    jump(page, "Konferensen är slut", picture="clock")
    expect(page.locator(".clock-chip")).to_have_text("tors 11 feb, v. 6 15:00")
    page.keyboard.press("Escape")
    write(page, AT_THE_TABLE)
    show(page, APP)
    look_at(page, "Hur går det?")
    take(page, "late")
    look_at(page, "Dags för kommungruppen").get_by_role("button", name="Utvärdera konferensen").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    take(page, "evaluation")
    page.keyboard.press("Escape")
    show(page, CHANNEL)
    jump(page, "Sammanfattningen kommer")
    expect(page.locator(".clock-chip")).to_have_text("mån 15 feb, v. 7 12:00")
    page.keyboard.press("Escape")
    look_at(page, "Sammanfattning: Nätverk Norr, konferensen ons 10–tors 11 feb")
    take(page, "summary")


def play_city(page: Page) -> None:
    """Show a school's year as a picture."""
    page.keyboard.press("Escape")
    write_command(page, "/arshjul Exempelskolan")
    page.get_by_role("button", name="Visa bilden").last.click()
    picture = page.locator(".main .message img[alt^='Årshjul']").last
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    take(page, "wheel")


def show(page: Page, name: str) -> None:
    """Open a conversation by its name in the list."""
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("h1")).to_contain_text(name)


def look_at(page: Page, words: str) -> Locator:
    """Scroll to the last message that says this, as near the window's middle as it fits."""
    found = message(page, words)
    expect(found).to_be_visible()
    found.evaluate("node => node.scrollIntoView({block: node.offsetHeight > 560 ? 'start' : 'center'})")
    return found


def write_command(page: Page, command: str) -> None:
    """Type a slash command where one writes."""
    page.keyboard.press("/")
    page.keyboard.type(command)
    page.keyboard.press("Enter")


def write(page: Page, command: str, picture: str | None = None) -> None:
    """Write a commitment with the slash command."""
    write_command(page, command)
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Senast klart")).not_to_have_value("")
    if picture is not None:
        take(page, picture)
    form.get_by_role("button", name="Spara").click()
    expect(form).to_have_count(0)


def jump(page: Page, moment: str, picture: str | None = None) -> None:
    """Choose a moment in the clock's panel, and go there."""
    if not page.locator(".jumps").is_visible():
        page.locator("main").press("k")
    page.locator(".jump", has_text=moment).click()
    go = page.locator(".before").get_by_role("button")
    expect(go).to_be_visible()
    if picture is not None:
        take(page, picture)
    go.click()


def become(page: Page, name: str) -> None:
    """Act as somebody else."""
    page.locator(".acts", has_text=name).click()
    expect(page.locator(".whom")).to_contain_text(name)


def message(page: Page, words: str) -> Locator:
    """Return the last message that says this."""
    return page.locator(".main .message", has_text=words).last


if __name__ == "__main__":
    main()
