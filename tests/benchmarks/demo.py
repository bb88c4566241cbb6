"""How soon the demo is there: from the command to its first line and to the page's address; and `demo --play`.

    uv run python -m tests.benchmarks.demo [--times 5] [--write]

Each start is a process of its own with a folder of its own. What Python compiles is kept in a folder of its own too:
the first start of all finds nothing there, as after an installation that did not compile.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.requests import write

ROOT = Path(__file__).parents[2]
STORIES = ("demo", "city")
DEMO = ("-m", "bot", "demo")


@dataclass(frozen=True)
class Start:
    """One run, in seconds from the command."""

    #: Until it says that it starts, and until it says what somebody waits for; None where that is its end.
    said: float | None
    ready: float
    #: Of the processors, until it ended.
    cpu: float


def main() -> None:
    """Measure, print the table, and put it into the document when told to."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--write", action="store_true")
    wanted = arguments.parse_args()
    load = os.getloadavg()
    with tempfile.TemporaryDirectory() as compiled:
        settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = settings | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}
        table = "\n".join([*measured(environment, wanted.times), "", told_of_load(load, os.getloadavg())])
    print(table)
    if wanted.write:
        write(table, name="demo")


def told_of_load(before: Sequence[float], after: Sequence[float]) -> str:
    """Return what else the machine did."""
    return f"The machine's load was {before[0]:.1f} before and {after[0]:.1f} after, on {os.cpu_count()} cores."


def measured(environment: dict[str, str], times: int) -> Iterator[str]:
    """Return the lines of the table."""
    yield "| what | first line | address, or end | slowest | CPU |"
    yield "| --- | --- | --- | --- | --- |"
    cold = [started(environment, STORIES[0])]
    yield line(f"`{STORIES[0]}`, nothing compiled yet, once", cold)
    yield line('`python -c "import bot.cli"`', [ended(environment, "-c", "import bot.cli") for _ in range(times)])
    for story in STORIES:
        yield line(f"`{story}`, for the first time", [started(environment, story) for _ in range(times)])
    with tempfile.TemporaryDirectory() as folder:
        started(environment, STORIES[0], folder)
        again = [started(environment, STORIES[0], folder) for _ in range(times)]
    yield line(f"`{STORIES[0]}`, again", again)
    yield line("`demo --play`, to its end, once", [ended(environment, *DEMO, "--play")])


def line(what: str, starts: Iterable[Start]) -> str:
    """Return one line of the table: medians, and the slowest."""
    runs = list(starts)
    said = [run.said for run in runs if run.said is not None]
    values = [median(said) if said else None, median(run.ready for run in runs), max(run.ready for run in runs)]
    shown = ["" if value is None else f"{value:.2f} s" for value in (*values, median(run.cpu for run in runs))]
    return f"| {what} | {' | '.join(shown)} |"


def started(environment: dict[str, str], story: str, folder: str | None = None) -> Start:
    """Open a story, and end it when it has told the page's address."""
    with tempfile.TemporaryDirectory() as fresh:
        command = [sys.executable, *DEMO, story, "--port", "0"]
        before, began = cpu(), time.monotonic()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder or fresh, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stderr.readline()
            said = time.monotonic() - began
            address = process.stdout.readline()
            ready = time.monotonic() - began
            assert address.startswith("http://"), "the demo did not start"
            process.send_signal(signal.SIGTERM)
        return Start(said, ready, cpu() - before)


def ended(environment: dict[str, str], *arguments: str) -> Start:
    """Run something to its end."""
    before, began = cpu(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    return Start(None, time.monotonic() - began, cpu() - before)


def cpu() -> float:
    """Return the seconds of the processors that processes which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
