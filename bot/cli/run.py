"""Running the bot: with everything, or only what the clock drives; and the demo, which needs no Slack."""

import asyncio
import gc
import logging
import signal
import webbrowser
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config import Settings, read_settings, require
from bot.errors import BadInput, Sentence

if TYPE_CHECKING:
    from bot.cli.stories import Story

run = typer.Typer()

Port = Annotated[int | None, typer.Option(help="The port to listen on; PORT when left out.", min=0, max=65535)]
WorkerPort = Annotated[
    int | None, typer.Option(help="Answer /healthz, /readyz and /metrics on this port.", min=0, max=65535)
]
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
def worker(port: WorkerPort = None, host: Host = "127.0.0.1", after_restore: AfterRestore = False) -> None:
    """Run the scheduler only; it listens when it is given a port, to tell how it is."""
    settings = read_settings()
    require(settings, "slack_bot_token")
    asyncio.run(_work(settings, host, port, after_restore=after_restore))


@run.command()
def demo(
    story: Annotated[str | None, typer.Argument(help="The name of a story, to open or to play.")] = None,
    play: Annotated[bool, typer.Option("--play", help="Play the story here, in the terminal.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over: forget what was done in the demo.")] = False,
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes a free one.", min=0, max=65535)] = 3001,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show a network, or a city, in mid-cycle in the browser, without Slack; or play a story here, in the terminal."""
    from bot.cli import stories
    from bot.cli.words import say

    if not play:
        if story is not None and story not in stories.openable():
            openable, playable = ", ".join(stories.openable()), ", ".join(stories.names())
            raise BadInput("demo-unknown", name=story, openable=openable, playable=playable)
    elif story is not None and story not in stories.names():
        raise BadInput("story-unknown", names=", ".join(stories.names()))
    # Said before what takes seconds to load, and not to whoever reads the page's address from stdout.
    typer.echo(say(Sentence("demo-starts")), err=True)
    gc.disable()
    _tell_trouble_only()
    if play:
        _play(story or stories.CYCLE)
    else:
        asyncio.run(_demo(story or stories.NETWORK, port, fresh=fresh, open_page=open_))


def _tell_trouble_only() -> None:
    """Keep one line of JSON per happening for whoever operates a bot."""
    logging.getLogger().setLevel(logging.ERROR)


def _play(name: str) -> None:
    from bot.cli.demo import play

    _collect_garbage()
    play(name)


async def _demo(name: str, port: int, *, fresh: bool, open_page: bool) -> None:
    from bot.cli import live
    from bot.cli.words import say

    def ready(address: str, story: "Story") -> None:
        you = next(iter(story["people"].values()))
        _collect_garbage()
        typer.echo(address)
        typer.echo(say(Sentence("demo-open", {"name": you["name"], "role": you["is"]})))
        typer.echo(say(Sentence("demo-stop")))
        if open_page:
            webbrowser.open(address)

    def delayed(why: Sentence) -> None:
        typer.echo(say(why), err=True)

    await live.run(name, port, _stop_on_signals(), fresh=fresh, ready=ready, delayed=delayed)


def _collect_garbage() -> None:
    """Begin to, when everything is loaded. That stays: looking through it would find nothing, again and again."""
    gc.freeze()
    gc.enable()


async def _serve(settings: Settings, host: str, port: int, sends: Sends) -> None:
    gc.disable()
    from bot.app import bolt_app, open_deps, web_app
    from bot.serving import serving
    from bot.slack.socket import listening
    from scheduler import heartbeat

    stop = _stop_on_signals()
    async with open_deps(settings) as deps:
        app = bolt_app(deps)
        deps.look_up_app()
        _collect_garbage()
        async with listening(app, settings, stop), serving(web_app(deps, app), host, port, stop) as taken:
            typer.echo(f"http://{host}:{taken}")
            await heartbeat.run(deps, stop, scheduled=sends.scheduled, after_restore=sends.after_restore)


async def _work(settings: Settings, host: str, port: int | None, *, after_restore: bool) -> None:
    from bot.app import health_app, open_deps
    from bot.serving import serving
    from scheduler import heartbeat

    stop = _stop_on_signals()
    async with AsyncExitStack() as stack:
        deps = await stack.enter_async_context(open_deps(settings))
        if port is not None:
            taken = await stack.enter_async_context(serving(health_app(deps), host, port, stop))
            typer.echo(f"http://{host}:{taken}")
        await heartbeat.run(deps, stop, after_restore=after_restore)


def _stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and Ctrl-C set: intake stops, what is under way ends, leases are given back."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
