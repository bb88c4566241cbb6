"""Networks' channels in which the bot cannot write: archived, or the bot is not in them.

What waits for such a channel waits on, and the leadership is asked once what to do. It ends when the channel is well
again, or when the network gets another one, from Slack or from its file.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, literal, select, update
from sqlalchemy.orm import Session

from bot.storage.deliveries import mark_for_refresh, queue
from bot.storage.people import held
from bot.storage.tables import Delivery, Network, Person, Role, Unit

#: The messages that ask the leadership about a channel, and that stand pinned in one.
ASKED = "channel-lost"
DOORS = "doors"


def is_lost() -> ColumnElement[bool]:
    """Return the condition on `networks`: the bot cannot write in the network's channel."""
    return Network.lost_channel_id == Network.channel_id


def has_lost_channel(network: Network) -> bool:
    """Return whether the bot cannot write in a network's channel."""
    return network.channel_id is not None and network.lost_channel_id == network.channel_id


def waits_for_channel(workspace_id: int) -> ColumnElement[bool]:
    """Return the condition on `deliveries`: it is for a network whose channel is lost."""
    name = literal("network:").concat(cast(Network.id, String))
    return Delivery.recipient.in_(select(name).where(Network.workspace_id == workspace_id, is_lost()))


def network_in(session: Session, workspace_id: int, channel_id: str) -> Network | None:
    """Return the network that has this channel, or None."""
    return session.scalar(select(Network).where(Network.workspace_id == workspace_id, Network.channel_id == channel_id))


def lost_channels(session: Session, workspace_id: int) -> list[str]:
    """Return the channels that are lost."""
    channels = select(Network.lost_channel_id).where(Network.workspace_id == workspace_id, is_lost())
    return [channel for channel in session.scalars(channels.order_by(Network.id)) if channel is not None]


def lose(session: Session, network_id: int, channel_id: str, because: str, *, now: datetime) -> bool:
    """Keep that the bot cannot write in a network's channel, and ask the leadership; return whether that is news.

    A channel that is not the network's any more, or is lost already, is no news.
    """
    # Two processes may notice at once: the second one sees what the first one wrote.
    network = session.get_one(Network, network_id, with_for_update=True)
    if network.channel_id != channel_id or network.lost_channel_id == channel_id:
        return False
    network.lost_channel_id, network.lost_because, network.lost_at = channel_id, because, now
    for person_id in leaders(session, network.programme_id, now):
        recipient = f"person:{person_id}"
        queue(
            session,
            # A channel can be lost more than once; each time is asked about once.
            key=f"{ASKED}:networks-{network.id}:{now:%Y%m%dT%H%M%S}:{recipient}",
            kind=ASKED,
            recipient=recipient,
            due_at=now,
            subject="networks",
            subject_id=network.id,
            now=now,
        )
    return True


def find_again(session: Session, network: Network) -> bool:
    """Keep that the bot can write in a network's channel again; return whether that is news."""
    if network.lost_channel_id is None:
        return False
    network.lost_channel_id = network.lost_because = network.lost_at = None
    mark_for_refresh(session, subject="networks", subject_id=network.id)
    return True


def follow(session: Session, workspace_id: int, old_id: str, new_id: str) -> None:
    """Write a channel's new id everywhere: the network's, a school's, and of what is posted in it."""
    for table, column in (
        (Network, Network.channel_id),
        (Network, Network.lost_channel_id),
        (Unit, Unit.channel_id),
    ):
        for row in session.scalars(select(table).where(table.workspace_id == workspace_id, column == old_id)):
            setattr(row, column.key, new_id)
    session.execute(
        update(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.slack_channel == old_id)
        .values(slack_channel=new_id)
        .execution_options(synchronize_session=False)
    )


def doors_to_post(session: Session, networks: Sequence[Network]) -> dict[int, str]:
    """Return the networks whose channel lacks its pinned post, with the key of the one to post.

    One that waits goes to whichever channel the network has by then. Each channel is tried once.
    """
    posted: dict[str, list[Delivery]] = {}
    recipients = [f"network:{network.id}" for network in networks]
    for row in session.scalars(select(Delivery).where(Delivery.kind == DOORS, Delivery.recipient.in_(recipients))):
        posted.setdefault(row.recipient, []).append(row)
    lacking = {network.id: _doors_key(network, posted.get(f"network:{network.id}", ())) for network in networks}
    return {network_id: key for network_id, key in lacking.items() if key is not None}


def _doors_key(network: Network, posted: Sequence[Delivery]) -> str | None:
    if network.channel_id is None or any(_stands_there(row, network.channel_id) for row in posted):
        return None
    tried = {row.key for row in posted}
    keys = (f"{DOORS}:networks-{network.id}:{place}:network:{network.id}" for place in ("once", network.channel_id))
    return next((key for key in keys if key not in tried), None)


def _stands_there(row: Delivery, channel_id: str) -> bool:
    if row.status in {"pending", "sending"}:
        return True
    return row.status in {"sent", "uncertain"} and row.slack_channel == channel_id


def leaders(session: Session, programme_id: int, now: datetime) -> list[int]:
    """Return who leads a programme now and can be told, by id."""
    people = (
        select(Role.person_id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind == "leadership", Role.programme_id == programme_id, *held(now))
        .where(Person.active, Person.slack_user_id.is_not(None))
        .order_by(Role.person_id)
    )
    return list(dict.fromkeys(session.scalars(people)))
