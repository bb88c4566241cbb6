"""What the form of a commitment may offer: municipalities, themes, and what was begun the last time (N3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor, Place, may
from bot.errors import Refused
from bot.services.changing import require
from bot.services.commitments import FORM
from bot.services.drafts import Kept, find_draft
from bot.services.lists import Of, commitment_where, network_of, place_in
from bot.services.people import any_of, who_acts_for
from bot.storage.commitments import CommitmentView
from bot.storage.db import Database, only_reads, run
from bot.storage.people import is_member
from bot.storage.tables import Commitment, Meeting, Membership, Network, Programme, Unit
from bot.storage.themes import themes_of

#: Slack's menus hold a hundred choices.
MOST_CHOICES = 100
#: Contact persons named to somebody who may not write.
MOST_NAMED = 3

# Asked whenever the form opens and when it is handed in: putting a question together takes longer than its answer.
_IN_NETWORKS: BindParameter[int] = bindparam("network_ids", expanding=True)
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


@only_reads
def offer(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> Offer:
    """Return what somebody may write a commitment for: in a network's channel there, elsewhere in all networks.

    Raises Refused with whom to ask when there is nothing.
    """
    with database.reading() as session:
        return _offer(session, actor, channel_id, now)


@only_reads
def begin(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> tuple[Offer, Kept | None]:
    """Return what `offer` does with the theme of the day, and what the actor had begun to write the last time."""
    with database.reading() as session:
        offered = _offer(session, actor, channel_id, now)
        theme = _theme_now(session, {choice.network_id for choice in offered.choices}, now)
        return replace(offered, theme=theme), find_draft(session, actor, FORM, None)


@only_reads
def for_change(
    database: Database, actor: Actor, commitment_id: int, *, now: datetime
) -> tuple[CommitmentView, Sequence[tuple[str, str]]]:
    """Return a commitment that the actor may change, and its programme's themes. Raises NotFound or Refused."""
    with database.reading() as session:
        commitment = commitment_where(session, actor, Commitment.id == commitment_id)
        require(session, actor, "change", place_in(commitment), now)
        contents = run(session, _CONTENT_OF, {"network_id": commitment.network_id}).scalars()
        return commitment, _themes(session, contents)


def _offer(session: Session, actor: Actor, channel_id: str | None, now: datetime) -> Offer:
    members = [
        member
        for member in _members(session, actor, channel_id, now)
        if may(actor, "log", Place(member.programme_id, member.network_id, member.unit_id))
    ]
    if not members:
        raise _refusal(session, network_of(session, actor, channel_id), now)
    choices = [Choice(member.network_id, member.unit_id, member.network, member.name) for member in members]
    contents = [member.content_hash for member in sorted(members, key=lambda member: member.programme_id)]
    return Offer(_last_first(session, actor, choices)[:MOST_CHOICES], _themes(session, contents))


def _members(session: Session, actor: Actor, channel_id: str | None, now: datetime) -> Sequence[Row[Any]]:
    """Return the members of the network that a channel is of; elsewhere of all networks."""
    asked = {"workspace_id": actor.workspace_id, "now": now}
    here = run(session, _MEMBERS_HERE, asked | {"channel_id": channel_id}).all()
    if here or network_of(session, actor, channel_id) is not None:
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
    members = select(Membership.unit_id).where(Membership.network_id == network.id, *is_member(now))
    acting = who_acts_for(session, network.id, session.scalars(members).all(), now)
    people = [person for holders in acting.values() for person in holders][:MOST_NAMED]
    if not people:
        return Refused("log-refused-nobody", network=network.name)
    return Refused("log-refused", network=network.name, people=any_of(people))
