"""What will be sent, sending it as of an instant, stopping and starting."""

import asyncio
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import urlsplit

import typer

from bot.cli.words import language, say
from bot.clock import machine_clock
from bot.config import Settings, read_settings, require
from bot.domain.people import Actor
from bot.errors import BadInput, Sentence
from bot.language import read_prompts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.deps import Deps
    from scheduler.preview import Upcoming
    from scheduler.run_due import Result

sending = typer.Typer()

T = TypeVar("T")

#: What `due` shows without being told.
DAYS_SHOWN = timedelta(days=7)
#: How far ahead of the machine's clock real people may get messages without `--yes`.
AHEAD = timedelta(hours=1)

From = Annotated[str | None, typer.Option("--from", help="An instant with its offset; default now.")]
To = Annotated[str | None, typer.Option("--to", help="An instant with its offset; default a week later.")]
At = Annotated[str | None, typer.Option("--at", help="An instant with its offset; default now.")]
AfterRestore = Annotated[
    bool, typer.Option("--after-restore", help="Find out first what was sent since the backup was made.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Send to real people although the instant lies ahead.")]
Kind = Annotated[str | None, typer.Argument(help="One kind of message; without it everything.")]


@sending.command()
def due(since: From = None, until: To = None) -> None:
    """Show what will be sent, when, to whom, and why not."""
    start = instant(since)
    end = start + DAYS_SHOWN if until is None else instant(until)
    lines = _with_deps(read_settings(), lambda deps: _upcoming(deps, start, end))
    for line in lines:
        typer.echo(told(line))
    if not lines:
        typer.echo(say(Sentence("delivery-nothing-due")))


@sending.command(name="run-due")
def run_due(at: At = None, yes: Yes = False, after_restore: AfterRestore = False) -> None:
    """Plan and send all that is due at an instant; the last line tells what became of it."""
    settings = read_settings()
    require(settings, "slack_bot_token")
    moment = instant(at)
    if not yes and _is_real(settings) and moment > machine_clock() + AHEAD:
        raise BadInput("delivery-ahead")
    result = _with_deps(settings, lambda deps: _run(deps, moment, after_restore=after_restore))
    if result.hindrance is not None:
        sys.stderr.write(say(result.hindrance) + "\n")
    typer.echo(result)
    if result.hindrance is not None:
        raise typer.Exit(1)


@sending.command()
def pause(kind: Kind = None) -> None:
    """Stop sending everything, or one kind of message."""
    from bot.services import deliveries

    stopped = _with_deps(read_settings(), lambda deps: deps.do(deliveries.pause, _operator(deps), kind))
    name = "delivery-paused" if stopped else "delivery-paused-already"
    typer.echo(say(Sentence(name if kind is None else f"{name}-kind", {"kind": kind})))


@sending.command()
def resume(kind: Kind = None) -> None:
    """Start sending again, one kind or all that was stopped."""
    from bot.services import deliveries

    ended = _with_deps(read_settings(), lambda deps: deps.do(deliveries.resume, _operator(deps), kind))
    typer.echo(say(Sentence("delivery-resumed" if ended else "delivery-not-paused")))


@sending.command()
def withdraw(
    numbers: Annotated[list[int], typer.Argument(help="Messages, by their numbers in `due` and the log.")],
) -> None:
    """Take messages back: what waits is not sent, what was sent is deleted in Slack."""
    from bot.services import deliveries

    count = _with_deps(read_settings(), lambda deps: deps.do(deliveries.withdraw, _operator(deps), numbers))
    typer.echo(say(Sentence("delivery-withdrawn" if count else "delivery-nothing-to-withdraw", {"count": count})))


@sending.command()
def adopt() -> None:
    """Let this database speak for this installation: after a copy or a restore changed the address or the bot."""
    from scheduler import recognise

    settings = read_settings()
    require(settings, "slack_bot_token")
    here = _with_deps(settings, recognise.adopt)
    typer.echo(say(Sentence("delivery-adopted", {"address": here.api_url, "bot": here.bot_id})))


def instant(text: str | None) -> datetime:
    """Return an instant as somebody typed it, now when nothing was; without an offset it ends the command with 2."""
    if text is None:
        return machine_clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        sys.stderr.write(say(Sentence("delivery-no-offset", {"text": text})) + "\n")
        raise typer.Exit(2)
    return moment


def told(line: "Upcoming") -> str:
    """Return one line about one message: its day and hour, kind and reader; what moved it, and why not."""
    kind = language().word(f"kinds.{line.kind}")
    values = {"day": line.day, "hour": f"{line.hour:%H:%M}", "kind": kind, "recipient": line.recipient}
    text = say(Sentence("delivery-line", values))
    if line.delivery_id is not None:
        text += f" [{line.delivery_id}]"
    notes = []
    if line.moved_from is not None:
        name = {"red_day": line.red_day.lower()} if line.red_day else {}
        notes.append(say(Sentence(f"delivery-moved-{line.why_moved}", {"day": line.moved_from, **name})))
    if line.state != "pending" or line.why_not is not None:
        notes.append(say(Sentence(f"delivery-state-{line.state}", {"reason": why_not_sent(line.why_not or "")})))
    return f"{text} ({'; '.join(notes)})" if notes else text


def why_not_sent(reason: str) -> str:
    """Return a reason in words; Slack's codes and references to the log have none and are shown as they are."""
    name = f"delivery-reason-{reason}"
    return say(Sentence(name)) if name in read_prompts("errors.yaml") else reason


async def _upcoming(deps: "Deps", start: datetime, end: datetime) -> "list[Upcoming]":
    from scheduler.preview import upcoming

    return await deps.do(upcoming, deps.workspace_id, start, end)


async def _run(deps: "Deps", moment: datetime, *, after_restore: bool) -> "Result":
    from scheduler.run_due import run_due as run

    return await run(deps, moment, after_restore=after_restore)


def _with_deps(settings: Settings, work: "Callable[[Deps], Awaitable[T]]") -> T:
    async def working() -> T:
        from bot.app import open_deps

        async with open_deps(settings) as deps:
            return await work(deps)

    return asyncio.run(working())


def _operator(deps: "Deps") -> Actor:
    return Actor(deps.workspace_id, None, via="bot")


def _is_real(settings: Settings) -> bool:
    host = urlsplit(settings.slack_api_url).hostname or ""
    return host == "slack.com" or host.endswith(".slack.com")
