"""The demo: a story of `prompts/stories/`, played through the real app over signed HTTP, told in the terminal."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import indent
from typing import Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.stage import Stage, stage
from bot.language import PROMPTS, SOURCE, Language, read_prompts
from playground import Person

STORIES = PROMPTS / "stories"
#: The plain story.
CYCLE = "cycle"

Step = Mapping[str, Any]


def play(name: str) -> None:
    """Play a story and print what each person saw."""
    asyncio.run(_play(read_prompts(f"stories/{name}.yaml")))


def names() -> list[str]:
    """Return the names of the stories."""
    return sorted(path.stem for path in STORIES.glob("*.yaml") if "steps" in read_prompts(f"stories/{path.name}"))


async def _play(story: Mapping[str, Any]) -> None:
    people = {slack_user_id: person["name"] for slack_user_id, person in story["people"].items()}
    async with stage(people, story["channels"], datetime.fromisoformat(story["starts"])) as set_up:
        teller = Teller(set_up, story)
        typer.echo(story["title"] + "\n" + "=" * len(story["title"]))
        typer.echo(teller.day())
        for step in story["steps"]:
            await teller.take(step)


@dataclass
class Teller:
    """Takes the steps of a story one by one, and tells what can be seen after each."""

    stage: Stage
    story: Mapping[str, Any]
    #: What has been told: message → its words then.
    told: dict[tuple[str, str, str], str] = field(default_factory=dict)

    async def take(self, step: Step) -> None:
        """Take one step: what somebody does, or what the clock says."""
        action = next(name for name in ACTIONS if name in step)
        await ACTIONS[action](self, step)
        await self.stage.quiet()
        for reader, words in self._news():
            self._tell(reader, words)

    async def tell(self, step: Step) -> None:
        """Say what happens next."""
        typer.echo(f"\n--- {step['tell']}")

    async def load(self, step: Step) -> None:
        """Load a workspace file."""
        await self.stage.load(STORIES / step["load"])

    async def clock(self, step: Step) -> None:
        """Let time pass."""
        await self.stage.pass_to(datetime.fromisoformat(step["clock"]))
        typer.echo(self.day())

    async def pass_by(self, step: Step) -> None:
        """Let days go by, morning by morning, without telling of them."""
        end, days = datetime.fromisoformat(step["pass"]), timedelta(days=int(step.get("days", 1)))
        while (later := self.stage.clock.now.replace(hour=end.hour, minute=end.minute) + days) < end:
            await self.stage.pass_to(later)
        await self.stage.pass_to(end)
        untold = sum(1 for _ in self._news())
        typer.echo(f"({untold} …)")

    async def command(self, step: Step) -> None:
        """Type a slash command."""
        typer.echo(f"{self._name(step)}: {step['command']} {step['text']}")
        person = self._person(step)
        await person.command(step["command"], step["text"], channel=step["in"])
        if person.has_form:
            self._tell(step["who"], person.form.plain())

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
        typer.echo(f"{self._name(step)}: [{form.title}]")
        submitted = await form.submit()
        for label, problem in submitted.errors.items():
            self._tell(step["who"], f"{label}: {problem}")

    async def click(self, step: Step) -> None:
        """Press a button of a message, found by its words."""
        person = self._person(step)
        typer.echo(f"{self._name(step)}: [{step['click']}]")
        await person.click(step["click"], in_=person.find(step.get("in", person.dm.id), step["on"]))
        if person.has_form:
            self._tell(step["who"], person.form.plain())

    def _news(self) -> Iterator[tuple[str, str]]:
        for reader, message in self.stage.seen():
            key, words = (reader, message.channel, message.ts), message.plain()
            if self.told.get(key) != words:
                self.told[key] = words
                yield reader, words

    def _tell(self, reader: str, words: str) -> None:
        person = self.story["people"].get(reader)
        head = f"#{self.story['channels'][reader]}" if person is None else f"{person['name']}, {person['is']}"
        typer.echo(f"\n  {head}\n{indent(words, '  │ ', lambda _: True)}\n")

    def _person(self, step: Step) -> Person:
        return self.stage.person(step["who"])

    def _name(self, step: Step) -> str:
        return str(self.story["people"][step["who"]]["name"])

    def day(self) -> str:
        """What the clock shows."""
        now = self.stage.clock.now.astimezone(ZoneInfo(self.stage.deps.settings.timezone))
        return f"{Language(SOURCE, now.date()).day(now.date())} {now:%H:%M}."


#: What a step can be, by the word that tells it.
ACTIONS: Mapping[str, Callable[[Teller, Step], Awaitable[None]]] = {
    "tell": Teller.tell,
    "load": Teller.load,
    "clock": Teller.clock,
    "pass": Teller.pass_by,
    "command": Teller.command,
    "fill": Teller.fill,
    "press": Teller.press,
    "submit": Teller.submit,
    "click": Teller.click,
}
