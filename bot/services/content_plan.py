"""Deciding what becomes of every thing in the files: made, changed, left as people have set it, or a conflict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.declared import ENDED, Declared, NetworkKey
from bot.content.faults import Faults
from bot.domain.merging import Merge, merge
from bot.services.content_report import Change, LoadReport
from bot.services.content_rows import Rows
from bot.storage.tables import LoadedEntry

#: The field that holds a person, who may be known by an id and an address, and the one that holds several.
_PERSON, _PRINCIPALS = "user", "principal"
#: Fields that hold an instant.
_INSTANTS = frozenset({"starts", "ends"})


@dataclass(frozen=True)
class Step:
    """What is to be done with one thing: made, with all its fields, or only some of its fields changed."""

    thing: Declared
    new: bool
    fields: Mapping[str, Any]


class Plan:
    """Holds the files against what they said before and what is kept; fills in the report and notes conflicts."""

    def __init__(self, rows: Rows, loaded: Mapping[str, LoadedEntry], report: LoadReport, faults: Faults) -> None:
        self.rows = rows
        self.loaded = loaded
        self.report = report
        self.faults = faults

    def steps(self, things: Iterable[Declared]) -> list[Step]:
        """Return what is to be done, in the order of the files."""
        steps = [step for thing in things if (step := self._step(thing))]
        self._check_channels(steps)
        return steps

    def words(self, name: str, value: Any) -> str:
        """Return a field's value as people write it in a file."""
        if value is None:
            return "–"
        if name in _INSTANTS:
            local = datetime.fromisoformat(value).astimezone(ZoneInfo(self.rows.timezone))
            return local.strftime("%Y-%m-%dT%H:%M")
        if name == "host":
            return self.rows.units[value].name if value in self.rows.units else str(value)
        if name == _PRINCIPALS:
            who = (f"{one} ({ENDED}: {ended})" if ended else one for one, ended in self.rows.people.principals(value))
            return ", ".join(who) or "–"
        if isinstance(value, bool):
            return str(value).lower()
        return ", ".join(value) if isinstance(value, list) else str(value)

    def fault(self, thing: Declared, name: str, sentence: str, /, **values: Any) -> None:
        """Note a fault in a field of a thing."""
        place = thing.places.get(name, thing.at)
        self.faults.add(thing.source.file, thing.source.line(place), place, sentence, **values)

    def _step(self, thing: Declared) -> Step | None:
        entry = self.loaded.get(thing.path)
        before = entry.value["fields"] if entry else {}
        # What the file has not ended, people have: that is no matter of the file.
        kept = self.rows.kept(thing.key, over=bool(before.get(ENDED) or thing.fields.get(ENDED)))
        if kept is None:
            return self._step_of_missing(thing, known=entry is not None)
        changes = {
            name: value
            for name, value in thing.fields.items()
            if self._merged(thing, name, before.get(name), kept.get(name)) is Merge.TAKE
        }
        if not changes:
            self.report.unchanged += 1
            return None
        for name, value in changes.items():
            change = Change(thing.path, name, self.words(name, kept.get(name)), self.words(name, value))
            self.report.changed.append(change)
        self._check_ends(thing, changes)
        return Step(thing, new=False, fields=changes)

    def _step_of_missing(self, thing: Declared, *, known: bool) -> Step | None:
        if known:
            self.report.ended.append(thing.path)
            return None
        self.report.added.append(thing.path)
        return Step(thing, new=True, fields=thing.fields)

    def _merged(self, thing: Declared, name: str, before: Any, kept: Any) -> Merge:
        said = thing.fields[name]
        if name == _PERSON:
            said, before = self.rows.people.reference(said), before and self.rows.people.reference(before)
        if name == _PRINCIPALS:
            said, before = self.rows.people.principals(said), self.rows.people.principals(before)
        outcome = merge(before=before, kept=kept, said=said)
        ours, theirs = self.words(name, said), self.words(name, kept)
        if outcome is Merge.CONFLICT:
            self.fault(thing, name, "load-conflict", said=ours, kept=theirs)
        if outcome is Merge.KEEP:
            self.report.kept.append(Change(thing.path, name, theirs, ours))
        return outcome

    def _check_ends(self, thing: Declared, changes: Mapping[str, Any]) -> None:
        """Note a fault where something would end before it began: most often a year that was mistyped."""
        ends = [(ENDED, self.rows.began_on(thing.key), changes.get(ENDED))]
        principals = changes.get(_PRINCIPALS)
        for who, ended in principals if isinstance(principals, list) else ():
            ends.append((_PRINCIPALS, self.rows.began_on(thing.key, who), ended))
        for name, began, ended in ends:
            if ended is not None and began is not None and date.fromisoformat(ended) < began:
                self.fault(thing, name, "load-ended-before-begun", ended=ended, began=began.isoformat())

    def _check_channels(self, steps: Iterable[Step]) -> None:
        """Note a fault where a network would get the channel of another."""
        owners = {row.channel_id: row.name for row in self.rows.networks.values()}
        for step in steps:
            key, channel = step.thing.key, step.fields.get("channel")
            if isinstance(key, NetworkKey) and channel is not None:
                owner = owners.setdefault(channel, key.name)
                if owner != key.name:
                    self.fault(step.thing, "channel", "load-channel-taken", value=channel, name=owner)
