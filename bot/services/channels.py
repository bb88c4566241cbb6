"""Networks' channels: followed when they change, and chosen anew by the leadership."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor, Place, may
from bot.errors import BadInput, NotFound, Refused
from bot.services.people import any_of
from bot.storage.channels import DOORS, doors_to_post, find_again, follow, leaders, lose, network_in
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import queue
from bot.storage.tables import Network, Person, Unit, Workspace


@only_reads
def is_network_channel(database: Database, workspace_id: int, channel_id: str, *, now: datetime) -> bool:
    """Return whether a channel is a network's."""
    with database.reading() as session:
        return network_in(session, workspace_id, channel_id) is not None


@only_reads
def bot_user(database: Database, workspace_id: int, *, now: datetime) -> str | None:
    """Return which user of Slack's the bot is, None before Slack has told."""
    with database.reading() as session:
        return session.get_one(Workspace, workspace_id).bot_user_id


@only_reads
def is_the_bot(database: Database, workspace_id: int, slack_user_id: str, *, now: datetime) -> bool:
    """Return whether a user of Slack is the bot itself."""
    return bot_user(database, workspace_id, now=now) == slack_user_id


def note_channel(database: Database, workspace_id: int, channel_id: str, trouble: str | None, *, now: datetime) -> bool:
    """Keep how it is with a channel: why the bot cannot write in it, or None when it can; return whether it is news."""
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        network = network_in(session, workspace_id, channel_id)
        if network is None:
            return False
        if trouble is None:
            return find_again(session, network)
        return lose(session, network.id, channel_id, trouble, now=now)


def note_new_id(database: Database, workspace_id: int, old_id: str, new_id: str, *, now: datetime) -> None:
    """Follow a channel to its new id; another network that has it already keeps it."""
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        if network_in(session, workspace_id, new_id) is None:
            follow(session, workspace_id, old_id, new_id)


@only_reads
def channel_to_choose(database: Database, actor: Actor, network_id: int, *, now: datetime) -> tuple[str, str | None]:
    """Return a network's name and channel, for somebody who may choose another. Raises NotFound or Refused."""
    with database.reading() as session:
        network = _led(session, actor, network_id, now)
        return network.name, network.channel_id


def choose_channel(database: Database, actor: Actor, network_id: int, channel_id: str, *, now: datetime) -> str:
    """Give a network another channel: what waits is sent there, and the pinned post is posted anew.

    Returns the network's name. Raises NotFound, Refused, or BadInput when the channel is somebody else's.
    """
    with database.transaction(actor, now) as session:
        network = _led(session, actor, network_id, now)
        choose_in_turn(session, actor.workspace_id)
        refuse_taken(session, actor.workspace_id, channel_id, network_id=network.id)
        network.channel_id = channel_id
        find_again(session, network)
        session.flush()
        _post_doors(session, network, now)
        return network.name


def choose_in_turn(session: Session, workspace_id: int) -> None:
    """Have everybody else wait who chooses a channel at the same time: no two are given the same one."""
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def refuse_taken(
    session: Session, workspace_id: int, channel_id: str, *, network_id: int | None = None, unit_id: int | None = None
) -> None:
    """Refuse a channel that belongs to another network or unit than the one it is chosen for. Raises BadInput.

    Whoever is in a school's channel acts for the school.
    """
    network = network_in(session, workspace_id, channel_id)
    if network is not None and network.id != network_id:
        raise BadInput("channel-taken", field="channel", network=network.name)
    units = select(Unit.name).where(
        Unit.workspace_id == workspace_id, Unit.channel_id == channel_id, Unit.id != (unit_id or 0)
    )
    unit = session.scalar(units.limit(1))
    if unit is not None:
        raise BadInput("channel-of-unit", field="channel", unit=unit)


def _led(session: Session, actor: Actor, network_id: int, now: datetime) -> Network:
    network = session.get(Network, network_id)
    if network is None or network.workspace_id != actor.workspace_id:
        raise NotFound("button-too-old")
    # Whoever leads, leads the whole programme: no municipality is asked about.
    if not may(actor, "lead", Place(network.programme_id, network.id, unit_id=0)):
        people = session.scalars(select(Person).where(Person.id.in_(leaders(session, network.programme_id, now))))
        raise Refused("refused-channel", people=any_of(people))
    return network


def _post_doors(session: Session, network: Network, now: datetime) -> None:
    """Queue the pinned post for the new channel, unless one still waits and goes there by itself."""
    for key in doors_to_post(session, [network]).values():
        queue(
            session,
            key=key,
            kind=DOORS,
            recipient=f"network:{network.id}",
            due_at=now,
            subject="networks",
            subject_id=network.id,
            now=now,
        )
