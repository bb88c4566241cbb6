"""The font that is shipped with us, Lato, and how wide a text is when set in it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import font_lato  # type: ignore[import-untyped]  # the package ships no types

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "Lato"
Weight = Literal["regular", "bold"]

#: The files that whoever draws text must be given: without them resvg leaves all text out, silently.
FILES: dict[Weight, Path] = {
    "regular": Path(font_lato.font_directory) / "Lato-Regular.ttf",
    "bold": Path(font_lato.font_directory) / "Lato-Bold.ttf",
}
#: Measured this large, so that rounding to whole pixels does not matter.
_EM = 1000


def width(text: str, size: float, weight: Weight = "regular") -> float:
    """Return how wide a text is, never less than it is drawn: kerning, which draws letters together, is left out."""
    return sum(_advance(letter, weight) for letter in text) * size / _EM


@cache
def _advance(letter: str, weight: Weight) -> float:
    return float(_font(weight).getlength(letter))


@cache
def _font(weight: Weight) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(FILES[weight]), _EM, layout_engine=ImageFont.Layout.BASIC)
