"""How fast the bot answers beside a bare Bolt app that opens the same form and commits the same rows.

    uv run python -m tests.benchmarks.requests --write

Both apps run as processes of their own, on databases of their own, with the same server; the load comes from a third
process, which is also the Slack that they call. They are measured in turns, so that what else the machine does hits
both.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import text

from bot.storage.db import Database
from tests.benchmarks.apps import COMMANDS, PEOPLE, ROOT, App, databases, running
from tests.benchmarks.gestures import command, event, submission
from tests.benchmarks.wire import Connection, Slack
from tests.postgres import running_postgres

CONNECTIONS = (1, 16)
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ROUNDS = 5
STARTS = 5
#: What one person does at least in a turn, however busy the machine is: fewer figures have no percentiles.
FEWEST = 2
DOCUMENT = ROOT / "docs" / "benchmarks.md"

_triggers = (f"{number}.bench" for number in count(1))


@dataclass
class Measured:
    """What one app did at one number of connections, over all rounds."""

    opened: list[float] = field(default_factory=list)
    handed_in: list[float] = field(default_factory=list)
    #: Requests a second of each round.
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.mean(self.rates)


#: By app (`… ack`: a listener that only acks) and number of connections.
Table = dict[tuple[str, int], Measured]


@dataclass
class Report:
    """Everything that one run found."""

    tables: dict[str, Table] = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COMMANDS})
    memory: dict[tuple[str, str], float] = field(default_factory=dict)


async def measure(kinds: Sequence[str], seconds: float, *, rounds: int = ROUNDS, starts: int = STARTS) -> Report:
    """Run everything; about so many seconds in all, beside starting and stopping."""
    report = Report()
    # A turn of gestures is twice as long as one of acks.
    a_turn = seconds / (len(kinds) * rounds * len(CONNECTIONS) * len(COMMANDS) * 1.5)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_postgres(durable=True)) if "postgresql" in kinds else None
        async with Slack.running() as slack:
            for kind in kinds:
                urls = databases(kind, folder, server)
                run = Run(report, slack, folder / "form.json", a_turn, rounds)
                report.tables[kind] = await _on_one_database(run, kind, urls)
            await _starts(run, urls, starts)
    return report


@dataclass
class Run:
    """What all measurements have in common."""

    report: Report
    slack: Slack
    form: Path
    #: How long a turn lasts, in seconds, and how many there are.
    a_turn: float
    rounds: int


async def _on_one_database(run: Run, kind: str, urls: dict[str, str]) -> Table:
    table: Table = {}
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(running("bot", urls["bot"], run.slack.port, run.form))
        run.form.write_text(json.dumps(await _form_of(bot, run.slack)), encoding="utf-8")
        bare = await stack.enter_async_context(running("bare", urls["bare"], run.slack.port, run.form))
        for app in (bot, bare):
            run.report.starts[app.name].append(app.seconds)
            await _turn(run, app, 4, Measured())
        for number in range(run.rounds):
            for connections in CONNECTIONS:
                for app in (bare, bot) if number % 2 else (bot, bare):
                    await _turn(run, app, connections, table.setdefault((app.name, connections), Measured()))
                    acks = table.setdefault((f"{app.name} ack", connections), Measured())
                    await _acks(app, connections, run.a_turn / 2, acks)
        run.report.memory |= {(kind, app.name): app.memory for app in (bot, bare)}
    _check(urls, table)
    return table


async def _form_of(bot: App, slack: Slack) -> dict[str, object]:
    """Return the form that the bot opens: the bare app opens the same."""
    connection, trigger = await Connection.to(bot.port), next(_triggers)
    answer = await connection.ask(command("/atagande", PEOPLE[0], trigger))
    assert answer.status == 200, answer
    await connection.close()
    return slack.opened.pop(trigger)


async def _turn(run: Run, app: App, connections: int, into: Measured) -> None:
    """Let people open the form and hand it in, each gesture after the answer to the one before."""

    async def person(user: str, until: float) -> None:
        connection = await Connection.to(app.port)
        for turn in count(1):
            trigger = next(_triggers)
            answer = await connection.ask(command("/atagande", user, trigger))
            assert answer.status == 200, answer
            into.opened.append(answer.seconds)
            filled = submission(run.slack.opened.pop(trigger), user, next(_triggers), _words(trigger), _day())
            answer = await connection.ask(filled)
            assert (answer.status, answer.body) in {(200, b""), (200, b"{}")}, answer
            into.handed_in.append(answer.seconds)
            if turn >= FEWEST and time.perf_counter() >= until:
                break
        await connection.close()

    await _timed(person, connections, run.a_turn, into)


async def _acks(app: App, connections: int, seconds: float, into: Measured) -> None:
    async def person(user: str, until: float) -> None:
        connection = await Connection.to(app.port)
        for turn in count(1):
            answer = await connection.ask(event(user, next(_triggers)))
            assert answer.status == 200, answer
            into.opened.append(answer.seconds)
            if turn >= FEWEST and time.perf_counter() >= until:
                break
        await connection.close()

    await _timed(person, connections, seconds, into)


async def _timed(
    person: Callable[[str, float], Awaitable[None]], connections: int, seconds: float, into: Measured
) -> None:
    before, began = len(into.opened) + len(into.handed_in), time.perf_counter()
    await asyncio.gather(*(person(PEOPLE[number], began + seconds) for number in range(connections)))
    done = len(into.opened) + len(into.handed_in) - before
    into.rates.append(done / (time.perf_counter() - began))


def _words(trigger: str) -> str:
    return f"Vi inför kollegial handledning i alla skolor, omgång {trigger}"


def _day() -> str:
    return str(date.today() + timedelta(days=200))  # noqa: DTZ011  # any day ahead will do


def _check(urls: dict[str, str], table: Table) -> None:
    """Both stored as many rows as were handed in, of each kind, in the same proportion."""
    for name, url in urls.items():
        database = Database(url)
        with database.reading() as session:
            made = [
                session.scalar(text(f"SELECT count(*) FROM {what}")) or 0  # noqa: S608  # our own words
                for what in (
                    "commitments",
                    "events WHERE subject = 'commitments'",
                    "deliveries WHERE subject = 'commitments'",
                )
            ]
        database.close()
        assert len(set(made)) == 1, (name, made)
        assert made[0] >= sum(len(each.handed_in) for (app, _), each in table.items() if app == name), (name, made)


async def _starts(run: Run, urls: dict[str, str], times: int) -> None:
    for _ in range(times):
        for name, url in urls.items():
            async with running(name, url, run.slack.port, run.form) as app:
                run.report.starts[name].append(app.seconds)


def lines(report: Report) -> Iterator[str]:
    """Yield the report as Markdown."""
    head = ("database", "connections", "app", "requests/s", "of the bare app's", "form or ack p50", "p99")
    rows = [row for kind, table in report.tables.items() for row in _rows(kind, table)]
    yield from _markdown((*head, "commit p50", "commit p99"), rows)
    yield ""
    yield from _markdown(("", "bare app", "bot", "ratio"), _start_and_memory(report))


def _rows(kind: str, table: Table) -> Iterator[Sequence[str]]:
    for connections in CONNECTIONS:
        for what in ("", " ack"):
            bare, bot = table[f"bare{what}", connections], table[f"bot{what}", connections]
            ratios = [ours / theirs for ours, theirs in zip(bot.rates, bare.rates, strict=True)]
            of_bare = f"{bot.rate / bare.rate:.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
            for name, measured, ratio in ((f"bare{what}", bare, "1"), (f"**bot**{what}", bot, of_bare)):
                yield (KINDS[kind], str(connections), name, f"{measured.rate:.0f}", ratio, *_times(measured))


def _times(measured: Measured) -> list[str]:
    first = [_ms(measured.opened, 50), _ms(measured.opened, 99)]
    return first + ([_ms(measured.handed_in, 50), _ms(measured.handed_in, 99)] if measured.handed_in else ["", ""])


def _start_and_memory(report: Report) -> Iterator[Sequence[str]]:
    bare, bot = (statistics.median(report.starts[name]) for name in ("bare", "bot"))
    yield ("start to first answer", f"{bare:.2f} s", f"{bot:.2f} s", f"{bot / bare:.2f}")
    for kind in report.tables:
        bare, bot = (report.memory[kind, name] for name in ("bare", "bot"))
        yield (f"memory after the run, {KINDS[kind]}", f"{bare:.0f} MiB", f"{bot:.0f} MiB", f"{bot / bare:.2f}")


def _ms(seconds: Sequence[float], percent: int) -> str:
    return f"{statistics.quantiles(seconds, n=100, method='inclusive')[percent - 1] * 1000:.1f} ms"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def write(table: str, document: Path = DOCUMENT, name: str = "requests") -> None:
    """Put a table into the document, between its two marks."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, _, rest = document.read_text(encoding="utf-8").partition(begin)
    document.write_text(f"{before}{begin}{table}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> None:
    """Measure, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120, help="how long to measure in all")
    parser.add_argument("--databases", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--write", action="store_true", help=f"put the tables into docs/{DOCUMENT.name}")
    given = parser.parse_args()
    table = "\n".join(lines(asyncio.run(measure(given.databases, given.seconds))))
    print(table)
    if given.write:
        write(table)


if __name__ == "__main__":
    main()
