"""The pictures of an installation, as a terminal and a channel show it (`uv run python tools/install_pictures.py`).

The commands of docs/slack.md are typed in an empty folder, against a workplace without a bot.
"""

import html
import json
import os
import pty
import select
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from camera import ROOT, page_at, running, take
from playwright.sync_api import Page, expect

from playground.__main__ import told, workplace

PORT = 3991
#: Seconds between looks at whether a command has come to its end.
LOOK_EVERY = 0.5
#: How a question ends that waits for an answer.
ASKS = b": "
#: What is answered to `init`, question by question; of four municipalities nobody knows the contact person yet.
ANSWERS = (
    "pisa-2015",
    "Norr",
    "C0NORR",
    "U0LEAD",
    *("kim@boden.example", "", "robin@kalix.example", "", "sam@pitea.example", "", ""),
)
#: A terminal of this many columns.
COLUMNS = 110
SCREEN = """<!doctype html><meta charset="utf-8"><title>Terminal</title><style>
:root {{ color-scheme: light dark }}
body {{ margin: 0; padding: 28px 32px; background: light-dark(#f7f5f0, #17191c); color: light-dark(#22252a, #e4e2dc) }}
pre {{ margin: 0; font: 15px/1.5 "DejaVu Sans Mono", "Noto Sans Mono", monospace; white-space: pre-wrap }}
b {{ color: light-dark(#0b5e55, #7fd1c4) }}
</style><pre>{text}</pre>"""


def main() -> None:
    """Install, and take a picture at each step."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = typed(folder, "manifest")
        (folder / "manifest.json").write_text(manifest, encoding="utf-8")
        (folder / ".env").write_text(told(workplace(json.loads(manifest), PORT)), encoding="utf-8")
        with running(folder, "playground", "manifest.json", "--port", str(PORT)) as address:
            with page_at("about:blank", height=80) as page:
                install(page, folder)
            with page_at(f"{address}#/U0BODEN/C0NORR", height=560) as page:
                start(page, folder)


def install(page: Page, folder: Path) -> None:
    """Write the network's file, look at what would be sent, and ask the doctor."""
    show(page, "install-init", "init", typed(folder, "init", *ANSWERS))
    show(page, "install-load", "load --dry-run natverk.yaml", typed(folder, "load", "--dry-run", "natverk.yaml"))
    typed(folder, "load", "natverk.yaml")
    show(page, "install-doctor", "doctor", typed(folder, "doctor"))


def start(page: Page, folder: Path) -> None:
    """Let the bot in, and the next working day's morning come."""
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("/")
    page.keyboard.type("/invite @natverksbot")
    page.keyboard.press("Enter")
    typed(folder, "run-due", "--at", next_morning().isoformat())
    expect(page.locator(".main .message")).to_have_count(1)
    page.get_by_role("button", name="Ta bort meddelandet").click()
    take(page, "install-channel")


def next_morning() -> datetime:
    """Return eight o'clock on a Monday to come, when nothing is moved or held back."""
    now = datetime.now().astimezone()
    monday = now + timedelta(days=7 - now.weekday())
    return monday.replace(hour=8, minute=0, second=0, microsecond=0)


def typed(folder: Path, *line: str) -> str:
    """Type a command in a terminal, and its answers when it asks; return what stands there afterwards."""
    command, answers = (line[:1], list(line[1:])) if line[0] == "init" else (line, [])
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": str(COLUMNS),
        "DATABASE_URL": "sqlite:///rehearsal.db",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *command], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        text = b""
        while process.poll() is None or _is_readable(ours, 0):
            if _is_readable(ours, LOOK_EVERY):
                try:
                    text += os.read(ours, 4096)
                except OSError:  # Linux says so when the last who could write has closed it
                    break
            elif answers and text.endswith(ASKS):
                os.write(ours, f"{answers.pop(0)}\n".encode())
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


def _is_readable(terminal: int, seconds: float) -> bool:
    return bool(select.select([terminal], [], [], seconds)[0])


def show(page: Page, name: str, command: str, output: str) -> None:
    """Take a picture of what a command printed."""
    prompt = f"<b>$ uv run natverksbot {html.escape(command)}</b>"
    page.set_content(SCREEN.format(text=f"{prompt}\n{html.escape(output)}"))
    take(page, name, whole=True)


if __name__ == "__main__":
    main()
