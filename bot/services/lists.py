"""Looking commitments up for somebody: lists of them, and one by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.commitments import CLOSED
from bot.domain.people import Actor, Place, may
from bot.errors import NotFound
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.db import Database, only_reads, run
from bot.storage.tables import Commitment, Network

#: Commitments in one message; a button shows the next ones.
PAGE = 10

#: What can be listed, by the word that is typed.
LISTS = ("mine", "network", "late")

_OF_CHANNEL = select(Network.id, Network.name).where(
    Network.workspace_id == bindparam("workspace_id"), Network.channel_id == bindparam("channel_id")
)


@dataclass(frozen=True)
class Of:
    """The network that a channel is of."""

    id: int
    name: str


@only_reads
def commitment_by_id(database: Database, actor: Actor, commitment_id: int, *, now: datetime) -> CommitmentView:
    """Return a commitment whole; everybody in the workspace may read it."""
    with database.reading() as session:
        return commitment_where(session, actor, Commitment.id == commitment_id)


@only_reads
def commitment_by_number(database: Database, actor: Actor, number: int, *, now: datetime) -> CommitmentView:
    """Return a commitment by the number people use. Raises NotFound that says where all of them are."""
    with database.reading() as session:
        found = commitment_views(session, Commitment.workspace_id == actor.workspace_id, Commitment.number == number)
    if not found:
        raise NotFound("commitment-number-unknown", number=number)
    return found[0]


@dataclass(frozen=True)
class Listing:
    """One page of a list, for the one who asked."""

    which: str
    commitments: Sequence[CommitmentView]
    #: Those whose being late the reader may see: their own, and all for the leadership.
    own: frozenset[int]
    total: int
    offset: int
    network: str | None
    #: Whether they are those of the networks that the reader leads.
    led: bool = False


@only_reads
def list_commitments(
    database: Database, actor: Actor, which: str | None, channel_id: str | None, offset: int = 0, *, now: datetime
) -> Listing:
    """Return a page of commitments: the reader's own, a network's, or the reader's late ones.

    Without a word: the network's in its channel, elsewhere the reader's own. Who is late is shown to the
    municipality itself and to the leadership, to nobody else.
    """
    with database.reading() as session:
        network = network_of(session, actor, channel_id)
        which = which or ("network" if network else "mine")
        condition = _condition(actor, which, network, now)
        total = session.scalar(
            select(func.count())
            .select_from(Commitment)
            .join(Network, Network.id == Commitment.network_id)
            .where(condition)
        )
        order = (Commitment.state.in_(CLOSED), Commitment.due_on.is_(None), Commitment.due_on, Commitment.number)
        rows = commitment_views(session, condition, order=order, limit=PAGE, offset=offset)
    own = frozenset(row.id for row in rows if may(actor, "log", place_in(row)))
    led = which == "mine" and any(role.kind == "leadership" for role in actor.roles)
    return Listing(which, rows, own, total or 0, offset, network.name if network else None, led)


def network_of(session: Session, actor: Actor, channel_id: str | None) -> Of | None:
    """Return the network that a channel is of, None when it is of none."""
    if channel_id is None:
        return None
    found = run(session, _OF_CHANNEL, {"workspace_id": actor.workspace_id, "channel_id": channel_id}).first()
    return None if found is None else Of(*found)


def commitment_where(session: Session, actor: Actor, condition: ColumnElement[bool]) -> CommitmentView:
    """Return the actor's workspace's commitment that fits. Raises NotFound."""
    found = commitment_views(session, Commitment.workspace_id == actor.workspace_id, condition)
    if not found:
        raise NotFound("commitment-unknown")
    return found[0]


def place_in(commitment: CommitmentView) -> Place:
    """Return where a commitment belongs: what permissions are asked about."""
    return Place(commitment.programme_id, commitment.network_id, commitment.unit_id)


def _condition(actor: Actor, which: str, network: Of | None, now: datetime) -> ColumnElement[bool]:
    here = Commitment.workspace_id == actor.workspace_id
    if which == "network":
        networks = {role.network_id for role in actor.roles if role.network_id is not None}
        programmes = {role.programme_id for role in actor.roles if role.kind == "leadership"}
        if network is not None:
            return and_(here, Commitment.network_id == network.id)
        return and_(here, or_(Commitment.network_id.in_(networks), Network.programme_id.in_(programmes)))
    mine = and_(here, _mine(actor))
    if which == "mine":
        return mine
    today = actor.day(now)
    return and_(mine, Commitment.due_on < today, Commitment.state.not_in(CLOSED))


def _mine(actor: Actor) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [false()]
    for role in actor.roles:
        if role.kind == "leadership":
            conditions.append(Network.programme_id == role.programme_id)
        elif role.unit_id is not None:
            of_unit = Commitment.unit_id == role.unit_id
            everywhere = role.network_id is None
            conditions.append(of_unit if everywhere else and_(of_unit, Commitment.network_id == role.network_id))
    return or_(*conditions)
