"""What will be said, to whom, and why not, without writing anything."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select

from bot.messages.registry import Planned
from bot.storage.deliveries import pause
from bot.storage.doubts import see_other
from bot.storage.tables import Delivery, Person
from scheduler.preview import Upcoming, upcoming
from tests.scheduler.conftest import NOW, World

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def seen(world: World, start: datetime = NOW, end: datetime = NOW + WEEK) -> list[Upcoming]:
    return upcoming(world.deps.database, world.cast.workspace, start, end, now=NOW)


async def test_what_is_queued_and_what_will_be_planned_in_order(world: World) -> None:
    kim = world.person("U0BODEN")
    world.put("card", due_at=NOW + HOUR)
    world.notes.planned = [Planned("letter", f"person:{kim.id}", NOW, NOW + WEEK)]
    assert seen(world) == [
        Upcoming(NOW, date(2027, 1, 18), time(8), "note", "Kim Exempel"),
        Upcoming(NOW + HOUR, date(2027, 1, 18), time(9), "note", "Norr", delivery_id=1),
    ]
    with world.deps.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1


async def test_only_what_is_due_in_the_span_and_what_waits_from_before(world: World) -> None:
    for key, due_at in (("before", NOW - HOUR), ("sent", NOW - HOUR), ("in", NOW + WEEK - HOUR), ("after", NOW + WEEK)):
        world.put(key, due_at=due_at)
    world.alter(Delivery, world.row("sent").id, status="sent")
    world.notes.planned = [Planned("planned-before", "person:1", NOW - HOUR, NOW + WEEK)]
    # What planning has yet to take up waits too.
    assert [line.due_at for line in seen(world)] == [NOW - HOUR, NOW - HOUR, NOW + WEEK - HOUR]


async def test_why_not(world: World) -> None:
    gone = world.person("U0KALIX")
    world.alter(Person, gone.id, active=False)
    world.put("a-fine")
    world.put("b-skipped", due_at=NOW + HOUR)
    world.put("c-unreachable", recipient=f"person:{gone.id}", due_at=NOW + 2 * HOUR)
    world.put("d-late", due_at=NOW - WEEK, expires_at=NOW - HOUR)
    world.put("e-stopped", kind="cheer", due_at=NOW + 3 * HOUR)
    world.put("f-failed", due_at=NOW + 4 * HOUR)
    world.notes.skipped.add("b-skipped")
    world.alter(Delivery, world.row("f-failed").id, status="failed", reason="is_archived")
    world.change(pause, now=NOW, kind="cheer")
    assert [(line.state, line.why_not) for line in seen(world)] == [
        ("pending", "too-late"),
        ("pending", None),
        ("pending", "not-needed"),
        ("pending", "inactive"),
        ("pending", "stopped"),
        ("failed", "is_archived"),
    ]
    world.change(see_other, world.cast.workspace, "another", NOW)
    assert [line.why_not for line in seen(world)][1] == "other-installation"


async def test_a_red_day_that_moved_a_letter_is_named(world: World) -> None:
    easter_monday, tuesday = date(2027, 3, 29), datetime(2027, 3, 30, 6, tzinfo=UTC)
    world.notes.planned = [Planned("k", "person:1", tuesday, tuesday + WEEK, nominal_on=easter_monday)]
    (line,) = seen(world, tuesday - HOUR, tuesday + HOUR)
    assert (line.day, line.hour) == (date(2027, 3, 30), time(8))
    assert (line.moved_from, line.why_moved, line.red_day) == (easter_monday, "red-day", "Annandag påsk")


async def test_an_eve_is_no_red_day(world: World) -> None:
    eve, monday = date(2027, 12, 24), datetime(2027, 12, 27, 7, tzinfo=UTC)
    world.notes.planned = [Planned("k", "person:1", monday, monday + WEEK, nominal_on=eve)]
    (line,) = seen(world, monday - HOUR, monday + HOUR)
    assert (line.moved_from, line.why_moved, line.red_day) == (eve, "eve", "Julafton")


async def test_who_is_left_in_peace_is_told_of(world: World) -> None:
    kim = world.person("U0BODEN")
    world.alter(Person, kim.id, letter_weekday=2, paused_from=NOW.date(), paused_until=NOW.date() + timedelta(days=2))
    world.put("digest:a", kind="note", recipient=f"person:{kim.id}", nominal_on=NOW.date(), due_at=NOW + HOUR)
    world.put("digest:b", kind="note", recipient=f"person:{kim.id}", nominal_on=NOW.date(), due_at=NOW + WEEK - HOUR)
    first, second = seen(world)
    assert (first.why_not, first.moved_from) == ("paused", None)
    assert (second.why_not, second.moved_from, second.why_moved) == (None, NOW.date(), "paused")


async def test_the_hour_is_the_readers_own(world: World) -> None:
    kim = world.person("U0BODEN")
    world.alter(Person, kim.id, timezone="Europe/Helsinki", name="")
    world.put("k", recipient=f"person:{kim.id}")
    (line,) = seen(world)
    assert (line.hour, line.recipient) == (time(9), "U0BODEN")
