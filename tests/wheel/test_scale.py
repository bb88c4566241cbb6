"""A country in annual wheels: 290 municipalities, 4,800 made-up schools, 25 milestones; queries counted."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import event

from bot.domain.people import Actor
from bot.messages.letters import letter_facts
from bot.messages.school_milestones import plan_school_milestones
from bot.messages.wheel_weeks import plan_wheel_letters
from bot.services.many_milestones import finish_milestones, reopen_marked, undone_milestones
from bot.services.people import identify
from bot.services.wheel import headed_wheels, wheel_named
from bot.services.wheel_picture import wheel_values
from bot.services.wheel_table import schools_table
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import Delivery, Person, Workspace
from tests.wheel.country import HEADED, MILESTONES, SCHOOLS, write_country

T = TypeVar("T")

#: Statements to mark milestones of however many schools as done, and to take it back.
MARKING, UNDOING = 14, 12
NOW = datetime(2026, 8, 24, 6, tzinfo=UTC)


@pytest.fixture
def country(database: Database) -> int:
    """Write the country; return the workspace's id. Every tenth school has done every milestone with a row."""
    workspace = workspace_id(database, "Europe/Stockholm", "sv", now=NOW)
    with database.transaction(Actor(workspace, None, via="load"), NOW) as session:
        write_country(session, {"workspace_id": workspace}, NOW)
    return workspace


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Count the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in (database.reader, database.writer):
        event.remove(engine, "before_cursor_execute", note)


def timed(name: str, work: Callable[[], T], database: Database, most: int) -> T:
    """Do something within its bound of queries, and print how long it took."""
    with counted(database) as sent:
        begun = time.perf_counter()
        result = work()
        took = time.perf_counter() - begun
    print(f"{name}: {took:.2f} s, {len(sent)} queries")  # noqa: T201  # the figures, for whoever runs it with -s
    assert len(sent) <= most, Counter(s[:60] for s in sent).most_common(3)
    return result


def test_a_whole_country_is_planned_and_shown_within_bounds(database: Database, country: int) -> None:
    def planned() -> tuple[int, int]:
        with database.reading() as session:
            workspace = session.get_one(Workspace, country)
            letters = list(plan_wheel_letters(session, workspace, NOW, NOW + timedelta(days=35)))
            posts = list(plan_school_milestones(session, workspace, NOW, NOW + timedelta(days=35)))
            return len(letters), len(posts)

    letters, posts = timed("planning", planned, database, 40)
    assert letters >= SCHOOLS
    assert posts >= SCHOOLS // 10

    administrator = identify(database, country, "U000000", now=NOW)
    (table,) = timed("table", lambda: schools_table(database, administrator, now=NOW), database, 10)
    assert table.schools in {16, 17}
    assert {row.count for row in table.rows} == {table.schools}
    timed("school", lambda: wheel_named(database, administrator, "Skola 17", now=NOW), database, 8)
    head = identify(database, country, f"U{SCHOOLS + 289:06}", now=NOW)
    assert len(timed("head", lambda: headed_wheels(database, head, now=NOW), database, 4)) == HEADED
    school = headed_wheels(database, head, now=NOW)[0].unit.id
    assert (
        len(timed("picture", lambda: wheel_values(database, head, school, now=NOW), database, 4).milestones)
        == MILESTONES
    )

    undone = timed("undone", lambda: undone_milestones(database, head, now=NOW), database, 4)
    refs = [one.ref for one in undone.standings if one.ref[1:] == undone.standings[-1].ref[1:]]
    assert len(refs) > HEADED // 2
    for some, key in ((refs[:2], "few"), (refs[2:], "many")):
        marking, undoing = (partial(use, database, head, now=NOW) for use in (finish_milestones, reopen_marked))
        timed(f"mark {len(some)}", partial(marking, some, key), database, MARKING)
        assert timed("undo", partial(undoing, key), database, UNDOING).open == len(some)

    with database.reading() as session:
        principal = session.get_one(Person, identify(database, country, "U000501", now=NOW).person_id)
        row = Delivery(workspace_id=country, recipient=f"person:{principal.id}", kind="digest", key="x")
        row.nominal_on, row.due_at, row.said = date(2026, 8, 24), NOW, None
        facts = timed("letter", lambda: letter_facts(session, row, NOW), database, 40)
    assert facts.wheel is not None  # type: ignore[union-attr]  # a Skip has no wheel, and fails here
