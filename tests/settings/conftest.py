"""Boden's contact person with something open, and the clock of a story."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.people import identify
from bot.storage.commitments import Activity
from bot.storage.tables import Delivery, Person, Role
from playground.form import Submitted
from playground.messages import Message
from scheduler.run_due import Result, run_due
from tests.cast import CHANNEL, NOW
from tests.handlers.conftest import House, house

__all__ = ["house"]

WEEKLY = tuple(
    Activity(f"Handledarna möts, gång {number}", due_on=date(2026, 11, 27) + timedelta(weeks=number - 1))
    for number in range(1, 5)
)


class Life:
    """What people set, and what comes of it."""

    def __init__(self, house: House) -> None:
        self.house = house

    def promise(self, text: str = "Vi inför kollegial handledning", due_on: date | None = None) -> None:
        """Let Boden have something open, with something to do every week of the autumn."""
        kim = identify(self.house.database, self.house.cast.workspace, "U0BODEN", now=NOW)
        words = CommitmentWords(text, due_on=due_on, activities=WEEKLY)
        log_commitment(
            self.house.database, kim, self.house.cast.network, self.house.cast.boden, words, f"key {text}", now=NOW
        )

    async def set(self, who: str = "U0BODEN", text: str = "inställningar", **fields: Any) -> Submitted:
        """Fill in the form of settings, by label; return what came of it."""
        await self.open(who, text)
        return await self.hand_in(who, **fields)

    async def open(self, who: str = "U0BODEN", text: str = "inställningar") -> None:
        """Open the form of settings by the command."""
        assert (await self.house.person(who).command("/natverk", text, channel=CHANNEL)).ok

    async def hand_in(self, who: str = "U0BODEN", **fields: Any) -> Submitted:
        """Fill in the open form, by label with _ for a space, and hand it in."""
        form = self.house.person(who).form
        for label, value in fields.items():
            form.fill(label.replace("_", " "), value)
        return await form.submit()

    async def run(self, at: datetime) -> Result:
        """Let the bot do all that is due at an instant."""
        self.house.now = at
        return await run_due(self.house.deps, at)

    @property
    def actor(self) -> Actor:
        """Return the bot itself."""
        return Actor(self.house.cast.workspace, None, via="bot")

    def end_roles(self, session: Session, who: str) -> None:
        """Take all somebody's roles away."""
        held = select(Role).join(Person, Person.id == Role.person_id).where(Person.slack_user_id == who)
        for role in session.scalars(held):
            role.valid_to = NOW

    def mail(self, who: str, words: str) -> list[Message]:
        """Return somebody's direct messages with these words in them."""
        return [one for one in self.house.person(who).direct_messages() if words in one.plain()]

    def rows(self, who: str, kind: str = "digest") -> list[Delivery]:
        """Return the deliveries of a kind to somebody, the earliest first."""
        with self.house.database.reading() as session:
            person = session.scalars(select(Person.id).where(Person.slack_user_id == who)).one()
            mine = (Delivery.recipient == f"person:{person}", Delivery.kind == kind)
            return list(session.scalars(select(Delivery).where(*mine).order_by(Delivery.due_at)))


@pytest.fixture
def life(house: House) -> Life:
    life = Life(house)
    life.promise()
    return life
