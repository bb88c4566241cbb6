"""What is shown outside Slack: unguessable addresses, and what calendars have been told."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Link(InWorkspace, Base):
    """An address somebody was given. It shows what that person may see at the moment of use, until it is revoked."""

    __tablename__ = "links"
    __table_args__ = (Index("ix_links_person", "person_id"),)
    unremarkable: ClassVar[frozenset[str]] = frozenset({"hash"})

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: Whose wheel; None for a calendar of everything the person is in.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    #: wheel · calendar
    kind: Mapped[str]
    #: SHA-256 of what stands in the address: whoever reads the database cannot use it.
    hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class CalendarEntry(InWorkspace, Base):
    """What calendars were last told about a milestone, so that every change is told as one."""

    __tablename__ = "calendar_entries"
    __table_args__ = (UniqueConstraint("unit_id", "step", "year"),)
    history: ClassVar[bool] = False

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    #: The milestone's id in the programme, and the year of its wheel.
    step: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: It is gone, or does not concern the unit.
    cancelled: Mapped[bool]
    #: Raised by one whenever something above changes.
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
