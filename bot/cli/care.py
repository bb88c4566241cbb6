"""Looking after an installation: the app's manifest, the doctor, the database's version."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.words import language, say
from bot.config import Settings, read_settings
from bot.errors import Sentence, SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.doctor.findings import Finding

care = typer.Typer()

Socket = Annotated[
    bool | None,
    typer.Option("--socket/--http", help="How Slack reaches the bot; Socket Mode unless NATVERKSBOT_BASE_URL is set."),
]
Live = Annotated[str | None, typer.Option(help="Try it out in this channel (its id): what only Slack itself can tell.")]
Yes = Annotated[bool, typer.Option("--yes", help="Post in the channel without asking first.")]

#: How long Slack's history is given in a trial, in seconds, when what it is given in earnest is shorter.
LEAST_PATIENCE = 60.0


@care.command()
def manifest(socket: Socket = None) -> None:
    """Print the Slack app's manifest as JSON; exit 2 when Slack could not reach the address that would stand in it."""
    from bot.slack import manifest as app
    from bot.slack.addresses import is_reachable

    settings = read_settings()
    by_socket = _is_by_socket(settings) if socket is None else socket
    if not by_socket and not is_reachable(settings.base_url):
        raise SettingsError("manifest-unreachable", address=settings.base_url)
    typer.echo(json.dumps(app.manifest(language(), settings.base_url, socket=by_socket), indent=2, ensure_ascii=False))


def _is_by_socket(settings: Settings) -> bool:
    """Return whether the bot fetches from Slack, where nobody says: unless its address leads beyond this machine."""
    from bot.slack.addresses import is_local

    return settings.slack_app_token is not None or is_local(settings.base_url)


@care.command()
def doctor(live: Live = None, yes: Yes = False) -> None:
    """Look at everything the bot needs, a line each; exit 1 when something has to be mended."""
    from bot.doctor.findings import Mark

    marks = asyncio.run(_examine(live, yes=yes))
    wrong = marks.count(Mark.WRONG)
    typer.echo(say(Sentence("doctor-ill", {"count": wrong}) if wrong else Sentence("doctor-well")))
    raise typer.Exit(1 if wrong else 0)


@care.command()
def migrate() -> None:
    """Bring the database to this version."""
    from bot.storage.db import Database
    from bot.storage.migrate import migrate as bring_up_to_date

    database = Database(read_settings().database_url)
    bring_up_to_date(database)
    database.close()


async def _examine(live: str | None, *, yes: bool) -> list[str]:
    """Print what is found as it is found; return the marks."""
    from bot.doctor.findings import wrong

    marks: list[str] = []
    try:
        async for finding in _findings(live, yes=yes):
            _tell(finding, marks)
    except Exception as error:  # noqa: BLE001  # a doctor who breaks down helps nobody: the line says where it stopped
        _tell(wrong(Sentence("doctor-broke", {"error": repr(error)})), marks)
    return marks


async def _findings(live: str | None, *, yes: bool) -> "AsyncIterator[Finding]":
    from bot.doctor.examination import examine
    from bot.doctor.findings import wrong

    try:
        settings = read_settings()
    except SettingsError as error:
        # Nothing else can be looked at without them.
        yield wrong(error.sentence)
        return
    async for finding in examine(settings):
        yield finding
    if live is not None and settings.slack_bot_token is not None:
        async for finding in _try_out(settings, live, yes=yes):
            yield finding


async def _try_out(settings: Settings, channel: str, *, yes: bool) -> "AsyncIterator[Finding]":
    from bot.doctor.live import try_out
    from bot.slack.client import slack_client

    if not yes and not _is_agreed(say(Sentence("doctor-live-ask", {"channel": channel}))):
        return
    settle = settings.settle_seconds
    async with slack_client(settings) as slack:
        text = say(Sentence("doctor-live-text"))
        async for finding in try_out(slack, channel, text, settle=settle, patience=max(LEAST_PATIENCE, 2 * settle)):
            yield finding


def _is_agreed(question: str) -> bool:
    """Ask on the terminal; where nobody answers (a timer, Ctrl-C) it is a no."""
    try:
        return typer.confirm(question)
    except typer.Abort:
        typer.echo()
        return False


def _tell(finding: "Finding", marks: list[str]) -> None:
    typer.echo(f"{finding.mark} {say(finding.sentence)}")
    marks.append(finding.mark)
