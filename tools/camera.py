"""Takes the docs' pictures in a real Chromium: each light and dark, and small enough to be kept in the repository."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: How long anything may take to show, in milliseconds: weeks of a story pass meanwhile.
PATIENCE = 60_000
#: Milliseconds until what moves on the page has come to rest.
REST = 600
#: A page has few colours: with a palette a picture takes a third of the room, and nobody sees it.
COLOURS = 256


@contextmanager
def page_at(address: str, width: int = 1200, height: int = 750) -> Iterator[Page]:
    """Open an address in a window of this size."""
    expect.set_options(timeout=PATIENCE)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=sandbox) as browser,
    ):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        yield page


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Take a picture of the window, or of the whole page, in both schemes: `<name>-light.png` and `-dark.png`."""
    PICTURES.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(REST)
        taken = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}-{scheme}.png", optimize=True)


@contextmanager
def running(folder: Path, *command: str, **environment: str) -> Iterator[str]:
    """Run a Python module in a folder, and give the first line it prints: its page's address."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101  # asked for above
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)
