"""What a commitment can be: its states, its dates and what a board's decision locks."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.calendar import ClosedDays, question_day_from


class State(StrEnum):
    """What people have said about a commitment. Late is no state: a date makes it so, and a new date undoes it."""

    ONGOING = "ongoing"
    DONE = "done"
    NEEDS_SUPPORT = "needs_support"
    CLOSED_EARLY = "closed_early"


#: Nothing more is expected of these.
CLOSED = frozenset({State.DONE, State.CLOSED_EARLY})

#: How late a commitment is when its one question is asked.
ASKED_AFTER = timedelta(days=7)


class Decided(Protocol):
    """Anything with a board's decision on it."""

    board_body: str | None
    board_date: date | None
    board_paragraph: str | None
    board_diary_number: str | None


def shown_state(state: str, due_on: date | None, today: date, *, inside: bool = True) -> str:
    """Return what people read: one of the states, or `late`.

    `inside` are the municipality itself and the leadership. Nobody else is shown who is late, or who needs support:
    those whom the municipality has chosen are told of that.
    """
    if not inside:
        return State.ONGOING if state == State.NEEDS_SUPPORT else state
    return "late" if state == State.ONGOING and is_late(state, due_on, today) else state


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Return whether its date has passed while something is still expected."""
    return state not in CLOSED and due_on is not None and due_on < today


def is_decided(commitment: Decided) -> bool:
    """Return whether a board's decision is recorded, which locks the text."""
    return any(
        (commitment.board_body, commitment.board_date, commitment.board_paragraph, commitment.board_diary_number)
    )


def question_day(due_on: date, closed: ClosedDays) -> date:
    """Return the day of the one question to somebody whose commitment is a week late."""
    return question_day_from(due_on + ASKED_AFTER, closed)
