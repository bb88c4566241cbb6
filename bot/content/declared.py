"""What a workspace file declares, one thing at a time: its identity, the values that are written, and their lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.content.faults import Path
from bot.content.municipalities import official_list
from bot.content.workspace_file import (
    ConferenceEntry,
    MemberUnit,
    MunicipalityEntry,
    NetworkEntry,
    WorkspaceFile,
    placed,
)
from bot.content.workspace_parts import LEVELS, Holder
from bot.content.yaml_source import Source

#: The field that holds the last day of what can end.
ENDED = "ended"


@dataclass(frozen=True)
class NetworkKey:
    """A network of a programme, by its name."""

    programme: str
    name: str


@dataclass(frozen=True)
class UnitKey:
    """A municipality, a city district under its city, or a school under its municipality."""

    kind: str
    name: str
    code: str | None = None
    parent: "UnitKey | None" = None


@dataclass(frozen=True)
class MemberKey:
    """A unit's place in a network."""

    network: NetworkKey
    unit: UnitKey


@dataclass(frozen=True)
class RoleKey:
    """What a person is, of what. `person` is a Slack id or an e-mail address; somebody in neither has only a name."""

    kind: str
    person: str | None
    name: str = ""
    programme: str | None = None
    network: NetworkKey | None = None
    unit: UnitKey | None = None
    level: str | None = None


@dataclass(frozen=True)
class ConferenceKey:
    """A network's conference by its number."""

    network: NetworkKey
    number: int


@dataclass(frozen=True)
class BreakKey:
    """A break of a municipality's schools, by its name and first day."""

    unit: UnitKey
    name: str
    first_day: date


Key = NetworkKey | UnitKey | MemberKey | RoleKey | ConferenceKey | BreakKey


@dataclass(frozen=True)
class Declared:
    """One thing in a file. `path` is its identity in words; only what is written is in `fields`, as JSON values.

    Whatever can end has a field `ended` all the same, None while it goes on: taken out of the file, the end is off.
    """

    key: Key
    path: str
    source: Source
    at: Path
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: Where in the file each field stands.
    places: Mapping[str, Path] = field(default_factory=dict)


def declared(file: WorkspaceFile) -> Iterator[Declared]:
    """Yield everything a file declares; what belongs to something comes after it."""
    writer = _Writer(file.source, file.programme.programme.id)
    for at, holder in placed(file.source, ("leadership",), file.content.leadership):
        key = RoleKey("leadership", holder.user, programme=writer.programme)
        yield writer.held(key, f"{writer.programme}/leadership/{holder.user}", at, holder.ended)
    for network in file.networks:
        yield from writer.network(network)
    for entry in file.municipalities:
        yield from writer.municipality(entry, None, "municipalities")


def unit_key(unit: MemberUnit) -> UnitKey:
    """Return the key of a municipality, or of a district under its city."""
    if unit.code is not None:
        return UnitKey("municipality", unit.name, unit.code)
    city = official_list().with_code(unit.city_code or "")
    return UnitKey("district", unit.name, parent=UnitKey("municipality", city.name if city else "", unit.city_code))


def addresses_in(thing: Declared) -> Iterator[tuple[str, Path]]:
    """Yield the e-mail addresses that a thing names somebody by, and where each stands."""
    if isinstance(thing.key, RoleKey) and "@" in (thing.key.person or ""):
        yield thing.key.person or "", thing.at
    principal: Any = thing.fields.get("principal") or []
    for who in [principal] if isinstance(principal, str) else [one for one, _ in principal]:
        if "@" in who:
            yield who, thing.places["principal"]


