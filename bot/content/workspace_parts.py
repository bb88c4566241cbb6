"""A workspace file as it is written: who takes part in a programme, where they talk and when they meet."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.questions import Model
from bot.domain.programme.texts import Words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
_SLACK_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
_SLACK_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


def _person(written: str) -> str:
    if "@" in written:
        if not _EMAIL.fullmatch(written):
            raise PydanticCustomError("load-bad-email", "not an e-mail address")
        return written.lower()
    if not _SLACK_PERSON.fullmatch(written):
        raise PydanticCustomError("load-bad-person", "neither a Slack id nor an e-mail address")
    return written


def _channel(written: str) -> str:
    if not _SLACK_CHANNEL.fullmatch(written):
        raise PydanticCustomError("load-bad-channel", "not a Slack channel's id")
    return written


def _day(written: object) -> object:
    # Pydantic would read a bare number as seconds since 1970.
    if isinstance(written, str):
        try:
            return date.fromisoformat(_matched(_DAY, written))
        except ValueError:
            raise PydanticCustomError("load-not-a-day", "a day is written 2027-03-01") from None
    return written


def _moment(written: object, info: ValidationInfo) -> object:
    if isinstance(written, str):
        try:
            moment = datetime.fromisoformat(_matched(_MOMENT, written))
        except ValueError:
            raise PydanticCustomError("load-not-a-moment", "a time is written 2027-02-10T10:00") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=(info.context or {})["zone"])
    return written


def _matched(pattern: re.Pattern[str], written: str) -> str:
    if not pattern.fullmatch(written):
        raise ValueError(written)
    return written


#: Who takes part (N2); the keys of a municipal group.
LEVELS = ("politician", "administration", "principal", "teacher")

#: A Slack user id (`U0BODEN`), or an e-mail address in small letters.
PersonRef = Annotated[str, AfterValidator(_person)]
#: A Slack channel id (`C0NORR`).
ChannelRef = Annotated[str, AfterValidator(_channel)]
Day = Annotated[date, BeforeValidator(_day)]
#: An instant; written without offset it is in the zone of the installation.
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Holder(Model):
    """Somebody who holds a role; an id or an address by itself says who."""

    user: PersonRef
    #: The last day on which it is held; None until further notice.
    ended: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_itself(cls, written: Any) -> Any:
        return {"user": written} if isinstance(written, str) else written


def _listed(written: object) -> object:
    return [written] if isinstance(written, str | dict) else written


#: One holder, or a list of them.
Holders = Annotated[tuple[Holder, ...], BeforeValidator(_listed)]


class Participant(Model):
    """Somebody in a municipal group; many are not in Slack."""

    name: Words
    user: PersonRef | None = None
    ended: Day | None = None


class GroupMembers(Model):
    """The municipal group by level (N2)."""

    politician: tuple[Participant, ...] = ()
    administration: tuple[Participant, ...] = ()
    principal: tuple[Participant, ...] = ()
    teacher: tuple[Participant, ...] = ()


class School(Model):
    """A school, its principals (who may stand at several) and its own channel."""

    name: Words
    principal: Holders = ()
    channel: ChannelRef | None = None
    #: The last day on which it is a school of the municipality's.
    ended: Day | None = None


class Break(Model):
    """Days when the municipality's schools are closed, both days included."""

    name: Words
    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")


class HeadOfSchools(Model):
    """Somebody in the administration who is head of several schools."""

    user: PersonRef
    schools: tuple[Words, ...] = Field(min_length=1)
    ended: Day | None = None


class MunicipalityPart(Model):
    """What a file says about a municipality, in a network or on its own."""

    name: Words
    #: Of a city district: its city.
    city: Words | None = Field(default=None, alias="in")
    channel: ChannelRef | None = None
    #: The last day on which it takes part: in the network it stands in, else in the programme.
    ended: Day | None = None
    contact_persons: tuple[Holder, ...] = ()
    deputies: tuple[Holder, ...] = ()
    members: GroupMembers = GroupMembers()
    administration: tuple[Holder, ...] = ()
    board: tuple[Holder, ...] = ()
    board_meetings: tuple[Day, ...] = ()
    heads_of_schools: tuple[HeadOfSchools, ...] = ()
    schools: tuple[School, ...] = ()
    breaks: tuple[Break, ...] = ()


class Venue(Model):
    """Where a conference is held, and whether the leadership has approved it (N13)."""

    name: Words
    approved: bool = False


class ConferencePart(Model):
    """A conference of a network."""

    number: int = Field(ge=1, le=999)
    starts: Moment
    ends: Moment
    host: Words | None = None
    venue: Venue | None = None
    themes: tuple[Words, ...] = ()
    #: It will not take place; False takes it up again.
    cancelled: bool | None = None


class NetworkPart(Model):
    """A network; members that are not written out come from the programme."""

    name: Words
    channel: ChannelRef | None = None
    municipalities: tuple[MunicipalityPart, ...] = ()
    conferences: tuple[ConferencePart, ...] = ()


class WorkspaceContent(Model):
    """A workspace file as it is written; validate it with the zone in the context."""

    programme: Words
    leadership: tuple[Holder, ...] = ()
    networks: tuple[NetworkPart, ...] = ()
    municipalities: tuple[MunicipalityPart, ...] = ()


def zone_context(timezone: str) -> dict[str, ZoneInfo]:
    """Return the context that `WorkspaceContent` is validated in."""
    return {"zone": ZoneInfo(timezone)}
