"""A city with a wheel of its own: Malmö's, with made-up schools and people, on a stage with the clock in our hands."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli.stage import Stage, stage
from bot.domain.people import Actor
from bot.services.people import identify
from bot.storage.tables import Person as KnownPerson
from bot.storage.tables import Role, Unit
from playground import Message, Person
from tests.patience import patient

STOCKHOLM = ZoneInfo("Europe/Stockholm")

CITY = """\
programme: malmo-2014
leadership: [U0STRATEG]
municipalities:
  - name: Malmö
    administration: [U0STRATEG]
    board: [U0SEKR]
    board_meetings: [2026-09-23, 2026-11-18, 2027-02-24, 2027-05-19]
    heads_of_schools: [{user: U0CHEF, schools: [Exempelskolan, Provskolan, Modellskolan]}]
    schools:
      - {name: Exempelskolan, principal: U0REKTOR}
      - {name: Provskolan, principal: U0REKTOR}
      - {name: Modellskolan, principal: U0REKTOR, channel: C0MODELL}
      - {name: Papperskolan}
    breaks: [{name: höstlov, from: 2026-10-26, to: 2026-10-30}]
"""

PEOPLE = {
    "U0STRATEG": "Alex Exempel",
    "U0SEKR": "Bo Exempel",
    "U0CHEF": "Charlie Exempel",
    "U0REKTOR": "Kim Exempel",
    "U0UTE": "Ute Exempel",
}
#: The Monday of the story's first week, before the wheel's year begins to be told of.
STARTS = datetime(2026, 5, 25, 9, tzinfo=STOCKHOLM)


@dataclass
class City:
    """The stage, and how a story speaks of it."""

    stage: Stage
    folder: Path
    _read: set[tuple[str, str]] = field(default_factory=set)

    async def load(self, text: str = CITY) -> None:
        """Load the workspace file, as of now."""
        path = self.folder / "malmo.yaml"
        path.write_text(text, encoding="utf-8")
        await self.stage.load(path)

    async def day(self, text: str, hour: str = "08:00") -> None:
        """Let it become a day, at eight in Stockholm; send what is due then."""
        await self.stage.pass_to(datetime.fromisoformat(f"{text}T{hour}").replace(tzinfo=STOCKHOLM))

    def person(self, slack_user_id: str = "U0REKTOR") -> Person:
        """Somebody who acts."""
        return self.stage.person(slack_user_id)

    def news(self, slack_user_id: str = "U0REKTOR") -> list[str]:
        """What somebody has got in private since last asked, as words."""
        return self._unread(slack_user_id, self.person(slack_user_id).direct_messages())

    def in_channel(self, channel: str, slack_user_id: str = "U0REKTOR") -> list[str]:
        """What stands in a channel for all to read and was not there when last asked."""
        messages = [one for one in self.person(slack_user_id).messages(channel) if one.ephemeral_to is None]
        return self._unread(channel, messages)

    def answer(self, slack_user_id: str, channel: str) -> Message:
        """The newest thing that only this person reads in a channel."""
        return [one for one in self.person(slack_user_id).messages(channel) if one.ephemeral_to == slack_user_id][-1]

    def letter(self, slack_user_id: str = "U0REKTOR") -> Message:
        """The newest message in private."""
        return self.person(slack_user_id).direct_messages()[-1]

    async def actor(self, slack_user_id: str) -> Actor:
        """Somebody as the bot knows them."""
        return await self.stage.deps.do(identify, self.stage.deps.workspace_id, slack_user_id)

    def _unread(self, place: str, messages: Sequence[Message]) -> list[str]:
        fresh = [one for one in messages if (place, one.ts) not in self._read]
        self._read |= {(place, one.ts) for one in fresh}
        return [one.plain() for one in fresh]


def nth(message: Message, words: str, button: str = "Visa") -> int:
    """Which of a message's buttons of this name stands under these words."""
    lines = message.plain().splitlines()
    above = [lines[i - 1] for i, line in enumerate(lines) if line == f"[{button}]"]
    return next(i for i, line in enumerate(above) if words in line)


def unit_id(city: City, name: str) -> int:
    """The id of a school or a municipality."""
    with city.stage.deps.database.reading() as session:
        return session.scalars(select(Unit.id).where(Unit.name == name)).one()


def end_roles(city: City, who: str, *units: str) -> None:
    """End what somebody is at some units, as of now."""
    deps = city.stage.deps
    roles = select(Role).join(KnownPerson, KnownPerson.id == Role.person_id).join(Unit, Unit.id == Role.unit_id)
    with deps.database.transaction(Actor(deps.workspace_id, None, via="load"), deps.clock()) as session:
        for role in session.scalars(roles.where(KnownPerson.slack_user_id == who, Unit.name.in_(units))):
            role.valid_to = deps.clock()


@pytest.fixture
async def city(database_url: str, tmp_path: Path) -> AsyncIterator[City]:
    async with stage(PEOPLE, {"C0MODELL": "modellskolan", "C0GRF": "grf"}, STARTS, database_url) as set_up:
        patient(set_up.slack)
        story = City(set_up, tmp_path)
        await story.load()
        yield story
