"""Where: programmes, networks, their members and when they meet."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Programme(InWorkspace, Base):
    """A programme's validated content as of `load`: upgrades never change a running network."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("workspace_id", "slug"),)

    #: The `id` in the programme file, such as `pisa-2015`.
    slug: Mapped[str]
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]


class Network(InWorkspace, Base):
    """About seven municipalities that meet, with one Slack channel (N16)."""

    __tablename__ = "networks"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        UniqueConstraint("workspace_id", "channel_id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    name: Mapped[str]
    #: The `id` of its round in the programme; None for a network the programme does not ship (N5).
    round: Mapped[str | None]
    channel_id: Mapped[str | None]
    #: The channel in which the bot cannot write, why (Slack's code), and since when. It is lost for as long as it is
    #: the network's channel: with another one all is well again.
    lost_channel_id: Mapped[str | None]
    lost_because: Mapped[str | None]
    lost_at: Mapped[datetime | None]


class Unit(InWorkspace, Base):
    """A municipality, city district, administration, board, school or group."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "name", "parent_id"),)

    #: municipality · district · administration · board · school · group
    kind: Mapped[str]
    name: Mapped[str]
    #: Statistics Sweden's four digits; a city district has none, so a code is not unique.
    code: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    #: A school's own channel.
    channel_id: Mapped[str | None]
    #: Of a municipality that needs no network: the programme whose annual wheel it follows; its schools do too.
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    #: The day it began to: what fell due before is nothing to ask about.
    follows_from: Mapped[date | None]
    #: Of a municipality: the days on which its board meets, such as 2026-09-23, in order.
    board_meetings: Mapped[list[str] | None]
    #: Of a school, or of a municipality that needs no network: the midnight when it ended; None while it goes on.
    valid_to: Mapped[datetime | None]


class Membership(InWorkspace, Base):
    """A unit's place in a network; members may end and be succeeded."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("network_id", "unit_id"),)

    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]


class Meeting(InWorkspace, Base):
    """When people meet: a conference so far; contact meetings, workshops, visits and dialogues fit too."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("network_id", "kind", "number"),
        Index("ix_meetings_ends_at", "ends_at"),
        Index("ix_meetings_unit", "unit_id"),
    )
    unremarkable: ClassVar[frozenset[str]] = frozenset({"form_key"})

    #: conference · contact_meeting · workshop · visit · dialogue
    kind: Mapped[str]
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: The zone in which the meeting's days are counted, an IANA name.
    timezone: Mapped[str]
    host_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    venue: Mapped[str | None]
    venue_approved: Mapped[bool] = mapped_column(default=False)
    #: Ids of themes in the programme (N3).
    themes: Mapped[list[str]]
    cancelled_at: Mapped[datetime | None]
    #: Of a dialogue (W4): the school or municipality that held it, and its id in the programme.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    dialogue: Mapped[str | None]
    #: Who took part and what was said, in people's own words, and where the notes lie.
    who: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    #: The form it was logged in: submitting it twice stores once.
    form_key: Mapped[str | None] = mapped_column(unique=True)


class ClosedDays(InWorkspace, Base):
    """A break of a municipality's or a school's own; it applies to schools only."""

    __tablename__ = "closed_days"
    __table_args__ = (UniqueConstraint("unit_id", "name", "first_day"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
