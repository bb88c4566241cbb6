"""Kills: `uv run python -m tests.delivery.kill_matrix --kills 500 [--database sqlite|postgresql|both]`.

At every named point of a sending process, in flight before and after Slack took the message, and at random with two
processes: SIGKILL; then another process goes on. Prints what was lost, doubled or left in no end state, and exits 1
when anything was.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.db import Database
from bot.storage.migrate import migrate
from tests.delivery.arena import TAKEN, Arena, Count, arena
from tests.delivery.worker import POINTS
from tests.postgres import execute, running_postgres

AT_RANDOM = "at random, two processes"
#: Messages planned for each kill, and how far into them it comes at most.
MESSAGES = 6
DEEPEST = 4
#: Points that are passed less often: rows are planned two at a time here, and claimed all at once.
PASSED = {
    "while planning": 3,
    "before claim commit": 1,
    "reconciling, before reading": 1,
    "reconciling, after reading": 1,
    "reconciling, before commit": 1,
    "sweeping": 1,
}
#: In this order each process finds what it is killed at: something to decide, something sent again.
ORDER = [
    "in flight, taken",
    *(point for point in POINTS if point.startswith("reconciling")),
    "in flight, not taken",
    *(point for point in POINTS if not point.startswith(("reconciling", "sweeping"))),
    "sweeping",
]
Planned = tuple[tuple[str, str], ...]
#: Of all kills, so many are at random.
SHARE_AT_RANDOM = 0.2
#: Real time for the kills at random: a killed process's work is taken up after both.
LEASE_SECONDS, SETTLE_SECONDS = 1.5, 1.0
#: Seconds without any progress after which what is left counts as left.
PATIENCE = 60.0


def at_points(place: Arena, kills: int) -> dict[str, Count]:
    """Kill at least so often, at every named point in turn; return what came of the messages of each point."""
    total = {point: Count() for point in ORDER}
    number = 0
    while sum(counted.kills for counted in total.values()) < kills:
        for point, counted in one_round(place, 1 + number % DEEPEST).items():
            total[point] += counted
        number += 1
    return total


def one_round(place: Arena, nth: int) -> dict[str, Count]:
    """Kill one process after the other, each at the next point, then let processes end in peace, and count.

    Every process has messages of its own to plan and send, and decides first about those of the killed ones before it.
    """
    planned: dict[str, Planned] = {}
    for point in ORDER:
        planned[point] = place.keys(MESSAGES)
        assert _strike(place, point, nth, planned[point]), f"nothing passes {point!r}"
        place.pass_time()
    every = tuple(one for planned_then in planned.values() for one in planned_then)
    place.drain([key for key, _ in every], every)
    return {point: place.counted([key for key, _ in planned[point]], kills=1) for point in ORDER}


def _strike(place: Arena, point: str, nth: int, planned: Planned) -> bool:
    if point in TAKEN:
        place.killer.taken, place.killer.left = TAKEN[point], nth
        ended = place.run(planned=planned)
    else:
        ended = place.run(planned=planned, point=point, nth=min(nth, PASSED.get(point, nth)))
    assert ended in {0, -signal.SIGKILL}, ended
    return ended == -signal.SIGKILL


def at_random(place: Arena, kills: int, chance: random.Random) -> Count:
    """Let two processes send what comes, and kill one of them every now and then."""
    keys: list[str] = []
    processes = [place.start(endless=True) for _ in range(2)]
    killed = 0
    while killed < kills:
        keys += place.put(4, "note") + place.put(4, "cheer")
        time.sleep(chance.uniform(0.1, 0.5))
        number = chance.randrange(2)
        os.kill(processes[number].pid or 0, signal.SIGKILL)
        processes[number].join(10)
        killed += 1
        processes[number] = place.start(endless=True)
    _wait_for_the_end(place, keys)
    for process in processes:
        process.kill()
        process.join(10)
    return place.counted(keys, killed)


def _wait_for_the_end(place: Arena, keys: list[str]) -> None:
    """Wait until everything has ended, or nothing has for a while: the machine may be slow, but not stand still."""
    left, since = place.not_ended(keys), time.monotonic()
    while left and time.monotonic() < since + PATIENCE:
        time.sleep(0.2)
        if (now_left := place.not_ended(keys)) != left:
            left, since = now_left, time.monotonic()


@contextmanager
def migrated(kind: str) -> Iterator[Iterator[str]]:
    """Give addresses of fresh databases."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield (_ready(f"sqlite:///{Path(folder) / f'{number}.db'}") for number in range(9))
            return
        with running_postgres() as server:
            yield (_ready(_made(server, f"matrix_{number}")) for number in range(9))


def _made(server: str, name: str) -> str:
    execute(server, f"CREATE DATABASE {name}")
    return f"{server}/{name}"


def _ready(url: str) -> str:
    database = Database(url)
    migrate(database)
    database.close()
    return url


def matrix(kind: str, kills: int, seed: int) -> Iterator[tuple[str, Count]]:
    """Run the whole matrix on one kind of database."""
    random_kills = round(kills * SHARE_AT_RANDOM)
    with migrated(kind) as urls:
        with arena(next(urls)) as place:
            yield from at_points(place, kills - random_kills).items()
        with arena(next(urls), lease_seconds=LEASE_SECONDS, settle_seconds=SETTLE_SECONDS) as place:
            yield AT_RANDOM, at_random(place, random_kills, random.Random(seed))


def main() -> int:
    """Print the table; return 1 when anything was lost, doubled or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="how many on each database")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    clean = True
    for kind in kinds:
        began, total = time.monotonic(), Count()
        _line(kind, "kills", "lost", "doubled", "not ended")
        for point, counted in matrix(kind, options.kills, options.seed):
            _line(f"  {point}", counted.kills, counted.lost, counted.doubled, counted.not_ended)
            total += counted
        _line(f"  in all ({time.monotonic() - began:.0f} s)", total.kills, total.lost, total.doubled, total.not_ended)
        clean = clean and total.is_clean
    return 0 if clean else 1


def _line(name: str, *figures: object) -> None:
    sys.stdout.write(f"{name:34}" + "".join(f"{figure!s:>11}" for figure in figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
