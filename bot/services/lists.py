"""Looking things up for somebody: lists of commitments, one by its number, and what a form may offer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.commitments import CLOSED
from bot.domain.people import Actor, Place, may
from bot.errors import NotFound, Refused
from bot.services.commitments import FORM, is_member, require
from bot.services.drafts import Kept, find_draft
from bot.services.people import names, who_acts_for
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.db import Database, run
from bot.storage.tables import Commitment, Meeting, Membership, Network, Programme, Unit
from bot.storage.themes import themes_of

#: Commitments in one message; a button shows the next ones.
PAGE = 10
#: Slack's menus hold a hundred choices.
MOST_CHOICES = 100
#: Contact persons named to somebody who may not write.
MOST_NAMED = 3

#: What can be listed, by the word that is typed.
LISTS = ("mine", "network", "late")

# Asked whenever the form opens and when it is handed in: putting a question together takes longer than its answer.
_IN_NETWORKS: BindParameter[int] = bindparam("network_ids", expanding=True)
_OF_CHANNEL = select(Network.id, Network.name).where(
    Network.workspace_id == bindparam("workspace_id"), Network.channel_id == bindparam("channel_id")
)
_MEMBERS = (
    select(
        Membership.network_id,
        Membership.unit_id,
        Network.name.label("network"),
        Unit.name,
        Network.programme_id,
        Programme.content_hash,
    )
    .join(Network, Network.id == Membership.network_id)
    .join(Unit, Unit.id == Membership.unit_id)
    .join(Programme, Programme.id == Network.programme_id)
    .where(Membership.workspace_id == bindparam("workspace_id"), *is_member(bindparam("now")))
    .order_by(Unit.name)
)
_MEMBERS_HERE = _MEMBERS.where(Network.channel_id == bindparam("channel_id"))
_LAST_PLACE = (
    select(Commitment.network_id, Commitment.unit_id)
    .where(Commitment.author_id == bindparam("person_id"))
    .order_by(Commitment.id.desc())
    .limit(1)
)
_CONTENT_OF = (
    select(Programme.content_hash)
    .join(Network, Network.programme_id == Programme.id)
    .where(Network.id == bindparam("network_id"))
)
_THEMES_NOW = select(Meeting.themes).where(
    Meeting.network_id.in_(_IN_NETWORKS),
    Meeting.starts_at <= bindparam("now"),
    Meeting.ends_at >= bindparam("now"),
    Meeting.cancelled_at.is_(None),
)


@dataclass(frozen=True)
class Of:
    """The network that a channel is of."""

    id: int
    name: str


@dataclass(frozen=True)
class Choice:
    """A municipality in a network that somebody may write for."""

    network_id: int
    unit_id: int
    network: str
    municipality: str


@dataclass(frozen=True)
class Offer:
    """What the form of a new commitment may offer: municipalities, the one written for last first, and themes (N3)."""

    choices: Sequence[Choice]
    themes: Sequence[tuple[str, str]]
    #: The theme of the conference that goes on, chosen when the form opens.
    theme: str | None = None


def offer(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> Offer:
    """Return what somebody may write a commitment for: in a network's channel there, elsewhere in all networks.

    Raises Refused with whom to ask when there is nothing.
    """
    with database.reading() as session:
        return _offer(session, actor, channel_id, now)


def begin(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> tuple[Offer, Kept | None]:
    """Return what `offer` does with the theme of the day, and what the actor had begun to write the last time."""
    with database.reading() as session:
        offered = _offer(session, actor, channel_id, now)
        theme = _theme_now(session, {choice.network_id for choice in offered.choices}, now)
        return replace(offered, theme=theme), find_draft(session, actor, FORM, None)


def for_change(
    database: Database, actor: Actor, commitment_id: int, *, now: datetime
) -> tuple[CommitmentView, Sequence[tuple[str, str]]]:
    """Return a commitment that the actor may change, and its programme's themes. Raises NotFound or Refused."""
    with database.reading() as session:
        commitment = _one(session, actor, Commitment.id == commitment_id)
        require(session, actor, "change", _place(commitment), now)
        contents = run(session, _CONTENT_OF, {"network_id": commitment.network_id}).scalars()
        return commitment, _themes(session, contents)


