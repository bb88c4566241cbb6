"""A workspace file held against its programme: every name in it known, every entry with its identity and its line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.content.faults import Path as FieldPath
from bot.content.municipalities import official_list
from bot.content.programme_file import ProgrammeFile, find_programme
from bot.content.validation import nearest, validated
from bot.content.workspace_parts import (
    LEVELS,
    Break,
    ConferencePart,
    Holder,
    MunicipalityPart,
    NetworkPart,
    WorkspaceContent,
    zone_context,
)
from bot.content.yaml_source import Source
from bot.domain.programme.models import Area, Member, Programme, Theme


@dataclass(frozen=True)
class MemberUnit:
    """A municipality by its official code, or a city district by its name and its city's code."""

    name: str
    code: str | None
    city_code: str | None = None

    @property
    def identity(self) -> str:
        """What stays in the next file: the code, or the city's code and the district's name."""
        return self.code or f"{self.city_code} {self.name}"


@dataclass(frozen=True)
class MunicipalityEntry:
    """A municipality of the file or of the programme; `part` is empty but for the name when the file leaves it out."""

    path: FieldPath
    unit: MemberUnit
    part: MunicipalityPart


@dataclass(frozen=True)
class ConferenceEntry:
    """A conference with its host as a unit and its themes as ids, an area's name written out."""

    path: FieldPath
    part: ConferencePart
    host: MemberUnit | None
    themes: tuple[str, ...]


@dataclass(frozen=True)
class NetworkEntry:
    """A network with all its members, those of the programme and those the file adds."""

    path: FieldPath
    part: NetworkPart
    #: Its id in the programme; None for a network the programme does not ship.
    id: str | None
    #: As the programme spells it.
    name: str
    #: The id of its round; None like its id.
    round: str | None
    members: tuple[MunicipalityEntry, ...]
    conferences: tuple[ConferenceEntry, ...]


@dataclass(frozen=True)
class WorkspaceFile:
    """A workspace file in which everything holds; `source.line(path)` is where an entry stands."""

    source: Source
    #: The programme as its file says it now.
    programme: ProgrammeFile
    #: What the names were held against: what running networks have kept, else the same.
    held_against: Programme
    content: WorkspaceContent
    timezone: str
    networks: tuple[NetworkEntry, ...]
    municipalities: tuple[MunicipalityEntry, ...]


def read_workspace(
    source: Source, *, timezone: str, beside: Path, known: Mapping[str, Programme] = MappingProxyType({})
) -> WorkspaceFile:
    """Return what a workspace file says, or raise ContentError with every fault found.

    Times without offset are in `timezone` (an IANA name); a path to a programme is counted from the folder `beside`.
    Names are held against the `known` programme of this id, which running networks have kept, rather than its file.
    """
    content = validated(WorkspaceContent, source, context=zone_context(timezone))
    programme = find_programme(source, beside, known)
    held_against = known.get(programme.programme.id, programme.programme)
    reading = _Reading(source, held_against)
    networks = tuple(reading.network(("networks", i), part) for i, part in enumerate(content.networks))
    municipalities = reading.municipalities(("municipalities",), content.municipalities, ())
    reading.check_once(((*entry.path, "name"), entry.name) for entry in networks)
    reading.check_channels(content)
    source.faults.raise_any()
    return WorkspaceFile(source, programme, held_against, content, timezone, networks, municipalities)


def placed(source: Source, path: FieldPath, holders: Iterable[Holder]) -> Iterator[tuple[FieldPath, Holder]]:
    """Yield holders with their places; a single one may stand there without a list."""
    in_list = isinstance(source.written(path), list) if (holders := tuple(holders)) else False
    return (((*path, i) if in_list else path, holder) for i, holder in enumerate(holders))


