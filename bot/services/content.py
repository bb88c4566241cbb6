"""Loading files: what changed in them since their last load is applied, what people have set since then stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.content.declared import (
    ENDED,
    ConferenceKey,
    Declared,
    Key,
    NetworkKey,
    RoleKey,
    UnitKey,
    addresses_in,
    declared,
    identity,
)
from bot.content.faults import Faults, dotted
from bot.content.files import open_files
from bot.domain.people import Actor
from bot.domain.programme.models import Programme
from bot.errors import Sentence
from bot.services.conference_moves import Before, announce_move, as_before
from bot.services.content_plan import Plan, Step
from bot.services.content_programmes import store_programmes
from bot.services.content_report import Address, LoadReport
from bot.services.content_rows import Rows
from bot.services.preparation import ensure_tasks
from bot.storage.db import Database
from bot.storage.tables import LoadedEntry, Meeting, Network

#: Fields of a unit that is new which name rows made together with it.
_SET_AFTERWARDS = frozenset({"principal", "programme", "board_meetings", ENDED})


def load(database: Database, actor: Actor, paths: Sequence[Path], *, timezone: str, now: datetime) -> LoadReport:
    """Apply programme and workspace files in one transaction.

    Times without offset are in `timezone`. Raises ContentError with every fault and every conflict (changed in the file
    and by people since the last load); then nothing is changed.
    """
    with database.transaction(actor, now) as session:
        return _Load(session, actor.workspace_id, timezone=timezone, now=now).run(paths)


@contextmanager
def tried_load(
    database: Database, actor: Actor, paths: Sequence[Path], *, timezone: str, now: datetime
) -> Iterator[tuple[LoadReport, Session]]:
    """Load as `load` does, give what it did and its session to look around in, and then undo all of it."""
    with database.transaction(actor, now) as session:
        report = _Load(session, actor.workspace_id, timezone=timezone, now=now).run(paths)
        session.flush()
        yield report, session
        session.rollback()


def _is_set_afterwards(key: Key, name: str) -> bool:
    return isinstance(key, UnitKey) and name in _SET_AFTERWARDS


class _Load:
    """One load in one session."""

    def __init__(self, session: Session, workspace_id: int, *, timezone: str, now: datetime) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.timezone = timezone
        self.rows = Rows(session, workspace_id, now=now, timezone=timezone)
        entries = session.scalars(select(LoadedEntry).where(LoadedEntry.workspace_id == workspace_id))
        self.loaded = {entry.path: entry for entry in entries}
        self.report = LoadReport()
        self.faults = Faults()
        self.plan = Plan(self.rows, self.loaded, self.report, self.faults)

    def run(self, paths: Sequence[Path]) -> LoadReport:
        kept = {slug: Programme.model_validate(row.content) for slug, row in self.rows.programmes.items()}
        programmes, files = open_files(paths, timezone=self.timezone, kept=kept)
        store_programmes(self.session, self.rows, kept, programmes, files, self.report)
        things = self._put_together(thing for file in files for thing in declared(file))
        steps = self.plan.steps(things.values())
        self.faults.raise_any()
        before = self._conferences(steps)
        self._apply(steps)
        self._check_conferences(steps)
        self.faults.raise_any()
        if self.report.changes_anything:
            ensure_tasks(self.session, self.workspace_id, now=self.rows.now)
        self._announce(before)
        self.report.addresses = list(self._addresses(things.values()))
        self._remember(things, {Path(file.source.file).name for file in files})
        return self.report

    def _put_together(self, things: Iterable[Declared]) -> dict[str, Declared]:
        """Return the things by path; what is said at several places must not differ."""
        found: dict[str, Declared] = {}
        for thing in things:
            first = found.setdefault(thing.path, thing)
            for name, value in thing.fields.items():
                if value is not None and first.fields.get(name) not in (None, value):
                    line = first.source.line(first.places[name])
                    self.plan.fault(thing, name, "load-said-twice", file=first.source.file, line=line)
            if first is not thing:
                said = {name for name, value in thing.fields.items() if value is not None or name not in first.fields}
                fields = {**first.fields, **{name: thing.fields[name] for name in said}}
                places = {**first.places, **{name: thing.places[name] for name in said}}
                found[thing.path] = Declared(first.key, first.path, first.source, first.at, fields, places)
        return found

    def _apply(self, steps: Sequence[Step]) -> None:
        """Make and change the rows: outer things first, as others need their ids."""
        new = [(step.thing.key, step.fields) for step in steps if step.new]
        units = {key: fields.get("channel") for key, fields in new if isinstance(key, UnitKey)}
        self.rows.make_units(units, {identity(key): channel for key, channel in units.items() if channel})
        self._meet(steps)
        for key, fields in new:
            if isinstance(key, NetworkKey):
                self.rows.make(key, fields)
        self.session.flush()
        for key, fields in new:
            if not isinstance(key, NetworkKey | UnitKey):
                self.rows.make(key, fields)
        for step in steps:
            for name, value in step.fields.items():
                if not step.new or (_is_set_afterwards(step.thing.key, name) and value is not None):
                    self.rows.change(step.thing.key, name, value)
        self.session.flush()

    def _meet(self, steps: Iterable[Step]) -> None:
        for step in steps:
            key = step.thing.key
            if isinstance(key, RoleKey):
                self.rows.people.meet(key)
            if "principal" in step.fields:
                self.rows.people.meet_principals(step.fields["principal"])

    def _conferences(self, steps: Iterable[Step]) -> list[tuple[Meeting, Before]]:
        """Return the conferences that will change, and how they are before."""
        keys = [step.thing.key for step in steps if isinstance(step.thing.key, ConferenceKey) and not step.new]
        return [(meeting, as_before(meeting)) for key in keys if (meeting := self.rows.meeting(key)) is not None]

    def _announce(self, before: Iterable[tuple[Meeting, Before]]) -> None:
        """Have people told of the conferences that have other days now."""
        for meeting, was in before:
            told = announce_move(self.session, meeting, was, self.rows.now)
            if told is not None:
                network = self.session.get_one(Network, meeting.network_id).name
                name = "load-conference-announced" if told.readers or told.channels else "load-conference-back"
                self.report.notes.append(Sentence(name, {"number": meeting.number, "network": network, **vars(told)}))

    def _addresses(self, things: Iterable[Declared]) -> Iterator[Address]:
        """Yield the addresses in the files that belong to nobody whose Slack id is known."""
        for thing in things:
            for email, place in addresses_in(thing):
                person = self.rows.people.by_reference.get(email)
                if person is not None and person.slack_user_id is None:
                    yield Address(thing.source.file, thing.source.line(place), dotted(place), email)

    def _check_conferences(self, steps: Iterable[Step]) -> None:
        """Note a fault where what the file says and what people have set do not go together."""
        for step in steps:
            if isinstance(step.thing.key, ConferenceKey) and not step.new:
                kept = self.rows.kept(step.thing.key) or {}
                if kept["ends"] <= kept["starts"]:
                    name = "ends" if "ends" in step.fields else "starts"
                    ends, starts = (self.plan.words(each, kept[each]) for each in ("ends", "starts"))
                    self.plan.fault(step.thing, name, "load-ends-before-start", ends=ends, starts=starts)

    def _remember(self, things: Mapping[str, Declared], files: set[str]) -> None:
        """Keep what the files said, and tell what they said before but do not any more."""
        new = []
        for path, thing in things.items():
            entry = self.loaded.get(path)
            said, others = (entry.value["fields"], set(entry.value["files"]) - files) if entry else ({}, set())
            fields = {**said, **thing.fields}
            value = {"files": sorted({*others, Path(thing.source.file).name}), "fields": fields}
            if not others:
                self.report.removed += [f"{path}/{name}" for name in said if name not in thing.fields]
            if entry is None:
                new.append({"workspace_id": self.workspace_id, "path": path, "value": value})
            elif entry.value != value:
                entry.value = value
        if new:
            self.session.execute(insert(LoadedEntry), new)
        for path, entry in self.loaded.items():
            if path not in things and set(entry.value["files"]) & files:
                self._forget(entry, files)

    def _forget(self, entry: LoadedEntry, files: set[str]) -> None:
        """Tell that no file says this any more, or remember which one still does."""
        others = set(entry.value["files"]) - files
        if others:
            entry.value = {**entry.value, "files": sorted(others)}
        else:
            self.report.removed.append(entry.path)
