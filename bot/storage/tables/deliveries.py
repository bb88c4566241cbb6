"""The queue, the outbox and the history of what the bot says; and who may send."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, InWorkspace


class Delivery(InWorkspace, Base):
    """One row is one Slack message for life: posted once, refreshed many times."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(
            "ix_deliveries_pending",
            "workspace_id",
            "due_at",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_deliveries_sending",
            "workspace_id",
            "started_at",
            sqlite_where=text("status = 'sending'"),
            postgresql_where=text("status = 'sending'"),
        ),
        Index(
            "ix_deliveries_refresh",
            "workspace_id",
            "refresh_at",
            sqlite_where=text("refresh_at IS NOT NULL"),
            postgresql_where=text("refresh_at IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_sweep",
            "workspace_id",
            "sweep_at",
            sqlite_where=text("sweep_at IS NOT NULL"),
            postgresql_where=text("sweep_at IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_uncertain",
            "workspace_id",
            sqlite_where=text("status = 'uncertain'"),
            postgresql_where=text("status = 'uncertain'"),
        ),
        Index(
            "ix_deliveries_ended",
            "workspace_id",
            "due_at",
            sqlite_where=text("status != 'pending'"),
            postgresql_where=text("status != 'pending'"),
        ),
        Index("ix_deliveries_subject", "subject", "subject_id"),
        # What somebody has been told, and will be, is asked about before they are told more.
        Index("ix_deliveries_recipient", "recipient", "due_at"),
    )
    history: ClassVar[bool] = False

    #: `kind:subject:step:recipient` for what happens once (no date in it), `kind:recipient:nominal_on` for what recurs.
    key: Mapped[str]
    #: The message's name in the registry.
    kind: Mapped[str]
    #: What it is about: a table's name, and the row's id.
    subject: Mapped[str | None]
    subject_id: Mapped[int | None]
    #: `person:12` or `network:3`; the Slack conversation is looked up when it is sent.
    recipient: Mapped[str]
    #: The delivery in whose thread this one is posted.
    thread_key: Mapped[str | None]
    #: The local day a recurring message is about, before any holiday moved it.
    nominal_on: Mapped[date | None]
    due_at: Mapped[datetime]
    #: After this it is of no use any more.
    expires_at: Mapped[datetime]
    #: pending → sending → sent | skipped | failed | expired | uncertain | cancelled
    status: Mapped[str] = mapped_column(default="pending")
    #: Why it ended as it did, or why it waits.
    reason: Mapped[str | None]
    #: How often it was taken; whoever holds an older attempt has lost it.
    attempt: Mapped[int] = mapped_column(default=0)
    #: Slack asked us to wait until then, by the machine's clock.
    not_before: Mapped[datetime | None]
    #: The process that took it, and when it did or called Slack, by the machine's clock.
    owner: Mapped[str | None]
    started_at: Mapped[datetime | None]
    #: By the story's clock.
    sent_at: Mapped[datetime | None]
    #: Written just before Slack is called: a row that is `sending` without it was certainly not posted.
    slack_channel: Mapped[str | None]
    slack_ts: Mapped[str | None]
    #: Of the message as last sent: a refresh that changes nothing is not sent.
    body_hash: Mapped[str | None]
    #: What the message spoke about, so that a refresh speaks about the same things.
    said: Mapped[dict[str, Any] | None]
    #: What it was given to tell when it was queued, because the database does not know it any more.
    given: Mapped[dict[str, Any] | None]
    #: When it should be brought up to date, by the machine's clock; None when it is.
    refresh_at: Mapped[datetime | None]
    #: When somebody began to do so, by the machine's clock: one refresh per message is in flight.
    refresh_started_at: Mapped[datetime | None]
    #: Raised by every mark, so that a change during a refresh is not lost.
    refresh_version: Mapped[int] = mapped_column(default=0)
    #: Since when Slack's history may hold it a second time, and when that is looked into, both by the machine's clock;
    #: None when there is no doubt.
    sweep_since: Mapped[datetime | None]
    sweep_at: Mapped[datetime | None]
    #: When somebody took it back after it had begun: once it is certain that it was posted, it is deleted in Slack.
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SenderLease(Base):
    """One sender per workspace at a time: Slack's limits are per workspace, a second one could only break them."""

    __tablename__ = "sender_leases"
    __table_args__ = (UniqueConstraint("workspace_id"),)
    history: ClassVar[bool] = False

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    owner: Mapped[str]
    #: By the machine's clock.
    lease_until: Mapped[datetime]


class Pause(InWorkspace, Base):
    """Sending is stopped, of everything or of one kind of message."""

    __tablename__ = "pauses"
    __table_args__ = (UniqueConstraint("workspace_id", "kind"),)

    #: Empty for everything.
    kind: Mapped[str]
    since: Mapped[datetime]
    #: What Slack said when the bot stopped by itself; None when a person stopped it.
    reason: Mapped[str | None]


class OtherInstallation(InWorkspace, Base):
    """Another database whose messages the same bot has posted: while that is not settled, nothing is sent."""

    __tablename__ = "other_installations"
    __table_args__ = (UniqueConstraint("workspace_id", "installation"),)
    history: ClassVar[bool] = False

    #: As its messages say.
    installation: Mapped[str]
    #: When its newest message that we know of was posted, by Slack's clock.
    posted_at: Mapped[datetime]
    #: Until when its messages do not matter (`adopt`), by the machine's clock; None while it stands in the way.
    settled_at: Mapped[datetime | None]
