"""The queue against APScheduler's job store, on the same databases: `uv run python -m tests.benchmarks.queue`.

1. What a beat costs when nothing is due, with 10 thousand and with a million rows in the future.
2. Finding and taking 4,800 due of 100,000, as the sender does it, against `SQLAlchemyJobStore`.
3. What is lost when the process is killed in the middle of that.

Both sides use the same engine settings: SQLite in WAL mode with synchronous=FULL, PostgreSQL as it comes.
"""

import argparse
import json
import multiprocessing
import os
import pickle
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import insert, select

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.migrate import migrate
from bot.storage.sending import Waiting, claim, is_anything_to_do, rows_that_wait
from bot.storage.tables import Delivery, Workspace
from scheduler.order import in_turn
from scheduler.sender import BATCH, LOOKED_AT
from tests.postgres import execute, running_postgres

NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
FUTURE = NOW + timedelta(days=200)
DUE = 4_800
BOT = Actor(1, None, via="bot")


def nothing(*_: object) -> None:
    """What APScheduler's jobs do."""


@contextmanager
def fresh(url: str) -> Iterator[Database]:
    """A database of ours with one workspace in it."""
    database = Database(url)
    migrate(database)
    with database.transaction(BOT, NOW) as session:
        session.add(Workspace(installation="benchmark", salt="s"))
    yield database
    database.close()


def fill(database: Database, count: int, due: int) -> None:
    """Queue `count` messages over 290 channels, `due` of them by now."""
    with database.transaction(BOT, NOW) as session:
        for start in range(0, count, 10_000):
            session.execute(insert(Delivery), [_delivery(n, n < due) for n in range(start, min(count, start + 10_000))])
    analyze = "ANALYZE"
    with database.writer.connect() as connection:
        connection.exec_driver_sql(analyze)
        connection.commit()


def _delivery(number: int, is_due: bool) -> dict[str, Any]:
    return {
        "workspace_id": 1,
        "key": f"reminder:{number}",
        "kind": "digest",
        "recipient": f"network:{number % 290}",
        "due_at": NOW if is_due else FUTURE,
        "expires_at": LATER if is_due else FUTURE + timedelta(days=3),
        "status": "pending",
        "attempt": 0,
        "refresh_version": 0,
        "created_at": NOW,
    }


def beat_ms(database: Database, times: int) -> float:
    """How long the question "is there anything to do" takes, in milliseconds (median)."""
    waiting = Waiting(1, NOW, NOW)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        with database.reading() as session:
            assert not is_anything_to_do(session, waiting, lease=timedelta(seconds=120))
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def take_all(database: Database, told: Callable[[int], None] = lambda _: None) -> int:
    """Find and take what is due, in the sender's own order and batches; return how many."""
    waiting, taken = Waiting(1, NOW, NOW), 0
    while True:
        with database.reading() as session:
            rows = rows_that_wait(session, waiting, limit=LOOKED_AT)
        turns = in_turn(rows, interval=timedelta(seconds=1), apart=4, limit=LOOKED_AT, now=NOW)
        if not turns:
            return taken
        for start in range(0, len(turns), BATCH):
            with database.transaction(BOT, NOW) as session:
                ids = [row.id for row in turns[start : start + BATCH]]
                taken += len(claim(session, waiting, ids, owner="benchmark"))
            told(taken)


def job_store(database: Database) -> tuple[SQLAlchemyJobStore, BackgroundScheduler]:
    """APScheduler's store on the very engine that our senders write with."""
    store = SQLAlchemyJobStore(engine=database.writer)
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    return store, scheduler


def fill_store(store: SQLAlchemyJobStore, scheduler: BackgroundScheduler, count: int, due: int) -> None:
    """Store `count` date jobs, `due` of them by now: the rows that `add_job` makes, written in bulk."""
    rows = [_job(scheduler, number, NOW if number < due else FUTURE) for number in range(count)]
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)


def _job(scheduler: BackgroundScheduler, number: int, at: datetime) -> dict[str, Any]:
    more = {"args": (number,), "kwargs": {}, "name": "n", "misfire_grace_time": None, "coalesce": True}
    job = Job(
        scheduler,
        id=str(number),
        func=nothing,
        trigger=DateTrigger(at, UTC),
        executor="default",
        max_instances=1,
        next_run_time=at,
        **more,
    )
    return {"id": job.id, "next_run_time": at.timestamp(), "job_state": pickle.dumps(job.__getstate__())}


