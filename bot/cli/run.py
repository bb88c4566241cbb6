"""Running the bot: with everything, or only what the clock drives; and the demo, which needs no Slack."""

import asyncio
import signal
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.config import Settings, read_settings, require
from bot.errors import BadInput

run = typer.Typer()

Port = Annotated[int | None, typer.Option(help="The port to listen on; PORT when left out.")]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 behind a router of its own.")]
NoScheduler = Annotated[bool, typer.Option("--no-scheduler", help="Send nothing that the clock drives.")]

AfterRestore = Annotated[
    bool, typer.Option("--after-restore", help="Find out first what was sent since the backup was made.")
]


@dataclass(frozen=True)
class Sends:
    """What a process sends: also what the clock drives, and only once it is known what a backup does not know."""

    scheduled: bool
    after_restore: bool


@run.command()
def serve(
    port: Port = None,
    host: Host = "127.0.0.1",
    no_scheduler: NoScheduler = False,
    after_restore: AfterRestore = False,
) -> None:
    """Run the bot: Slack in, the page, and the scheduler."""
    settings = read_settings()
    require(settings, "slack_bot_token")
    if settings.slack_app_token is None:
        require(settings, "slack_signing_secret")
    sends = Sends(scheduled=not no_scheduler, after_restore=after_restore)
    asyncio.run(_serve(settings, host, settings.port if port is None else port, sends))


@run.command()
def worker(after_restore: AfterRestore = False) -> None:
    """Run the scheduler only: it opens no socket of its own."""
    settings = read_settings()
    require(settings, "slack_bot_token")
    asyncio.run(_work(settings, after_restore=after_restore))


@run.command()
def demo(
    story: Annotated[str, typer.Argument(help="The story's name.")] = "cycle",
    play: Annotated[bool, typer.Option("--play", help="Play the story here, in the terminal.")] = False,
) -> None:
    """Play a story through the same app, without Slack, and print what each person saw."""
    from bot.cli import demo as stories

    if not play:
        raise BadInput("demo-play")
    if story not in stories.names():
        raise BadInput("story-unknown", names=", ".join(stories.names()))
    stories.play(story)


async def _serve(settings: Settings, host: str, port: int, sends: Sends) -> None:
    from bot.app import bolt_app, open_deps, web_app
    from bot.serving import serving
    from bot.slack.socket import listening
    from scheduler import heartbeat

    stop = _stop_on_signals()
    async with open_deps(settings) as deps:
        app = bolt_app(deps)
        async with listening(app, settings), serving(web_app(deps, app), host, port) as taken:
            typer.echo(f"http://{host}:{taken}")
            await heartbeat.run(deps, stop, scheduled=sends.scheduled, after_restore=sends.after_restore)


async def _work(settings: Settings, *, after_restore: bool) -> None:
    from bot.app import open_deps
    from scheduler import heartbeat

    stop = _stop_on_signals()
    async with open_deps(settings) as deps:
        await heartbeat.run(deps, stop, after_restore=after_restore)


def _stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and Ctrl-C set: intake stops, what is under way ends, leases are given back."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
