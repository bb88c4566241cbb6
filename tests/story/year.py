"""A whole year as one reads it: every message of a network, or of a city of 34 schools, person by person, in order.

`uv run python -m tests.story.year network` and `… city` play a year by signed requests and print what each role was
sent, and how much. Some people do what they are asked, some do nothing: the quiet ones are who is nagged.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from zoneinfo import ZoneInfo

from bot.cli.stage import Stage, stage
from bot.cli.timeline import StageTimeline
from bot.language import SOURCE, Language
from playground import Message

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: Who does what on a day, by the wall clock.
Act = tuple[datetime, Callable[[Stage], Awaitable[None]]]


@dataclass(frozen=True)
class Said:
    """One message as it was read when it came."""

    at: datetime
    words: str

    @property
    def kind(self) -> str:
        """What it begins with: the letter, a question, a step."""
        return self.words.strip("* ").split("\n")[0].split(":")[0].split(",")[0][:40]


@dataclass
class Year:
    """What is loaded, who is there, what they do, and what each reader was sent."""

    file: str
    #: Slack id → name, and what the reader is.
    people: Mapping[str, tuple[str, str]]
    #: Channel id → name.
    channels: Mapping[str, str]
    starts: datetime
    ends: datetime
    acts: Sequence[Act] = ()
    #: Who presses the button with these words in whatever is sent to them.
    diligent: Mapping[str, str] = field(default_factory=dict)
    sent: dict[str, list[Said]] = field(default_factory=dict)
    _read: set[tuple[str, str]] = field(default_factory=set)

    async def play(self) -> None:
        """Let the year pass, day by day, and read what comes."""
        async with self._stage() as played:
            clock = StageTimeline(played, SOURCE)
            acts = sorted(self.acts, key=lambda act: act[0])
            for stop in sorted({*mornings(self.starts, self.ends), *(at for at, _ in acts)}):
                await clock.go(stop)
                await self._read_news(played)
                for _, act in (one for one in acts if one[0] == stop):
                    await act(played)
                    await played.said()
                await self._read_news(played)

    @asynccontextmanager
    async def _stage(self) -> AsyncIterator[Stage]:
        people = {slack_id: name for slack_id, (name, _) in self.people.items()}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "year.yaml"
            file.write_text(self.file, encoding="utf-8")
            async with stage(people, self.channels, self.starts) as played:
                await played.load(file)
                yield played

    async def _read_news(self, played: Stage) -> None:
        for reader, message in list(played.seen()):
            key = (message.channel, message.ts)
            if key in self._read or message.ephemeral_to is not None:
                continue
            self._read.add(key)
            at = datetime.fromtimestamp(float(message.ts), STOCKHOLM)
            self.sent.setdefault(reader, []).append(Said(at, message.plain()))
            await self._answer(played, reader, message)

    async def _answer(self, played: Stage, reader: str, message: Message) -> None:
        words = self.diligent.get(reader)
        if words is None or f"[{words}]" not in message.plain():
            return
        person = played.person(reader)
        await person.click(words, in_=message, nth=0)
        if person.has_form:
            await person.form.submit()

    def tell(self, readers: Sequence[str]) -> None:
        """Print what these readers were sent, and how much everybody was."""
        for reader in readers:
            self._print(f"\n{'=' * 30} {self.called(reader)}: {len(self.sent.get(reader, []))} messages")
            for said in self.sent.get(reader, []):
                day = Language(SOURCE, said.at.date()).day(said.at.date())
                self._print(f"\n{day} {said.at:%H:%M}\n{indent(said.words, '  │ ', lambda _: True)}")
        self._print(f"\n{'=' * 30} in all")
        for reader, said_all in sorted(self.sent.items(), key=lambda one: -len(one[1])):
            kinds = Counter(one.kind for one in said_all)
            told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(6))
            self._print(
                f"{len(said_all):4} {self.called(reader)} ({repeated(said_all)} letters as the one before): {told}"
            )

    def called(self, reader: str) -> str:
        """Who reads: name and role, or the channel."""
        return " · ".join(self.people[reader]) if reader in self.people else f"#{self.channels.get(reader, reader)}"

    @staticmethod
    def _print(line: str) -> None:
        sys.stdout.write(f"{line}\n")


def repeated(said_all: Sequence[Said]) -> int:
    """How many letters say word for word what the letter before said, but for the day in their heading."""
    letters = [one.words.partition("\n")[2] for one in said_all if one.words.startswith(("*Din vecka", "*Nätverken"))]
    return sum(before == after for before, after in pairwise(letters))


def mornings(start: datetime, end: datetime) -> list[datetime]:
    """Every morning from a day to another, when whatever came at eight has come."""
    days = (end.date() - start.date()).days
    return [at(start.date() + timedelta(days=day), 9) for day in range(1, days)]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day, by the wall clock."""
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def typing(who: str, command: str, text: str, channel: str) -> Callable[[Stage], Awaitable[None]]:
    """Return what types a command and hands the form in as it opens."""

    async def act(played: Stage) -> None:
        person = played.person(who)
        await person.command(command, text, channel=channel)
        await person.form.submit()

    return act


