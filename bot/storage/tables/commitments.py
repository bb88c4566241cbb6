"""The promise, what it is broken down into, and what was promised before."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Commitment(InWorkspace, Base):
    """What a municipality publicly promises. People's words are never reworded."""

    __tablename__ = "commitments"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "form_key"),
        Index("ix_commitments_network_unit", "network_id", "unit_id"),
    )
    unremarkable: ClassVar[frozenset[str]] = frozenset({"form_key", "changed_by_form", "version"})

    #: Counted per workspace: what people say ("åtagande 12").
    number: Mapped[int]
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    #: The conference it was made at, when it was made during one.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    #: What it is expected to lead to.
    effect: Mapped[str | None] = mapped_column(Text)
    #: How it is followed up.
    follow_up: Mapped[str | None] = mapped_column(Text)
    #: The id of a theme in the programme (N3).
    theme: Mapped[str | None]
    #: politician · administration · principal · teacher (N2)
    level: Mapped[str | None]
    responsible: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    #: How many dates it has had after its first: each one is followed up anew.
    due_changes: Mapped[int] = mapped_column(default=0)
    #: ongoing · done · needs_support · closed_early; late is what a date makes of it.
    state: Mapped[str] = mapped_column(default="ongoing")
    #: What was said when the state was set: a comment, or the reason it was closed early.
    state_comment: Mapped[str | None] = mapped_column(Text)
    #: Set when nothing more is expected: done or closed early.
    closed_at: Mapped[datetime | None]
    #: The commitment that this one carries on (N8).
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"))
    #: A board's decision makes it official and locks the text.
    board_body: Mapped[str | None] = mapped_column(Text)
    board_date: Mapped[date | None]
    board_paragraph: Mapped[str | None] = mapped_column(Text)
    board_diary_number: Mapped[str | None] = mapped_column(Text)
    #: Raised by every change; a form carries the one it was opened with.
    version: Mapped[int] = mapped_column(default=1)
    #: The form it was written in: submitting it twice stores once.
    form_key: Mapped[str]
    #: The form that last changed it: submitting that one twice changes once.
    changed_by_form: Mapped[str | None]
    created_at: Mapped[datetime]


class DecidedText(InWorkspace, Base):
    """A text that a board had decided and that was then changed: kept whole, with the reason."""

    __tablename__ = "decided_texts"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    #: 1 for the first text, counted within the commitment.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    board_body: Mapped[str | None] = mapped_column(Text)
    board_date: Mapped[date | None]
    board_paragraph: Mapped[str | None] = mapped_column(Text)
    board_diary_number: Mapped[str | None] = mapped_column(Text)
    #: Why it was changed.
    reason: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Task(InWorkspace, Base):
    """Somebody must do a thing by a date and press done: an activity of a commitment, a step of preparation (N12)."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit_id", "step"),
        Index("ix_tasks_commitment", "commitment_id"),
        Index("ix_tasks_unit", "unit_id"),
        Index(
            "uq_tasks_milestone",
            "unit_id",
            "step",
            "year",
            unique=True,
            sqlite_where=text("kind = 'milestone'"),
            postgresql_where=text("kind = 'milestone'"),
        ),
    )
    unremarkable: ClassVar[frozenset[str]] = frozenset({"version", "changed_by_form"})

    #: activity (of a commitment) · preparation (of a conference) · milestone (of a unit's annual wheel, W1: a row only
    #: once somebody has touched it); routine fits too
    kind: Mapped[str]
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    #: The conference it prepares for, and the id of the step or milestone in the programme.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    step: Mapped[str | None]
    #: Of a milestone: the year of its wheel, named by the calendar year it begins in.
    year: Mapped[int | None]
    #: Its place among its siblings.
    position: Mapped[int]
    #: How: what is to be done.
    title: Mapped[str] = mapped_column(Text)
    #: Who, in people's own words: many are not in Slack.
    who: Mapped[str | None] = mapped_column(Text)
    #: When it is told of, and the last day: counted from the meeting, and moved with it. Of a milestone only a last day
    #: that somebody moved it to; the others are counted from the programme each time.
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    #: A later last day that the municipality asked for; it stays where it is when the meeting moves.
    extended_to: Mapped[date | None]
    #: What the municipality wants to say about it, and where the paper lies.
    note: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: It does not concern this unit, and why not, in people's own words.
    waived_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    #: The day somebody wants to be reminded of it again.
    remind_on: Mapped[date | None]
    #: Of a school's milestone: who it has been handed to, and since when. That it is done or waived changes neither, so
    #: that whoever has answered can take the answer back.
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    handed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_by_form: Mapped[str | None]


class SupportRequest(InWorkspace, Base):
    """A municipality says that it needs support with a commitment, to whom it chose."""

    __tablename__ = "support_requests"
    __table_args__ = (UniqueConstraint("workspace_id", "form_key"),)
    unremarkable: ClassVar[frozenset[str]] = frozenset({"form_key"})

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: leadership · network · nobody
    audience: Mapped[str]
    #: What would help, in people's own words.
    text: Mapped[str | None] = mapped_column(Text)
    form_key: Mapped[str]
    created_at: Mapped[datetime]
