"""Who: the installation, its people and what they are."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Workspace(Base):
    """One installation of the bot. Not the team of the person who acts: guests belong to other teams."""

    __tablename__ = "workspaces"
    unremarkable: ClassVar[frozenset[str]] = frozenset({"salt"})

    #: The same for life, also in a copy of the database; stands in every message's metadata.
    installation: Mapped[str] = mapped_column(unique=True)
    #: Makes delivery ids unguessable.
    salt: Mapped[str]
    team_id: Mapped[str | None] = mapped_column(unique=True)
    bot_id: Mapped[str | None]
    bot_user_id: Mapped[str | None]
    #: Where this database speaks to Slack; another address or bot sends nothing until `adopt`.
    api_url: Mapped[str | None]
    timezone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    locale: Mapped[str] = mapped_column(default="sv")
    #: The number of the newest commitment; raised in one statement, so that numbers have no doubles.
    commitments_made: Mapped[int] = mapped_column(default=0)


class Person(InWorkspace, Base):
    """Somebody; many who take part are not in Slack."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_user_id"),)
    unremarkable: ClassVar[frozenset[str]] = frozenset({"dm_channel", "profile_at", "home_opened_at"})

    slack_user_id: Mapped[str | None]
    email: Mapped[str | None]
    #: As people see it; empty until Slack or the workspace file has told.
    name: Mapped[str] = mapped_column(default="")
    #: `sv` or `en`; None until Slack has told.
    locale: Mapped[str | None]
    #: IANA name; None until Slack has told.
    timezone: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    #: The direct-message conversation, once opened.
    dm_channel: Mapped[str | None]
    #: When Slack was last asked about this person.
    profile_at: Mapped[datetime | None]
    #: When the Home tab was first opened; None when never: then it need not be kept current.
    home_opened_at: Mapped[datetime | None]
    #: The language chosen, `sv` or `en`; None for the one of Slack.
    language: Mapped[str | None]
    #: When the weekly letter comes: an ISO weekday (1 is Monday) and an hour by the person's own clock; None for the
    #: usual (`bot.domain.letters`).
    letter_weekday: Mapped[int | None]
    letter_hour: Mapped[int | None]
    #: The first day on which nothing scheduled is said, and the last; without a last day until further notice.
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]


class Role(InWorkspace, Base):
    """What a person is, of what, from when to when."""

    __tablename__ = "roles"
    __table_args__ = (Index("ix_roles_person", "person_id"), Index("ix_roles_unit", "unit_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: leadership · contact_person · deputy · member · principal · head_of_schools · administration · board
    kind: Mapped[str]
    #: Of a member of a municipal group: politician · administration · principal · teacher (N2).
    level: Mapped[str | None]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    #: The absence during which this person steps in for somebody else; None for a role of their own.
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absences.id"), index=True)


class Absence(InWorkspace, Base):
    """Days when somebody is away and others are asked in their place: those who hold a role with its id."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_person", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: Whom the person has named to step in; None leaves it to the deputies of the municipality.
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
