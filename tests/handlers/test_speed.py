"""A gesture asks the database a known number of times: that is what makes it fast (docs/benchmarks.md measures it)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import and_, event, or_, select

from bot.storage.tables import Delivery, Person
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, log


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """Collect the statements that use cases send while the block runs; the sender sleeps meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
            asked.append(statement)

    engines = {house.deps.database.writer, house.deps.database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def settled(house: House) -> None:
    """Wait until Slack has told who everybody is, and all is sent: that asks the database by itself."""
    await house.person("U0UTE").command("/atagande", "hjälp", channel=CHANNEL)
    await house.until(lambda: is_settled(house))
    await asyncio.sleep(0.3)  # the look at the database that finds nothing more to do


def is_settled(house: House) -> bool:
    unknown = select(Person.id).where(Person.slack_user_id.is_not(None), Person.profile_at.is_(None))
    busy = or_(Delivery.status == "sending", Delivery.refresh_at.is_not(None))
    waiting = and_(Delivery.status == "pending", Delivery.due_at <= house.now, Delivery.kind == "commitment-card")
    with house.database.reading() as session:
        unfinished = select(Delivery.id).where(or_(busy, waiting))
        return session.scalar(unknown.limit(1)) is None and session.scalar(unfinished.limit(1)) is None


async def test_a_gesture_asks_a_known_number_of_times(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        await log(house, f"Det {number}:e vi gör")
    await settled(house)
    monkeypatch.setattr(type(house.deps), "nudge", lambda _deps: None)
    kim = house.person("U0BODEN")
    asked: dict[str, int] = {}

    async def count(name: str, gesture: Any) -> None:
        with counted(house) as statements:
            await gesture
            await house.settle()
        asked[name] = len(statements)

    await count("help", kim.command("/atagande", "hjälp", channel=CHANNEL))
    await count("open the form", kim.command("/atagande", TEXT, channel=CHANNEL))
    await count("submit", kim.form.submit())
    await count("list ten", kim.command("/atagande", "lista", channel=CHANNEL))
    shown = next(one for one in kim.messages(CHANNEL) if "Åtagande 12 ·" in one.plain())
    await count("done", kim.click("Klart", in_=shown))
    await count("show", kim.command("/atagande", "12", channel=CHANNEL))
    await count("open a change", kim.click("Uppdatera", in_=shown))
    kim.form.fill("Ansvarig", "Skolchefen")
    await count("change", kim.form.submit())
    bounds = {
        "help": 1,
        "open the form": 4,
        "submit": 9,
        "list ten": 5,
        "done": 12,
        "show": 3,
        "open a change": 6,
        "change": 17,
    }
    assert {name: times for name, times in asked.items() if times > bounds[name]} == {}, asked


async def test_a_list_asks_no_more_the_longer_it_is(house: House) -> None:
    await log(house)
    await settled(house)
    kim = house.person("U0BODEN")
    with counted(house) as one:
        await kim.command("/atagande", "lista", channel=CHANNEL)
    for number in range(9):
        await log(house, f"Det {number}:e vi gör")
    await settled(house)
    with counted(house) as ten:
        await kim.command("/atagande", "lista", channel=CHANNEL)
    assert len(ten) == len(one)
