"""The demo in the browser: the playground's page, the bot beside it, and a story that goes on where it was left.

Each story has a folder of its own, so that two can go on at once, on two ports.
"""

import asyncio
import fcntl
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from errno import EADDRINUSE
from pathlib import Path
from typing import TextIO

from sqlalchemy.exc import SQLAlchemyError

from bot.cli import snapshots
from bot.cli.demo import Player
from bot.cli.stage import Stage, StoryClock, bot_beside, populate
from bot.cli.stories import Story, cast, story_named
from bot.cli.timeline import StageTimeline
from bot.cli.words import language
from bot.errors import BadInput, Sentence
from bot.language import Language, read_prompts
from bot.stopping import unless
from bot.storage.private_files import make_private_file, make_private_folder, write_private_file
from playground import Playground, Timing, keeping
from playground.tour import TourStep

#: What is kept between runs, story by story, beside the database of a bot that is no demo.
FOLDER = Path("var", "demo")
#: Somebody's machine may be slow at first: what is shown here is the bot, not how soon Slack gives up.
PATIENT = Timing(ack_seconds=15.0, trigger_seconds=15.0)
#: Seconds between looks at whether something is to be written down.
KEEP_EVERY = 0.5
#: The story's clock goes on: it is written down after so many seconds though nothing has happened.
KEEP_CLOCK_EVERY = 30.0
#: Seconds between looks at what the clock has made due.
CATCH_UP_EVERY = 20.0


#: Told the page's address, and the story, when people may come in.
Ready = Callable[[str, Story], None]
#: Told why it takes longer than else.
Delayed = Callable[[Sentence], None]


async def run(name: str, port: int, stop: asyncio.Event, *, fresh: bool, ready: Ready, delayed: Delayed) -> None:
    """Run the demo of a story until `stop`.

    Raises BadInput when it runs already, when the port is taken, and when what was kept cannot be read.
    """
    folder = FOLDER / name
    clock = StoryClock(datetime.fromisoformat(story_named(name)["starts"]))
    with alone(folder) as lock:
        async with serving(Playground(port=port, clock=clock.seconds, timing=PATIENT)) as slack:
            lock.write(slack.page_url)
            lock.flush()
            demo = Demo(folder, name, slack, clock)
            if fresh:
                demo.forget()
            await demo.run(stop, ready, delayed)