class _Reading:
    """Resolves the names in one file; what is wrong is noted in the source's faults."""

    def __init__(self, source: Source, programme: Programme) -> None:
        self.source = source
        self.programme = programme

    def network(self, path: FieldPath, part: NetworkPart) -> NetworkEntry:
        round_, plan = self.programme.network(part.name) or (None, None)
        if plan is None and not part.municipalities:
            self._unknown_network(path, part.name)
        members = self._members(path, part, tuple(_unit(member) for member in plan.members) if plan else ())
        conferences = self._conferences((*path, "conferences"), part.conferences, members)
        if plan is None or round_ is None:
            return NetworkEntry(path, part, None, part.name, None, members, conferences)
        return NetworkEntry(path, part, plan.id, plan.name, round_.id, members, conferences)

    def _members(
        self, path: FieldPath, part: NetworkPart, planned: tuple[MemberUnit, ...]
    ) -> tuple[MunicipalityEntry, ...]:
        written = self.municipalities((*path, "municipalities"), part.municipalities, planned)
        identities = {entry.unit.identity for entry in written}
        left_out = (unit for unit in planned if unit.identity not in identities)
        return (*written, *(MunicipalityEntry(path, unit, MunicipalityPart(name=unit.name)) for unit in left_out))

    def municipalities(
        self, path: FieldPath, parts: Iterable[MunicipalityPart], planned: tuple[MemberUnit, ...]
    ) -> tuple[MunicipalityEntry, ...]:
        entries = [
            MunicipalityEntry((*path, i), unit, part)
            for i, part in enumerate(parts)
            if (unit := self._unit((*path, i), part, planned))
        ]
        self.check_once(((*entry.path, "name"), entry.unit.identity) for entry in entries)
        for entry in entries:
            self._check_municipality(entry.path, entry.part)
        return tuple(entries)

    def check_once(self, entries: Iterable[tuple[FieldPath, str]]) -> None:
        """Note a fault for every identity that has stood before; small and capital letters are the same."""
        seen: dict[str, int] = {}
        for path, identity in entries:
            folded = identity.casefold()
            if folded in seen:
                self.source.fault(path, "load-twice", value=self.source.written(path), line=seen[folded])
            seen.setdefault(folded, self.source.line(path))

    def check_channels(self, content: WorkspaceContent) -> None:
        """Note a fault where two networks or municipalities have one channel."""
        parts = [(("networks", i), part.channel) for i, part in enumerate(content.networks)]
        parts += [(("municipalities", i), part.channel) for i, part in enumerate(content.municipalities)]
        self.check_once(((*path, "channel"), channel) for path, channel in parts if channel)

    def _unknown_network(self, path: FieldPath, name: str) -> None:
        known = [network.name for network in self.programme.networks()]
        if meant := nearest(name, known):
            self.source.fault((*path, "name"), "load-unknown-network-meant", value=name, meant=meant)
        else:
            self.source.fault((*path, "name"), "load-unknown-network", value=name, programme=self.programme.title)

    def _unit(self, path: FieldPath, part: MunicipalityPart, planned: tuple[MemberUnit, ...]) -> MemberUnit | None:
        for unit in planned:
            if unit.name.casefold() == part.name.casefold():
                return unit
        if part.city is not None:
            city = self._official((*path, "in"), part.city, ())
            return MemberUnit(part.name, None, city.code) if city else None
        return self._official((*path, "name"), part.name, [unit.name for unit in planned])

    def _official(self, path: FieldPath, name: str, first: Sequence[str]) -> MemberUnit | None:
        if official := official_list().named(name):
            return MemberUnit(official.name, official.code)
        if meant := nearest(name, first) or nearest(name, official_list().names()):
            self.source.fault(path, "load-unknown-municipality-meant", value=name, meant=meant)
        else:
            self.source.fault(path, "load-unknown-municipality", value=name)
        return None

    def _check_municipality(self, path: FieldPath, part: MunicipalityPart) -> None:
        self.check_once(((*path, "schools", i, "name"), school.name) for i, school in enumerate(part.schools))
        self._check_people(path, part)
        for level in LEVELS:
            group = getattr(part.members, level)
            self.check_once(((*path, "members", level, i, "name"), person.name) for i, person in enumerate(group))
        self._check_breaks((*path, "breaks"), part.breaks)
        schools = [school.name for school in part.schools]
        for i, head in enumerate(part.heads_of_schools):
            for j, name in enumerate(head.schools):
                self._known((*path, "heads_of_schools", i, "schools", j), "load-unknown-school", name, schools)

    def _check_people(self, path: FieldPath, part: MunicipalityPart) -> None:
        """Note a fault where somebody stands twice in a list, or is contact person and deputy at one time."""
        lists = {name: (*path, name) for name in ("contact_persons", "deputies", "administration", "board")}
        found = {name: list(placed(self.source, at, getattr(part, name))) for name, at in lists.items()}
        for i, school in enumerate(part.schools):
            at = (*path, "schools", i, "principal")
            found[school.name] = list(placed(self.source, at, school.principal))
        for holders in found.values():
            self.check_once((self._who(at), holder.user) for at, holder in holders)
        asked = {holder.user: at for at, holder in found["contact_persons"] if holder.ended is None}
        for at, holder in found["deputies"]:
            if holder.ended is None and holder.user in asked:
                line = self.source.line(asked[holder.user])
                self.source.fault(self._who(at), "load-twice", value=holder.user, line=line)

    def _who(self, path: FieldPath) -> FieldPath:
        """Return the place where it says who a holder is."""
        return (*path, "user") if isinstance(self.source.written(path), dict) else path

    def _check_breaks(self, path: FieldPath, breaks: Iterable[Break]) -> None:
        breaks = tuple(breaks)
        for i, each in enumerate(breaks):
            if each.last_day < each.first_day:
                days = {"first": each.first_day.isoformat(), "last": each.last_day.isoformat()}
                self.source.fault((*path, i, "to"), "load-break-backwards", **days)
        self.check_once(((*path, i, "name"), f"{each.name} {each.first_day}") for i, each in enumerate(breaks))

    def _conferences(
        self, path: FieldPath, parts: Iterable[ConferencePart], members: tuple[MunicipalityEntry, ...]
    ) -> tuple[ConferenceEntry, ...]:
        entries = tuple(self._conference((*path, i), part, members) for i, part in enumerate(parts))
        self.check_once(((*entry.path, "number"), str(entry.part.number)) for entry in entries)
        return entries

    def _conference(
        self, path: FieldPath, part: ConferencePart, members: tuple[MunicipalityEntry, ...]
    ) -> ConferenceEntry:
        if part.ends <= part.starts:
            ends, starts = (moment.isoformat(timespec="minutes") for moment in (part.ends, part.starts))
            self.source.fault((*path, "ends"), "load-ends-before-start", ends=ends, starts=starts)
        units = {entry.unit.name: entry.unit for entry in members}
        host = self._known((*path, "host"), "load-host-not-member", part.host, units) if part.host else None
        return ConferenceEntry(path, part, units[host] if host else None, self._themes(path, part))

    def _themes(self, path: FieldPath, part: ConferencePart) -> tuple[str, ...]:
        ids: list[str] = []
        for i, name in enumerate(part.themes):
            named = self.programme.named_themes(name)
            if not named:
                self._unknown_theme((*path, "themes", i), name)
            ids += named
        return tuple(dict.fromkeys(ids))

    def _unknown_theme(self, path: FieldPath, name: str) -> None:
        entries: list[Area | Theme] = [*self.programme.areas, *self.programme.themes()]
        meant = nearest(name, [*(entry.id for entry in entries), *(entry.title for entry in entries)])
        known = meant or ", ".join(entry.id for entry in entries)
        self.source.fault(path, "load-unknown-theme", value=name, known=known)

    def _known(self, path: FieldPath, sentence: str, name: str, known: Iterable[str]) -> str | None:
        """Return the known name as it is spelled there, or note a fault that names the nearest, or all of them."""
        by_folded = {each.casefold(): each for each in known}
        if name.casefold() not in by_folded:
            meant = nearest(name, by_folded.values()) or ", ".join(by_folded.values())
            self.source.fault(path, sentence, value=name, known=meant)
        return by_folded.get(name.casefold())


def _unit(member: Member) -> MemberUnit:
    return MemberUnit(member.name, member.code, member.city)
