"""A conference: at the table, the day after, the summary with its thread, and two weeks later."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.conference_moves import Days
from bot.domain.evaluations import Grade
from bot.language import Language
from bot.messages.conference import AtTable, Done
from bot.messages.conference_answers import Shown as Conferences
from bot.messages.conference_answers import SilentOnes, conference_blocks, conference_help_blocks, silent_blocks
from bot.messages.conference_moved import Move, Step
from bot.messages.evaluation_reminders import Reminder
from bot.messages.evaluations import Wanted
from bot.messages.gaps import Gaps
from bot.messages.registry import Message
from bot.messages.summary import Summary, preview_blocks
from bot.messages.summary_words import Part, Spoken
from bot.storage.commitments import CommitmentView
from bot.storage.conferences import Conference
from bot.storage.inquiries import Stand
from tests.cast import PISA
from tests.messages.variants.facts import ACTIVITIES, BORAS, HOSTILE, LONGEST, WHOLE, commitment
from tests.messages.variants.shown import Variant, message

FIRST_DAY, LAST_DAY = date(2027, 2, 10), date(2027, 2, 11)
ENDS = datetime(2027, 2, 11, 14, tzinfo=UTC)
#: The Monday after, at noon in Stockholm.
SUMMED_UP = datetime(2027, 2, 15, 11, tzinfo=UTC)
CONFERENCE = Conference(
    id=1,
    number=1,
    network_id=1,
    network="Norr",
    programme_id=1,
    first_day=FIRST_DAY,
    last_day=LAST_DAY,
    starts_at=datetime(2027, 2, 10, 9, tzinfo=UTC),
    ends_at=ENDS,
    timezone="Europe/Stockholm",
    host="Boden",
    venue="Exempelsalen",
    themes=("Rutiner för uppföljning och återkoppling", "Höga förväntningar"),
    cancelled=False,
    forms={form.id: form for form in PISA.programme.forms},
)
NEXT = replace(
    CONFERENCE,
    id=2,
    number=2,
    first_day=date(2027, 9, 14),
    last_day=date(2027, 9, 15),
    starts_at=datetime(2027, 9, 14, 8, tzinfo=UTC),
    ends_at=datetime(2027, 9, 15, 13, tzinfo=UTC),
    host="Kalix",
    venue=None,
)
HOSTILE_CONFERENCE = replace(CONFERENCE, network=HOSTILE, host=HOSTILE, venue=HOSTILE, themes=(HOSTILE,))

# Moved, or cancelled.

OLD, NEW = Days(FIRST_DAY, LAST_DAY), Days(date(2027, 2, 17), date(2027, 2, 18))
_BEGUN = (
    Step("Skriv ert missiv", date(2027, 1, 27)),
    Step("Följ upp erfarenheter och åtaganden", date(2027, 1, 13)),
)


def _moved(
    reader: str = "actor", was: Days = OLD, now: Days = NEW, steps: tuple[Step, ...] = (), *, done: bool = False
) -> Variant:
    return message("conference-moved", Move(1, "Norr", was, now, reader, date(2027, 1, 14), steps, has_done=done))


_MOVED: dict[str, Variant] = {
    "conference-moved.to-a-contact-person": _moved(steps=_BEGUN, done=True),
    "conference-moved.nothing-begun": _moved(),
    "conference-moved.to-the-leadership": _moved("leader"),
    "conference-moved.to-a-member": _moved("member"),
    "conference-moved.in-the-channel": _moved("channel"),
    "conference-moved.cancelled": _moved(now=replace(OLD, cancelled=True), steps=_BEGUN),
    "conference-moved.cancelled-in-the-channel": _moved("channel", now=replace(OLD, cancelled=True)),
    "conference-moved.takes-place-after-all": _moved(was=replace(OLD, cancelled=True)),
    "conference-moved.after-a-later-message": message(
        "conference-moved", Move(1, "Norr", OLD, NEW, "leader", date(2027, 1, 14), is_superseded=True)
    ),
    "conference-moved.after-a-later-cancellation": message(
        "conference-moved",
        Move(1, "Norr", OLD, replace(OLD, cancelled=True), "channel", date(2027, 1, 14), is_superseded=True),
    ),
    "conference-moved.longest": message(
        "conference-moved",
        Move(1, LONGEST, OLD, NEW, "actor", FIRST_DAY, (Step(LONGEST, LAST_DAY, LONGEST),) * 9, has_done=True),
    ),
    "conference-moved.hostile": message(
        "conference-moved", Move(1, HOSTILE, OLD, NEW, "actor", FIRST_DAY, (Step(HOSTILE, LAST_DAY, HOSTILE),))
    ),
}

# At the table.


def _at_table(*done: Done, several: bool = False) -> Variant:
    return message("municipal-group", AtTable(1, ("evaluation", "takeaways"), several, done))


_AT_TABLE: dict[str, Variant] = {
    "municipal-group.nothing-yet": _at_table(),
    "municipal-group.after-answers": _at_table(
        Done("commitment", "Boden", "Kim", number=12),
        Done("commitment", "Boden", "Noa", mine=True, number=14),
        Done("takeaways", "Boden", "Kim"),
        Done("evaluation", "Boden", "Noa", mine=True),
    ),
    "municipal-group.two-municipalities": _at_table(
        Done("commitment", BORAS, "", number=12), Done("declined", "Boden"), several=True
    ),
    "municipal-group.longest": _at_table(
        *(Done("commitment", "Å" * 120, "Å" * 120, number=number) for number in range(1, 41)), several=True
    ),
    "municipal-group.hostile": _at_table(
        Done("commitment", HOSTILE, HOSTILE, number=1), Done("evaluation", HOSTILE, HOSTILE), several=True
    ),
}

# The day after.

_SILENT = Stand(1)
_ANSWERED = Stand(1, "{}", 1, SUMMED_UP, 2, "Noa Exempel")
_DECLINED = Stand(1, declined_at=SUMMED_UP)


def _reminder(*found: tuple[str, Stand], first_name: str = "Kim", **about: Any) -> Variant:
    wanted = Wanted(replace(CONFERENCE, **about), found, SUMMED_UP.astimezone(CONFERENCE.zone))
    return message("evaluation-reminder", Reminder(first_name, 1, wanted))


_REMINDERS: dict[str, Variant] = {
    "evaluation-reminder.asked": _reminder(("Boden", _SILENT)),
    "evaluation-reminder.one-day-nameless": _reminder(("Boden", _SILENT), first_name="", host=None, first_day=LAST_DAY),
    "evaluation-reminder.two-municipalities": _reminder(("Boden", _SILENT), (BORAS, _SILENT), ("Kalix", _ANSWERED)),
    "evaluation-reminder.after-answer": _reminder(("Boden", _ANSWERED)),
    "evaluation-reminder.after-declined": _reminder(("Boden", _DECLINED)),
    "evaluation-reminder.longest": _reminder(
        *[("Å" * 120, _SILENT)] * 4, *[("Ä" * 120, replace(_ANSWERED, handed_in_by="Ö" * 120))] * 4, host="å" * 120
    ),
    "evaluation-reminder.hostile": _reminder(
        (HOSTILE, _SILENT),
        (HOSTILE, replace(_ANSWERED, handed_in_by="A&B<c> Exempel")),
        first_name=HOSTILE,
        host=HOSTILE,
    ),
}

# The summary.

_BODEN = commitment(1, due_on=date(2027, 5, 28))
_BORAS = commitment(2, unit_id=2, municipality=BORAS, text="Rektorerna besöker lektioner varje vecka.")
_SUMMARY = Summary(
    network="Norr",
    first_day=FIRST_DAY,
    last_day=LAST_DAY,
    commitments=22,
    municipalities=7,
    first=[_BODEN, _BORAS],
    takeaways=[("Vem läser våra uppföljningar?", "Boden"), ("Vad händer när eleven byter skola?", BORAS)],
    evaluated=6,
    members=7,
    grade=Grade(Decimal("5.1"), 6, 6),
    has_words=True,
    next_one=NEXT,
    today=date(2027, 2, 15),
)
_NO_ANSWERS = replace(
    _SUMMARY,
    commitments=0,
    municipalities=0,
    first=[],
    takeaways=[],
    evaluated=0,
    grade=None,
    has_words=False,
    next_one=None,
)
_ONE_ANSWER = replace(
    _SUMMARY,
    commitments=1,
    municipalities=1,
    first=[_BODEN],
    takeaways=[],
    evaluated=1,
    next_one=replace(NEXT, host=None),
)
_LONGEST_SUMMARY = replace(
    _SUMMARY,
    network="Å" * 120,
    first=[replace(_BODEN, text=LONGEST, municipality="Å" * 80)] * 25,
    takeaways=[("ä" * 500, "Å" * 120)] * 25,
    commitments=75,
    municipalities=25,
    evaluated=25,
    members=25,
    next_one=replace(NEXT, host="Å" * 120),
)
_HOSTILE_SUMMARY = replace(
    _SUMMARY,
    network=HOSTILE,
    first=[replace(_BODEN, text=HOSTILE, municipality=HOSTILE)],
    takeaways=[(HOSTILE, HOSTILE)],
    next_one=replace(NEXT, host=HOSTILE),
)


def _preview(summary: Summary, posted_on: date | None) -> Variant:
    return lambda language: preview_blocks(summary, posted_on, language)


_SUMMARIES: dict[str, Variant] = {
    "summary.posted": message("summary", _SUMMARY),
    "summary.no-answers": message("summary", _NO_ANSWERS),
    "summary.one-answer": message("summary", _ONE_ANSWER),
    "summary.after-late-answer": message("summary", replace(_SUMMARY, before={"body": "other"}, evaluated=7)),
    "summary.longest": message("summary", _LONGEST_SUMMARY),
    "summary.hostile": message("summary", _HOSTILE_SUMMARY),
    "summary-preview.before": _preview(_SUMMARY, date(2027, 2, 15)),
    "summary-preview.afterwards": _preview(_NO_ANSWERS, None),
}

# Its thread.


def _part(spoken: Spoken, number: int = 1) -> Variant:
    return message("summary-municipality", Part(spoken, number))


_QUESTIONS = [question.label for question in CONFERENCE.forms["evaluation"].questions[2:]]
_SPOKEN = Spoken(
    "Boden",
    [replace(WHOLE, due_on=date(2027, 5, 28)), commitment(14, text="Vi besöker varandras lektioner.")],
    ["Vem läser våra uppföljningar?", "Vad gör vi med svaren?"],
    [(_QUESTIONS[0], "De blandade grupperna."), (_QUESTIONS[1], "Mer tid i kommungruppen.")],
)
_LONGEST_COMMITMENT = commitment(
    text=LONGEST, effect=LONGEST, follow_up=LONGEST, responsible="å" * 200, activities=ACTIVITIES
)
_LONGEST_SPOKEN = Spoken(
    "Å" * 120, [_LONGEST_COMMITMENT] * 2, ["ä" * 500] * 3, [(question, "ö" * 1000) for question in _QUESTIONS]
)
_HOSTILE_SPOKEN = Spoken(
    HOSTILE,
    [commitment(text=HOSTILE, effect=HOSTILE, responsible=HOSTILE)],
    [HOSTILE],
    [(HOSTILE, HOSTILE)],
)

_THREADS: dict[str, Variant] = {
    "summary-municipality.everything": _part(_SPOKEN),
    "summary-municipality.one-sentence": _part(Spoken("Boden", [commitment()], [], [])),
    "summary-municipality.only-evaluated": _part(Spoken(BORAS, [], [], _SPOKEN.evaluation[:1])),
    "summary-municipality.after-it-became-shorter": _part(_SPOKEN, 2),
    "summary-municipality.longest": _part(_LONGEST_SPOKEN),
    "summary-municipality.longest-second": _part(_LONGEST_SPOKEN, 2),
    "summary-municipality.hostile": _part(_HOSTILE_SPOKEN),
}

# Two weeks later.


def _gaps(*commitments: CommitmentView) -> Variant:
    return message("commitment-gaps", Gaps(FIRST_DAY, LAST_DAY, list(commitments)))


_GAPS: dict[str, Variant] = {
    "commitment-gaps.one": _gaps(commitment()),
    "commitment-gaps.several": _gaps(
        commitment(), commitment(14, text="Vi besöker varandra.", responsible="Rektorerna", due_on=date(2027, 6, 1))
    ),
    "commitment-gaps.after-some": _gaps(commitment(state="done"), WHOLE, commitment(14)),
    "commitment-gaps.after-all": _gaps(WHOLE),
    "commitment-gaps.longest": _gaps(*(commitment(number, text=LONGEST) for number in range(1, 31))),
    "commitment-gaps.hostile": _gaps(commitment(text=HOSTILE)),
}

# For the one who asks.


def _conferences(shown: Conferences) -> Variant:
    return lambda language: conference_blocks(shown, language)


def _silent(ones: SilentOnes) -> Variant:
    return lambda language: silent_blocks(ones, language)


def _help(language: Language) -> Message:
    return conference_help_blocks(language)


_EVERYTHING = ("evaluation", "takeaways", "commitment")
_ANSWERS: dict[str, Variant] = {
    "conference.next-and-latest": _conferences(
        Conferences("Norr", [("next", NEXT), ("latest", CONFERENCE)], None, ENDS)
    ),
    "conference.none": _conferences(Conferences("Norr", [], None, ENDS)),
    "conference.led": _conferences(Conferences("Norr", [("latest", CONFERENCE)], CONFERENCE, ENDS)),
    "conference.cancelled": _conferences(
        Conferences("Norr", [("asked", replace(NEXT, cancelled=True, host=None))], None, ENDS)
    ),
    "conference.hostile": _conferences(Conferences(HOSTILE, [("next", HOSTILE_CONFERENCE)], None, ENDS)),
    "conference-silent.some": _silent(
        SilentOnes(CONFERENCE, [("Boden", _EVERYTHING, ("Kim Exempel",)), (BORAS, ("evaluation",), ())], ("Kalix",))
    ),
    "conference-silent.nobody": _silent(SilentOnes(CONFERENCE, [], ())),
    "conference-silent.longest": _silent(
        SilentOnes(CONFERENCE, [("Å" * 80, _EVERYTHING, ("Ä" * 80,) * 2)] * 25, ("Ö" * 80,) * 5)
    ),
    "conference-silent.hostile": _silent(
        SilentOnes(HOSTILE_CONFERENCE, [(HOSTILE, _EVERYTHING, (HOSTILE,))], (HOSTILE,))
    ),
    "conference-help.help": _help,
}

VARIANTS: dict[str, Variant] = {**_MOVED, **_AT_TABLE, **_REMINDERS, **_SUMMARIES, **_THREADS, **_GAPS, **_ANSWERS}
