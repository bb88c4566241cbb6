"""The weekly letter."""

from dataclasses import replace
from datetime import date

from bot.messages.glance import Counts
from bot.messages.letter_commitments import Parts
from bot.messages.letter_view import Letter, NextMeeting
from bot.messages.newcomers import Newcomer
from bot.messages.readers import SteppedInFor
from bot.storage.commitments import Activity, CommitmentView
from bot.storage.doubts import Unsent
from tests.messages.variants.facts import ACTIVITIES, BORAS, HOSTILE, LONGEST, TODAY, WHOLE, commitment
from tests.messages.variants.shown import Variant, message

FRIDAY = date(2026, 11, 27)
NEXT_FRIDAY = date(2026, 12, 4)
BEFORE = date(2026, 11, 20)
WEDNESDAY = date(2026, 11, 25)
CONFERENCE = NextMeeting("Norr", date(2027, 2, 10), date(2027, 2, 11), "Boden")

_this_week = replace(WHOLE, due_on=FRIDAY)
_next_week = commitment(6, text="Vi bjuder in rektorerna.", due_on=NEXT_FRIDAY)
_late = commitment(7, text="Vi följer upp betygen i matematik varje termin.", due_on=BEFORE)
_ahead = commitment(21, text="Rektorerna besöker lektioner varje vecka.", due_on=date(2027, 6, 1))
_undated = commitment(22, text="Vi utser en utvecklingsledare.")
_support = commitment(23, text="Vi fortbildar alla lärare.", state="needs_support", due_on=date(2027, 3, 1))
_support_undated = commitment(24, text="Vi kartlägger stödet.", state="needs_support")
_support_late = commitment(25, text="Vi skriver en rutin.", state="needs_support", due_on=BEFORE)
_hostile = commitment(1, text=HOSTILE, due_on=FRIDAY)
_longest = commitment(1, text=LONGEST, due_on=FRIDAY)


def _numbered(first: int, count: int, due_on: date | None) -> list[CommitmentView]:
    return [
        commitment(number, text=f"Åtagandets text, nummer {number}", due_on=due_on)
        for number in range(first, first + count)
    ]


VARIANTS: dict[str, Variant] = {
    "digest.this-week": message("digest", Letter(TODAY, Parts(this_week=[_this_week]), remind_on=WEDNESDAY)),
    "digest.late": message("digest", Letter(TODAY, Parts(late=[_late]), remind_on=WEDNESDAY)),
    "digest.ahead": message("digest", Letter(TODAY, Parts(ahead=[_ahead]), next_meeting=CONFERENCE)),
    "digest.near": message("digest", Letter(TODAY, Parts(next_week=[_next_week], new=[_support]), remind_on=WEDNESDAY)),
    # The last week before Christmas.
    "digest.before-silent-weeks": message(
        "digest",
        Letter(
            date(2026, 12, 14),
            Parts(
                this_week=[replace(_this_week, due_on=date(2026, 12, 30))],
                activities=[(_this_week, Activity("Vi bjuder in rektorerna", "Rektorerna", date(2027, 1, 8)))],
            ),
            days_left=[date(2026, 12, 16), date(2026, 12, 17)],
        ),
    ),
    "digest.one-of-each": message(
        "digest",
        Letter(
            TODAY,
            Parts(
                this_week=[_this_week],
                activities=[(_this_week, activity) for activity in ACTIVITIES[:2]],
                late=[_late, _support_late],
                ahead=[_ahead, _undated, _support, _support_undated],
            ),
            next_meeting=CONFERENCE,
            remind_on=WEDNESDAY,
        ),
    ),
    "digest.without-a-host": message(
        "digest", Letter(TODAY, Parts(ahead=[_ahead]), next_meeting=NextMeeting("Norr", FRIDAY, FRIDAY, None))
    ),
    "digest.in-boras": message(
        "digest", Letter(TODAY, Parts(ahead=[_ahead]), next_meeting=replace(CONFERENCE, host=BORAS))
    ),
    "digest.many": message(
        "digest",
        Letter(
            TODAY,
            Parts(
                this_week=_numbered(1, 10, FRIDAY),
                next_week=_numbered(60, 3, NEXT_FRIDAY),
                new=_numbered(70, 3, None),
                activities=[(_this_week, Activity(f"Aktivitet {n}", "Rektorerna", FRIDAY)) for n in range(10)],
                late=_numbered(20, 9, BEFORE),
                ahead=_numbered(40, 12, date(2027, 6, 1)),
            ),
            next_meeting=CONFERENCE,
            remind_on=WEDNESDAY,
        ),
    ),
    "digest.after-done": message(
        "digest",
        Letter(
            TODAY,
            Parts(
                this_week=[replace(_this_week, state="done")],
                late=[replace(_late, state="closed_early")],
                ahead=[_ahead],
            ),
            remind_on=WEDNESDAY,
        ),
    ),
    "digest.stepped-in": message(
        "digest",
        Letter(
            TODAY, Parts(ahead=[_ahead]), stepped_in_for=[SteppedInFor("Kim Exempel", FRIDAY), SteppedInFor("", FRIDAY)]
        ),
    ),
    "digest.later": message(
        "digest", Letter(TODAY, Parts(ahead=[_ahead]), remind_on=WEDNESDAY, days_left=[WEDNESDAY, FRIDAY])
    ),
    "digest.newcomer": message(
        "digest", Letter(TODAY, Parts(ahead=[_ahead]), newcomer=Newcomer("Kim", ["Norr"], ["Boden"]))
    ),
    "digest.of-a-leader": message(
        "digest",
        Letter(
            TODAY,
            Parts(ahead=[_ahead]),
            led=Counts(open=22, late=2),
            unsent=[Unsent("digest", "expired", 12), Unsent("summary", "failed", 1)],
        ),
    ),
    "digest.longest": message(
        "digest",
        Letter(
            TODAY,
            Parts(
                this_week=[_longest] * 8,
                next_week=[_longest] * 8,
                new=[_longest] * 8,
                activities=[(_longest, Activity("ä" * 200, "ö" * 100, FRIDAY))] * 8,
                late=[replace(_longest, due_on=BEFORE)] * 8,
                ahead=[replace(_longest, due_on=None)] * 8,
            ),
            next_meeting=CONFERENCE,
            remind_on=WEDNESDAY,
        ),
    ),
    "digest.hostile": message(
        "digest",
        Letter(
            TODAY,
            Parts(this_week=[_hostile], activities=[(_hostile, Activity(HOSTILE, HOSTILE, FRIDAY))]),
            next_meeting=NextMeeting(HOSTILE, FRIDAY, FRIDAY, HOSTILE),
        ),
    ),
}