def commitment_by_id(database: Database, actor: Actor, commitment_id: int, *, now: datetime) -> CommitmentView:
    """Return a commitment whole; everybody in the workspace may read it."""
    with database.reading() as session:
        return _one(session, actor, Commitment.id == commitment_id)


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


def list_commitments(
    database: Database, actor: Actor, which: str | None, channel_id: str | None, offset: int = 0, *, now: datetime
) -> Listing:
    """Return a page of commitments: the reader's own, a network's, or the reader's late ones.

    Without a word: the network's in its channel, elsewhere the reader's own. Who is late is shown to the
    municipality itself and to the leadership, to nobody else.
    """
    with database.reading() as session:
        network = _network_of(session, actor, channel_id)
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
    own = frozenset(row.id for row in rows if may(actor, "change", _place(row)))
    return Listing(which, rows, own, total or 0, offset, network.name if network else None)


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
    today = local_day(now, ZoneInfo(actor.timezone))
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


def _one(session: Session, actor: Actor, condition: ColumnElement[bool]) -> CommitmentView:
    found = commitment_views(session, Commitment.workspace_id == actor.workspace_id, condition)
    if not found:
        raise NotFound("commitment-unknown")
    return found[0]


def _place(commitment: CommitmentView) -> Place:
    return Place(commitment.programme_id, commitment.network_id, commitment.unit_id)


def _network_of(session: Session, actor: Actor, channel_id: str | None) -> Of | None:
    if channel_id is None:
        return None
    found = run(session, _OF_CHANNEL, {"workspace_id": actor.workspace_id, "channel_id": channel_id}).first()
    return None if found is None else Of(*found)


def _offer(session: Session, actor: Actor, channel_id: str | None, now: datetime) -> Offer:
    members = [
        member
        for member in _members(session, actor, channel_id, now)
        if may(actor, "log", Place(member.programme_id, member.network_id, member.unit_id))
    ]
    if not members:
        raise _refusal(session, _network_of(session, actor, channel_id), now)
    choices = [Choice(member.network_id, member.unit_id, member.network, member.name) for member in members]
    contents = [member.content_hash for member in sorted(members, key=lambda member: member.programme_id)]
    return Offer(_last_first(session, actor, choices)[:MOST_CHOICES], _themes(session, contents))


def _members(session: Session, actor: Actor, channel_id: str | None, now: datetime) -> Sequence[Row[Any]]:
    """Return the members of the network that a channel is of; elsewhere of all networks."""
    asked = {"workspace_id": actor.workspace_id, "now": now}
    here = run(session, _MEMBERS_HERE, asked | {"channel_id": channel_id}).all()
    if here or _network_of(session, actor, channel_id) is not None:
        return here
    return run(session, _MEMBERS, asked).all()


def _last_first(session: Session, actor: Actor, choices: list[Choice]) -> list[Choice]:
    if len(choices) == 1:
        return choices
    last = run(session, _LAST_PLACE, {"person_id": actor.person_id}).first()
    return sorted(choices, key=lambda choice: last is None or (choice.network_id, choice.unit_id) != tuple(last))


def _themes(session: Session, contents: Iterable[str]) -> list[tuple[str, str]]:
    """Return the themes of programmes' contents, each once."""
    found = {theme: title for content in contents for theme, title in themes_of(session, content).items()}
    return list(found.items())


def _theme_now(session: Session, network_ids: set[int], now: datetime) -> str | None:
    themes = run(session, _THEMES_NOW, {"network_ids": network_ids, "now": now}).scalar()
    return themes[0] if themes and len(themes) == 1 else None


def _refusal(session: Session, network: Of | None, now: datetime) -> Refused:
    if network is None:
        return Refused("log-nowhere")
    units = session.scalars(select(Membership.unit_id).where(Membership.network_id == network.id)).all()
    acting = who_acts_for(session, network.id, units, now)
    people = [person for holders in acting.values() for person in holders][:MOST_NAMED]
    if not people:
        return Refused("log-refused-nobody", network=network.name)
    return Refused("log-refused", network=network.name, people=names(people))
