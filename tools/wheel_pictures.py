"""Draws the made-up wheels of `docs/wheel.md` and writes the page (`uv run python tools/wheel_pictures.py`).

Everything in them is the same every time: a test compares what stands in the docs with what is drawn now.
"""

import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.documents.wheel_palette import Theme  # noqa: E402  # the path must be set first
from bot.documents.wheel_png import wheel_png  # noqa: E402
from bot.documents.wheel_svg import wheel_svg  # noqa: E402
from bot.documents.wheel_words import telling  # noqa: E402
from bot.language import Language  # noqa: E402
from tests.documents.wheels import TODAY, wheel_of  # noqa: E402

PAGE = ROOT / "docs" / "wheel.md"
PICTURES = ROOT / "docs" / "wheel-pictures"


class Shown(NamedTuple):
    """A wheel of the page."""

    milestones: int
    theme: Theme
    locale: str

    @property
    def name(self) -> str:
        """The picture's file."""
        return f"wheel-{self.milestones}-{self.theme}.png"


SHOWN = (
    Shown(5, "light", "sv"),
    Shown(15, "light", "sv"),
    Shown(30, "light", "sv"),
    Shown(30, "dark", "en"),
    Shown(60, "light", "sv"),
)
HEAD = """# The picture of the annual wheel

<!-- Written by tools/wheel_pictures.py, with the pictures: change it there. -->

One year of a school or a municipality, on three levels that are in step with each other (W1). The outermost ring is
the school's, then come the administration's and the board's, each with its phases; months and weeks stand innermost,
beginning at the top with the programme's first month. A line shows today. A milestone's shape tells how it is doing,
so that it can be read without colours; its label gives the day and the whole title.

What the layout promises, and `tests/documents/test_wheel_layout.py` holds for any wheel: every milestone has its mark
and its label with the whole title, no two labels or marks cover each other, leaders never cross, and today's line
crosses no name. When labels do not fit they are set closer, then smaller on a larger sheet; nothing is left out.

The pictures below are of a made-up school. They are drawn anew with `uv run python tools/wheel_pictures.py`.
"""


def main() -> None:
    """Write the pictures and the page."""
    PICTURES.mkdir(exist_ok=True)
    for shown in SHOWN:
        small = picture(shown).quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
        small.save(PICTURES / shown.name, optimize=True)
    PAGE.write_text(page(), encoding="utf-8")


def picture(shown: Shown) -> Image.Image:
    """Return a wheel as it is drawn now."""
    svg = wheel_svg(wheel_of(shown.milestones), Language(shown.locale, TODAY), shown.theme)
    return Image.open(io.BytesIO(wheel_png(svg))).convert("RGB")


def page() -> str:
    """Return the page: each picture with the words that tell the same."""
    return HEAD + "".join(_part(shown) for shown in SHOWN)


def _part(shown: Shown) -> str:
    words = telling(wheel_of(shown.milestones), Language(shown.locale, TODAY))
    told = "\n>\n".join(f"> {line}" for line in words.splitlines())
    heading = f"## {shown.milestones} milestones, {shown.theme}"
    return f"\n{heading}\n\n![{words.splitlines()[0]}](wheel-pictures/{shown.name})\n\nThe same in words:\n\n{told}\n"


if __name__ == "__main__":
    main()
