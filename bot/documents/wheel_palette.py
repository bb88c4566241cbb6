"""The wheel's colours, in light and dark: text has a contrast of at least 4.5 to its ground, shapes 3 (WCAG AA)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.domain.wheel import Level

#: `auto` follows the reader's screen and is light on paper.
Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True)
class Hue:
    """A level's colours: its ink, its ring, and two tints for its phases that tell neighbours apart."""

    ink: str
    ring: str
    tints: tuple[str, str]


@dataclass(frozen=True)
class Palette:
    """All colours of one theme."""

    paper: str
    ink: str
    quiet: str
    #: The scale: the months' tint, this month's, and hairlines.
    scale: str
    now: str
    line: str
    #: What asks for attention: the mark of a late milestone.
    late: str
    levels: Mapping[Level, Hue]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1c2530",
    quiet="#566270",
    scale="#eef1f4",
    now="#1c2530",
    line="#c9d1d9",
    late="#b3261e",
    levels={
        "school": Hue("#0a655f", "#f0f7f6", ("#d3e9e6", "#e0f0ee")),
        "administration": Hue("#87480a", "#fbf5ec", ("#f6e2c6", "#faecd9")),
        "board": Hue("#5c3b95", "#f6f2fb", ("#e3d8f3", "#ece4f7")),
    },
)
DARK = Palette(
    paper="#12181f",
    ink="#eef2f6",
    quiet="#a8b3bf",
    scale="#1f2831",
    now="#eef2f6",
    line="#3a4652",
    late="#ff8f85",
    levels={
        "school": Hue("#6fd3c7", "#182028", ("#1d4742", "#183a36")),
        "administration": Hue("#f0b56c", "#182028", ("#4a3517", "#3c2c15")),
        "board": Hue("#c5acf5", "#182028", ("#3b2d5c", "#30264a")),
    },
)


def style(theme: Theme) -> str:
    """Return the picture's style sheet."""
    if theme == "auto":
        return f"{_rules(LIGHT)}@media screen and (prefers-color-scheme:dark){{{_rules(DARK)}}}"
    return _rules(LIGHT if theme == "light" else DARK)


def _rules(palette: Palette) -> str:
    levels = "".join(_level(level, hue) for level, hue in palette.levels.items())
    plain = {
        ".paper": f"fill:{palette.paper}",
        ".ink": f"fill:{palette.ink}",
        ".quiet": f"fill:{palette.quiet}",
        ".month": f"fill:{palette.scale}",
        ".now": f"fill:{palette.now}",
        ".on-now": f"fill:{palette.paper}",
        ".tick": f"stroke:{palette.line}",
        ".today": f"stroke:{palette.ink};fill:{palette.ink}",
        ".neutral": f"color:{palette.quiet}",
        ".late": f"color:{palette.late}",
        ".edge": f"stroke:{palette.paper}",
    }
    return "".join(f".wheel {name}{{{rule}}}" for name, rule in plain.items()) + levels


def _level(level: Level, hue: Hue) -> str:
    rules = {
        "": f"color:{hue.ink}",
        " .ring": f"fill:{hue.ring}",
        " .tint0": f"fill:{hue.tints[0]};stroke:{hue.tints[0]}",
        " .tint1": f"fill:{hue.tints[1]};stroke:{hue.tints[1]}",
    }
    return "".join(f".wheel .{level}{name}{{{rule}}}" for name, rule in rules.items())
