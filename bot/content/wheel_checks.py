"""What must hold within an annual wheel: every id once, every name it mentions known, no day counted from itself."""

from collections.abc import Iterable, Mapping

from bot.content.faults import Path
from bot.content.yaml_source import Source
from bot.domain.programme.models import Programme
from bot.domain.programme.when import When, is_in_every_year
from bot.domain.programme.year import YearPlan


def check_wheel(programme: Programme, source: Source) -> None:
    """Note a fault for everything in a programme's wheel that does not hold."""
    if programme.year is None:
        if programme.wheel:
            source.fault(("wheel",), "load-wheel-needs-year")
        return
    _check_ids(programme, programme.year, source)
    _check_names(programme, programme.year, source)
    _check_days(programme, programme.year, source)


def _check_ids(programme: Programme, year: YearPlan, source: Source) -> None:
    phases = ((("year", "phases", i, "id"), f"{each.level} {each.id}") for i, each in enumerate(year.phases))
    # A level may have a phase at several times of the year, but not under two names.
    titles: dict[str, str] = {}
    for (path, name), phase in zip(phases, year.phases, strict=True):
        if titles.setdefault(name, phase.title) != phase.title:
            source.fault(path, "load-phase-two-titles", value=phase.id, title=titles[name])
    meetings = [(("year", "board_meetings", i, "id"), each.id) for i, each in enumerate(year.board_meetings)]
    milestones = [(("wheel", i, "id"), each.id) for i, each in enumerate(programme.wheel)]
    _once(source, [*meetings, *milestones])
    _once(source, [(("year", "terms", i, "id"), each.id) for i, each in enumerate(year.terms)])


def _once(source: Source, entries: Iterable[tuple[Path, str]]) -> None:
    seen: dict[str, int] = {}
    for path, identity in entries:
        if identity in seen:
            source.fault(path, "load-twice", value=identity, line=seen[identity])
        seen.setdefault(identity, source.line(path))


def _check_names(programme: Programme, year: YearPlan, source: Source) -> None:
    dialogues = [each.id for each in programme.dialogues]
    of_schools = [each.id for each in programme.wheel if each.level == "school"]
    for i, milestone in enumerate(programme.wheel):
        phases = [each.id for each in year.phases if each.level == milestone.level]
        _known(source, ("wheel", i, "phase"), milestone.phase, phases)
        _known(source, ("wheel", i, "dialogue"), milestone.dialogue, dialogues)
        _known(source, ("wheel", i, "builds_on"), milestone.builds_on, of_schools)


def _known(source: Source, path: Path, name: str | None, known: Iterable[str]) -> None:
    names = list(dict.fromkeys(known))
    if name is not None and name not in names:
        source.fault(path, "load-not-one-of", value=name, choices=", ".join(names) or "–")


def _check_days(programme: Programme, year: YearPlan, source: Source) -> None:
    meetings = {each.id for each in year.board_meetings}
    anchors = {each.id: each.due.anchor for each in programme.wheel}
    known = [*meetings, *anchors]
    for i, milestone in enumerate(programme.wheel):
        for key, when in (("due", milestone.due), ("starts", milestone.starts)):
            if when is not None and when.anchor is not None and when.anchor not in known:
                _unknown(source, ("wheel", i, key), when, known)
            if when is not None and when.week is not None and not is_in_every_year(when.week, year.starts):
                source.fault(("wheel", i, key, "week"), "load-week-at-new-year", value=when.week)
        if _comes_back(milestone.id, anchors) or _begins_with_itself(milestone.id, milestone.starts, anchors):
            source.fault(("wheel", i, "due"), "load-wheel-cycle", value=milestone.id)


def _unknown(source: Source, path: Path, when: When, known: Iterable[str]) -> None:
    source.fault(path, "load-unknown-anchor", value=when.anchor, known=", ".join(known))


def _comes_back(start: str, anchors: Mapping[str, str | None]) -> bool:
    """Return whether a milestone's day is counted, at last, from itself."""
    seen: set[str] = set()
    at: str | None = anchors[start]
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = anchors.get(at)
    return False


def _begins_with_itself(step: str, starts: When | None, anchors: Mapping[str, str | None]) -> bool:
    """Return whether the day it can be begun is counted from its own last day, or from one that is."""
    at = None if starts is None else starts.anchor
    seen: set[str] = set()
    while at is not None and at not in seen:
        if at == step:
            return True
        seen.add(at)
        at = anchors.get(at)
    return False
