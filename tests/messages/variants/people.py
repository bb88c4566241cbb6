"""What comes once or to few: the welcome, the doors of a channel, the leadership's letter."""

from dataclasses import replace
from datetime import date

from bot.messages.conferences import Conference
from bot.messages.glance import Counts, Glance
from bot.messages.ladders import Ladder, Step
from bot.messages.leadership_letter import LeadershipLetter, week_blocks
from bot.messages.newcomers import Newcomer
from bot.storage.commitments import CommitmentView
from bot.storage.doubts import Unsent
from bot.storage.tables import Network
from tests.cast import PISA
from tests.messages.variants.facts import BORAS, HOSTILE, LONGEST, commitment
from tests.messages.variants.shown import Variant, message

DAY = date(2027, 1, 18)
#: A name cut short may not leave half of something that Slack would read.
HOSTILE_NAME = "A & B <c> *d*"
CONFERENCE = Conference(1, 1, "Norr", date(2027, 2, 10), date(2027, 2, 11), "Boden")
TITLES = [step.title for step in PISA.programme.preparation]


def ladder(municipality: str, done: int, titles: list[str] = TITLES, meeting_id: int = 1) -> Ladder:
    """A municipality that has done so many of its steps."""
    days = [date(2027, 1, 6), date(2027, 1, 20), date(2027, 2, 2), date(2027, 2, 4), date(2027, 2, 9)]
    standing = ["done"] * done + ["next"] + ["not_yet"] * len(titles)
    steps = [Step(number, *each) for number, each in enumerate(zip(titles, days, standing, strict=False), start=1)]
    return Ladder(meeting_id, 1, municipality, tuple(steps))


def later_first(climbed: Ladder) -> Ladder:
    """The same municipality with its third step done before the first."""
    steps = list(climbed.steps)
    steps[2] = replace(steps[2], standing="done")
    return replace(climbed, steps=tuple(steps))


def glance(network: str, counts: Counts, conference: Conference | None = None) -> Glance:
    """A network of seven municipalities."""
    return Glance(1, network, 7, counts, conference, 35 if conference else 0, 12 if conference else 0)


def _letter(
    networks: list[Glance],
    support: tuple[CommitmentView, ...] = (),
    ladders: tuple[tuple[Conference, list[Ladder]], ...] = (),
) -> Variant:
    return message("leadership-letter", LeadershipLetter(DAY, networks, list(support), list(ladders)))


_NEEDS = commitment(23, text="Vi fortbildar alla lärare.", state="needs_support")
_LONGEST_CONFERENCE = replace(CONFERENCE, network="Å" * 120)
_HOSTILE_CONFERENCE = replace(CONFERENCE, network=HOSTILE_NAME)

VARIANTS: dict[str, Variant] = {
    "welcome.one": message("welcome", Newcomer("Kim", ["Norr"], ["Boden"])),
    "welcome.nameless": message("welcome", Newcomer("", ["Norr"], [BORAS])),
    "welcome.several": message("welcome", Newcomer("Kim", ["Norr", "Väst"], ["Boden", BORAS])),
    "welcome.longest": message("welcome", Newcomer("Å" * 120, ["Ä" * 120] * 5, ["Ö" * 120] * 5)),
    "welcome.hostile": message("welcome", Newcomer(HOSTILE, [HOSTILE], [HOSTILE])),
    "doors.doors": message("doors", Network(name="Norr")),
    "doors.longest": message("doors", Network(name="Å" * 120)),
    "doors.hostile": message("doors", Network(name=HOSTILE)),
    "leadership-letter.one-network": _letter([glance("Norr", Counts(open=22))]),
    "leadership-letter.nothing-open": _letter([glance("Norr", Counts(), CONFERENCE)]),
    "leadership-letter.everything": _letter(
        [
            glance("Norr", Counts(open=22, late=2, needs_support=1, new=3), CONFERENCE),
            glance("Väst", Counts(open=1, late=1, needs_support=1, new=1)),
        ],
        (_NEEDS, replace(_NEEDS, number=4, network="Väst", municipality=BORAS)),
        ((CONFERENCE, [ladder("Boden", 1), ladder(BORAS, 1), ladder("Kalix", 0), ladder("Umeå", 5)]),),
    ),
    "leadership-letter.steps-out-of-order": _letter(
        [glance("Norr", Counts(open=1), CONFERENCE)],
        ladders=((CONFERENCE, [ladder("Boden", 1), ladder("Kalix", 0), later_first(ladder("Piteå", 0))]),),
    ),
    "leadership-letter.longest": _letter(
        [glance("Å" * 120, Counts(open=222, late=22, needs_support=20, new=33), _LONGEST_CONFERENCE)] * 40,
        (commitment(23, text=LONGEST, municipality="Å" * 120, network="Å" * 120),) * 5,
        ((_LONGEST_CONFERENCE, [ladder("Å" * 120, done, ["ä" * 300] * 5) for done in range(5)] * 5),) * 13,
    ),
    "leadership-letter.hostile": _letter(
        [glance(HOSTILE_NAME, Counts(open=1, needs_support=1), _HOSTILE_CONFERENCE)],
        (commitment(1, text=HOSTILE, municipality=HOSTILE_NAME, network=HOSTILE_NAME),),
        ((_HOSTILE_CONFERENCE, [ladder(HOSTILE_NAME, 0, [HOSTILE])]),),
    ),
    "leadership-letter.no-networks": _letter([]),
    "leadership-letter.unsent-without-networks": message(
        "leadership-letter", LeadershipLetter(DAY, [], [], [], unsent=[Unsent("digest", "expired", 2)])
    ),
    "leadership-letter.unsent": message(
        "leadership-letter",
        LeadershipLetter(
            DAY, [glance("Norr", Counts())], unsent=[Unsent("digest", "expired", 12), Unsent("summary", "failed", 1)]
        ),
    ),
    "leadership-letter.leads-none": lambda language: week_blocks(None, language),
}
