"""Who acts, what they are, and what they may do; and when somebody is left in peace."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.calendar import local_day

#: Whose messages go to somebody else while they are away.
ASKED = frozenset({"contact_person", "principal", "head_of_schools", "administration", "board"})
#: Roles that act for their municipality. A deputy is *asked* only during absence, but may always act.
FOR_MUNICIPALITY = frozenset({"contact_person", "deputy"})


@dataclass(frozen=True)
class RoleHeld:
    """What a person is, of what; None means of everything in the workspace."""

    kind: str
    programme_id: int | None = None
    network_id: int | None = None
    unit_id: int | None = None
    level: str | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does something, as of now: a person in Slack, or the bot itself (`person_id` None)."""

    workspace_id: int
    person_id: int | None
    #: slack · load · bot
    via: str = "slack"
    slack_user_id: str = ""
    name: str = ""
    locale: str = "sv"
    timezone: str = "Europe/Stockholm"
    roles: tuple[RoleHeld, ...] = ()
    #: Whether they have ever opened the Home tab: then it is kept current after what they do.
    uses_home: bool = False

    def day(self, now: datetime) -> date:
        """Return the day it is where the actor is."""
        return local_day(now, ZoneInfo(self.timezone))


@dataclass(frozen=True)
class Place:
    """Where a thing belongs: what permissions are asked about."""

    programme_id: int
    network_id: int
    unit_id: int


def may(actor: Actor, action: str, subject: Place) -> bool:
    """Return whether the actor may do this there.

    Actions: `log` (write a commitment), `change` (its words, date and state), `ask-support`, `answer` (a
    conference's questions), `lead` (see who has not answered, preview, send again), `read`. Everybody in the
    workspace may read; the leadership of the programme may do everything in it; contact persons and deputies act
    for their own municipality; its municipal group may log what it promises and answer what it is asked.
    """
    if action == "read" or _leads(actor, subject):
        return True
    if action == "lead":
        return False
    kinds = {role.kind for role in actor.roles if _is_of(role, subject)}
    if action in {"log", "answer"}:
        return bool(kinds & (FOR_MUNICIPALITY | {"member"}))
    if action in {"change", "ask-support"}:
        return bool(kinds & FOR_MUNICIPALITY)
    raise ValueError(f"No such action: {action}")


def _leads(actor: Actor, subject: Place) -> bool:
    return any(role.kind == "leadership" and role.programme_id == subject.programme_id for role in actor.roles)


def _is_of(role: RoleHeld, subject: Place) -> bool:
    return role.unit_id == subject.unit_id and role.network_id in {None, subject.network_id}


def may_set(actor: Actor, person_id: int, programme_ids: Collection[int]) -> bool:
    """Return whether the actor may change somebody's own settings.

    That is the person, and the leadership of a programme in which the person has a part (`programme_ids`).
    """
    if actor.person_id is not None and actor.person_id == person_id:
        return True
    return any(role.kind == "leadership" and role.programme_id in programme_ids for role in actor.roles)


@dataclass(frozen=True)
class Rest:
    """Days on which nothing scheduled is said to somebody; without a last day until further notice."""

    #: paused · away
    why: str
    first_day: date
    last_day: date | None

    def covers(self, day: date) -> bool:
        """Return whether a day is one of them."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def rest_on(rests: Iterable[Rest], day: date) -> str | None:
    """Return why somebody is left in peace on a day, or None. Away goes first: then others are asked."""
    return min((rest.why for rest in rests if rest.covers(day)), default=None)


def stand_ins(named: int | None, deputies: Iterable[int], asked_already: Collection[int]) -> list[int]:
    """Return who is asked in the place of somebody who is away.

    That is whoever they have named, else the deputies of the municipality; nobody is asked twice for having the same
    role there already.
    """
    asked = [named] if named is not None else list(dict.fromkeys(deputies))
    return [person_id for person_id in asked if person_id not in asked_already]
