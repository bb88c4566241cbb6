"""Which commitments stand in a weekly letter, and in which part (VOICE: How often)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY
from bot.domain.commitments import question_day
from bot.domain.letters import IN_LETTER, MOST_ASKED, speaks_until
from bot.messages.earlier_letters import EarlierLetters
from bot.messages.readers import Places, open_commitments, reader_of
from bot.red_days import red_day
from bot.storage.commitments import Activity, CommitmentView, commitment_views
from bot.storage.tables import Commitment, Delivery

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Parts:
    """The commitments of a letter by when they fall due, seen from its day; within a part the nearest date first."""

    this_week: list[CommitmentView] = field(default_factory=list)
    next_week: list[CommitmentView] = field(default_factory=list)
    #: Past their date and waiting for an answer.
    late: list[CommitmentView] = field(default_factory=list)
    #: Further ahead, or without a date: those the reader has not met in a letter, nor written.
    new: list[CommitmentView] = field(default_factory=list)
    ahead: list[CommitmentView] = field(default_factory=list)
    #: What is to be done this week, of these and of others.
    activities: list[tuple[CommitmentView, Activity]] = field(default_factory=list)
    #: Whether one of them makes a letter worth sending in its week.
    is_due: bool = False
    #: Whether any is open, shown or not.
    is_any_open: bool = False

    @property
    def all(self) -> list[CommitmentView]:
        """Every one that the letter speaks of."""
        return [*self.this_week, *self.next_week, *self.late, *self.new, *self.ahead]


def parts_now(
    session: Session, row: Delivery, places: Places, day: date, earlier: EarlierLetters, *, overview: bool
) -> Parts:
    """Sort what is open into the parts of a letter that is to be sent; `overview` tells also what lies far ahead."""
    unasked = _questions_that_yielded(session, row, day)
    listed = [c for c in open_commitments(session, row.workspace_id, places) if not _rests(c, day, unasked)]
    found = _by_date(listed, day)
    late = [c for c in found.late if earlier.times("late", c.id) < MOST_ASKED]
    met = earlier.ids("commitments")
    new = [c for c in found.ahead if c.id not in met and c.author_id != reader_of(row)]
    # Whoever gets the first letter ever meets all of it, under one heading.
    ahead = found.ahead if overview or not earlier else []
    activities = _activities(listed, day)
    is_due = bool(found.this_week or found.next_week or late or new or activities) or _says_more(ahead, earlier)
    new = [c for c in new if c not in ahead]
    return Parts(found.this_week, found.next_week, late, new, ahead, activities, is_due, bool(listed))


def parts_then(session: Session, said: Mapping[str, Any], day: date) -> Parts:
    """Sort what a letter spoke of when it came, as it stands now."""
    # Letters of before there were parts for them name no new ones, and their activities are those of what they list.
    listed, new = said["commitments"], said.get("new", ())
    active = said.get("active", listed)
    views = commitment_views(session, Commitment.id.in_({*listed, *active}))
    found = _by_date((c for c in views if c.id in listed), day)
    return Parts(
        found.this_week,
        found.next_week,
        found.late,
        [c for c in found.ahead if c.id in new],
        [c for c in found.ahead if c.id not in new],
        _activities((c for c in views if c.id in active), day),
        is_due=True,
    )


def _activities(commitments: Iterable[CommitmentView], day: date) -> list[tuple[CommitmentView, Activity]]:
    each = ((c, activity) for c in commitments for activity in c.activities)
    return [(c, one) for c, one in each if one.due_on is not None and day <= one.due_on <= speaks_until(day)]


def _by_date(commitments: Iterable[CommitmentView], day: date) -> Parts:
    until = speaks_until(day)
    found = Parts()
    for one in commitments:
        if one.due_on is None or one.due_on > until + WEEK:
            found.ahead.append(one)
        elif one.due_on > until:
            found.next_week.append(one)
        elif one.due_on >= day:
            found.this_week.append(one)
        else:
            found.late.append(one)
    return found


def _says_more(ahead: Collection[CommitmentView], earlier: EarlierLetters) -> bool:
    """Return whether an overview says more than the letter before: how far away a date is, or another commitment."""
    undated = [c.id for c in ahead if c.due_on is None]
    if not ahead:
        return False
    return len(undated) < len(ahead) or not earlier.is_like_latest("commitments", undated)


def _rests(commitment: CommitmentView, day: date, unasked: Collection[date]) -> bool:
    """Return whether its question has been asked: then it rests on the Home tab and nags nobody."""
    if commitment.due_on is None:
        return False
    asked_on = question_day(commitment.due_on, red_day)
    # On the day of the letter the question yields to it.
    return asked_on < day and asked_on not in unasked


def _questions_that_yielded(session: Session, row: Delivery, day: date) -> Collection[date]:
    """Return the days of the past week's questions about what is late that found no room (VOICE: How often)."""
    yielded = select(Delivery.nominal_on).where(
        Delivery.recipient == row.recipient,
        Delivery.kind == "late-question",
        Delivery.status == "skipped",
        Delivery.reason == IN_LETTER,
        # A week ago it stood in the letter of that day.
        Delivery.nominal_on.between(day - WEEK + ONE_DAY, day),
    )
    return {nominal_on for nominal_on in session.scalars(yielded) if nominal_on is not None}
