"""What tests of the first thread say again and again: somebody writes a commitment, and what is stored of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.storage.tables import Commitment, Delivery, Event
from playground import Message
from tests.cast import CHANNEL
from tests.handlers.conftest import House

TEXT = "Vi inför kollegial handledning"


async def log(house: House, text: str = TEXT, *, by: str = "U0BODEN", channel: str = CHANNEL, **filled: Any) -> Message:
    """Have somebody write a commitment in the channel; return its card. `filled` is by label, `_` for a space."""
    person = house.person(by)
    known = len(stored(house))
    await person.command("/atagande", channel=channel)
    fill(house, by, {"Åtagande": text} | {label.replace("_", " "): value for label, value in filled.items()})
    submitted = await person.form.submit()
    assert not submitted.errors, submitted
    assert len(stored(house)) == known + 1
    return await card(house, stored(house)[-1].number)


def fill(house: House, by: str, filled: dict[str, Any]) -> None:
    """Fill in fields of the form that is open, by label."""
    for label, value in filled.items():
        house.person(by).form.fill(label, value)


async def card(house: House, number: int) -> Message:
    """Wait for a commitment's card in the channel."""
    person = house.person("U0LEAD")
    return await house.until(lambda: _card(person.messages(CHANNEL), number))


def _card(messages: Sequence[Message], number: int) -> Message | None:
    return next((one for one in messages if f"Åtagande {number} ·" in one.plain().splitlines()[0]), None)


def stored(house: House) -> list[Commitment]:
    """Return every commitment, by number."""
    with house.database.reading() as session:
        return list(session.scalars(select(Commitment).order_by(Commitment.number)))


def deliveries(house: House, kind: str) -> list[Delivery]:
    """Return every message of a kind, sent or not."""
    with house.database.reading() as session:
        return list(session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))


def events(house: House, subject: str) -> list[Event]:
    """Return the history of a table."""
    with house.database.reading() as session:
        return list(session.scalars(select(Event).where(Event.subject == subject).order_by(Event.id)))


def answer(house: House, by: str, channel: str = CHANNEL) -> str:
    """Return the newest thing that only this person reads in a channel."""
    mine = [one for one in house.person(by).messages(channel) if one.ephemeral_to == by]
    return mine[-1].plain()
