"""How each kind of message is timed: its calendar, how long it is of use, and whether somebody waits for it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.calendar import Policy


class WhoseClock(StrEnum):
    """Whose clock says when a message falls due."""

    #: Its reader's own: a day and an hour where they are.
    READER = "reader"
    #: The same, on the day and at the hour the reader has chosen for the weekly letter.
    LETTER = "letter"
    #: That of the network, the school or the conference, wherever anybody reads it.
    PLACE = "place"
    #: None: it is said when it happens.
    NONE = "none"


@dataclass(frozen=True)
class Timing:
    """The timing of one kind of message."""

    #: What a red day does to it.
    policy: Policy
    #: Whose clock it is planned by. What a reader's own clock says follows that (`bot.services.clocks`).
    clock: WhoseClock
    #: How long after it was due it is still worth sending.
    useful_for: timedelta
    #: Whether a person's own action causes it: then the process that took the action sends it at once.
    prompt: bool = False
    #: Whether it comes also to somebody who is away or has paused: what comes once in life, or cannot wait.
    pressing: bool = False
    #: Whether it tells of what happened: no planning makes it anew, and it takes no room from what is planned.
    announces: bool = False


TIMINGS = {
    "commitment-card": Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=14), prompt=True),
    "conference-commitments": Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=14), prompt=True),
    "support-request": Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=14), prompt=True),
    # A weekly letter is of use in its week; a red Monday moves it to the next working day.
    "digest": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.LETTER, timedelta(days=3)),
    # Its day is a working day already (bot.domain.commitments.question_day).
    "late-question": Timing(Policy.KEEP, WhoseClock.READER, timedelta(days=7)),
    # Steps of preparation are told of on a working day; what a conference moves, moves them.
    "preparation": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=5)),
    "preparation-count": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.PLACE, timedelta(days=5)),
    # At the table, on the hour: afterwards the question is another one.
    "municipal-group": Timing(Policy.KEEP, WhoseClock.PLACE, timedelta(hours=4)),
    "evaluation-reminder": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=2)),
    "summary": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.PLACE, timedelta(days=14)),
    "summary-municipality": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.PLACE, timedelta(days=14)),
    "commitment-gaps": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=7)),
    "welcome": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=30), pressing=True),
    "doors": Timing(Policy.KEEP, WhoseClock.PLACE, timedelta(days=30)),
    # Of use in its week, like a letter; a red Monday moves it to the next working day.
    "school-milestones": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.PLACE, timedelta(days=3)),
    # Whoever asks for it waits.
    "wheel-picture": Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=1), prompt=True, pressing=True),
    "leadership-letter": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.LETTER, timedelta(days=3)),
    # Somebody archived the channel, or took the bot out of it: what waits for it waits for the answer.
    "channel-lost": Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=14), prompt=True),
    "contact-gone": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=14), pressing=True),
    "principal-changed": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=14), pressing=True),
    "milestone-handed": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=14), pressing=True),
    "contact-unreached": Timing(Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=14), pressing=True),
    # Who has been told other days would travel on them.
    "conference-moved": Timing(
        Policy.NEXT_OPEN_DAY, WhoseClock.READER, timedelta(days=14), pressing=True, announces=True
    ),
    # Somebody must decide: until then it is neither sent nor given up.
    "uncertain-delivery": Timing(Policy.KEEP, WhoseClock.READER, timedelta(days=14), pressing=True),
}