NORR = ("Boden", "Haparanda", "Kalix", "Lycksele", "Piteå", "Robertsfors", "Strömsund")


def network_year() -> Year:
    """A year of the Norr network, with two conferences: two municipalities do nothing, the rest what they are asked."""
    members = "\n".join(f"      - {{name: {name}, contact_persons: [U0M{n}]}}" for n, name in enumerate(NORR))
    file = f"""\
programme: pisa-2015
leadership: [U0LEAD]
networks:
  - name: Norr
    channel: C0NORR
    municipalities:
{members}
    conferences:
      - {{number: 1, starts: 2026-09-22T10:00, ends: 2026-09-23T15:00, host: Kalix, themes: [follow-up-routines]}}
      - {{number: 2, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00, host: Boden, themes: [follow-up-routines]}}
"""
    people = {f"U0M{n}": (f"Kontakt {name}", f"contact person in {name}") for n, name in enumerate(NORR)}
    table = date(2026, 9, 23)
    promise = "Vi inför kollegial handledning i matematik på alla högstadieskolor senast 28 maj"
    acts = [
        (at(table, 13), typing("U0M0", "/atagande", promise, "C0NORR")),
        (
            at(table, 14),
            typing("U0M4", "/atagande", "Vi följer upp resultaten tre gånger senast 11 december", "C0NORR"),
        ),
        (
            at(table, 14, 5),
            typing("U0M6", "/atagande", "Rektorerna leder kollegialt lärande senast 16 april", "C0NORR"),
        ),
    ]
    return Year(
        file,
        people | {"U0LEAD": ("Alex", "project leadership")},
        {"C0NORR": "norr"},
        at(date(2026, 8, 10), 8),
        at(date(2027, 8, 9), 8),
        acts,
        {f"U0M{n}": "Vi är klara" for n in (0, 3, 4, 5, 6)},
    )


SCHOOLS = 34


def city_year() -> Year:
    """A school year of a city: 34 schools, half of whose principals do what they are asked and half nothing."""
    schools = "\n".join(f"      - {{name: Skola {n}, principal: U0P{n}}}" for n in range(SCHOOLS))
    headed = ", ".join(f"Skola {n}" for n in range(SCHOOLS // 2))
    file = f"""\
programme: malmo-2014
leadership: [U0STRATEG]
municipalities:
  - name: Malmö
    administration: [U0STRATEG]
    board: [U0SEKR]
    board_meetings: [2026-09-23, 2026-11-18, 2027-02-24, 2027-04-21, 2027-05-19]
    heads_of_schools: [{{user: U0CHEF, schools: [{headed}]}}]
    breaks: [{{name: höstlov, from: 2026-10-26, to: 2026-10-30}}, {{name: sportlov, from: 2027-02-15, to: 2027-02-19}}]
    schools:
{schools}
"""
    people = {f"U0P{n}": (f"Rektor {n}", f"principal of Skola {n}") for n in range(SCHOOLS)}
    return Year(
        file,
        people
        | {
            "U0STRATEG": ("Alex", "administration"),
            "U0CHEF": ("Charlie", "head of 17 schools"),
            "U0SEKR": ("Bo", "the board's secretary"),
        },
        {},
        at(date(2026, 8, 10), 8),
        at(date(2027, 8, 9), 8),
        (),
        {f"U0P{n}": "Redan klart" for n in range(1, SCHOOLS, 2)},
    )


YEARS: Mapping[str, tuple[Callable[[], Year], Sequence[str]]] = {
    "network": (network_year, ("U0M0", "U0M2", "U0LEAD", "C0NORR")),
    "city": (city_year, ("U0P0", "U0P1", "U0CHEF", "U0STRATEG", "U0SEKR")),
}


def main() -> None:
    """Play a year and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.story.year", description=__doc__.partition("\n")[0])
    parser.add_argument("year", choices=YEARS)
    made, readers = YEARS[parser.parse_args().year]
    year = made()
    asyncio.run(year.play())
    year.tell(readers)


if __name__ == "__main__":
    main()
