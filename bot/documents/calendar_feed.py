"""A calendar feed: what is planned, as iCalendar (RFC 5545), for a calendar program that fetches it again and again.

An entry keeps its UID for life. When it changes its `sequence` is raised and `changed_at` set, and what is cancelled
stays in the feed as cancelled, so that calendars take it away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

#: Whose entries these are, in UIDs: not an address, which may change while entries stay.
DOMAIN = "natverksbot"
#: How often calendar programs should ask again.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: whole days, or a time of day when both instants are given (with offset)."""

    #: What it is, never what it is called: kind, unit, milestone, year.
    uid_parts: tuple[str, ...]
    title: str
    day: date
    #: Included; the same day when None.
    last_day: date | None
    description: str
    url: str | None
    #: Raised by one at every change.
    sequence: int
    cancelled: bool
    #: When it was last changed, an instant.
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def uid(parts: Sequence[str]) -> str:
    """Return an entry's identity: the same for the same parts, and never anything personal in the clear."""
    if not parts:
        raise ValueError("An entry needs an identity.")
    return f"{sha256(repr(tuple(parts)).encode()).hexdigest()[:32]}@{DOMAIN}"


def calendar_feed(name: str, entries: Iterable[Entry], zone: ZoneInfo, locale: str = "sv") -> bytes:
    """Return the feed, its entries in the order of their days.

    Raises ValueError for two entries with one UID, for an entry that ends before it begins or for an instant without
    offset: icalendar's own check lets the first pass, and a missing UID or DTSTAMP as well.
    """
    import icalendar

    ordered = sorted(entries, key=lambda entry: (entry.day, entry.uid_parts))
    _check(ordered)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Natverksbot//Calendar//{locale.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in ordered:
        calendar.add_component(_event(entry, zone, locale))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _check(entries: Sequence[Entry]) -> None:
    doubles = [one for one, count in Counter(uid(entry.uid_parts) for entry in entries).items() if count > 1]
    if doubles:
        raise ValueError(f"Two entries have one identity: {doubles[0]}")
    for entry in entries:
        if (entry.last_day or entry.day) < entry.day:
            raise ValueError(f"{entry.title} ends before it begins.")
        for instant in (entry.changed_at, entry.starts_at, entry.ends_at):
            if instant is not None and instant.tzinfo is None:
                raise ValueError(f"{entry.title} has an instant without offset.")


def _event(entry: Entry, zone: ZoneInfo, locale: str) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", uid(entry.uid_parts))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title, parameters={"LANGUAGE": locale})
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.starts_at is None else "OPAQUE")
    for moment, value in zip(("dtstart", "dtend"), _times(entry, zone), strict=True):
        event.add(moment, value)
    if entry.description:
        event.add("description", entry.description, parameters={"LANGUAGE": locale})
    if entry.url:
        event.add("url", entry.url)
    return event


def _times(entry: Entry, zone: ZoneInfo) -> tuple[date | datetime, date | datetime]:
    """Return begin and end; a whole day ends on the morning after it."""
    if entry.starts_at is not None and entry.ends_at is not None:
        return entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    return entry.day, (entry.last_day or entry.day) + timedelta(days=1)