class Demo:
    """One demo, and the files it is kept in."""

    def __init__(self, folder: Path, name: str, slack: Playground, clock: StoryClock) -> None:
        self.name, self.story, self.slack, self.clock = name, story_named(name), slack, clock
        self.slack.workspace.name = self.story["place"]
        self.database = folder / "demo.db"
        #: Written when there is something to go on with, after the database.
        self.workspace = folder / "workspace.json"
        #: What tells this run of the story from one begun anew.
        self.run_id = folder / "run"

    def forget(self) -> None:
        """Let the next run be the first one."""
        self.workspace.unlink(missing_ok=True)

    async def run(self, stop: asyncio.Event, ready: Ready, delayed: Delayed) -> None:
        """Go on where it was left, at first from the story's snapshot; then let people in until `stop`."""
        if not self.workspace.exists():
            self._clear()
            try:
                snapshots.unpack(self.name, self.workspace, self.database)
            except snapshots.NotUsable as why:
                delayed(why.sentence)
                if not await unless(stop, self.play()):
                    return
        await self._again(stop, ready)

    async def play(self) -> None:
        """Play the story to its end, and write down what it has come to."""
        titles = {slack_user_id: person["is"] for slack_user_id, person in self.story["people"].items()}
        populate(self.slack, cast(self.story), self.story["channels"], titles)
        async with self._bot() as stage:
            await self._play(stage)

    def _clear(self) -> None:
        """Remove the database of a run that did not come to anything, or that is forgotten."""
        for left in self.database.parent.glob(f"{self.database.name}*"):
            left.unlink()
        self.run_id.unlink(missing_ok=True)

    async def _play(self, stage: Stage) -> None:
        player = Player(stage, self.story)
        for step in self.story["steps"]:
            await player.take(step)
        self.slack.mark_all_read()
        keeping.keep(self.slack.workspace, self.workspace)

    async def _again(self, stop: asyncio.Event, ready: Ready) -> None:
        if not self.database.exists():
            raise BadInput("demo-unreadable")
        try:
            self.clock.put(datetime.fromtimestamp(keeping.bring_back(self.slack.workspace, self.workspace), UTC))
        except keeping.NotReadableError as fault:
            raise BadInput("demo-unreadable") from fault
        async with self._bot() as stage:
            await self._open(stage, stop, ready)

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[Stage]:
        """Run the bot; when it has ended in order, what can be seen is written down one last time."""
        entered = False
        try:
            async with bot_beside(self.slack, self.clock, f"sqlite:///{self.database}") as stage:
                entered = True
                yield stage
        except _unreadable() as fault:
            if entered:
                raise
            raise BadInput("demo-unreadable") from fault
        finally:
            # What was left unread stays as it is, and so does a story that was not played to its end.
            if entered and self.workspace.exists():
                keeping.keep(self.slack.workspace, self.workspace)

    async def _open(self, stage: Stage, stop: asyncio.Event, ready: Ready) -> None:
        words = language()
        self.clock.go_on()
        if not self.run_id.exists():
            write_private_file(self.run_id, secrets.token_hex(4))
        self.slack.run = self.run_id.read_text(encoding="utf-8")
        self.slack.timeline = StageTimeline(stage, words.locale)
        self.slack.tour = tour(self.story, words)
        ready(self.slack.page_url, self.story)
        await unless(stop, _together(self._go_on(stage), self._keep()))
        # A jump under way ends with the messages of the moment it has come to; the next start goes on from there.
        await stage.sending.acquire()

    async def _go_on(self, stage: Stage) -> None:
        while True:
            await stage.catch_up()
            await asyncio.sleep(CATCH_UP_EVERY)

    async def _keep(self) -> None:
        """Write the workspace down soon after something has happened in it."""
        kept, at = self.slack.changes.count, self.clock()
        while True:
            await asyncio.sleep(KEEP_EVERY)
            now = self.slack.changes.count, self.clock()
            if now[0] != kept or (now[1] - at).total_seconds() > KEEP_CLOCK_EVERY:
                kept, at = now
                keeping.keep(self.slack.workspace, self.workspace)


def _unreadable() -> tuple[type[Exception], ...]:
    """Return what is raised about a database that is none; asked for when something is, since Alembic loads slowly."""
    from alembic.util import CommandError

    return SQLAlchemyError, CommandError


def tour(story: Story, words: Language) -> list[TourStep]:
    """Return the guided tour of a story in one language."""
    return [
        TourStep(**{**step, "title": words.text(step["title"]), "text": words.text(step["text"])})
        for step in read_prompts(f"stories/{story['tour']}")["steps"]
    ]


@contextmanager
def alone(folder: Path) -> Iterator[TextIO]:
    """Hold the folder for this process; BadInput with the address that stands in the lock when another one does."""
    make_private_folder(folder)
    make_private_file(folder / "lock")
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BadInput("demo-running", address=lock.read()) from fault
        lock.truncate(0)
        yield lock


async def _together(*works: Awaitable[None]) -> None:
    await asyncio.gather(*works)


@asynccontextmanager
async def serving(slack: Playground) -> AsyncIterator[Playground]:
    """Serve a playground; BadInput with its port when that is taken."""
    wanted = slack.port
    try:
        await slack.start()
    except OSError as fault:
        await slack.stop()
        if fault.errno != EADDRINUSE:
            raise
        raise BadInput("port-taken", port=wanted, other=wanted + 1) from fault
    try:
        yield slack
    finally:
        await slack.stop()
