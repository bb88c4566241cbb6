"""The whole examination, in order. It changes nothing, in the database or in Slack, and never breaks down."""

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.doctor import channels, here, schools, slack
from bot.doctor.findings import Finding, doubt, well, wrong
from bot.errors import Sentence
from bot.slack.client import slack_client
from bot.slack.permissions import Permissions
from bot.storage.db import Database, trouble_of
from bot.storage.tables import Workspace

#: How long our own address may take to answer, in seconds.
PATIENCE = 5


@dataclass(frozen=True)
class Kept:
    """What the database says that Slack is asked about."""

    installation: Workspace | None
    placed: list[channels.Place]
    placeless: list[str]
    schools: list[schools.SchoolChannel]


async def examine(settings: Settings, machine: Clock = machine_clock) -> AsyncIterator[Finding]:
    """Look at everything, and tell of each thing as soon as it is known."""
    for finding in here.settings_found(settings):
        yield finding
    findings, kept = _database(settings, machine)
    for finding in findings:
        yield finding
    if settings.slack_bot_token is not None:
        async with slack_client(settings) as client:
            async for finding in _slack(client, settings, kept, machine):
                yield finding
    yield await _address(settings)


def _database(settings: Settings, machine: Clock) -> tuple[list[Finding], Kept | None]:
    """Look at the database; what it keeps is None when it cannot be read."""
    try:
        if not here.is_made(settings):
            return [doubt(Sentence("doctor-no-database"))], None
        with closing(Database(settings.database_url)) as database:
            found, is_ours = here.version_found(database)
            findings = [well(Sentence("doctor-database", {"kind": database.url.get_backend_name()})), found]
            if not is_ours:
                return findings, None
            with database.reading() as session:
                findings += here.sending_found(session, machine())
                return findings, _kept(session, machine().date())
    except (SQLAlchemyError, OSError) as error:
        why = trouble_of(error) or type(error).__name__
        return [wrong(Sentence("doctor-database-away", {"error": why}))], None


def _kept(session: Session, today: date) -> Kept:
    installation = here.installation(session)
    if installation is None:
        return Kept(None, [], [], [])
    placed, placeless = channels.places(session, installation.id)
    return Kept(installation, placed, placeless, schools.school_channels(session, installation.id, today))


async def _slack(
    client: AsyncWebClient, settings: Settings, kept: Kept | None, machine: Clock
) -> AsyncIterator[Finding]:
    found, told = await slack.token_found(client, machine)
    yield found
    if settings.slack_app_token is not None:
        yield await slack.app_token_found(client, settings.slack_app_token)
    if told is None:
        return
    if kept is not None:
        for finding in slack.installation_found(kept.installation, told, settings.slack_api_url):
            yield finding
    for finding in slack.scopes_found(told):
        yield finding
    yield slack.clock_found(told)
    if kept is not None:
        async for finding in channels.channels_found(client, kept.placed, kept.placeless, told.bot):
            yield finding
        may_join = Permissions(told.scopes).may_join
        async for finding in schools.schools_found(client, kept.schools, told.bot, may_join=may_join):
            yield finding


async def _address(settings: Settings) -> Finding:
    """Look whether the bot answers at its own address: where links point, and Slack without Socket Mode."""
    address = f"{settings.base_url.rstrip('/')}/healthz"
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            status = answer.status
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return doubt(Sentence("doctor-address-silent", {"address": address, "error": type(error).__name__}))
    if status != 200:
        return doubt(Sentence("doctor-address-other", {"address": address, "status": status}))
    return well(Sentence("doctor-address", {"address": address}))
