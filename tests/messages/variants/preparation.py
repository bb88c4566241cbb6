"""Steps before a conference: to the contact persons, in numbers to the channel, and whole for the one who asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages.preparation import Told
from bot.messages.preparation_count import Count
from bot.messages.steps import Rungs, Step, ladder_blocks, shown_step
from bot.storage.carry_over import CarryOver
from bot.storage.preparation import PreparationTask
from tests.cast import PISA
from tests.messages.variants.facts import BORAS, HOSTILE, LONGEST, commitment
from tests.messages.variants.shown import Variant, message

ZONE = ZoneInfo("Europe/Stockholm")
FIRST_DAY, LAST_DAY = date(2027, 2, 10), date(2027, 2, 11)
#: The Monday on which the brief is begun.
DAY = date(2027, 1, 11)
DUE = date(2027, 1, 20)
THEME = "Rutiner för uppföljning och återkoppling"
OF_PROGRAMME = {step.id: step for step in PISA.programme.preparation}


def task(step: str = "own-brief", **changes: Any) -> PreparationTask:
    """A step of the programme that Boden has not done yet."""
    words = OF_PROGRAMME[step]
    plain = PreparationTask(
        id=1,
        version=1,
        programme_id=1,
        network_id=1,
        network="Norr",
        unit_id=1,
        municipality="Boden",
        meeting_id=1,
        meeting_starts_at=datetime(2027, 2, 10, 9, tzinfo=UTC),
        first_day=FIRST_DAY,
        is_cancelled=False,
        step=step,
        position=1,
        title=words.title,
        text=words.text,
        shows_earlier=False,
        starts_on=date(2027, 1, 7),
        due_on=DUE,
        extended_to=None,
        note=None,
        link=None,
        done_at=None,
        done_by="",
    )
    return replace(plain, **changes)


def _step(told: PreparationTask, carried: CarryOver | None = None, where: str = "") -> Step:
    return Step(told, ZONE, carried, where)


def _told(*steps: Step, left: int = 0) -> Variant:
    return message("preparation", Told(list(steps), left, DAY))


def _whole(step: Step) -> Variant:
    return lambda language: shown_step(step, DAY, language)


def _count(*ready: tuple[str, int, int]) -> Variant:
    return message("preparation-count", Count(1, FIRST_DAY, LAST_DAY, list(ready), ["own-brief"]))


def _ladder(*municipalities: tuple[str, Rungs], network: str = "Norr") -> Variant:
    return lambda language: ladder_blocks(network, FIRST_DAY, municipalities, language)


def _rungs(*states: str) -> Sequence[tuple[str, str, date]]:
    days = (date(2027, 1, 6), DUE, date(2027, 2, 2))
    return [(each.title, state, day) for each, state, day in zip(OF_PROGRAMME.values(), states, days, strict=False)]


_DONE: dict[str, Any] = {"done_at": datetime(2027, 1, 12, 8, tzinfo=UTC), "done_by": "Kim Exempel"}
_CARRIED = CarryOver(
    (THEME,),
    ("Vem läser våra uppföljningar?", "Vad gör vi med svaren?"),
    (commitment(3, state="done"), commitment(4, state="done"), commitment(5)),
)
_CARRIED_OF_ALL = CarryOver(
    (THEME, "Höga förväntningar", "Lärarnas kompetens och samarbete"),
    ("Vem läser våra uppföljningar?",),
    tuple(
        commitment(number, state=state, due_on=date(2026, 11, 13) if state == "ongoing" else None)
        for number, state in enumerate(("ongoing", "done", "needs_support", "closed_early"), start=3)
    ),
)
_FOLLOW_UP = task("follow-up", id=2, due_on=date(2027, 1, 6))
_LONGEST = task(
    title="å" * 300,
    text="ä" * 300,
    note=LONGEST[:2000],
    link=f"https://exempel.se/{'a' * 2900}",
    extended_to=date(2027, 1, 27),
)
_CARRIED_LONGEST = CarryOver(
    ("å" * 300, "ä" * 300), ("ö" * 500,) * 12, tuple(commitment(number, text=LONGEST) for number in range(1, 13))
)
_HOSTILE = task(title=HOSTILE, text=HOSTILE, note=HOSTILE, municipality=HOSTILE, network=HOSTILE)
_CARRIED_HOSTILE = CarryOver((HOSTILE,), (HOSTILE,), (commitment(3, text=HOSTILE),))

VARIANTS: dict[str, Variant] = {
    "preparation.one": _told(_step(task())),
    "preparation.theme-returns": _told(_step(_FOLLOW_UP, _CARRIED)),
    "preparation.several": _told(
        _step(task()),
        _step(task("read-briefs", id=3, due_on=date(2027, 2, 2)), where=f"{BORAS}, Väst"),
        left=2,
    ),
    "preparation.after-done": _told(
        _step(task(**_DONE, note="Vi skrev det i kommungruppen.", link="https://exempel.se/missiv"))
    ),
    "preparation.after-more-time": _told(_step(task(extended_to=date(2027, 1, 27)))),
    "preparation.after-cancelled": _told(_step(task(is_cancelled=True))),
    "preparation.longest": _told(*[_step(_LONGEST, _CARRIED_LONGEST, "Å" * 120)] * 6, left=3),
    "preparation.hostile": _told(_step(_HOSTILE, _CARRIED_HOSTILE, HOSTILE)),
    "preparation-step.whole": _whole(_step(replace(_FOLLOW_UP, note="Vi talar om det på måndag."), _CARRIED_OF_ALL)),
    "preparation-step.longest": _whole(_step(_LONGEST, _CARRIED_LONGEST)),
    "preparation-step.hostile": _whole(_step(_HOSTILE, _CARRIED_HOSTILE, HOSTILE)),
    "preparation-ladder.one": _ladder(("Boden", _rungs("done", "late", "ahead"))),
    "preparation-ladder.many": _ladder(
        ("Boden", _rungs("done", "open", "ahead")), (BORAS, _rungs("done", "done", "done"))
    ),
    "preparation-ladder.hostile": _ladder((HOSTILE, [(HOSTILE, "open", DUE)]), network=HOSTILE),
    "preparation-count.some": _count(("missiv", 4, 7)),
    "preparation-count.none": _count(("missiv", 0, 7)),
    "preparation-count.after-all-came": _count(("missiv", 7, 7)),
    "preparation-count.longest": _count(*[("å" * 300, 5, 7)] * 5),
    "preparation-count.hostile": _count((HOSTILE, 1, 7)),
}
