"""The conferences that letters and the Home tab speak of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.storage.tables import Meeting, Network, Unit


@dataclass(frozen=True)
class Conference:
    """When a network meets, in the meeting's own days, and where."""

    meeting_id: int
    network_id: int
    network: str
    first_day: date
    last_day: date
    host: str | None


def next_conferences(session: Session, network_ids: Collection[int], now: datetime) -> dict[int, Conference]:
    """Return the next conference, or the one that goes on, of each network that has one."""
    found: dict[int, Conference] = {}
    rows = session.execute(_conferences(network_ids).where(Meeting.ends_at > now).order_by(Meeting.starts_at))
    for meeting, network, host in rows:
        found.setdefault(meeting.network_id or 0, _conference(meeting, network, host))
    return found


def latest_conferences(session: Session, network_ids: Collection[int], now: datetime) -> dict[int, Conference]:
    """Return the conference that goes on, or else the last one that was, of each network that has had one."""
    found: dict[int, Conference] = {}
    rows = session.execute(_conferences(network_ids).where(Meeting.starts_at <= now).order_by(Meeting.starts_at.desc()))
    for meeting, network, host in rows:
        found.setdefault(meeting.network_id or 0, _conference(meeting, network, host))
    return found


def _conferences(network_ids: Collection[int]) -> Select[Meeting, str, str]:
    return (
        select(Meeting, Network.name, Unit.name)
        .join(Network, Network.id == Meeting.network_id)
        .outerjoin(Unit, Unit.id == Meeting.host_unit_id)
        .where(Meeting.network_id.in_(network_ids), Meeting.kind == "conference", Meeting.cancelled_at.is_(None))
    )


def _conference(meeting: Meeting, network: str, host: str | None) -> Conference:
    zone = ZoneInfo(meeting.timezone)
    return Conference(
        meeting_id=meeting.id,
        network_id=meeting.network_id or 0,
        network=network,
        first_day=local_day(meeting.starts_at, zone),
        last_day=local_day(meeting.ends_at, zone),
        host=host,
    )
