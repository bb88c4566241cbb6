"""All thirteen networks of the programme, as `load` makes them, with work in each."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from bot.domain.people import Actor
from bot.services.content import load
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import Commitment, Membership, Network, Person, Task
from tests.cast import LOADED, PISA

ZONE = "Europe/Stockholm"
#: A Monday, 8:00 in Stockholm, four weeks before the conferences.
MONDAY = datetime(2027, 1, 11, 7, tzinfo=UTC)
STATES = ("ongoing", "needs_support", "done", "ongoing")


def settle_country(database: Database, folder: Path, *, networks: int = 13, title: str = "Vi gör mer") -> Actor:
    """Load networks with everything in them; return their leader, who is contact person of the first municipality."""
    loaded = Actor(workspace_id(database, ZONE, "sv", now=LOADED), None, via="load")
    file = folder / f"land-{networks}.yaml"
    file.write_text(yaml.safe_dump(_workspace(networks), allow_unicode=True), encoding="utf-8")
    load(database, loaded, [file], timezone=ZONE, now=LOADED)
    _work(database, loaded, title)
    with database.reading() as session:
        leader = session.scalars(select(Person).where(Person.slack_user_id == "U0LEAD")).one()
    return Actor(leader.workspace_id, leader.id, slack_user_id="U0LEAD")


def _workspace(networks: int) -> dict[str, Any]:
    shipped = [network for round_ in PISA.programme.rounds for network in round_.networks]
    numbers = count(1)
    return {
        "programme": "pisa-2015",
        "leadership": ["U0LEAD"],
        "networks": [
            {
                "name": network.name,
                "channel": f"C0NET{place}",
                "municipalities": [
                    {"name": member.name, "contact_persons": [f"U0KP{next(numbers)}"]} for member in network.members
                ],
                "conferences": [
                    {
                        "number": 1,
                        "starts": "2027-02-10T10:00",
                        "ends": "2027-02-11T15:00",
                        "host": network.members[0].name,
                        "themes": ["linked-levels"],
                    }
                ],
            }
            for place, network in enumerate(shipped[:networks])
        ],
    }


def _work(database: Database, loaded: Actor, title: str) -> None:
    """Let every municipality have commitments in every state, and stand somewhere in its preparation."""
    numbers = count(1)
    with database.transaction(loaded, LOADED) as session:
        author = session.scalars(select(Person.id).where(Person.slack_user_id == "U0LEAD")).one()
        for membership in session.scalars(select(Membership).order_by(Membership.id)):
            common = {"workspace_id": loaded.workspace_id, "unit_id": membership.unit_id, "author_id": author}
            for place, state in enumerate(STATES):
                number = next(numbers)
                session.add(
                    Commitment(
                        **common,
                        network_id=membership.network_id,
                        number=number,
                        text=f"{title} {number}",
                        state=state,
                        due_on=(MONDAY + timedelta(days=place * 9 - 4)).date(),
                        form_key=f"land {number}",
                        created_at=LOADED if place else MONDAY - timedelta(days=1),
                    )
                )
        session.flush()
        for task in session.scalars(select(Task).where(Task.kind == "preparation")):
            if task.position < (task.unit_id or 0) % 6:
                task.done_at = MONDAY


def networks_of(database: Database) -> list[str]:
    """Return the networks' names."""
    with database.reading() as session:
        return list(session.scalars(select(Network.name).order_by(Network.name)))
