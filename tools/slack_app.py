"""Paints the Slack app's icon (`uv run python tools/slack_app.py`). A test compares it with what is painted now."""

import sys
from pathlib import Path

import resvg_py

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.slack.manifest import BACKGROUND  # noqa: E402  # the path must be set first

MARK = ROOT / "playground" / "page" / "mark.svg"
ICONS = ROOT / "docs" / "icon"
#: Pixels each way: the least and a good size for Slack, which takes 512 to 2000.
SIZES = (512, 1024)


def main() -> None:
    """Write the icon in every size."""
    ICONS.mkdir(exist_ok=True)
    for size in SIZES:
        icon_file(size).write_bytes(icon(size))


def icon_file(size: int) -> Path:
    """Return where the icon of a size lies."""
    return ICONS / f"natverksbot-{size}.png"


def icon(size: int) -> bytes:
    """Return the app's mark as a PNG this many pixels wide, square to its corners: Slack rounds them itself."""
    return resvg_py.svg_to_bytes(svg_path=str(MARK), width=size, background=BACKGROUND)


if __name__ == "__main__":
    main()
