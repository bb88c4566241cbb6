"""Somebody answers questions: the evaluation of a conference and its takeaways so far; brief and mapping fit too."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Inquiry(InWorkspace, Base):
    """Questions put to every municipality of a network about a meeting (N10)."""

    __tablename__ = "inquiries"
    __table_args__ = (UniqueConstraint("meeting_id", "kind"),)

    #: evaluation · takeaways; also the id of the form in the programme
    kind: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))


class Response(InWorkspace, Base):
    """A municipality's answers to an inquiry: shared, several can write; a draft until they are handed in."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("inquiry_id", "unit_id"),)
    unremarkable: ClassVar[frozenset[str]] = frozenset({"version", "changed_by_form"})

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    #: What was answered, as JSON that the form engine reads back.
    answers: Mapped[str] = mapped_column(Text)
    #: Set when the answers were handed in; they can be changed afterwards.
    handed_in_at: Mapped[datetime | None]
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Set when the municipality has said that it leaves no answers.
    declined_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    #: The form that last changed it: submitting that one twice changes once.
    changed_by_form: Mapped[str | None]
