"""Loading programmes and workspace files."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.words import say
from bot.clock import machine_clock
from bot.config import Settings, read_settings
from bot.errors import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.faults import ContentError
    from bot.services.content_report import LoadReport

content = typer.Typer()

Files = Annotated[list[Path], typer.Argument(help="Programme files and workspace files (docs/programmes.md).")]
Check = Annotated[bool, typer.Option("--check", help="Only read and check the files; no database is needed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and change nothing.")]


@content.command()
def load(files: Files, check: Check = False, dry_run: DryRun = False) -> None:
    """Apply what changed in files since their last load; what was set in Slack stays."""
    from bot.content.faults import ContentError

    settings = read_settings()
    try:
        lines = _checked(files, settings) if check else _loaded(files, settings, dry_run=dry_run)
    except ContentError as error:
        _tell_faults(error)
        raise typer.Exit(2) from None
    for sentence in lines:
        typer.echo(say(sentence))
    if not (check or dry_run):
        _tell_upcoming(settings)


def _checked(files: list[Path], settings: Settings) -> "Iterator[Sentence]":
    from bot.content.files import open_files

    open_files(files, timezone=settings.timezone)
    return iter([Sentence("load-checked", {"count": len(files)})])


def _loaded(files: list[Path], settings: Settings, *, dry_run: bool) -> "Iterator[Sentence]":
    from bot.domain.people import Actor
    from bot.services.content import load as load_files
    from bot.services.workspaces import workspace_id
    from bot.storage.db import Database
    from bot.storage.migrate import make_ready

    database = Database(settings.database_url)
    try:
        make_ready(database)
        now = machine_clock()
        actor = Actor(workspace_id(database, settings.timezone, settings.locale, now=now), None, via="load")
        report = load_files(database, actor, files, timezone=settings.timezone, now=now, dry_run=dry_run)
    finally:
        database.close()
    if report.addresses and settings.slack_bot_token is not None and asyncio.run(_cannot_find_by_email(settings)):
        report.notes += [Sentence("load-email-not-findable", vars(address)) for address in report.addresses]
    return told(report, dry_run=dry_run)


async def _cannot_find_by_email(settings: Settings) -> bool:
    """Return whether Slack says that the bot may not look for people by e-mail address."""
    from bot.slack.client import slack_client
    from bot.slack.permissions import Permissions

    permissions = Permissions()
    async with slack_client(settings, watch=[permissions.watch(settings.slack_bot_token)]) as slack:
        await permissions.ask(slack)
    return permissions.lack("users:read.email")


def _tell_upcoming(settings: Settings) -> None:
    """Print what will be sent in the next seven days, now that the files are loaded."""
    from bot.cli.sending import DAYS_SHOWN
    from bot.cli.sending import told as told_line
    from bot.services.workspaces import workspace_id
    from bot.storage.db import Database
    from scheduler.preview import upcoming

    database = Database(settings.database_url)
    now = machine_clock()
    try:
        workspace = workspace_id(database, settings.timezone, settings.locale, now=now)
        lines = upcoming(database, workspace, now, now + DAYS_SHOWN, now=now)
    finally:
        database.close()
    typer.echo(say(Sentence("load-upcoming" if lines else "delivery-nothing-due")))
    for line in lines:
        typer.echo(told_line(line))


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
