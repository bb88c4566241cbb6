"""Annual wheels: a milestone, a week in a letter and in a school's channel, a year, the schools in numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.municipalities import PROGRAMMES
from bot.content.programme_file import open_programme
from bot.domain.programme.year import DialoguePlan, MilestonePlan, YearPlan
from bot.domain.wheel import State
from bot.domain.wheel_standing import Follower, Kept, Ref, Standing, Wheels, WheelUnit
from bot.domain.wheel_year import WheelPlan
from bot.messages.letter_view import Letter
from bot.messages.many_milestones import marked_message, nothing_left_message, reopened_message
from bot.messages.milestones import SchoolDetails, Told, milestone_message
from bot.messages.newcomers import InWheels
from bot.messages.registry import Message
from bot.messages.school_milestones import SchoolWeek
from bot.messages.wheel_answers import ShownWheel, help_message, wheel_message
from bot.messages.wheel_bookings import ToBook
from bot.messages.wheel_dialogues import Missing
from bot.messages.wheel_news_view import Counted, WheelNews
from bot.messages.wheel_schools import ShownRow, ShownTable, own_schools_message, schools_message, table_message
from bot.red_days import red_day
from tests.messages.variants.facts import HOSTILE, LONGEST, TODAY
from tests.messages.variants.shown import Variant, message

ZONE = ZoneInfo("Europe/Stockholm")
MALMO = open_programme(PROGRAMMES / "malmo-2014.yaml").programme
MEETINGS = (date(2026, 9, 23), date(2026, 11, 18), date(2027, 2, 24))
PLAN = WheelPlan("variants", MALMO.year or YearPlan(starts="june"), MALMO.wheel)
CITY = Follower(1, "Malmö", None, 1, PLAN, MALMO.dialogues, MEETINGS)
SCHOOL = WheelUnit(2, 1, "Exempelskolan", CITY)
OFFICE = WheelUnit(1, 1, "Malmö", CITY)
NAMELESS = Kept(1, 1, None, "", None, None, None, None, None, None)
DONE = replace(NAMELESS, done_at=datetime(2026, 8, 28, 8, tzinfo=UTC), done_by="Kim Exempel")
WAIVED = replace(NAMELESS, waived_at=datetime(2026, 8, 28, 8, tzinfo=UTC), reason="Vi är nystartade.")
#: A Monday in week 33.
AUGUST = date(2026, 8, 10)
PROVSKOLAN = WheelUnit(3, 1, "Provskolan", CITY)
LAST = "å" * 150
STATES: tuple[State, ...] = ("done", "late", "ahead", "not_applicable", "not_done", *("ahead",) * 8)


def all_of(unit: WheelUnit, kept: dict[Ref, Kept] | None = None, today: date = TODAY) -> list[Standing]:
    return Wheels({unit.id: unit}, kept or {}).standings(unit, 2026, today, red_day)


def _one(step: str, unit: WheelUnit = SCHOOL, kept: Kept | None = None, today: date = TODAY) -> Standing:
    known = {} if kept is None else {(unit.id, step, 2026): kept}
    return next(one for one in all_of(unit, known, today) if one.plan.id == step)


def told(step: str, unit: WheelUnit = SCHOOL, kept: Kept | None = None, **more: Any) -> Told:
    today = more.pop("today", TODAY)
    return Told(_one(step, unit, kept, today), ZONE, **more)


def _strange(title: str, text: str, name: str, count: int) -> WheelUnit:
    """A school of a programme whose every word is strange."""
    plan = MilestonePlan.model_validate(
        {"id": "x", "level": "school", "phase": "plan", "title": title, "text": text, "who": title, "leads_to": title}
        | {"due": {"latest": "12-01"}, "of": "this_year"}
    )
    plans = tuple(plan.model_copy(update={"id": f"x{n}"}) for n in range(count))
    wheel = WheelPlan(f"strange {count} {len(title)}", PLAN.year, plans)
    return WheelUnit(2, 1, name, replace(CITY, wheel=wheel, name=name))


HOSTILE_SCHOOL = _strange(HOSTILE, HOSTILE, HOSTILE, 3)
#: Where a title has to fit on a line.
_HOSTILE_IN_SHORT = _strange(HOSTILE[:60], HOSTILE, HOSTILE, 3)
LONGEST_SCHOOL = _strange(LAST, "ä" * 300, "Ö" * 80, 60)
_SAID_LONGEST = replace(DONE, done_by="Å" * 80, note=LONGEST, link=f"https://exempel.se/{'a' * 2900}")
_SAID_HOSTILE = replace(DONE, done_by=HOSTILE, note=HOSTILE, link="https://exempel.se/x")


def _whole(told: Told) -> Variant:
    return lambda language: milestone_message(told, language)


def _letter(news: WheelNews, new: InWheels | None = None) -> Variant:
    return message("digest", Letter(TODAY, wheel=news, new_in_wheels=new))


def _missing(**more: Any) -> Missing:
    return Missing(_DIALOGUES["quality-school"], "höstterminen", 0, 1, **more)


def shown_wheel(unit: WheelUnit, today: date = TODAY, kept: dict[Ref, Kept] | None = None, **more: Any) -> ShownWheel:
    years = more.pop("open_years", (2026,))
    beside = more.pop("beside", ())
    return ShownWheel(unit, 2026, years, all_of(unit, kept, today), beside, ZONE, **more)


def _wheel(*wheels: ShownWheel, **more: Any) -> Variant:
    return lambda language: wheel_message(wheels, language, **more)


def _table(*tables: ShownTable) -> Variant:
    return lambda language: table_message(tables, language)


def _schools(*standings: Standing, offset: int = 0) -> Variant:
    return lambda language: schools_message(1, standings, offset, language, may_do=True, may_move=offset == 0)


def _marked(*done: Standing, known: int = 0, gone: int = 0) -> Variant:
    return lambda language: marked_message(done, known, gone, "key:", language)


def _own_schools(*wheels: ShownWheel, offset: int = 0) -> Variant:
    return lambda language: own_schools_message(wheels, offset, language)


def _help(language: Any) -> Message:
    return help_message(language)


_DIALOGUES = {one.id: one for one in MALMO.dialogues}
_FORECAST = _one("forecast")
_ROWS = [ShownRow(one, 31, 2 if one.plan.id == "forecast" else 0, 34) for one in all_of(SCHOOL)]
_DIALOGUE = DialoguePlan.model_validate(
    {"id": "x", "title": LAST, "between": ["school", "administration"], "who": "x", "about": "x", "at_least": 1}
)

VARIANTS: dict[str, Variant] = {
    "many-milestones.at-schools": _marked(_one("forecast"), _one("forecast", PROVSKOLAN), known=1, gone=2),
    "many-milestones.of-a-school": _marked(_one("forecast"), _one("quality-report"), known=2, gone=1),
    "many-milestones.one": _marked(_one("forecast")),
    "many-milestones.none": _marked(known=1),
    "many-milestones.longest": _marked(*all_of(LONGEST_SCHOOL)),
    "many-milestones.hostile": _marked(*all_of(HOSTILE_SCHOOL)),
    "many-milestones.nothing-left": nothing_left_message,
    "many-milestones.taken-back": lambda language: reopened_message(14, 2, language),
    "many-milestones.taken-back-none": lambda language: reopened_message(0, 1, language),
    "milestone.ahead": _whole(
        told("september-dialogue", where="Exempelskolan", today=date(2026, 8, 24), may_move=True)
    ),
    "milestone.late": _whole(told("quality-report", where="Exempelskolan")),
    "milestone.seen-by-a-reader": _whole(told("quality-report", may_do=False, may_follow=False)),
    "milestone.after-done": _whole(
        told("quality-report", kept=replace(DONE, note="Vi skrev den i maj.", link="https://exempel.se/rapport"))
    ),
    "milestone.after-waived": _whole(told("quality-report", kept=WAIVED)),
    "milestone.not-done": _whole(told("quality-report", today=date(2027, 8, 1))),
    "milestone.reminded": _whole(told("forecast", kept=replace(NAMELESS, remind_on=date(2026, 11, 30)))),
    "milestone.provisional": _whole(told("budget-letter", OFFICE, papers=date(2027, 4, 16))),
    "milestone.board": _whole(
        told("annual-report", OFFICE, papers=date(2027, 2, 10), builds_on=(31, 34, "Avstämning av kvalitetsplanen"))
    ),
    "milestone.board-late": _whole(told("annual-report", OFFICE, today=date(2027, 3, 1))),
    "milestone.school-details": _whole(
        told("school-details", today=date(2026, 8, 10), details=SchoolDetails("Kim Exempel", None))
    ),
    "milestone.nobody-there": _whole(
        told("school-details", today=date(2026, 8, 10), details=SchoolDetails(None, None))
    ),
    "milestone.longest": _whole(
        Told(
            all_of(LONGEST_SCHOOL, {(2, "x0", 2026): _SAID_LONGEST})[0],
            ZONE,
            "Ö" * 80,
            may_move=True,
            builds_on=(1, 2, LAST),
        )
    ),
    "milestone.hostile": _whole(Told(all_of(HOSTILE_SCHOOL, {(2, "x0", 2026): _SAID_HOSTILE})[0], ZONE, HOSTILE)),
    "digest.wheel": _letter(WheelNews([(SCHOOL, [told("forecast"), told("hr-economy-november")])])),
    "digest.wheel-first": _letter(
        WheelNews([(SCHOOL, [told("forecast")])]), InWheels("Kim", ["Exempelskolan"], ["Alex Exempel"])
    ),
    "digest.wheel-first-longest": _letter(
        WheelNews([(SCHOOL, [told("forecast")])]), InWheels("Å" * 120, ["Ä" * 120] * 5, ["Ö" * 120] * 3)
    ),
    "digest.wheel-first-hostile": _letter(
        WheelNews([(SCHOOL, [told("forecast")])]), InWheels(HOSTILE, [HOSTILE], [HOSTILE])
    ),
    "digest.wheel-first-nameless": _letter(WheelNews([(SCHOOL, [told("forecast")])]), InWheels("", ["Malmö"] * 4, [])),
    "digest.wheel-of-several": _letter(
        WheelNews(
            [
                (SCHOOL, [told("forecast"), told("hr-economy-november")]),
                (
                    replace(SCHOOL, id=3, name="Provskolan"),
                    [told("hr-economy-november"), told("quality-report", kept=DONE)],
                ),
            ],
            missing=[_missing(where="Exempelskolan")],
        )
    ),
    "digest.wheel-of-the-administration": _letter(
        WheelNews(
            [(OFFICE, [told("seminar-november", OFFICE)])],
            counts=[Counted(_one("hr-economy-november"), 31, 34)],
            missing=[_missing()],
            follows_schools=True,
        )
    ),
    "digest.wheel-of-a-head-of-schools": _letter(
        WheelNews(
            counts=[Counted(_one("hr-economy-november"), 1, 7), Counted(_one("forecast"), 6, 7)], follows_schools=True
        )
    ),
    "digest.wheel-to-book": _letter(
        WheelNews([(SCHOOL, [told("forecast")])], to_book=[ToBook(_one("hr-economy-december"))])
    ),
    "digest.wheel-to-book-at-several-schools": _letter(
        WheelNews(
            to_book=[
                ToBook(_one("february-dialogue"), ["Exempelskolan", "Provskolan"]),
                ToBook(_one("hr-economy-january"), ["Exempelskolan"] * 4),
            ]
        )
    ),
    "digest.wheel-to-book-of-a-head-of-schools": _letter(
        WheelNews(
            to_book=[
                ToBook(_one("february-dialogue"), schools=17, are_own=True),
                ToBook(_one("hr-economy-january"), schools=1, are_own=True),
                ToBook(_one("hr-economy-march"), schools=1),
            ],
            follows_schools=True,
        )
    ),
    "digest.wheel-to-book-of-the-administration": _letter(
        WheelNews(
            to_book=[
                ToBook(_one("hr-economy-december"), schools=34),
                ToBook(_one("board-dialogue", OFFICE)),
                ToBook(_one("board-dialogue", replace(OFFICE, follower=replace(CITY, board_meetings=())))),
            ],
            counts=[Counted(_one("hr-economy-november"), 31, 34)],
            follows_schools=True,
        )
    ),
    "digest.wheel-to-book-longest": _letter(
        WheelNews(to_book=[ToBook(one, ["Ö" * 80] * 3) for one in all_of(LONGEST_SCHOOL)[:20]], follows_schools=True)
    ),
    "digest.wheel-to-book-hostile": _letter(WheelNews(to_book=[ToBook(all_of(HOSTILE_SCHOOL)[0], [HOSTILE] * 2)])),
    "digest.wheel-before-the-end-of-term": _letter(
        WheelNews(missing=[_missing(where="Exempelskolan"), Missing(_DIALOGUES["hr-economy"], "höstterminen", 2, 5)])
    ),
    "digest.wheel-of-the-board": _letter(WheelNews([(OFFICE, [told("annual-report", OFFICE)])])),
    "digest.wheel-longest": _letter(
        WheelNews(
            [(LONGEST_SCHOOL, [Told(one, ZONE, "Ö" * 80) for one in all_of(LONGEST_SCHOOL)])],
            counts=[Counted(one, 1, 2) for one in all_of(LONGEST_SCHOOL)[:20]],
            missing=[Missing(_DIALOGUE, "höstterminen", 0, 1, "Ö" * 80)] * 20,
            follows_schools=True,
        )
    ),
    "digest.wheel-hostile": _letter(
        WheelNews(
            [(HOSTILE_SCHOOL, [Told(all_of(HOSTILE_SCHOOL)[0], ZONE)])],
            counts=[Counted(all_of(HOSTILE_SCHOOL)[0], 1, 2)],
        )
    ),
    "school-milestones.some": message(
        "school-milestones", SchoolWeek(SCHOOL, [told("forecast", may_follow=False), told("hr-economy-november")], 0)
    ),
    "school-milestones.to-book": message(
        "school-milestones",
        SchoolWeek(SCHOOL, [told("forecast", may_follow=False)], 0, to_book=[ToBook(_one("hr-economy-december"))]),
    ),
    "school-milestones.first": message(
        "school-milestones", SchoolWeek(SCHOOL, [told("hr-economy-november", may_follow=False)], 0, is_first=True)
    ),
    "school-milestones.after-done": message(
        "school-milestones", SchoolWeek(SCHOOL, [told("quality-report", kept=DONE, may_follow=False)], 1)
    ),
    "school-milestones.longest": message(
        "school-milestones", SchoolWeek(LONGEST_SCHOOL, [Told(one, ZONE) for one in all_of(LONGEST_SCHOOL)[:6]], 54)
    ),
    "school-milestones.hostile": message(
        "school-milestones", SchoolWeek(HOSTILE_SCHOOL, [Told(all_of(HOSTILE_SCHOOL)[0], ZONE)], 0)
    ),
    "wheel.school": _wheel(shown_wheel(SCHOOL, may_do=True, may_follow=True, kept={(2, "quality-report", 2026): DONE})),
    "wheel.two-years-open": _wheel(
        shown_wheel(
            SCHOOL,
            date(2027, 6, 7),
            open_years=(2026, 2027),
            beside=Wheels({2: SCHOOL}).standings(SCHOOL, 2027, date(2027, 6, 7), red_day)[:4],
            may_do=True,
            may_follow=True,
        )
    ),
    "wheel.seen-by-a-reader": _wheel(shown_wheel(SCHOOL)),
    "wheel.administration": _wheel(shown_wheel(OFFICE, may_do=True, may_follow=True), follows_schools=True),
    "wheel.several": _wheel(
        shown_wheel(SCHOOL, may_follow=True),
        shown_wheel(replace(SCHOOL, name="Provskolan"), may_follow=True),
        follows_schools=True,
    ),
    "wheel.none": _wheel(),
    "wheel.own-schools": _own_schools(
        shown_wheel(SCHOOL, may_follow=True, kept={(2, "quality-report", 2026): DONE}),
        shown_wheel(replace(SCHOOL, name="Provskolan"), date(2026, 8, 24), may_follow=True),
    ),
    "wheel.own-schools-none": _own_schools(),
    "wheel.own-schools-last": _own_schools(*[shown_wheel(SCHOOL, may_follow=True)] * 13, offset=10),
    "wheel.own-schools-longest": _own_schools(*[shown_wheel(LONGEST_SCHOOL, may_follow=True)] * 13),
    "wheel.own-schools-hostile": _own_schools(shown_wheel(HOSTILE_SCHOOL, may_follow=True)),
    "wheel.head-who-is-a-principal": _wheel(
        shown_wheel(SCHOOL, may_do=True, may_follow=True), follows_schools=True, heads_schools=True
    ),
    "wheel.longest": _wheel(
        shown_wheel(LONGEST_SCHOOL, may_do=True, may_follow=True, beside=all_of(LONGEST_SCHOOL)), follows_schools=True
    ),
    "wheel.several-longest": _wheel(*[shown_wheel(LONGEST_SCHOOL, may_follow=True)] * 9, follows_schools=True),
    "wheel.hostile": _wheel(shown_wheel(_HOSTILE_IN_SHORT, may_do=True, may_follow=True)),
    "wheel.table": _table(ShownTable(OFFICE, 2026, 34, _ROWS)),
    "wheel.table-longest": _table(
        *[ShownTable(LONGEST_SCHOOL, 2026, 34, [ShownRow(one, 1, 1, 34) for one in all_of(LONGEST_SCHOOL)])] * 2
    ),
    "wheel.schools": _schools(
        *[Standing(replace(SCHOOL, name=f"Skola {n}"), _FORECAST.occurrence, state) for n, state in enumerate(STATES)]
    ),
    "wheel.schools-last": _schools(*[_FORECAST] * 13, offset=10),
    "wheel.schools-hostile": _schools(all_of(HOSTILE_SCHOOL)[0]),
    "wheel.help": _help,
}
