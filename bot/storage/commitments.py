"""What a commitment says, whole: read by its card, by lists, by letters and by forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from bot.storage.tables import Commitment, Network, Person, Programme, Task, Unit
from bot.storage.themes import themes_of


@dataclass(frozen=True)
class Activity:
    """A commitment broken down: how, who, when."""

    how: str
    who: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class BoardDecision:
    """What makes a commitment official."""

    body: str | None = None
    decided_on: date | None = None
    paragraph: str | None = None
    diary_number: str | None = None


@dataclass(frozen=True)
class CommitmentView:
    """A commitment with the names it needs; people's own words as they wrote them."""

    id: int
    number: int
    version: int
    programme_id: int
    network_id: int
    network: str
    channel_id: str | None
    unit_id: int
    municipality: str
    text: str
    state: str
    author: str
    author_id: int
    created_at: datetime
    effect: str | None = None
    follow_up: str | None = None
    theme: str | None = None
    theme_title: str | None = None
    level: str | None = None
    responsible: str | None = None
    due_on: date | None = None
    due_changes: int = 0
    state_comment: str | None = None
    closed_at: datetime | None = None
    meeting_id: int | None = None
    board: BoardDecision | None = None
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Named:
    """Where a commitment belongs and who wrote it, by name."""

    programme_id: int
    network: str
    channel_id: str | None
    municipality: str
    author: str
    #: The titles of the programme's themes, by id.
    themes: Mapping[str, str]


_WHOLE = (
    select(
        Commitment,
        Network.programme_id,
        Network.name,
        Network.channel_id,
        Unit.name,
        Person.name,
        Programme.content_hash,
    )
    .join(Network, Network.id == Commitment.network_id)
    .join(Programme, Programme.id == Network.programme_id)
    .join(Unit, Unit.id == Commitment.unit_id)
    .join(Person, Person.id == Commitment.author_id)
)
_ONE = _WHOLE.where(Commitment.id == bindparam("commitment_id"))
_ACTIVITIES = (
    select(Task)
    .where(Task.commitment_id.in_(bindparam("commitment_ids", expanding=True)), Task.kind == "activity")
    .order_by(Task.position)
)


def commitment_views(
    session: Session,
    *conditions: ColumnElement[bool],
    order: Sequence[Any] = (Commitment.number,),
    limit: int | None = None,
    offset: int = 0,
) -> list[CommitmentView]:
    """Return commitments that meet the conditions, in two queries however many they are."""
    return _views(session, _WHOLE.where(*conditions).order_by(*order).limit(limit).offset(offset), {})


def commitment_view(session: Session, commitment_id: int) -> CommitmentView | None:
    """Return one commitment, or None."""
    return next(iter(_views(session, _ONE, {"commitment_id": commitment_id})), None)


def _views(session: Session, wanted: Select[*tuple[Any, ...]], values: Mapping[str, int]) -> list[CommitmentView]:
    rows = session.execute(wanted, values).all()
    activities = activities_of(session, [row[0].id for row in rows])
    return [_view(session, row, activities.get(row[0].id, ())) for row in rows]


def _view(session: Session, row: Row[*tuple[Any, ...]], activities: tuple[Activity, ...]) -> CommitmentView:
    commitment, programme_id, network, channel_id, municipality, author, content = row
    themes = themes_of(session, content)
    return view_of(commitment, Named(programme_id, network, channel_id, municipality, author, themes), activities)


def activities_of(session: Session, commitment_ids: Iterable[int]) -> dict[int, tuple[Activity, ...]]:
    """Return the activities of commitments, in order."""
    tasks = session.scalars(_ACTIVITIES, {"commitment_ids": list(commitment_ids)})
    found: dict[int, tuple[Activity, ...]] = {}
    for task in tasks:
        if task.commitment_id is not None:
            found[task.commitment_id] = (
                *found.get(task.commitment_id, ()),
                Activity(task.title, task.who, task.due_on),
            )
    return found


def view_of(row: Commitment, named: Named, activities: tuple[Activity, ...]) -> CommitmentView:
    """Return what a commitment says, from its row and the names it needs."""
    board = BoardDecision(row.board_body, row.board_date, row.board_paragraph, row.board_diary_number)
    return CommitmentView(
        **{name: getattr(row, name) for name in _SAME},
        programme_id=named.programme_id,
        network=named.network,
        channel_id=named.channel_id,
        municipality=named.municipality,
        author=named.author,
        author_id=row.author_id,
        theme_title=named.themes.get(row.theme or ""),
        board=None if board == BoardDecision() else board,
        activities=activities,
    )


#: Columns that a view shows as they are.
_SAME = (
    *(
        "id",
        "number",
        "version",
        "network_id",
        "unit_id",
        "text",
        "state",
        "created_at",
        "effect",
        "follow_up",
        "theme",
    ),
    *("level", "responsible", "due_on", "due_changes", "state_comment", "closed_at", "meeting_id"),
)
