"""The people of every story, all made up: two contact persons, a deputy, a leader, an outsider."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.content.municipalities import PROGRAMMES
from bot.content.programme_file import open_programme
from bot.domain.people import Actor
from bot.services.people import identify
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import Meeting, Membership, Network, Person, Programme, Role, Unit

#: When the network was loaded: a Saturday.
LOADED = datetime(2026, 11, 21, 9, tzinfo=UTC)
#: When things happen unless a test says otherwise: the Monday after, 10:00 in Stockholm.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

#: The programme as `load` keeps it: checked, with its steps of preparation and its forms.
PISA = open_programme(PROGRAMMES / "pisa-2015.yaml")
CHANNEL = "C0NORR"


@dataclass(frozen=True)
class Cast:
    """Who and where, by id."""

    workspace: int
    programme: int
    network: int
    boden: int
    kalix: int

    def place(self, unit: int) -> tuple[int, int]:
        """Return network and municipality, as use cases take them."""
        return self.network, unit


def settle(database: Database) -> Cast:
    """Write a small network into a fresh database."""
    workspace = workspace_id(database, "Europe/Stockholm", "sv", now=LOADED)
    with database.transaction(Actor(workspace, None, via="load"), LOADED) as session:
        common = {"workspace_id": workspace}
        programme = Programme(
            **common,
            slug=PISA.programme.id,
            title=PISA.programme.title,
            content=PISA.content,
            content_hash=PISA.content_hash,
            loaded_at=LOADED,
        )
        session.add(programme)
        session.flush()
        network = Network(**common, programme_id=programme.id, name="Norr", channel_id=CHANNEL)
        units = [Unit(**common, kind="municipality", name=name) for name in ("Boden", "Kalix")]
        people = [
            Person(**common, slack_user_id=user, name=name)
            for user, name in (
                ("U0BODEN", "Kim Exempel"),
                ("U0BODEN2", "Noa Exempel"),
                ("U0KALIX", "Robin Exempel"),
                ("U0LEAD", "Alex Exempel"),
            )
        ]
        session.add_all([network, *units, *people])
        session.flush()
        held = common | {"network_id": network.id, "valid_from": LOADED}
        session.add_all(Membership(**held, unit_id=unit.id) for unit in units)
        kim, noa, robin, alex = people
        boden, kalix = units
        session.add_all(
            [
                Role(**held, person_id=kim.id, kind="contact_person", unit_id=boden.id),
                Role(**held, person_id=noa.id, kind="deputy", unit_id=boden.id),
                Role(**held, person_id=robin.id, kind="contact_person", unit_id=kalix.id),
                Role(**common, person_id=alex.id, kind="leadership", programme_id=programme.id, valid_from=LOADED),
            ]
        )
    return Cast(workspace, programme.id, network.id, boden.id, kalix.id)


def hold_conference(database: Database, cast: Cast, starts: datetime, ends: datetime) -> int:
    """Put a conference in Boden into the network; return its id."""
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        meeting = Meeting(
            workspace_id=cast.workspace,
            kind="conference",
            network_id=cast.network,
            number=1,
            starts_at=starts,
            ends_at=ends,
            timezone="Europe/Stockholm",
            host_unit_id=cast.boden,
            themes=["high-expectations"],
        )
        session.add(meeting)
    return meeting.id


def actor(database: Database, cast: Cast, slack_user_id: str, now: datetime = NOW) -> Actor:
    """Return one of the cast as the bot knows them."""
    return identify(database, cast.workspace, slack_user_id, now=now)
