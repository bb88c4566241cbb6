"""Loading programmes and workspace files."""

import asyncio
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.words import say
from bot.clock import machine_clock
from bot.config import Settings, read_settings
from bot.domain.people import Actor
from bot.errors import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.content.faults import ContentError
    from bot.services.content_report import LoadReport
    from bot.storage.db import Database
    from scheduler.preview import Upcoming

content = typer.Typer()

Files = Annotated[list[Path], typer.Argument(help="Programme files and workspace files (docs/programmes.md).")]
Check = Annotated[bool, typer.Option("--check", help="Only read and check the files; no database is needed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change and be sent, and change nothing.")]


#: How far ahead a dry run looks: the welcomes, and what they are followed by.
WEEKS_TRIED = timedelta(weeks=3)


@content.command()
def load(files: Files, check: Check = False, dry_run: DryRun = False) -> None:
    """Apply what changed in files since their last load; what was set in Slack stays."""
    from bot.content.faults import ContentError

    settings = read_settings()
    work = _check if check else _try if dry_run else _load
    try:
        for line in work(files, settings):
            typer.echo(line)
    except ContentError as error:
        _tell_faults(error)
        raise typer.Exit(2) from None


def _check(files: list[Path], settings: Settings) -> "Iterator[str]":
    from bot.content.files import open_files

    open_files(files, timezone=settings.timezone)
    yield say(Sentence("load-checked" if len(files) > 1 else "load-checked-one", {"count": len(files)}))


def _load(files: list[Path], settings: Settings) -> "Iterator[str]":
    from bot.cli.sending import DAYS_SHOWN
    from bot.services.content import load as load_files
    from scheduler.preview import upcoming

    with _installation(settings) as (database, actor, now):
        report = load_files(database, actor, files, timezone=settings.timezone, now=now)
        yield from map(say, told(report, dry_run=False))
        coming = upcoming(database, actor.workspace_id, now, now + DAYS_SHOWN, now=now)
    yield from map(say, _not_findable(report, settings))
    yield from _told_upcoming("load-upcoming", coming)


def _try(files: list[Path], settings: Settings) -> "Iterator[str]":
    from bot.services.content import tried_load
    from bot.storage.aside import set_aside
    from scheduler.preview import upcoming_within

    with (
        _installation(settings) as (database, actor, now),
        set_aside(database) as aside,
        tried_load(aside, actor, files, timezone=settings.timezone, now=now) as (report, session),
    ):
        yield from map(say, told(report, dry_run=True))
        coming = upcoming_within(session, actor.workspace_id, now + WEEKS_TRIED, now=now)
    yield from map(say, _not_findable(report, settings))
    yield from _told_upcoming("load-upcoming-would", coming)


@contextmanager
def _installation(settings: Settings) -> "Iterator[tuple[Database, Actor, datetime]]":
    """Open the database, made when it is not there; who loads, and the time it is."""
    from bot.services.workspaces import workspace_id
    from bot.storage.db import Database
    from bot.storage.migrate import make_ready

    database = Database(settings.database_url)
    try:
        make_ready(database)
        now = machine_clock()
        workspace = workspace_id(database, settings.timezone, settings.locale, now=now)
        yield database, Actor(workspace, None, via="load"), now
    finally:
        database.close()


def _not_findable(report: "LoadReport", settings: Settings) -> "Iterator[Sentence]":
    """Yield whom the files name by e-mail address, where the bot may not look for anybody by it."""
    if report.addresses and settings.slack_bot_token is not None and asyncio.run(_cannot_find_by_email(settings)):
        yield from (Sentence("load-email-not-findable", vars(address)) for address in report.addresses)


async def _cannot_find_by_email(settings: Settings) -> bool:
    """Return whether Slack says that the bot may not look for people by e-mail address."""
    from bot.slack.client import slack_client
    from bot.slack.permissions import Permissions

    permissions = Permissions()
    async with slack_client(settings, watch=[permissions.watch(settings.slack_bot_token)]) as slack:
        await permissions.ask(slack)
    return permissions.lack("users:read.email")


def _told_upcoming(heading: str, coming: "Sequence[Upcoming]") -> "Iterator[str]":
    from bot.cli.sending import told as told_line

    yield say(Sentence(heading if coming else "delivery-nothing-due"))
    yield from map(told_line, coming)


def told(report: "LoadReport", *, dry_run: bool) -> "Iterator[Sentence]":
    """Yield what a load did; a dry run names new things too, which a first load has hundreds of."""
    if dry_run:
        yield from (Sentence("load-added", {"path": path}) for path in report.added)
    yield from (Sentence("load-replaced", {"path": slug}) for slug in report.replaced)
    for name, changes in (("load-changed", report.changed), ("load-kept", report.kept)):
        for change in changes:
            values = {"path": change.path, "field": change.field, "before": change.before, "after": change.after}
            yield Sentence(name, values)
    yield from (Sentence("load-ended", {"path": path}) for path in report.ended)
    yield from (Sentence("load-removed", {"path": path}) for path in report.removed)
    yield from report.notes
    counts = {"added": len(report.added), "changed": len({*report.replaced, *(each.path for each in report.changed)})}
    counts |= {"unchanged": report.unchanged, "removed": len(report.removed)}
    yield Sentence("load-would" if dry_run else "load-done", counts)


def _tell_faults(error: "ContentError") -> None:
    for fault in error.faults:
        values = {"file": fault.file, "line": fault.line, "field": fault.field, "what": say(fault.what)}
        sys.stderr.write(say(Sentence("load-fault" if fault.field else "load-fault-whole", values)) + "\n")
    sys.stderr.write(say(error.sentence) + "\n")
