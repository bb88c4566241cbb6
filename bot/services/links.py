"""Links outside Slack: opened, followed, seen by those whose wheels they show, and ended."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_people import OF_WHEEL, units_of
from bot.domain.wheel_standing import WheelUnit
from bot.errors import NotFound, Refused
from bot.services.people import identify
from bot.services.wheel import followed_wheels
from bot.services.wheel_rights import require_right, rights_in
from bot.storage.db import Database, only_reads
from bot.storage.people import held
from bot.storage.tables import Link, Person, Role, Unit

Kind = Literal["wheel", "calendar"]
#: Of what stands in an address, before it is written with letters.
BYTES = 32
#: Links that one person has to one wheel (and to everything they are in) at a time.
MOST_LIVE = 5


@dataclass(frozen=True)
class Followed:
    """Whose eyes a link sees with, and of what; without a unit everything that person is in."""

    actor: Actor
    unit_id: int | None


@dataclass(frozen=True)
class LiveLink:
    """A link that has not been ended: whose, to what, since when."""

    id: int
    kind: Kind
    #: The unit's name; None for a calendar of everything that person is in.
    unit: str | None
    person: str
    since: datetime


@dataclass(frozen=True)
class Opened:
    """What stands in new addresses, in the order they were wanted, and which links gave way to them."""

    tokens: Sequence[str]
    ended: Sequence[LiveLink] = ()


def open_links(database: Database, actor: Actor, *wanted: tuple[Kind, int | None], now: datetime) -> Opened:
    """Open links of a kind and a unit each, without a unit of all that the actor is in; the oldest give way to them.

    What stands in them cannot be read from the database again. Raises NotFound or Refused, and then none is opened.
    """
    tokens = [secrets.token_urlsafe(BYTES) for _ in wanted]
    with database.transaction(actor, now) as session:
        # Whoever presses twice at once opens one after the other.
        session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
        for token, (kind, unit_id) in zip(tokens, wanted, strict=True):
            _require(session, actor, unit_id, now)
            session.add(
                Link(
                    workspace_id=actor.workspace_id,
                    person_id=actor.person_id,
                    unit_id=unit_id,
                    kind=kind,
                    hash=_hash(token),
                    made_at=now,
                )
            )
        session.flush()
        return Opened(tokens, _make_room(session, actor, dict.fromkeys(unit_id for _, unit_id in wanted), now))


def follow_link(database: Database, workspace_id: int, kind: Kind, token: str, *, now: datetime) -> Followed:
    """Return who a link was given to, with the roles held now.

    Raises NotFound for one that never was, has been ended, is of another kind, or whose person has left or may not open
    one to this wheel any more.
    """
    found = (
        select(Link.unit_id, Person.slack_user_id)
        .join(Person, Person.id == Link.person_id)
        .where(Link.workspace_id == workspace_id, Link.kind == kind, Link.hash == _hash(token))
        .where(Link.revoked_at.is_(None), Person.active)
    )
    with database.reading() as session:
        row = session.execute(found).one_or_none()
    if row is None or row.slack_user_id is None:
        raise NotFound("link-unknown")
    actor = identify(database, workspace_id, row.slack_user_id, now=now)
    with database.reading() as session:
        try:
            _require(session, actor, row.unit_id, now)
        except (Refused, NotFound) as error:
            # Who asks is told the same as about a guess.
            raise NotFound("link-unknown") from error
    return Followed(actor, row.unit_id)


def revoke_links(database: Database, actor: Actor, *, now: datetime) -> int:
    """End every link that this person was given; return how many there were."""
    with database.transaction(actor, now) as session:
        return _end(session.scalars(_live(actor, Link.person_id == actor.person_id)).all(), now)


@only_reads
def live_links(database: Database, actor: Actor, unit_id: int, *, now: datetime) -> tuple[str, list[LiveLink]]:
    """Return a unit's name and everybody's links to it, the newest first; of a municipality those to its schools too.

    Raises NotFound, or Refused for who may not open one.
    """
    with database.reading() as session:
        unit = _require_unit(session, actor, unit_id, now)
        return unit.name, _described(session, _live(actor, _shows(actor, unit, now)))


def end_links(
    database: Database, actor: Actor, unit_id: int, link_id: int | None = None, *, now: datetime
) -> tuple[str, int]:
    """End one of the links that `live_links` tells of, or all of them; return the unit's name and how many.

    Raises NotFound or Refused.
    """
    with database.transaction(actor, now) as session:
        unit = _require_unit(session, actor, unit_id, now)
        one = [] if link_id is None else [Link.id == link_id]
        return unit.name, _end(session.scalars(_live(actor, _shows(actor, unit, now), *one)).all(), now)


def _require(session: Session, actor: Actor, unit_id: int | None, now: datetime) -> None:
    """Check that somebody may open a link to a unit, or to all they are in. Raises NotFound or Refused."""
    if unit_id is not None:
        _require_unit(session, actor, unit_id, now)
    elif not units_of(actor, *OF_WHEEL):
        raise Refused("links-refused-own")


def _require_unit(session: Session, actor: Actor, unit_id: int, now: datetime) -> WheelUnit:
    unit = followed_wheels(session, actor, unit_id, now).units[unit_id]
    require_right(session, actor, "publish", unit, now=now)
    return unit


def _make_room(session: Session, actor: Actor, unit_ids: dict[int | None, None], now: datetime) -> list[LiveLink]:
    """End what is more than MOST_LIVE of the actor's links to each unit, the oldest first; return what was ended."""
    gone: list[LiveLink] = []
    for unit_id in unit_ids:
        mine = _live(actor, Link.person_id == actor.person_id, Link.unit_id.is_not_distinct_from(unit_id))
        too_many = session.scalars(mine.offset(MOST_LIVE)).all()
        gone += _described(session, _live(actor, Link.id.in_([link.id for link in too_many])))[::-1]
        _end(too_many, now)
    return gone


def _live(actor: Actor, *conditions: ColumnElement[bool]) -> Select[Link]:
    live = select(Link).where(Link.workspace_id == actor.workspace_id, Link.revoked_at.is_(None), *conditions)
    return live.order_by(Link.made_at.desc(), Link.id.desc())


def _shows(actor: Actor, unit: WheelUnit, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `links`: it shows days of a unit, or of the schools whose days the actor sets there."""
    has_schools = not unit.is_school and "move" in rights_in(actor, unit)
    units = select(Unit.id).where(
        or_(Unit.id == unit.id, Unit.parent_id == unit.id) if has_schools else Unit.id == unit.id
    )
    # A head of schools has the schools' milestones as the municipality has them.
    kinds = OF_WHEEL if has_schools else OF_WHEEL - {"head_of_schools"}
    people = select(Role.person_id).where(Role.unit_id.in_(units), Role.kind.in_(kinds), *held(now))
    return or_(Link.unit_id.in_(units), and_(Link.unit_id.is_(None), Link.person_id.in_(people)))


def _described(session: Session, links: Select[Link]) -> list[LiveLink]:
    rows = session.execute(
        links.join(Person, Person.id == Link.person_id)
        .outerjoin(Unit, Unit.id == Link.unit_id)
        .add_columns(Unit.name, Person.name, Person.slack_user_id)
    )
    return [
        LiveLink(link.id, link.kind, unit, name or f"@{slack_user_id}", link.made_at)
        for link, unit, name, slack_user_id in rows
    ]


def _end(links: Sequence[Link], now: datetime) -> int:
    for link in links:
        link.revoked_at = now
    return len(links)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
