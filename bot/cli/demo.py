"""Stories played through the real app over signed HTTP; told in the terminal, or only played."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import indent
from zoneinfo import ZoneInfo

import typer

from bot.cli.stage import Stage, stage
from bot.cli.stories import STORIES, Step, Story, cast, story_named
from bot.cli.words import language, say
from bot.errors import Sentence
from bot.language import SOURCE, Language
from playground import Person


def play(name: str) -> None:
    """Play a story and print what each person saw."""
    asyncio.run(_play(story_named(name)))


async def _play(story: Story) -> None:
    async with stage(cast(story), story["channels"], datetime.fromisoformat(story["starts"])) as set_up:
        teller = Teller(set_up, story)
        typer.echo(story["title"] + "\n" + "=" * len(story["title"]))
        typer.echo(teller.day())
        for step in story["steps"]:
            await teller.take(step)


@dataclass
class Player:
    """Takes the steps of a story one by one, and says nothing about it."""

    stage: Stage
    story: Story

    async def take(self, step: Step) -> None:
        """Take one step, what somebody does or what the clock says, and wait until every message says how it went."""
        action = next(name for name in ACTIONS if name in step)
        await ACTIONS[action](self, step)
        await self.stage.quiet()

    def say(self, line: str) -> None:
        """Tell what is done."""

    def show(self, reader: str, words: str) -> None:
        """Tell what somebody has in front of them."""

    async def tell(self, step: Step) -> None:
        """Say what happens next."""
        self.say(f"\n--- {step['tell']}")

    async def load(self, step: Step) -> None:
        """Load a workspace file."""
        await self.stage.load(STORIES / step["load"])

    async def clock(self, step: Step) -> None:
        """Let time pass."""
        await self.stage.leap_to(datetime.fromisoformat(step["clock"]))
        self.say(self.day())

    async def pass_by(self, step: Step) -> None:
        """Let days go by without telling of them; what falls due is sent on the first morning after."""
        end, days = datetime.fromisoformat(step["pass"]), timedelta(days=int(step.get("days", 1)))
        morning = self.stage.clock().replace(hour=end.hour, minute=end.minute)
        while (morning := morning + days) < end:
            if await self.stage.next_stop(end) <= morning:
                await self.stage.leap_to(morning)
        await self.stage.leap_to(end)

    async def command(self, step: Step) -> None:
        """Type a slash command."""
        self.say(f"{self._name(step)}: {step['command']} {step['text']}")
        person = self._person(step)
        await person.command(step["command"], step["text"], channel=step["in"])
        if person.has_form:
            self.show(step["who"], person.form.plain())

    async def fill(self, step: Step) -> None:
        """Answer questions of the open form, by their labels."""
        for label, value in step["fill"].items():
            self._person(step).form.fill(label, value)

    async def press(self, step: Step) -> None:
        """Press a button in the open form."""
        await self._person(step).form.click(step["press"])

    async def submit(self, step: Step) -> None:
        """Hand in the open form."""
        form = self._person(step).form
        self.say(f"{self._name(step)}: [{form.title}]")
        submitted = await form.submit()
        for label, problem in submitted.errors.items():
            self.show(step["who"], f"{label}: {problem}")

    async def close(self, step: Step) -> None:
        """Close the open form, which says how it went or is not handed in."""
        await self._person(step).form.close()

    async def click(self, step: Step) -> None:
        """Press a button of a message, found by its words; `nth` (from 0) where several read the same."""
        person = self._person(step)
        self.say(f"{self._name(step)}: [{step['click']}]")
        message = person.find(step.get("in", person.dm.id), step["on"])
        await person.click(step["click"], in_=message, nth=int(step["nth"]) if "nth" in step else None)
        if person.has_form:
            self.show(step["who"], person.form.plain())

    def day(self) -> str:
        """What the clock shows."""
        now = self.stage.clock().astimezone(ZoneInfo(self.stage.deps.settings.timezone))
        return f"{Language(SOURCE, now.date()).day(now.date())} {now:%H:%M}."

    def _person(self, step: Step) -> Person:
        return self.stage.person(step["who"])

    def _name(self, step: Step) -> str:
        return str(self.story["people"][step["who"]]["name"])


@dataclass
class Teller(Player):
    """Takes the steps of a story, and tells in the terminal what can be seen after each."""

    #: What has been told: message → its words then.
    told: dict[tuple[str, str, str], str] = field(default_factory=dict)

    async def take(self, step: Step) -> None:
        """Take one step, and tell what is new."""
        await super().take(step)
        for reader, words in self._news():
            self.show(reader, words)

    async def pass_by(self, step: Step) -> None:
        """Let days go by, and tell how much was said on them."""
        await super().pass_by(step)
        await self.stage.quiet()
        if many := sum(1 for _ in self._news()):
            self.say(say(came_meanwhile(many)))

    def say(self, line: str) -> None:
        """Tell what is done."""
        typer.echo(line)

    def show(self, reader: str, words: str) -> None:
        """Tell what somebody has in front of them."""
        person = self.story["people"].get(reader)
        head = f"#{self.story['channels'][reader]}" if person is None else f"{person['name']}, {person['is']}"
        typer.echo(f"\n  {head}\n{indent(words, '  │ ', lambda _: True)}\n")

    def _news(self) -> Iterator[tuple[str, str]]:
        for reader, message in self.stage.seen():
            key, words = (reader, message.channel, message.ts), message.plain()
            if self.told.get(key) != words:
                self.told[key] = words
                yield reader, words


def came_meanwhile(many: int) -> Sentence:
    """Return how many messages came on days that are not told of: one or more."""
    return Sentence("story-passed", {"number": language().number(many)}) if many > 1 else Sentence("story-passed-one")


#: What a step can be, by the word that tells it.
ACTIONS: Mapping[str, Callable[[Player, Step], Awaitable[None]]] = {
    "tell": Player.tell,
    "load": Player.load,
    "clock": Player.clock,
    "pass": lambda player, step: player.pass_by(step),
    "command": Player.command,
    "fill": Player.fill,
    "press": Player.press,
    "submit": Player.submit,
    "close": Player.close,
    "click": Player.click,
}