class _Writer:
    """Writes down the things of one file."""

    def __init__(self, source: Source, programme: str) -> None:
        self.source = source
        self.programme = programme

    def thing(self, key: Key, path: str, at: Path, **fields: tuple[Any, Path]) -> Declared:
        """Return a thing; each field is a value and where it stands, and without value it was not written."""
        written = {name: (value, place) for name, (value, place) in fields.items() if value is not None}
        return Declared(
            key,
            path,
            self.source,
            at,
            {name: value for name, (value, _) in written.items()},
            {name: place for name, (_, place) in written.items()},
        )

    def held(self, key: Key, path: str, at: Path, ended: date | None, **fields: tuple[Any, Path]) -> Declared:
        """Return something that is held until a last day, or until further notice."""
        thing = self.thing(key, path, at, **fields)
        end = ended and ended.isoformat()
        return replace(thing, fields={**thing.fields, ENDED: end}, places={**thing.places, ENDED: (*at, ENDED)})

    def network(self, entry: NetworkEntry) -> Iterator[Declared]:
        key = NetworkKey(self.programme, entry.name)
        path = f"{self.programme}/networks/{entry.id or entry.name}"
        channel = (entry.part.channel, (*entry.path, "channel"))
        yield self.thing(key, path, entry.path, channel=channel, round=(entry.round, entry.path))
        for member in entry.members:
            yield from self.municipality(member, key, f"{path}/municipalities")
        for conference in entry.conferences:
            yield self.conference(conference, key, path)

    def conference(self, entry: ConferenceEntry, network: NetworkKey, within: str) -> Declared:
        part, at = entry.part, entry.path
        venue = part.venue
        return self.thing(
            ConferenceKey(network, part.number),
            f"{within}/conferences/{part.number}",
            at,
            starts=(_instant(part.starts), (*at, "starts")),
            ends=(_instant(part.ends), (*at, "ends")),
            host=(identity(unit_key(entry.host)) if entry.host else None, (*at, "host")),
            venue=(venue.name if venue else None, (*at, "venue", "name")),
            approved=(venue.approved if venue else None, (*at, "venue", "approved")),
            themes=(list(entry.themes) or None, (*at, "themes")),
            cancelled=(part.cancelled, (*at, "cancelled")),
        )

    def municipality(self, entry: MunicipalityEntry, network: NetworkKey | None, within: str) -> Iterator[Declared]:
        unit, at, part = unit_key(entry.unit), entry.path, entry.part
        own, here = f"municipalities/{unit.name}", f"{within}/{unit.name}"
        yield self.held(
            unit,
            own,
            at,
            # In a network it is the place there that ends.
            part.ended if network is None else None,
            channel=(part.channel, (*at, "channel")),
            # Without a network it is the programme that a municipality follows itself.
            programme=(self.programme if network is None else None, at),
            board_meetings=(_days(part.board_meetings), (*at, "board_meetings")),
        )
        if network is not None:
            yield self.held(MemberKey(network, unit), here, at, part.ended)
        for kind in ("contact_person", "deputy", "administration", "board"):
            plural = {"contact_person": "contact_persons", "deputy": "deputies"}.get(kind, kind)
            yield from self.people(kind, getattr(part, plural), network, unit, f"{here}/{plural}", (*at, plural))
        yield from self.group(entry, network, here)
        yield from self.schools(entry, own)
        for i, each in enumerate(part.breaks):
            key, place = BreakKey(unit, each.name, each.first_day), (*at, "breaks", i)
            last_day = (each.last_day.isoformat(), (*place, "to"))
            yield self.thing(key, f"{own}/breaks/{each.name} {each.first_day}", place, to=last_day)

    def people(
        self, kind: str, people: Iterable[Holder], network: NetworkKey | None, unit: UnitKey, within: str, at: Path
    ) -> Iterator[Declared]:
        for place, one in placed(self.source, at, people):
            key = RoleKey(kind, one.user, network=network, unit=unit)
            yield self.held(key, f"{within}/{one.user}", place, one.ended)

    def group(self, entry: MunicipalityEntry, network: NetworkKey | None, within: str) -> Iterator[Declared]:
        for level in LEVELS:
            for i, person in enumerate(getattr(entry.part.members, level)):
                key = RoleKey("member", person.user, person.name, None, network, unit_key(entry.unit), level)
                at = (*entry.path, "members", level, i)
                path = f"{within}/members/{level}/{person.name}"
                yield self.held(key, path, at, person.ended, user=(person.user, (*at, "user")))

    def schools(self, entry: MunicipalityEntry, within: str) -> Iterator[Declared]:
        keys = {}
        for i, school in enumerate(entry.part.schools):
            at = (*entry.path, "schools", i)
            unit = keys[school.name.casefold()] = UnitKey("school", school.name, parent=unit_key(entry.unit))
            yield self.held(
                unit,
                f"{within}/schools/{school.name}",
                at,
                school.ended,
                channel=(school.channel, (*at, "channel")),
                principal=(_principals(school.principal), (*at, "principal")),
            )
        for i, head in enumerate(entry.part.heads_of_schools):
            for j, name in enumerate(head.schools):
                key = RoleKey("head_of_schools", head.user, unit=keys[name.casefold()])
                at = (*entry.path, "heads_of_schools", i, "schools", j)
                path = f"{within}/schools/{name}/heads_of_schools/{head.user}"
                thing = self.held(key, path, at, head.ended)
                yield replace(thing, places={ENDED: (*entry.path, "heads_of_schools", i, ENDED)})


def identity(key: UnitKey) -> str:
    """Return a unit's identity as one text: a municipality's code, else its name under what it belongs to."""
    if key.code is not None:
        return key.code
    return f"{identity(key.parent)}/{key.name}" if key.parent else key.name


def _principals(holders: Sequence[Holder]) -> str | list[list[str | None]] | None:
    """Return who is principal as it is kept: one until further notice by itself, else pairs with their last days."""
    if len(holders) == 1 and holders[0].ended is None:
        return holders[0].user
    return [[one.user, one.ended.isoformat() if one.ended else None] for one in holders] or None


def _days(days: Iterable[date]) -> list[str] | None:
    """Return days as they are kept, in order; None when there are none."""
    return sorted({day.isoformat() for day in days}) or None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
