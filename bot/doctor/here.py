"""What can be seen without Slack: the settings, the database, and whether somebody sends."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bot.config import Settings
from bot.doctor.findings import Finding, doubt, well, wrong
from bot.domain.calendar import local_day
from bot.errors import Sentence
from bot.slack.addresses import is_local, is_reachable
from bot.slack.manifest import PATH
from bot.storage.db import Database
from bot.storage.deliveries import pauses_of
from bot.storage.leases import why_lease_ahead
from bot.storage.migrate import Version, version_of
from bot.storage.sending import WAITED_LONG, oldest_neglected
from bot.storage.stops import in_the_way
from bot.storage.tables import SenderLease, Workspace
from bot.storage.tables.deliveries import OtherInstallation

#: What waits longer than this is waited for by nobody: no process sends.


def settings_found(settings: Settings) -> Iterator[Finding]:
    """Look at how Slack reaches the bot."""
    if settings.slack_bot_token is None:
        yield wrong(Sentence("setting-missing", {"setting": "SLACK_BOT_TOKEN"}))
    if settings.slack_app_token is not None:
        yield well(Sentence("doctor-socket"))
    elif settings.slack_signing_secret is None:
        yield wrong(Sentence("setting-missing", {"setting": "SLACK_SIGNING_SECRET"}))
    elif not is_reachable(settings.base_url) and not is_local(settings.slack_api_url):
        yield wrong(Sentence("doctor-no-https", {"address": settings.base_url}))
    else:
        yield well(Sentence("doctor-http", {"address": settings.base_url.rstrip("/") + PATH}))


def is_made(settings: Settings) -> bool:
    """Return whether there is a database to open; looking at an SQLite file that is not there would make it."""
    url = make_url(settings.database_url)
    return url.get_backend_name() != "sqlite" or (url.database is not None and Path(url.database).is_file())


def version_found(database: Database) -> tuple[Finding, bool]:
    """Look at the database's version; also return whether its tables are those of this program."""
    version = version_of(database)
    values = {"current": version.current, "wanted": version.newest}
    if version.current == version.newest:
        return well(Sentence("doctor-version", values)), True
    if version.current is None:
        return doubt(Sentence("doctor-empty")), False
    return _other_version(database, version, values), False


def _other_version(database: Database, version: Version, values: dict[str, str | None]) -> Finding:
    if not version.is_known:
        return wrong(Sentence("doctor-newer", values))
    # On SQLite `serve` brings it up to date by itself.
    found = doubt if database.is_sqlite else wrong
    return found(Sentence("doctor-older", values))


def installation(session: Session) -> Workspace | None:
    """Return the installation the database belongs to, None before anything was loaded."""
    return session.scalar(select(Workspace).order_by(Workspace.id).limit(1))


def sending_found(session: Session, now: datetime) -> Iterator[Finding]:
    """Look at whether what is due is sent: stopped by somebody, sent by somebody, or by nobody."""
    workspace = installation(session)
    if workspace is None:
        return
    if others := session.scalars(in_the_way(workspace.id).order_by(OtherInstallation.id)).all():
        yield wrong(Sentence("delivery-other-installation", {"installation": ", ".join(others)}))
        return
    stopped = [row.kind or "*" for row in session.scalars(pauses_of(workspace.id))]
    if stopped:
        yield doubt(Sentence("doctor-stopped", {"kinds": ", ".join(stopped)}))
        return
    if why := why_lease_ahead(session, workspace_id=workspace.id, machine_now=now):
        yield wrong(why)
        return
    oldest = oldest_neglected(session, workspace_id=workspace.id, before=now - WAITED_LONG)
    sender = session.scalar(
        select(SenderLease.owner).where(SenderLease.workspace_id == workspace.id, SenderLease.lease_until > now)
    )
    if oldest is not None and sender is None:
        yield wrong(Sentence("doctor-nobody-sends", {"day": local_day(oldest, ZoneInfo(workspace.timezone))}))
    elif sender is not None:
        yield well(Sentence("doctor-sends", {"owner": sender}))
    else:
        yield well(Sentence("doctor-nothing-waits"))
