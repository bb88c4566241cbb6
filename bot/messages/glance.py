"""All networks at a glance: how many, how far, when next. Numbers per network, for the leadership."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.commitments import CLOSED, State
from bot.language import Language
from bot.messages.conferences import Conference, next_conferences
from bot.storage.preparation import PREPARATION
from bot.storage.tables import Commitment, Membership, Network, Task

#: What counts as new.
NEW_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Counts:
    """A network's commitments in numbers."""

    open: int = 0
    #: Of the open ones: past their date, and in need of support.
    late: int = 0
    needs_support: int = 0
    #: Written since last week, open or not.
    new: int = 0


@dataclass(frozen=True)
class Glance:
    """One network at a glance."""

    network_id: int
    network: str
    members: int
    commitments: Counts = field(default_factory=Counts)
    conference: Conference | None = None
    #: Steps of preparation before that conference, of all municipalities together.
    steps: int = 0
    steps_done: int = 0


def glances(session: Session, programme_ids: Collection[int], today: date, now: datetime) -> list[Glance]:
    """Return the networks of these programmes by name, in four queries however many they are."""
    networks = session.execute(
        select(Network.id, Network.name, func.count(Membership.id))
        .outerjoin(
            Membership,
            and_(
                Membership.network_id == Network.id,
                Membership.valid_from <= now,
                or_(Membership.valid_to.is_(None), Membership.valid_to > now),
            ),
        )
        .where(Network.programme_id.in_(programme_ids))
        .group_by(Network.id, Network.name)
        .order_by(Network.name, Network.id)
    ).all()
    ids = [row.id for row in networks]
    counts = _counts(session, ids, today, now)
    conferences = next_conferences(session, ids, now)
    steps = _steps(session, [conference.meeting_id for conference in conferences.values()], now)
    found = []
    for network_id, name, members in networks:
        conference = conferences.get(network_id)
        total, done = steps.get(conference.meeting_id, (0, 0)) if conference else (0, 0)
        of = counts.get(network_id, Counts())
        found.append(Glance(network_id, name, members, of, conference, total, done))
    return found


def led_counts(session: Session, programmes: Collection[int], today: date, now: datetime) -> Counts | None:
    """Return the commitments of all networks of the programmes somebody leads in numbers; None without networks."""
    # A programme may have no networks: then its municipalities follow an annual wheel.
    found = glances(session, programmes, today, now) if programmes else []
    return together(found) if found else None


def together(led: Iterable[Glance]) -> Counts:
    """Return the commitments of several networks in numbers."""
    of = [one.commitments for one in led]
    return Counts(
        open=sum(one.open for one in of),
        late=sum(one.late for one in of),
        needs_support=sum(one.needs_support for one in of),
        new=sum(one.new for one in of),
    )


def in_numbers(counts: Counts, language: Language) -> str:
    """Return what the counts say in a sentence; what there is none of is left out."""
    return language.template("glance").plain("counts", counts=counts)


def _counts(session: Session, network_ids: list[int], today: date, now: datetime) -> dict[int, Counts]:
    is_open = Commitment.state.not_in(CLOSED)
    is_late = and_(Commitment.state == State.ONGOING, Commitment.due_on < today)
    rows = session.execute(
        select(
            Commitment.network_id,
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((is_late, 1), else_=0)),
            func.sum(case((Commitment.state == State.NEEDS_SUPPORT, 1), else_=0)),
            func.sum(case((Commitment.created_at > now - NEW_FOR, 1), else_=0)),
        )
        .where(Commitment.network_id.in_(network_ids))
        .group_by(Commitment.network_id)
    )
    return {network_id: Counts(*map(int, numbers)) for network_id, *numbers in rows}


def _steps(session: Session, meeting_ids: list[int], now: datetime) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(Task.meeting_id, func.count(), func.count(Task.done_at))
        .join(Membership, and_(Membership.network_id == Task.network_id, Membership.unit_id == Task.unit_id))
        .where(Task.kind == PREPARATION, Task.meeting_id.in_(meeting_ids))
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .group_by(Task.meeting_id)
    )
    return {meeting_id: (total, done) for meeting_id, total, done in rows if meeting_id is not None}
