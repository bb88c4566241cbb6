"""The tables: who, where, the promise, what is said, what happened."""

from bot.storage.tables.base import Base
from bot.storage.tables.commitments import Commitment, DecidedText, SupportRequest, Task
from bot.storage.tables.deliveries import Delivery, Pause, SenderLease
from bot.storage.tables.inquiries import Inquiry, Response
from bot.storage.tables.links import CalendarEntry, Link
from bot.storage.tables.networks import ClosedDays, Meeting, Membership, Network, Programme, Unit
from bot.storage.tables.people import Absence, Person, Role, Workspace
from bot.storage.tables.records import Draft, Event, LoadedEntry, ReceivedEvent

__all__ = [
    "Absence",
    "Base",
    "CalendarEntry",
    "ClosedDays",
    "Commitment",
    "DecidedText",
    "Delivery",
    "Draft",
    "Event",
    "Inquiry",
    "Link",
    "LoadedEntry",
    "Meeting",
    "Membership",
    "Network",
    "Pause",
    "Person",
    "Programme",
    "ReceivedEvent",
    "Response",
    "Role",
    "SenderLease",
    "SupportRequest",
    "Task",
    "Unit",
    "Workspace",
]
