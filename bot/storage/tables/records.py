"""What happened, what is half-written, what the files said, and which events of Slack have been answered."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace, Json


class Event(InWorkspace, Base):
    """One change by somebody, in the append-only history; written by the session itself."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject", "subject", "subject_id"),)
    history: ClassVar[bool] = False

    at: Mapped[datetime]
    #: Who did it; None when it was the bot or a command, named in `via`.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: slack · load · bot
    via: Mapped[str]
    #: created · changed · removed
    action: Mapped[str]
    #: The table and the row.
    subject: Mapped[str]
    subject_id: Mapped[int]
    #: Column → [before, after].
    changes: Mapped[dict[str, Any]]


class Draft(InWorkspace, Base):
    """What somebody had typed in a form that was not handed in."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "form", "subject"),)
    history: ClassVar[bool] = False

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    form: Mapped[str]
    #: What the form is about; empty for something new.
    subject: Mapped[str] = mapped_column(default="")
    #: What was typed, as JSON that the form engine reads back.
    answers: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


class LoadedEntry(InWorkspace, Base):
    """What a file said about one thing when it was last loaded: what changed since is what `load` applies."""

    __tablename__ = "loaded_entries"
    __table_args__ = (UniqueConstraint("workspace_id", "path"),)
    history: ClassVar[bool] = False

    #: Where in the workspace: `networks/Norr/channel`.
    path: Mapped[str]
    value: Mapped[Any] = mapped_column(Json, nullable=True)


class ReceivedEvent(InWorkspace, Base):
    """Something that was written to the bot and is being answered: Slack may tell of it again. Kept for a day."""

    __tablename__ = "received_events"
    __table_args__ = (UniqueConstraint("workspace_id", "event"),)
    history: ClassVar[bool] = False

    #: Slack's name for it, the same each time it tells.
    event: Mapped[str]
    at: Mapped[datetime]
