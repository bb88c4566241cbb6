"""The rows of a workspace as `load` sees them: what is kept of a declared thing, making it, and changing it.

Everything is read once, in a query per table however many networks there are; new rows wait for a flush per level.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.declared import (
    ENDED,
    BreakKey,
    ConferenceKey,
    Key,
    MemberKey,
    NetworkKey,
    RoleKey,
    UnitKey,
    identity,
)
from bot.domain.calendar import local_day
from bot.services.content_people import PeopleRows, Scope
from bot.services.lasting import Lasting
from bot.services.milestones import mark_speaking
from bot.storage.deliveries import forget_waiting, mark_for_refresh
from bot.storage.tables import ClosedDays, Meeting, Membership, Network, Programme, Task, Unit
from bot.storage.tables.base import InWorkspace

T = TypeVar("T", bound=InWorkspace)

#: A municipality, a district or school in it, a school in a district.
UNIT_LEVELS = 3

#: A conference's fields and the columns they are kept in.
_COLUMNS = {
    "starts": "starts_at",
    "ends": "ends_at",
    "venue": "venue",
    "approved": "venue_approved",
    "themes": "themes",
}


class Rows:
    """What a workspace has now of everything that a file can declare."""

    def __init__(self, session: Session, workspace_id: int, *, now: datetime, timezone: str) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.now = now
        self.timezone = timezone
        self.lasting = Lasting(now, ZoneInfo(timezone))
        self.people = PeopleRows(session, workspace_id, self.lasting)
        self.programmes = {row.slug: row for row in self._all(Programme)}
        self.networks = {(row.programme_id, row.name): row for row in self._all(Network)}
        units = {row.id: row for row in self._all(Unit)}
        self.identities = {row.id: _identity(row, units) for row in units.values()}
        self.units = {self.identities[row.id]: row for row in units.values()}
        self.members = {(row.network_id, row.unit_id): row for row in self._all(Membership)}
        self.meetings = {(row.network_id, row.number): row for row in self._all(Meeting) if row.kind == "conference"}
        self.breaks = {(row.unit_id, row.name, row.first_day): row for row in self._all(ClosedDays)}

    def kept(self, key: Key, *, over: bool = False) -> dict[str, Any] | None:
        """Return the fields of what is kept, None for those without value; or None when there is no such thing.

        A role or a place in a network that has ended is no such thing any more, unless `over` asks for it too.
        """
        match key:
            case NetworkKey():
                network = self._network(key)
                return {"channel": network.channel_id, "round": network.round} if network else None
            case UnitKey():
                unit = self.units.get(identity(key))
                return self._unit(unit) if unit else None
            case MemberKey():
                return self._membership(key, over=over)
            case RoleKey():
                return self.people.kept(key, self._scope(key), over=over)
            case ConferenceKey():
                meeting = self.meeting(key)
                return self._conference(meeting) if meeting else None
            case BreakKey():
                closed = self._break(key)
                return {"to": closed.last_day.isoformat()} if closed else None

    def began_on(self, key: Key, principal: str = "") -> date | None:
        """Return the first day of a role, a place in a network or a school's principal that is kept, or None."""
        if isinstance(key, UnitKey) and principal:
            unit = self.units.get(identity(key))
            return self.people.principal_since(unit.id, principal) if unit else None
        if isinstance(key, RoleKey):
            return self.people.began_on(key, self._scope(key))
        member = self._member(key) if isinstance(key, MemberKey) else None
        return None if member is None else self.lasting.began_on(member)

    def make_units(self, keys: Iterable[UnitKey], channels: Mapping[str, str]) -> None:
        """Make the units that are not there, and what they belong to, from the outermost in."""
        wanted = {identity(each): each for key in keys for each in _with_parents(key)}
        for level in range(UNIT_LEVELS):
            for name, key in wanted.items():
                if name not in self.units and len(list(_with_parents(key))) == level + 1:
                    parent = self.units[identity(key.parent)].id if key.parent else None
                    self.units[name] = self._add(
                        Unit(
                            workspace_id=self.workspace_id,
                            kind=key.kind,
                            name=key.name,
                            code=key.code,
                            parent_id=parent,
                            channel_id=channels.get(name),
                        )
                    )
            self.session.flush()
        self.identities = {unit.id: name for name, unit in self.units.items()}

    def make(self, key: Key, fields: Mapping[str, Any]) -> None:
        """Make a thing that is not there; what it belongs to is there already."""
        match key:
            case NetworkKey():
                programme = self.programmes[key.programme].id
                self.networks[programme, key.name] = self._add(
                    Network(
                        workspace_id=self.workspace_id,
                        programme_id=programme,
                        name=key.name,
                        round=fields.get("round"),
                        channel_id=fields.get("channel"),
                    )
                )
            case MemberKey():
                self._make_member(key, fields.get(ENDED))
            case RoleKey():
                self.people.make(key, self._scope(key), fields.get(ENDED))
            case ConferenceKey():
                self._make_conference(key, fields)
            case BreakKey():
                row = ClosedDays(workspace_id=self.workspace_id, unit_id=self.units[identity(key.unit)].id)
                row.name, row.first_day, row.last_day = key.name, key.first_day, date.fromisoformat(fields["to"])
                self._add(row)
            case UnitKey():
                raise TypeError("Units are made by make_units.")

    def change(self, key: Key, name: str, value: Any) -> None:
        """Give a field of a thing that is there another value."""
        match key:
            case NetworkKey():
                setattr(self._network(key), {"channel": "channel_id"}.get(name, name), value)
            case UnitKey():
                unit = self.units[identity(key)]
                self._set_unit(unit, name, value)
            case RoleKey():
                self.people.change(key, self._scope(key), name, value)
            case ConferenceKey():
                meeting = self.meeting(key)
                if meeting is not None:
                    self._set_conference(meeting, {name: value})
                    self._tell_anew(meeting)
            case BreakKey():
                closed = self._break(key)
                if closed is not None:
                    closed.last_day = date.fromisoformat(value)
            case MemberKey():
                self._make_member(key, value)

    def _membership(self, key: MemberKey, *, over: bool) -> dict[str, Any] | None:
        member = self._member(key)
        if member is None or (self.lasting.is_over(member) and not over):
            return None
        return {ENDED: self.lasting.ended(member)}

    def _unit(self, row: Unit) -> dict[str, Any]:
        followed = next((slug for slug, each in self.programmes.items() if each.id == row.programme_id), None)
        return {
            "channel": row.channel_id,
            "principal": self.people.principals_of(row.id),
            "programme": followed,
            "board_meetings": row.board_meetings,
            ENDED: self.lasting.ended(row),
        }

    def _set_unit(self, row: Unit, name: str, value: Any) -> None:
        if name == "principal":
            self.people.set_principals(row.id, value)
        elif name == ENDED:
            row.valid_to = self.lasting.until(value)
            mark_speaking(self.session, row.parent_id or row.id, row.parent_id or row.id, self.now)
        elif name == "programme":
            row.programme_id = self.programmes[value].id
            row.follows_from = local_day(self.now, ZoneInfo(self.timezone))
        else:
            setattr(row, {"channel": "channel_id"}.get(name, name), value)
        if name == "board_meetings":
            mark_speaking(self.session, row.id, row.id, self.now)

    def _tell_anew(self, meeting: Meeting) -> None:
        """Have what waits about a conference and its preparation planned anew, and what was said brought up to date."""
        self.session.flush()
        task_ids = list(self.session.scalars(select(Task.id).where(Task.meeting_id == meeting.id)))
        forget_waiting(self.session, subject="meetings", subject_ids=[meeting.id])
        forget_waiting(self.session, subject="tasks", subject_ids=task_ids)
        mark_for_refresh(self.session, subject="meetings", subject_id=meeting.id)
        for task_id in task_ids:
            mark_for_refresh(self.session, subject="tasks", subject_id=task_id)

    def _conference(self, row: Meeting) -> dict[str, Any]:
        return {
            "starts": row.starts_at.isoformat(),
            "ends": row.ends_at.isoformat(),
            "host": self.identities.get(row.host_unit_id or 0),
            "venue": row.venue,
            "approved": row.venue_approved if row.venue else None,
            "themes": row.themes or None,
            "cancelled": True if row.cancelled_at else None,
        }

    def _make_conference(self, key: ConferenceKey, fields: Mapping[str, Any]) -> None:
        network = self._network(key.network)
        row = Meeting(workspace_id=self.workspace_id, kind="conference", number=key.number, timezone=self.timezone)
        row.network_id, row.themes = network.id if network else None, []
        self._set_conference(row, fields)
        self._add(row)

    def _set_conference(self, row: Meeting, fields: Mapping[str, Any]) -> None:
        for name, value in fields.items():
            if name == "host":
                row.host_unit_id = self.units[value].id
            elif name == "cancelled":
                row.cancelled_at = self.now if value else None
            else:
                setattr(row, _COLUMNS[name], datetime.fromisoformat(value) if name in {"starts", "ends"} else value)

    def _make_member(self, key: MemberKey, ended: str | None) -> None:
        network, unit = self._network(key.network), self.units[identity(key.unit)]
        if member := self._member(key):
            member.valid_to = self.lasting.until(ended)
        elif network is not None:
            row = Membership(workspace_id=self.workspace_id, network_id=network.id, unit_id=unit.id)
            row.valid_to = self.lasting.until(ended)
            row.valid_from = self.now if row.valid_to is None else min(self.now, row.valid_to)
            self._add(row)

    def _scope(self, key: RoleKey) -> Scope:
        """Return what a role is of; the id 0 stands for what is not there yet."""
        programme = self.programmes.get(key.programme) if key.programme else None
        network = self._network(key.network) if key.network else None
        unit = self.units.get(identity(key.unit)) if key.unit else None
        return Scope(
            key.kind,
            programme_id=(programme.id if programme else 0) if key.programme else None,
            network_id=(network.id if network else 0) if key.network else None,
            unit_id=(unit.id if unit else 0) if key.unit else None,
            level=key.level,
        )

    def _network(self, key: NetworkKey) -> Network | None:
        programme = self.programmes.get(key.programme)
        return self.networks.get((programme.id, key.name)) if programme else None

    def _member(self, key: MemberKey) -> Membership | None:
        network, unit = self._network(key.network), self.units.get(identity(key.unit))
        return self.members.get((network.id, unit.id)) if network and unit else None

    def meeting(self, key: ConferenceKey) -> Meeting | None:
        """Return the conference that is meant, or None."""
        network = self._network(key.network)
        return self.meetings.get((network.id, key.number)) if network else None

    def _break(self, key: BreakKey) -> ClosedDays | None:
        unit = self.units.get(identity(key.unit))
        return self.breaks.get((unit.id, key.name, key.first_day)) if unit else None

    def _all(self, table: type[T]) -> list[T]:
        return list(self.session.scalars(select(table).where(table.workspace_id == self.workspace_id)))

    def _add(self, row: T) -> T:
        self.session.add(row)
        return row


def _identity(row: Unit, units: Mapping[int, Unit]) -> str:
    if row.kind == "municipality" and row.code:
        return row.code
    parent = units.get(row.parent_id or 0)
    return f"{_identity(parent, units)}/{row.name}" if parent else row.name


def _with_parents(key: UnitKey) -> Iterator[UnitKey]:
    """Yield a unit and what it belongs to, the outermost last."""
    yield key
    if key.parent is not None:
        yield from _with_parents(key.parent)