def take_jobs(store: SQLAlchemyJobStore, told: Callable[[int], None] = lambda _: None) -> int:
    """Find and take what is due as `BaseScheduler._process_jobs` does: a date job is removed when it is handed over."""
    taken = 0
    for job in store.get_due_jobs(NOW):
        store.remove_job(job.id)
        taken += 1
        told(taken)
    return taken


def seconds(work: Callable[[], int]) -> float:
    """How long it takes to take all that is due."""
    began = time.perf_counter()
    assert work() == DUE
    return time.perf_counter() - began


def lost_after_kill(url: str, side: str) -> tuple[int, int]:
    """Kill a process half-way through taking what is due, and look: how many were taken, how many of them are gone.

    A taken one that was not sent is lost when nothing in the database says that it ever was.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "taken"
        process = multiprocessing.get_context("spawn").Process(target=_take_until_killed, args=(url, side, str(told)))
        process.start()
        process.join(120)
    assert process.exitcode == -signal.SIGKILL
    database = Database(url)
    try:
        if side == "ours":
            with database.reading() as session:
                left = set(session.scalars(select(Delivery.status).where(Delivery.due_at <= NOW).distinct()))
                known = len(session.scalars(select(Delivery.id).where(Delivery.due_at <= NOW)).all())
            assert left <= {"pending", "sending"}
        else:
            store, scheduler = job_store(database)
            known = len(store.get_due_jobs(NOW))
            scheduler.shutdown(wait=False)
    finally:
        database.close()
    return DUE // 2, DUE - known


def _take_until_killed(url: str, side: str, told: str) -> None:
    def half_way(taken: int) -> None:
        if taken >= DUE // 2:
            Path(told).write_text(json.dumps(taken), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    database = Database(url)
    if side == "ours":
        take_all(database, half_way)
    else:
        take_jobs(job_store(database)[0], half_way)


def measure(name: str, url: Callable[[str], str], *, few: int, many: int, stored: int, rounds: int) -> Iterable[str]:
    """Measure on one kind of database; yields lines of the table."""
    with fresh(url("few")) as database:
        fill(database, few, 0)
        small = beat_ms(database, 200)
    with fresh(url("many")) as database:
        fill(database, many, 0)
        large = beat_ms(database, 200)
    what = f"a beat, nothing due, {few:,} rows ahead against {many:,}"
    yield f"| {what} | {name} | {small:.2f} ms | {large:.2f} ms | {large / small:.2f} |"
    with fresh(url("warm")) as database:
        fill(database, DUE, DUE)
        take_all(database)
    ours, theirs = [], []
    for number in range(rounds):
        with fresh(url(f"take{number}")) as database:
            fill(database, stored, DUE)
            store, scheduler = job_store(database)
            fill_store(store, scheduler, stored, DUE)
            ours.append(seconds(lambda database=database: take_all(database)))
            theirs.append(seconds(lambda store=store: take_jobs(store)))
            scheduler.shutdown(wait=False)
    mine, other = statistics.median(ours), statistics.median(theirs)
    spread = f"{min(ours):.2f}–{max(ours):.2f} s, {min(theirs):.2f}–{max(theirs):.2f} s"
    what = f"find and take {DUE:,} due of {stored:,} ({spread})"
    yield f"| {what} | {name} | {mine:.2f} s | {other:.2f} s | {other / mine:.1f} |"
    losses = []
    for side in ("ours", "theirs"):
        with fresh(url(f"kill-{side}")) as database:
            if side == "ours":
                fill(database, DUE, DUE)
            else:
                store, scheduler = job_store(database)
                fill_store(store, scheduler, DUE, DUE)
                scheduler.shutdown(wait=False)
        losses.append(lost_after_kill(url(f"kill-{side}"), side)[1])
    yield f"| lost when killed half-way through | {name} | {losses[0]:,} | {losses[1]:,} | |"


def main() -> None:
    """Measure on both databases and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1_000_000, help="rows ahead in the larger of the two beats")
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--stored", type=int, default=100_000, help="rows in the table when 4,800 are due")
    parser.add_argument("--rounds", type=int, default=3)
    given = vars(parser.parse_args())
    print("| | database | ours | the other | ratio |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for line in measure("SQLite", lambda name: f"sqlite:///{folder}/{name}.db", **given):
            print(line, flush=True)
    with running_postgres(durable=True) as server:
        for line in measure("PostgreSQL", lambda name: _postgres_database(server, name), **given):
            print(line, flush=True)


def _postgres_database(server: str, name: str) -> str:
    name = name.replace("-", "_")
    with_name = f"{server}/{name}"
    if name not in _MADE:
        execute(server, f'CREATE DATABASE "{name}"')
        _MADE.add(name)
    return with_name


_MADE: set[str] = set()

if __name__ == "__main__":
    main()
