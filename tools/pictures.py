"""The README's pictures, taken of the demo in a real Chromium (`uv run python tools/pictures.py`).

Plays the tour by hand: a commitment, a refusal, the clock, the letter, the summary. The wheel's picture is not taken
here: it comes from `docs/wheel-pictures`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
COMMITMENT = "/atagande Vi inför kollegial handledning senast 1 juni"
#: How long the demo may take to start and to let weeks pass, in milliseconds.
PATIENCE = 180_000


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as folder, demo(folder) as address, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        with playwright.chromium.launch(executable_path=program, args=sandbox) as browser:
            context = browser.new_context(
                viewport={"width": 1200, "height": 750}, locale="sv-SE", color_scheme="light", reduced_motion="reduce"
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address)
            page.wait_for_selector("body[data-ready]")
            walk(page)


@contextmanager
def demo(folder: str) -> Iterator[str]:
    """Run the demo in an empty folder, and give its page's address."""
    command = [sys.executable, "-m", "bot", "demo", "--fresh", "--port", "3990"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101  # asked for above
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


def walk(page: Page) -> None:
    """Go through the story, and take a picture at each turn."""
    take(page, "letter")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="norr").first.click()
    expect(page.locator("h1")).to_have_text("#norr")
    take(page, "channel")
    write(page, COMMITMENT, picture="form")
    card = message(page, "Åtagande 6 · Boden")
    expect(card).to_be_visible()
    become(page, "Robin Kalixlund")
    card.get_by_role("button", name="Klart", exact=True).click()
    expect(page.locator(".only-you")).to_be_visible()
    take(page, "refused")
    become(page, "Kim Bodenfjäll")
    jump(page, "Konferensen är slut", picture="clock")
    expect(page.locator(".clock-chip")).to_have_text("tors 11 feb, v. 6 15:00")
    page.keyboard.press("Escape")
    write(page, "/atagande Rektorerna besöker varandras lektioner en gång i månaden senast 30 april")
    jump(page, "Sammanfattningen kommer")
    expect(page.locator(".clock-chip")).to_have_text("mån 15 feb, v. 7 12:00")
    page.keyboard.press("Escape")
    summary = message(page, "Sammanfattning: Nätverk Norr, konferensen ons 10–tors 11 feb")
    summary.scroll_into_view_if_needed()
    take(page, "summary")


def write(page: Page, command: str, picture: str | None = None) -> None:
    """Write a commitment with the slash command."""
    page.keyboard.press("/")
    page.keyboard.type(command)
    page.keyboard.press("Enter")
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


def take(page: Page, name: str) -> None:
    """Take a picture."""
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
