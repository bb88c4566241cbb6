"""A whole year as one reads it: every message of a network, or of a city of 34 schools, person by person, in order.

`uv run python -m tests.story.year network` and `… city` play a year by signed requests and print what each role was
sent, and how much. Some people do what they are asked, some do nothing: the quiet ones are who is nagged. A reader who
is sent more letters than there is patience for (VOICE: How often) ends it with status 1.
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
from scheduler.preview import upcoming

#: Posts in a channel outside the days of conferences, for each conference.
MOST_POSTS = 4
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
    #: The days of each conference.
    conferences: Sequence[tuple[date, date]] = ()
    #: How many letters a year each kind of reader is sent at most.
    most: Mapping[str, int] = field(default_factory=dict)
    sent: dict[str, list[Said]] = field(default_factory=dict)
    _read: set[tuple[str, str]] = field(default_factory=set)

    async def play(self, *, quick: bool = False) -> None:
        """Let the year pass, day by day or only on the days on which something is to come, and read what comes."""
        async with self._stage() as played:
            clock = StageTimeline(played, SOURCE)
            acts = sorted(self.acts, key=lambda act: act[0])
            ends = [*(moment for moment, _ in acts), self.ends]
            for number, end in enumerate(ends):
                since = ends[number - 1] if number else self.starts
                days = _planned(played, since, end) if quick else mornings(since, end)
                for stop in sorted({*days, end}):
                    await clock.go(stop)
                    await self._read_news(played)
                if number < len(acts):
                    await acts[number][1](played)
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
            self._print(f"{len(said_all):4} {self.called(reader)} ({len(letters_of(said_all))} letters): {told}")

    def too_much(self) -> list[str]:
        """Return who is sent more letters than is meant, or one word for word like the one before; and the channels."""
        found = []
        for reader, (_, role) in self.people.items():
            letters = letters_of(self.sent.get(reader, []))
            most = next((count for kind, count in self.most.items() if role.startswith(kind)), None)
            if most is not None and len(letters) > most:
                found.append(f"{self.called(reader)}: {len(letters)} letters, at most {most}")
            if alike := repeated(letters):
                found.append(f"{self.called(reader)}: {alike} letters read as the one before")
        for channel in self.channels:
            posts = [one for one in self.sent.get(channel, []) if not self._is_at_conference(one.at.date())]
            if len(posts) > MOST_POSTS * len(self.conferences):
                found.append(f"{self.called(channel)}: {len(posts)} posts outside conference days")
        return found

    def _is_at_conference(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.conferences)

    def called(self, reader: str) -> str:
        """Who reads: name and role, or the channel."""
        return " · ".join(self.people[reader]) if reader in self.people else f"#{self.channels.get(reader, reader)}"

    @staticmethod
    def _print(line: str) -> None:
        sys.stdout.write(f"{line}\n")


def letters_of(said_all: Sequence[Said]) -> list[Said]:
    """Return the weekly letters, one of which may begin with a welcome."""
    headings = ("*Din vecka:", "*Nätverken i veckan:")
    return [one for one in said_all if any(heading in one.words for heading in headings)]


def repeated(letters: Sequence[Said]) -> int:
    """How many letters say word for word what the letter before said, but for the day in their heading."""
    words = [one.words.partition("\n")[2] for one in letters]
    return sum(before == after for before, after in pairwise(words))


def mornings(start: datetime, end: datetime) -> list[datetime]:
    """Every morning from one instant to another, when whatever came at eight has come."""
    days = (end.date() - start.date()).days
    each = (at(start.date() + timedelta(days=day), 9) for day in range(days + 1))
    return [morning for morning in each if start < morning < end]


def _planned(played: Stage, start: datetime, end: datetime) -> set[datetime]:
    """Return the mornings, and later hours, at which something comes if nobody does anything."""
    lines = upcoming(played.deps.database, played.deps.workspace_id, start, end, now=start)
    due = (line.due_at.astimezone(STOCKHOLM) for line in lines if line.why_not is None)
    moments = {max(at(one.date(), 9), one + timedelta(minutes=5)) for one in due}
    return {moment for moment in moments if start < moment < end}


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
        ((date(2026, 9, 22), table), (date(2027, 2, 10), date(2027, 2, 11))),
        {"contact person": 14},
    )


SCHOOLS = 34


def city_year(count: int = SCHOOLS) -> Year:
    """A school year of a city: half of the principals do what they are asked and half nothing."""
    schools = "\n".join(f"      - {{name: Skola {n}, principal: U0P{n}}}" for n in range(count))
    headed = ", ".join(f"Skola {n}" for n in range(count // 2))
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
    people = {f"U0P{n}": (f"Rektor {n}", f"principal of Skola {n}") for n in range(count)}
    return Year(
        file,
        people
        | {
            "U0STRATEG": ("Alex", "administration"),
            "U0CHEF": ("Charlie", "head of schools"),
            "U0SEKR": ("Bo", "board's secretary"),
        },
        {},
        at(date(2026, 8, 10), 8),
        at(date(2027, 8, 9), 8),
        (),
        {f"U0P{n}": "Redan klart" for n in range(1, count, 2)},
        (),
        {"principal": 15, "administration": 20, "head of schools": 15, "board's secretary": 12},
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
    if too_much := year.too_much():
        sys.exit("\n".join(too_much))


if __name__ == "__main__":
    main()
