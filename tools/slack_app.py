"""Writes what an installer needs of the Slack app: its icon, and the table in `docs/slack.md` of what it may do.

`uv run python tools/slack_app.py`. A test compares both with what is made now.
"""

import re
import sys
from datetime import date
from pathlib import Path

import resvg_py

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.language import Language  # noqa: E402  # the path must be set first
from bot.slack.manifest import BACKGROUND, OPTIONAL, SCOPES, lost_without, why  # noqa: E402

MARK = ROOT / "playground" / "page" / "mark.svg"
ICONS = ROOT / "docs" / "icon"
#: Pixels each way: the least and a good size for Slack, which takes 512 to 2000.
SIZES = (512, 1024)
PAGE = ROOT / "docs" / "slack.md"
HEAD = "| scope | why | needed | without it |\n| --- | --- | --- | --- |\n"
TABLE = re.compile(r"^\| scope \|.*\n(?:\|.*\n)+", re.MULTILINE)


def main() -> None:
    """Write the icon in every size, and the table in its place."""
    ICONS.mkdir(exist_ok=True)
    for size in SIZES:
        icon_file(size).write_bytes(icon(size))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda _: scope_table(), page), encoding="utf-8")


def icon_file(size: int) -> Path:
    """Return where the icon of a size lies."""
    return ICONS / f"natverksbot-{size}.png"


def icon(size: int) -> bytes:
    """Return the app's mark as a PNG this many pixels wide, square to its corners: Slack rounds them itself."""
    return resvg_py.svg_to_bytes(svg_path=str(MARK), width=size, background=BACKGROUND)


def scope_table() -> str:
    """Return the table of the app's scopes: why it asks for each, and what is lost where one was declined."""
    return HEAD + "".join(map(_row, SCOPES))


def _row(scope: str) -> str:
    # Of the words nothing depends on the day.
    english = Language("en", date.min)
    needed, without = ("optional", english.say(lost_without(scope))) if scope in OPTIONAL else ("needed", "")
    return f"| `{scope}` | {why(scope, english)} | {needed} | {without} |\n"


if __name__ == "__main__":
    main()
