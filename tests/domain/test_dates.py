"""What Swedes type: read right or asked about, never wrong."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import DateProblem, ImpossibleDate, UnreadableDate, read_date

SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
FULL_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
WITHOUT_MARKS = str.maketrans("åäöÅÄÖ", "aaoAAO")

THE_STARTING_TABLE = {
    "15 juni": date(2027, 6, 15),
    "15:e juni": date(2027, 6, 15),
    "1/9": date(2027, 9, 1),
    "24/12": date(2026, 12, 24),
    "2026-12-01": date(2026, 12, 1),
    "20270901": date(2027, 9, 1),
    "fredag": date(2026, 11, 27),
    "nästa fredag": date(2026, 11, 27),
    "i övermorgon": date(2026, 11, 23),
    "om två veckor": date(2026, 12, 5),
    "om en månad": date(2026, 12, 21),
    "v. 36": date(2027, 9, 10),
    "måndag v 41": date(2027, 10, 11),
    "senast den 1 september": date(2027, 9, 1),
    "slutet av juni": date(2027, 6, 30),
    "tors 3 dec kl 14": date(2026, 12, 3),
}

READ = {
    # a day of a month
    "den 15 juni": date(2027, 6, 15),
    "den 15:e juni": date(2027, 6, 15),
    "15e juni": date(2027, 6, 15),
    "15juni": date(2027, 6, 15),
    "1:a juni": date(2027, 6, 1),
    "första juni": date(2027, 6, 1),
    "första maj": date(2027, 5, 1),
    "tjugoförsta juni": date(2027, 6, 21),
    "21 november": date(2026, 11, 21),
    "20 november": date(2027, 11, 20),
    "1 mars": date(2027, 3, 1),
    "1 sept": date(2027, 9, 1),
    "1 sep.": date(2027, 9, 1),
    "15 jul": date(2027, 7, 15),
    "1 juni 2027": date(2027, 6, 1),
    "1 juni, 2027": date(2027, 6, 1),
    "1 juni 27": date(2027, 6, 1),
    "1 juni -27": date(2027, 6, 1),
    "1 juni ’27": date(2027, 6, 1),
    "1 juni nästa år": date(2027, 6, 1),
    "31 dec i år": date(2026, 12, 31),
    "29 februari 2028": date(2028, 2, 29),
    "1 juni 2026": date(2026, 6, 1),
    "15-jun-2027": date(2027, 6, 15),
    # in figures
    "den 1/9": date(2027, 9, 1),
    "1/9 2027": date(2027, 9, 1),
    "1/9-27": date(2027, 9, 1),
    "1/9/27": date(2027, 9, 1),
    "1/9/2027": date(2027, 9, 1),
    "1.9.2027": date(2027, 9, 1),
    "01.09.2027": date(2027, 9, 1),
    "1-9-2027": date(2027, 9, 1),
    "2027-9-1": date(2027, 9, 1),
    "2027/09/01": date(2027, 9, 1),
    "2027–09–01": date(2027, 9, 1),
    "27-09-01": date(2027, 9, 1),
    "270901": date(2027, 9, 1),
    "260901": date(2026, 9, 1),
    "2020-01-01": date(2020, 1, 1),
    # the number alone
    "den 15:e": date(2026, 12, 15),
    "den 15": date(2026, 12, 15),
    "15:e": date(2026, 12, 15),
    "den 21:a": date(2026, 11, 21),
    "den 31:a": date(2026, 12, 31),
    "den 5:e nästa månad": date(2026, 12, 5),
    # with its weekday, week or hour
    "fre 27 nov": date(2026, 11, 27),
    "fre. 27 nov. 2026": date(2026, 11, 27),
    "fredagen den 27 november": date(2026, 11, 27),
    "fredag den 27:e": date(2026, 11, 27),
    "fre 27/11": date(2026, 11, 27),
    "fre 28 maj, v. 21": date(2027, 5, 28),
    "28 maj (v 21)": date(2027, 5, 28),
    "mån 15 feb, v. 7, klockan 12": date(2027, 2, 15),
    "15 juni kl. 14.00": date(2027, 6, 15),
    "15 juni klockan 14–16": date(2027, 6, 15),
    "2026-12-01 10:00": date(2026, 12, 1),
    "2026-12-01T10:00": date(2026, 12, 1),
    # near days
    "idag": date(2026, 11, 21),
    "i dag": date(2026, 11, 21),
    "i morgon": date(2026, 11, 22),
    "imorgon": date(2026, 11, 22),
    "i morgon bitti": date(2026, 11, 22),
    "imorgon kl 9": date(2026, 11, 22),
    "övermorgon": date(2026, 11, 23),
    "på fredag": date(2026, 11, 27),
    "nu på fredag": date(2026, 11, 27),
    "kommande fredag": date(2026, 11, 27),
    "fredag eftermiddag": date(2026, 11, 27),
    "tors": date(2026, 11, 26),
    "nästa måndag": date(2026, 11, 23),
    "fredag nästa vecka": date(2026, 11, 27),
    "nästa vecka på fredag": date(2026, 11, 27),
    "söndag denna vecka": date(2026, 11, 22),
    # so much later
    "om 10 dagar": date(2026, 12, 1),
    "om fjorton dagar": date(2026, 12, 5),
    "om 2 v": date(2026, 12, 5),
    "inom två veckor": date(2026, 12, 5),
    "två veckor från idag": date(2026, 12, 5),
    "om tre månader": date(2027, 2, 21),
    "om ett halvår": date(2027, 5, 21),
    "om ett halvt år": date(2027, 5, 21),
    "om ett år": date(2027, 11, 21),
    # weeks
    "v36": date(2027, 9, 10),
    "v.36": date(2027, 9, 10),
    "vecka 36": date(2027, 9, 10),
    "i vecka 36": date(2027, 9, 10),
    "v36 2026": date(2026, 9, 4),
    "2027-W36": date(2027, 9, 10),
    "2027v36": date(2027, 9, 10),
    "v 48": date(2026, 11, 27),
    "v 1": date(2027, 1, 8),
    "v 53": date(2027, 1, 1),
    "fredag vecka 36 2027": date(2027, 9, 10),
    "onsdagen i vecka 36": date(2027, 9, 8),
    "ons v36": date(2027, 9, 8),
    "v. 36, onsdag": date(2027, 9, 8),
    "söndag v 47": date(2026, 11, 22),
    # parts of a month
    "i slutet av juni": date(2027, 6, 30),
    "slutet av november": date(2026, 11, 30),
    "slutet av oktober": date(2027, 10, 31),
    "slutet av februari 2028": date(2028, 2, 29),
    "slutet av månaden": date(2026, 11, 30),
    "sista juni": date(2027, 6, 30),
    "den sista juni": date(2027, 6, 30),
    "sista dagen i juni": date(2027, 6, 30),
    "sista fredagen i maj": date(2027, 5, 28),
    "första måndagen i mars": date(2027, 3, 1),
    "andra fredagen i mars 2028": date(2028, 3, 10),
    # words around it
    "Senast: 1 juni.": date(2027, 6, 1),
    "klart senast fredag v 41": date(2027, 10, 15),
    "till den 15 juni": date(2027, 6, 15),
    "före 1 september": date(2027, 9, 1),
    "t.o.m. 1 juni": date(2027, 6, 1),
    "1 juni senast": date(2027, 6, 1),
    "(15 juni)": date(2027, 6, 15),
    "15\u00a0juni": date(2027, 6, 15),
    # English
    "1 june": date(2027, 6, 1),
    "June 1": date(2027, 6, 1),
    "June 27": date(2027, 6, 27),
    "June 1st, 2027": date(2027, 6, 1),
    "the 15th of June": date(2027, 6, 15),
    "Friday 27 November": date(2026, 11, 27),
    "next friday": date(2026, 11, 27),
    "tomorrow": date(2026, 11, 22),
    "in two weeks": date(2026, 12, 5),
    "week 36": date(2027, 9, 10),
    "by the end of June": date(2027, 6, 30),
    "last friday of may": date(2027, 5, 28),
}

ASKED = [
    *("36", "asap", "före jul"),  # from the starting table
    *("", " ", "?", "-", "12", "100", "2027", "2027-09", "1.9", "1-9", "4–6", "1/2/3", "½", "kl 14", "14:00", "3a"),
    *(
        "jul",
        "nyår",
        "påsk",
        "julafton",
        "snarast",
        "nu",
        "genast",
        "vt",
        "vt 2027",
        "ht26",
        "hösten",
        "läsåret 2026/27",
    ),
    *("maj", "i maj", "maj 2027", "juni 27", "april 27", "mitten av mars", "början av mars", "slutet av jul", "24 jul"),
    *("slutet av terminen", "månadsskiftet maj/juni", "årsskiftet", "sista vardagen i maj"),
    *(
        "sista månaden",
        "nästa vecka",
        "nästa månad",
        "nästa år",
        "i fredags",
        "förra fredagen",
        "varje fredag",
        "fredagar",
    ),
    *("lördag", "nästa söndag", "man", "fri", "son", "sat"),
    *(
        "10-11 februari",
        "8 och 10 juni",
        "1 juni eller 15 juni",
        "v. 36–40",
        "v 36 och 37",
        "v36/37",
        "v 36 -40",
        "v 3640",
    ),
    *("ons 10–tors 11 feb, v. 6", "mån-fre", "om 3-4 veckor", "om ett par veckor", "om två till tre veckor"),
    *(
        "om 5 arbetsdagar",
        "om 0 dagar",
        "om 999 år",
        "om 6 år",
        "om ett och ett halvt år",
        "fredag om två veckor",
        "14 dagar",
    ),
    *(
        "två veckor före 1 juni",
        "dagen före 1 juni",
        "inte före 1 juni",
        "efter 1 juni",
        "från 1 juni",
        "tidigast 1 juni",
    ),
    *("ca 15 juni", "runt 15 juni", "1 juni 14", "1 juni 1400", "1 juni 24", "1 juni -15", "1/9 14", "1 juni 2107"),
    *(
        "28-11-27",
        "123456",
        "990101",
        "20271301",
        "v. 47",
        "fredag v 47",
        "1 juni kl 25",
        "15 juni x",
        "x 15 juni",
        "15 juni år",
        "första jul",
    ),
]

IMPOSSIBLE = {
    "31 februari": date(2027, 2, 28),
    "29 februari": date(2027, 2, 28),
    "29 februari 2027": date(2027, 2, 28),
    "senast 31 juni": date(2027, 6, 30),
    "31/9": date(2027, 9, 30),
    "2027-02-30": date(2027, 2, 28),
    "32 juni": None,
    "0/9": None,
    "13/13": None,
    "9/15": date(2027, 9, 15),
    "v. 54": None,
    "v 53 2027": None,
    "femte fredagen i februari": None,
    "mån 3 dec 2026": date(2026, 12, 3),
    "onsdag 15 juni": date(2027, 6, 15),
    "fredag den 13:e": date(2026, 12, 13),
    "fre 28 maj, v. 22": date(2027, 5, 28),
}


@pytest.mark.parametrize(("text", "day"), [*THE_STARTING_TABLE.items(), *READ.items()])
def test_dates_are_read(text: str, day: date):
    assert read_date(text, SATURDAY) == day
    assert read_date(text.translate(WITHOUT_MARKS), SATURDAY) == day
    assert read_date(f"  {text.upper()} ", SATURDAY) == day
    assert read_date(unicodedata.normalize("NFD", text), SATURDAY) == day


def test_a_short_weekday_alone_needs_its_ring():
    assert read_date("mån", SATURDAY) == MONDAY
    with pytest.raises(UnreadableDate):
        read_date("man", SATURDAY)


@pytest.mark.parametrize("text", ASKED)
def test_the_rest_is_asked_about(text: str):
    with pytest.raises(UnreadableDate) as caught:
        read_date(text, SATURDAY)
    assert caught.value.text == text.strip()


@pytest.mark.parametrize(("text", "suggestion"), IMPOSSIBLE.items())
def test_days_that_do_not_exist_come_with_a_suggestion(text: str, suggestion: date | None):
    with pytest.raises(ImpossibleDate) as caught:
        read_date(text, SATURDAY)
    assert caught.value.suggestion == suggestion


def test_an_impossible_date_is_quoted_without_the_words_around_it():
    with pytest.raises(ImpossibleDate) as caught:
        read_date("Senast den 31 Februari.", SATURDAY)
    assert caught.value.text == "den 31 Februari"


#: A numbered week is its Friday, and its Monday only where somebody wants it before. "Senast" a month is its last day.
WEEKS_AND_MONTHS = {
    "senast v. 9": date(2027, 3, 5),
    "klart v. 20": date(2027, 5, 21),
    "till vecka 9": date(2027, 3, 5),
    "t.o.m. v. 12": date(2027, 3, 26),
    "slutet av v. 12": date(2027, 3, 26),
    "i slutet på v 12": date(2027, 3, 26),
    "före slutet av v. 12": date(2027, 3, 26),
    "före v. 9": date(2027, 3, 1),
    "innan vecka 9": date(2027, 3, 1),
    "klart före v. 9 2028": date(2028, 2, 28),
    "före fredag v. 9": date(2027, 3, 5),
    "senast v. 2 nästa år": date(2027, 1, 15),
    "by week 9": date(2027, 3, 5),
    "before week 9": date(2027, 3, 1),
    "end of week 9": date(2027, 3, 5),
    "senast maj": date(2027, 5, 31),
    "allra senast i november": date(2026, 11, 30),
    "klart senast februari 2028": date(2028, 2, 29),
    "senast nästa månad": date(2026, 12, 31),
    "no later than May": date(2027, 5, 31),
}

#: The term after a day decides its year, and a month may be told by its number.
TERMS = {
    "1 mars vt 2028": date(2028, 3, 1),
    "1 mars vt28": date(2028, 3, 1),
    "1 mars (vårterminen 2028)": date(2028, 3, 1),
    "1 mars, läsåret 27/28": date(2028, 3, 1),
    "1 oktober läsåret 2027/28": date(2027, 10, 1),
    "1 oktober läsåret 2027-2028": date(2027, 10, 1),
    "1 mars nästa läsår": date(2028, 3, 1),
    "1 oktober nästa läsår": date(2027, 10, 1),
    "1 mars detta läsår": date(2027, 3, 1),
    "1 mars nästa termin": date(2027, 3, 1),
    "1 mars vt": date(2027, 3, 1),
    "v. 9 vt 2028": date(2028, 3, 3),
    "den 15 i mars": date(2027, 3, 15),
    "den 15:e i mars 2028": date(2028, 3, 15),
    "15 i mars": date(2027, 3, 15),
    "den första i mars": date(2027, 3, 1),
    "den 1 i sjätte": date(2027, 6, 1),
    "den 1:a i 6:e": date(2027, 6, 1),
    "den första i sjätte": date(2027, 6, 1),
}

UNCLEAR_TERMS = [
    "1 oktober vt 2028",
    "1 mars ht",
    "1 mars läsåret 27/29",
    "den 15:e vt 2028",
    "fredag vt 2028",
    "1 mars 34",
]


@pytest.mark.parametrize(("text", "day"), [*WEEKS_AND_MONTHS.items(), *TERMS.items()])
def test_weeks_months_and_terms_are_read(text: str, day: date):
    assert read_date(text, SATURDAY) == day
    assert read_date(text.translate(WITHOUT_MARKS).upper(), SATURDAY) == day


@pytest.mark.parametrize("text", UNCLEAR_TERMS)
def test_a_term_that_does_not_fit_is_asked_about(text: str):
    with pytest.raises(UnreadableDate):
        read_date(text, SATURDAY)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("1 mars nästa läsår", date(2027, 7, 31), date(2028, 3, 1)),
        ("1 mars nästa läsår", date(2027, 8, 31), None),
        ("1 mars nästa läsår", date(2027, 9, 1), date(2029, 3, 1)),
        ("1 mars detta läsår", date(2027, 6, 30), date(2027, 3, 1)),
        ("1 mars detta läsår", date(2027, 8, 1), None),
        ("1 oktober nästa termin", date(2027, 6, 1), date(2027, 10, 1)),
        ("1 mars nästa termin", date(2027, 1, 10), None),
        ("1 oktober nästa höst", date(2027, 3, 1), None),
        ("v. 2 nästa år", date(2027, 1, 2), date(2028, 1, 14)),
        ("v. 2 nästa år", date(2024, 12, 30), date(2025, 1, 10)),
    ],
)
def test_next_year_turns_with_the_year(text: str, today: date, day: date | None):
    if day is not None:
        assert read_date(text, today) == day
        return
    with pytest.raises(UnreadableDate):
        read_date(text, today)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("fredag", MONDAY, FRIDAY),
        ("måndag", FRIDAY, date(2026, 11, 30)),
        ("nästa måndag", FRIDAY, date(2026, 11, 30)),
        ("nästa fredag", FRIDAY, date(2026, 12, 4)),
        ("denna fredag", MONDAY, FRIDAY),
        ("fredag nästa vecka", MONDAY, date(2026, 12, 4)),
        ("v 48", MONDAY, FRIDAY),
        ("v 48", FRIDAY, FRIDAY),
        ("fredag v 48", MONDAY, FRIDAY),
        ("v 53", date(2026, 12, 28), date(2027, 1, 1)),
        ("v 1", date(2027, 1, 3), date(2027, 1, 8)),
        ("v 52", date(2027, 1, 3), date(2027, 12, 31)),
        ("1 januari", date(2026, 12, 31), date(2027, 1, 1)),
        ("31 december", date(2026, 12, 31), date(2026, 12, 31)),
        ("29 februari", date(2027, 6, 1), date(2028, 2, 29)),
        ("om en månad", date(2027, 1, 31), date(2027, 2, 28)),
        ("om ett år", date(2028, 2, 29), date(2029, 2, 28)),
        ("slutet av juni", date(2027, 6, 30), date(2027, 6, 30)),
        ("slutet av nästa månad", date(2026, 12, 5), date(2027, 1, 31)),
        ("den 31:a", date(2027, 2, 10), date(2027, 3, 31)),
        ("sista fredagen i maj", date(2027, 5, 29), date(2028, 5, 26)),
    ],
)
def test_other_days_to_stand_on(text: str, today: date, day: date):
    assert read_date(text, today) == day


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("nästa fredag", MONDAY),  # the 27th or the 4th
        ("nästa onsdag", MONDAY),
        ("fredag", FRIDAY),  # today or in a week
        ("på fredag", FRIDAY),
        ("denna fredag", FRIDAY),
        ("före v 48", FRIDAY),  # its Monday is past
        ("måndag v 48", FRIDAY),
    ],
)
def test_what_means_two_days_is_asked_about(text: str, today: date):
    with pytest.raises(UnreadableDate):
        read_date(text, today)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 364), st.booleans())
def test_the_bots_own_echo_is_read_back(today: date, ahead: int, with_year: bool):
    day = today + timedelta(days=ahead)
    year = f" {day.year}" if with_year else ""
    echo = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}, v. {day.isocalendar().week}"
    assert read_date(echo, today) == day
    assert read_date(f"senast {echo.translate(WITHOUT_MARKS)}.", today) == day


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_date_with_its_year_does_not_depend_on_today(today: date, day: date):
    week = day.isocalendar()
    assert read_date(day.isoformat(), today) == day
    assert read_date(f"{day.day}/{day.month} {day.year}", today) == day
    assert read_date(f"{day.day} {MONTHS[day.month - 1]} {day.year}", today) == day
    assert read_date(f"{FULL_WEEKDAYS[day.weekday()]} v. {week.week} {week.year}", today) == day


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(FULL_WEEKDAYS), st.integers(1, 31), st.integers(1, 12)
)
def test_without_a_year_the_date_lies_in_the_coming_year_and_agrees(today: date, weekday: str, number: int, month: int):
    try:
        day = read_date(f"{weekday} {number} {MONTHS[month - 1]}", today)
    except ImpossibleDate:
        return
    assert (day.day, day.month, FULL_WEEKDAYS[day.weekday()]) == (number, month, weekday)
    assert today <= day < today + timedelta(days=366)


PIECES = st.sampled_from(
    [
        *"0123456789 -/.,:–",
        *MONTHS,
        *FULL_WEEKDAYS,
        "senast ",
        "den ",
        "om ",
        "två ",
        "veckor ",
        "v ",
        "slutet av ",
        "kl ",
    ]
)


@settings(deadline=None)  # no test fails by a clock
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=12).map("".join)), st.dates(date(1901, 1, 1)))
def test_any_text_is_a_date_or_a_date_problem(text: str, today: date):
    result = read_or_problem(text, today)
    assert isinstance(result, date) or result.text in text


def read_or_problem(text: str, today: date) -> date | DateProblem:
    try:
        return read_date(text, today)
    except DateProblem as problem:
        return problem
