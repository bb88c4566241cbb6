"""Phases that overlap, side by side: which lane of its level's ring each has."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.documents.wheel_year import Year
from bot.domain.wheel import Level, Phase


def in_lanes(phases: Iterable[Phase], level: Level, year: Year) -> list[tuple[Phase, int]]:
    """Return a level's phases of a year, first begun first, each with its lane: the outermost that is free then."""
    mine = sorted(
        (phase for phase in phases if phase.level == level and year.touches(phase.starts_on, phase.ends_on)),
        key=lambda phase: (phase.starts_on, phase.ends_on, phase.id),
    )
    taken = list[date]()
    placed = []
    for phase in mine:
        free = (number for number, until in enumerate(taken) if until < phase.starts_on)
        lane = next(free, len(taken))
        taken[lane : lane + 1] = [phase.ends_on]
        placed.append((phase, lane))
    return placed


def lanes_of(placed: Sequence[tuple[Phase, int]]) -> int:
    """Return how many lanes there are, at least one."""
    return max((lane + 1 for _, lane in placed), default=1)
