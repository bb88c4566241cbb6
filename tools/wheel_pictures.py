"""Writes `docs/wheel.md`: who may do what, and made-up wheels as drawn (`uv run python tools/wheel_pictures.py`).

Everything in them is the same every time: a test compares what stands in the docs with what is drawn now.
"""

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.documents.wheel_palette import Theme  # noqa: E402  # the path must be set first
from bot.documents.wheel_png import wheel_png  # noqa: E402
from bot.documents.wheel_svg import wheel_svg  # noqa: E402
from bot.documents.wheel_words import telling  # noqa: E402
from bot.domain.people import Actor, RoleHeld  # noqa: E402
from bot.domain.wheel import LEVELS  # noqa: E402
from bot.domain.wheel_people import ACTIONS, PARTS, Action, Part, WheelPlace, may_turn  # noqa: E402
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
HEAD = """# The annual wheel

<!-- Written by tools/wheel_pictures.py, with the pictures: change it there. -->

## Who may do what

The table is `MAY` in `bot/domain/wheel_people.py`, as it is asked (`may_turn`) whenever something is pressed, sent or
fetched. `tests/wheel/test_who_may.py` plays every button and form of the wheel by signed requests: a reader, a guest in
a school's channel, a bot user, another school's principal, and everybody below.

{rights}

- **do**: say that a milestone is done, tell of it later, not for us; open it again.
- **move**: give it another last day; also for all schools at once, on the municipality's row.
- **follow**: see what is late or was not done, and what was said of it.
- **hand**: hand a milestone of the school to somebody else, such as a deputy head, or all that are left of the year,
  and take it back. Whoever holds one is told, is reminded of it, and answers for it alone: with the other milestones,
  who is principal, and links they may do no more than anybody. It ends when they leave Slack, not with another
  principal.
- **appoint**: say who is the school's principal and which channel is its own, in the form of the milestone that asks.
  Who becomes principal and who was it are told. The channel is one that whoever chooses it is in and the bot can write
  in, and nobody else's.
- **publish**: open links to the picture and the calendar outside Slack (five at a time for each person and wheel), see
  everybody's and end them. A link shows what its owner may see, and nothing once they may not publish.

Everybody in the workspace may read any wheel and have its picture sent to themselves; everybody may end their own
links, and whoever is in a wheel may have a calendar of all they are in. A school's channel lends *do* and *follow* to
whoever presses in it, guests too: what it lends ends there. Dialogues are logged by those who may *do* by a role of
their own in the unit. A refusal says who can, and stores nothing.

## The picture

One year of a school or a municipality, on three levels that are in step with each other (W1). The outermost ring is
the school's, then come the administration's and the board's, each with its phases; months and weeks stand innermost,
beginning at the top with the programme's first month. A line shows today. A milestone's shape tells how it is doing,
so that it can be read without colours; its label gives the day and the whole title.

What the layout promises, and `tests/documents/test_wheel_layout.py` holds for any wheel: every milestone has its mark
and its label with the whole title, no two labels or marks cover each other, leaders never cross, and today's line
crosses no name. When labels do not fit they are set closer, then smaller on a larger sheet; nothing is left out.

The pictures below are of a made-up school. They are drawn anew with `uv run python tools/wheel_pictures.py`.
"""


WHO: Mapping[Part, str] = {
    "leadership": "the programme's leadership",
    "administration": "the municipality's administration",
    "head_of_schools": "the school's head of schools",
    "principal": "the school's principal",
    "holder": "whoever the milestone has been handed to",
    "board": "the municipality's board",
    "channel": "whoever presses in the school's channel",
}


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
    """Return the page: who may do what, and each picture with the words that tell the same."""
    return HEAD.replace("{rights}", rights()) + "".join(_part(shown) for shown in SHOWN)


def rights() -> str:
    """Return the table of who may do what on which levels."""
    head = f"| who | {' | '.join(ACTIONS)} |\n|{' --- |' * (len(ACTIONS) + 1)}"
    rows = [f"| {WHO[part]} | {' | '.join(_levels(part, action) for action in ACTIONS)} |" for part in PARTS]
    return "\n".join([head, *rows])


def _levels(part: Part, action: Action) -> str:
    """Return on which levels somebody may do something; each has places of its own."""
    unit_id = {"head_of_schools": 3, "principal": 3}.get(part, 2)
    actor = Actor(1, 1, roles=(RoleHeld(part, programme_id=1, unit_id=unit_id),))
    holder = 1 if part == "holder" else None
    places = (WheelPlace(1, 2, 3 if level == "school" else None, level, holder) for level in LEVELS)
    may = [one.level for one in places if may_turn(actor, action, one, in_its_channel=part == "channel")]
    return ", ".join(may) or "–"


def _part(shown: Shown) -> str:
    words = telling(wheel_of(shown.milestones), Language(shown.locale, TODAY))
    told = "\n>\n".join(f"> {line}" for line in words.splitlines())
    heading = f"## {shown.milestones} milestones, {shown.theme}"
    return f"\n{heading}\n\n![{words.splitlines()[0]}](wheel-pictures/{shown.name})\n\nThe same in words:\n\n{told}\n"


if __name__ == "__main__":
    main()
