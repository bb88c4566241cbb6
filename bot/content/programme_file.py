"""A programme file: read, checked, and ready to be stored as it is."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.faults import ContentError
from bot.content.faults import Path as FieldPath
from bot.content.municipalities import PROGRAMMES, official_list
from bot.content.validation import nearest, validated
from bot.content.wheel_checks import check_wheel
from bot.content.yaml_source import Source, open_source
from bot.domain.programme.models import ANCHORS, Member, Programme


@dataclass(frozen=True)
class ProgrammeFile:
    """A programme as its file says it; `source` knows the lines."""

    source: Source
    programme: Programme

    @property
    def content(self) -> dict[str, Any]:
        """The checked content as plain values; `Programme.model_validate` takes it back."""
        return self.programme.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @property
    def content_hash(self) -> str:
        """A hash of what it says: comments and the order of keys do not count."""
        written = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def is_programme(source: Source) -> bool:
    """Return whether a file is a programme; else it is a workspace file, which names one."""
    return isinstance(source.tree, dict) and "programme" not in source.tree and "id" in source.tree


def shipped_programmes() -> tuple[str, ...]:
    """Return the names of the programmes that come with the bot."""
    return tuple(sorted(path.stem for path in PROGRAMMES.glob("*.yaml")))


def find_programme(source: Source, beside: Path, known: Mapping[str, Programme]) -> ProgrammeFile:
    """Return the programme that a workspace file names.

    That is one of ours, a path counted from the file's own folder `beside`, or the id of one known already.
    """
    name = source.tree["programme"]
    if name in known and name not in shipped_programmes():
        return ProgrammeFile(source, known[name])
    if name in shipped_programmes():
        return open_programme(PROGRAMMES / f"{name}.yaml", f"{name}.yaml")
    path = beside / name
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        return open_programme(path, name)
    names = sorted({*shipped_programmes(), *known})
    source.fault(("programme",), "load-unknown-programme", value=name, known=nearest(name, names) or ", ".join(names))
    raise ContentError(tuple(source.faults.found))


def open_programme(path: Path, shown_as: str | None = None) -> ProgrammeFile:
    """Read a programme file; raises ContentError with every fault."""
    return read_programme(open_source(path, shown_as))


def read_programme(source: Source) -> ProgrammeFile:
    """Return a programme with everything in it checked, or raise ContentError with every fault."""
    programme = validated(Programme, source)
    _check_identities(programme, source)
    _check_members(programme, source)
    _check_preparation(programme, source)
    check_wheel(programme, source)
    source.faults.raise_any()
    return ProgrammeFile(source, programme)


def _check_identities(programme: Programme, source: Source) -> None:
    for key in ("goals", "terms", "rounds", "preparation", "forms", "dialogues"):
        _once(source, (((key, i, "id"), entry.id) for i, entry in enumerate(getattr(programme, key))))
    themes = (
        (("areas", i, "themes", j, "id"), theme.id)
        for i, area in enumerate(programme.areas)
        for j, theme in enumerate(area.themes)
    )
    areas = ((("areas", i, "id"), area.id) for i, area in enumerate(programme.areas))
    _once(source, [*areas, *themes])
    networks = list(_networks(programme))
    _once(source, (((*path, "id"), network.id) for path, network in networks))
    _once(source, (((*path, "name"), network.name.casefold()) for path, network in networks))


def _networks(programme: Programme) -> Iterable[tuple[FieldPath, Any]]:
    for i, round_ in enumerate(programme.rounds):
        for j, network in enumerate(round_.networks):
            yield ("rounds", i, "networks", j), network


def _once(source: Source, entries: Iterable[tuple[FieldPath, str]]) -> None:
    seen: dict[str, int] = {}
    for path, identity in entries:
        if identity in seen:
            source.fault(path, "load-twice", value=identity, line=seen[identity])
        seen.setdefault(identity, source.line(path))


def _check_members(programme: Programme, source: Source) -> None:
    for path, network in _networks(programme):
        members = [((*path, "members", i), member) for i, member in enumerate(network.members)]
        _once(source, ((at, member.identity) for at, member in members))
        for at, member in members:
            _check_code(source, at, member)


def _check_code(source: Source, path: FieldPath, member: Member) -> None:
    code = member.code or member.city or ""
    official = official_list().with_code(code)
    if official is None:
        source.fault((*path, "code" if member.code else "in"), "load-unknown-code", value=code)
    elif not member.is_district and official.name != member.name:
        source.fault((*path, "code"), "load-code-of-another", code=code, name=official.name, value=member.name)


def _check_preparation(programme: Programme, source: Source) -> None:
    forms = {form.id for form in programme.forms}
    for i, step in enumerate(programme.preparation):
        if step.form is not None and step.form not in forms:
            source.fault(("preparation", i, "form"), "load-unknown-form", value=step.form)
        for key, relative in (("starts", step.starts), ("due", step.due)):
            if relative is not None and relative.anchor not in ANCHORS:
                known = ", ".join(sorted(ANCHORS))
                source.fault(("preparation", i, key), "load-unknown-anchor", value=relative.anchor, known=known)
