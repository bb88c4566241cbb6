"""From waiting to an end: no row is in two hands, and whoever lost one changes nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.deliveries import mark_for_refresh, pause, queue
from bot.storage.leases import give_back_lease, take_lease
from bot.storage.refreshes import claim_refreshes, finish_refresh, next_refresh, post_again, postpone_refresh
from bot.storage.sending import (
    Call,
    Claim,
    Waiting,
    begin_call,
    claim,
    count_left,
    expire,
    finish_sent,
    finish_unsent,
    give_back,
    holds_lease,
    is_anything_to_do,
    next_attempt,
    rows_that_wait,
    undecided_claims,
)
from bot.storage.tables import Delivery, Workspace

NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
MACHINE = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = 120 * SECOND
BOT = Actor(workspace_id=1, person_id=None, via="bot")
WAITING = Waiting(1, NOW, MACHINE)


@pytest.fixture(autouse=True)
def workspace(database: Database) -> None:
    with database.transaction(BOT, NOW) as session:
        session.add(Workspace(installation="i-1", salt="s"))


@contextmanager
def writing(database: Database) -> Iterator[Session]:
    with database.transaction(BOT, NOW) as session:
        yield session


def put(database: Database, *keys: str, **columns: Any) -> None:
    values: dict[str, Any] = {"kind": "digest", "recipient": "person:1", "due_at": NOW} | columns
    with writing(database) as session:
        for key in keys:
            queue(session, key=key, now=NOW, **values)


def take(database: Database, *, owner: str = "me", limit: int = 20, waiting: Waiting = WAITING) -> list[Claim]:
    with writing(database) as session:
        wanted = [row.id for row in rows_that_wait(session, waiting, limit=limit)]
        return claim(session, waiting, wanted, owner=owner)


def row(database: Database, key: str) -> Delivery:
    with database.reading() as session:
        return session.scalars(select(Delivery).where(Delivery.key == key)).one()


def change(database: Database, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with writing(database) as session:
        return function(session, *args, **named)


def send(database: Database, held: Claim, version: int | None = None) -> bool:
    return bool(change(database, finish_sent, held, channel="D1", ts="1.2", sent_at=NOW, version=version))


def test_two_senders_never_get_the_same_row(database: Database) -> None:
    put(database, *(f"k{n}" for n in range(120)))
    start = Barrier(4)

    def worker(name: str) -> list[int]:
        start.wait()
        mine: list[int] = []
        while taken := take(database, owner=name, limit=7):
            mine += [one.id for one in taken]
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [row_id for ids in pool.map(worker, "abcd") for row_id in ids]
    assert len(taken) == len(set(taken)) == 120


def test_the_earliest_due_come_first_and_the_limit_holds(database: Database) -> None:
    put(database, "late", due_at=NOW)
    put(database, "early", due_at=NOW - SECOND)
    put(database, "tomorrow", due_at=NOW + timedelta(days=1))
    assert [one.key for one in take(database, limit=1)] == ["early"]
    assert [one.key for one in take(database)] == ["late"]
    assert take(database) == []


def test_only_the_kinds_asked_for_are_taken(database: Database) -> None:
    put(database, "letter")
    put(database, "card", kind="commitment-card")
    assert [one.key for one in take(database, waiting=Waiting(1, NOW, MACHINE, ["commitment-card"]))] == ["card"]


def test_a_stop_of_a_kind_and_of_everything(database: Database) -> None:
    put(database, "letter")
    put(database, "card", kind="commitment-card")
    change(database, pause, now=NOW, kind="digest")
    assert [one.key for one in take(database)] == ["card"]
    put(database, "card-2", kind="commitment-card")
    change(database, pause, now=NOW)
    assert take(database) == []


def test_a_reply_waits_for_its_parent(database: Database) -> None:
    put(database, "parent")
    put(database, "reply", thread_key="parent", due_at=NOW - SECOND)
    put(database, "orphan", thread_key="nobody")
    first = take(database)
    assert [one.key for one in first] == ["parent", "orphan"]
    assert take(database) == []
    send(database, first[0])
    assert [one.key for one in take(database)] == ["reply"]


def test_a_reply_does_not_wait_for_a_parent_that_ended_unsent(database: Database) -> None:
    put(database, "parent")
    put(database, "reply", thread_key="parent")
    (parent,) = take(database)
    change(database, finish_unsent, parent, status="skipped", reason="nothing-open")
    assert [one.key for one in take(database)] == ["reply"]


def test_an_ended_claim_has_its_state(database: Database) -> None:
    put(database, "k")
    (held,) = take(database)
    call = Call("D1", "h", {"tasks": [1]}, MACHINE + SECOND, claimed_after=MACHINE + SECOND - LEASE)
    assert change(database, begin_call, held, call)
    assert send(database, held)
    done = row(database, "k")
    assert (done.status, done.slack_channel, done.slack_ts, done.sent_at) == ("sent", "D1", "1.2", NOW)
    assert (done.body_hash, done.said, done.started_at) == ("h", {"tasks": [1]}, MACHINE + SECOND)


def test_whoever_lost_a_row_changes_nothing(database: Database) -> None:
    put(database, "k")
    (lost,) = take(database, owner="frozen")
    change(database, give_back, [lost])
    (held,) = take(database, owner="awake")
    assert not change(database, begin_call, lost, Call("D1", "h", None, MACHINE, claimed_after=MACHINE - LEASE))
    assert not send(database, lost)
    assert not change(database, finish_unsent, lost, status="failed", reason="x")
    change(database, give_back, [lost])
    assert (row(database, "k").status, row(database, "k").owner, held.attempt) == ("sending", "awake", 2)


def test_an_old_claim_may_not_call_any_more(database: Database) -> None:
    put(database, "k")
    (held,) = take(database)
    at = MACHINE + LEASE
    assert not change(database, begin_call, held, Call("D1", "h", None, at, claimed_after=at - LEASE))
    assert row(database, "k").slack_channel is None


def test_what_was_told_to_wait_waits_by_the_machines_clock(database: Database) -> None:
    put(database, "k")
    change(database, give_back, take(database), not_before=MACHINE + 30 * SECOND, reason="ratelimited")
    assert take(database) == []
    assert row(database, "k").due_at == NOW
    with database.reading() as session:
        assert next_attempt(session, WAITING) == MACHINE + 30 * SECOND
    assert len(take(database, waiting=Waiting(1, NOW, MACHINE + 30 * SECOND))) == 1


def test_what_is_too_late_expires_and_is_not_taken(database: Database) -> None:
    put(database, "k", expires_at=NOW)
    put(database, "future", due_at=NOW + timedelta(days=9), expires_at=NOW + timedelta(days=10))
    later = Waiting(1, NOW + SECOND, MACHINE)
    assert take(database, waiting=later) == []
    assert change(database, expire, workspace_id=1, now=NOW) == 0
    assert change(database, expire, workspace_id=1, now=NOW + SECOND) == 1
    assert row(database, "k").status == "expired"
    assert row(database, "future").status == "pending"


def test_undecided_rows_are_those_nobody_told_about(database: Database) -> None:
    put(database, "old")
    take(database)
    put(database, "new")
    take(database, waiting=Waiting(1, NOW, MACHINE + 10 * SECOND))
    with database.reading() as session:
        found = undecided_claims(session, workspace_id=1, started_before=MACHINE)
    assert [(held.key, of.status) for held, of in found] == [("old", "sending")]


def test_a_mark_made_while_it_is_being_sent_is_not_lost(database: Database) -> None:
    put(database, "seen", "unseen", kind="commitment-card")
    seen, unseen = take(database)
    change(database, mark_for_refresh, keys=["seen", "unseen"], at=MACHINE + 5 * SECOND)
    send(database, seen, version=1)
    send(database, unseen, version=0)
    assert row(database, "seen").refresh_at is None
    assert row(database, "unseen").refresh_at == MACHINE + 5 * SECOND


def refresh(database: Database, at: datetime) -> list[Any]:
    taken: list[Any] = change(database, claim_refreshes, workspace_id=1, machine_now=at, lease=LEASE, limit=5)
    return taken


def posted(database: Database) -> None:
    put(database, "k", kind="commitment-card")
    (held,) = take(database)
    send(database, held)
    change(database, mark_for_refresh, keys=["k"], at=MACHINE + 5 * SECOND)


def test_one_refresh_of_a_message_is_in_flight(database: Database) -> None:
    posted(database)
    assert refresh(database, MACHINE) == []
    at = MACHINE + 5 * SECOND
    (taken,) = refresh(database, at)
    assert (taken.slack_channel, taken.slack_ts, taken.version) == ("D1", "1.2", 1)
    assert refresh(database, at) == []
    assert len(refresh(database, at + LEASE)) == 1  # the process that had it is gone


def test_a_mark_made_during_a_refresh_comes_up_again(database: Database) -> None:
    posted(database)
    (taken,) = refresh(database, MACHINE + 5 * SECOND)
    again_at = MACHINE + 11 * SECOND
    change(database, mark_for_refresh, keys=["k"], at=again_at)
    change(database, finish_refresh, taken, version=1, body_hash="h")
    assert (row(database, "k").refresh_at, row(database, "k").body_hash) == (again_at, "h")
    (taken,) = refresh(database, again_at)
    change(database, finish_refresh, taken, version=taken.version)
    assert row(database, "k").refresh_at is None


def test_a_refresh_can_be_put_off(database: Database) -> None:
    posted(database)
    (taken,) = refresh(database, MACHINE + 5 * SECOND)
    change(database, postpone_refresh, taken, until=MACHINE + 60 * SECOND)
    assert refresh(database, MACHINE + 59 * SECOND) == []
    with database.reading() as session:
        assert next_refresh(session, workspace_id=1, after=MACHINE) == MACHINE + 60 * SECOND
        assert next_refresh(session, workspace_id=1, after=MACHINE + 60 * SECOND) is None
    assert len(refresh(database, MACHINE + 60 * SECOND)) == 1


def test_a_deleted_message_is_posted_again_once_while_it_is_of_use(database: Database) -> None:
    posted(database)
    (taken,) = refresh(database, MACHINE + 5 * SECOND)
    assert not change(database, post_again, taken, now=NOW + timedelta(days=15))
    assert change(database, post_again, taken, now=NOW)
    (held,) = take(database)
    send(database, held)
    assert not change(database, post_again, taken, now=NOW)


def test_is_anything_to_do(database: Database) -> None:
    def asked(now: datetime = NOW, machine_now: datetime = MACHINE) -> bool:
        with database.reading() as session:
            return is_anything_to_do(session, Waiting(1, now, machine_now), lease=LEASE)

    assert not asked()
    put(database, "k", kind="commitment-card")
    assert asked()
    assert not asked(now=NOW - SECOND)
    assert asked(now=NOW + timedelta(days=20))  # to end it as expired
    (held,) = take(database)
    assert not asked()
    send(database, held)
    assert not asked()
    change(database, mark_for_refresh, keys=["k"], at=MACHINE + 5 * SECOND)
    assert asked(machine_now=MACHINE + 5 * SECOND)
    change(database, pause, now=NOW)
    assert not asked(machine_now=MACHINE + 5 * SECOND)


def test_stopped_rows_are_nothing_to_do(database: Database) -> None:
    put(database, "k")
    change(database, pause, now=NOW, kind="digest")
    with database.reading() as session:
        assert not is_anything_to_do(session, WAITING, lease=LEASE)


def test_what_is_left(database: Database) -> None:
    put(database, "waits", "asked", "unknown")
    put(database, "later", due_at=NOW + SECOND)
    _, asked, _unknown = take(database)
    change(database, finish_unsent, asked, status="uncertain", reason="missing_scope")
    with database.reading() as session:
        assert count_left(session, workspace_id=1, now=NOW) == (2, 1)


def test_one_owner_holds_the_lease(database: Database) -> None:
    def lease(owner: str, at: datetime) -> bool:
        taken: bool = change(database, take_lease, workspace_id=1, owner=owner, machine_now=at, until=at + LEASE)
        return taken

    def holds(owner: str, at: datetime) -> bool:
        with database.reading() as session:
            return holds_lease(session, workspace_id=1, owner=owner, machine_now=at)

    assert lease("a", MACHINE)
    assert not lease("b", MACHINE + LEASE - SECOND)
    assert lease("a", MACHINE + LEASE - SECOND)
    assert holds("a", MACHINE + LEASE)
    assert not holds("b", MACHINE)
    assert not lease("b", MACHINE + LEASE)
    assert lease("b", MACHINE + 2 * LEASE)
    assert not holds("a", MACHINE + 2 * LEASE)
    change(database, give_back_lease, workspace_id=1, owner="a")
    assert holds("b", MACHINE + 2 * LEASE)
    change(database, give_back_lease, workspace_id=1, owner="b")
    assert lease("a", MACHINE + 2 * LEASE)


def test_asking_whether_there_is_anything_to_do_reads_no_more_than_that(database: Database) -> None:
    put(database, *(f"k{n}" for n in range(150)))
    put(database, *(f"later{n}" for n in range(150)), due_at=NOW + timedelta(days=9))
    with database.transaction(BOT, NOW) as session:
        session.execute(update(Delivery).where(Delivery.key.startswith("k")).values(status="sent"))
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append(str(statement))
        asked.append(parameters)

    asked: list[Any] = []
    event.listen(database.reader, "before_cursor_execute", keep)
    with database.reading() as session:
        assert not is_anything_to_do(session, WAITING, lease=LEASE)
    event.remove(database.reader, "before_cursor_execute", keep)
    statement = statements[-1]
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.writer.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = "\n".join(str(line) for line in connection.exec_driver_sql(explain + statement, asked[-1]))
    assert "ix_deliveries_pending" in plan
    assert "ix_deliveries_refresh" in plan
    assert "SCAN deliveries\n" not in plan
    assert "Seq Scan on deliveries" not in plan
