"""The due date in what people write, and the words that stay as they were."""

import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import ImpossibleDate, PastDate, UnreadableDate, find_due

SATURDAY = date(2026, 11, 21)
HANDLEDNING = "Vi inför kollegial handledning"

#: What is written after the text, the due date; the text itself stays.
CLAUSES = {
    " senast 1 juni": date(2027, 6, 1),
    " senast den 1 juni": date(2027, 6, 1),
    " senast 1 juni.": date(2027, 6, 1),
    " SENAST DEN 1 JUNI!": date(2027, 6, 1),
    ", senast 1 juni": date(2027, 6, 1),
    " – senast 1 juni": date(2027, 6, 1),
    " (senast 1 juni)": date(2027, 6, 1),
    "\nSenast: 1 juni": date(2027, 6, 1),
    "\n\nsenast   1\u00a0juni \n": date(2027, 6, 1),
    ", allra senast 1 juni": date(2027, 6, 1),
    " till den 15 juni": date(2027, 6, 15),
    " till 15 juni": date(2027, 6, 15),
    " till 1/9": date(2027, 9, 1),
    " till fredag": date(2026, 11, 27),
    " till i morgon": date(2026, 11, 22),
    " till vecka 41": date(2027, 10, 15),
    " senast v. 9": date(2027, 3, 5),
    " före v. 9": date(2027, 3, 1),
    " senast maj": date(2027, 5, 31),
    " före 1 september": date(2027, 9, 1),
    " fore 1 september": date(2027, 9, 1),
    " innan 30/6": date(2027, 6, 30),
    " före utgången av juni": date(2027, 6, 30),
    " senast 1/3": date(2027, 3, 1),
    " senast 270901": date(2027, 9, 1),
    " senast 2027-06-01": date(2027, 6, 1),
    " senast om två veckor": date(2026, 12, 5),
    " senast i övermorgon": date(2026, 11, 23),
    " senast den 15:e": date(2026, 12, 15),
    " senast i slutet av juni": date(2027, 6, 30),
    " senast sista fredagen i maj": date(2027, 5, 28),
    " senast fre 28 maj, v. 21.": date(2027, 5, 28),
    " by June 1": date(2027, 6, 1),
    " before 1 June": date(2027, 6, 1),
    " no later than 1 June": date(2027, 6, 1),
}

#: Texts whose due date is found and whose words all stay.
WHOLE = {
    "Vi inför X 15 juni": date(2027, 6, 15),
    "Vi inför X den 1 september 2027": date(2027, 9, 1),
    "Den 1 september 2027 har vi infört X": date(2027, 9, 1),
    "Vi inför X 2027-06-01": date(2027, 6, 1),
    "Vi inför X 30.6.2027": date(2027, 6, 30),
    "Vi inför X den 30/6": date(2027, 6, 30),
    "Vi inför X v. 36": date(2027, 9, 10),
    "Vi inför X vecka 36.": date(2027, 9, 10),
    "Planen klar v 9": date(2027, 3, 5),
    "Vi inför X (klart senast 1 juni).": date(2027, 6, 1),
    "Vi inför X, klart senast 1 juni": date(2027, 6, 1),
    "Vi inför X, men senast 1 juni": date(2027, 6, 1),
    "Vi inför X, gärna före 1 juni": date(2027, 6, 1),
    "Vi inför X helst senast 1 juni": date(2027, 6, 1),
    "Vi inför X klart 1 juni": date(2027, 6, 1),
    "Vi inför X, klart: 1 juni": date(2027, 6, 1),
    "Vi inför X senast klart 1 juni": date(2027, 6, 1),
    "Vi inför X klart på fredag": date(2026, 11, 27),
    "Vi inför X klart inom två veckor": date(2026, 12, 5),
    "Vi inför X deadline 1 juni": date(2027, 6, 1),
    "Vi inför X senast tors 3 dec kl 14": date(2026, 12, 3),
    "Vi inför X senast fredag lunch": date(2026, 11, 27),
    "Alla ska bli klara 1 juni.": date(2027, 6, 1),
    "Vi gör X - klart 1 juni": date(2027, 6, 1),
    "Vi inför X. Klart senast 1 juni.": date(2027, 6, 1),
    "Senast v. 9 har vi infört X": date(2027, 3, 5),
    "Före v. 9 har vi infört X": date(2027, 3, 1),
    "Vi inför X fredag v 41": date(2027, 10, 15),
    "Vi inför X 15 juni nästa år": date(2027, 6, 15),
    "Vi inför X 1 juni senast": date(2027, 6, 1),
    "Vi ses fre 28 maj, v. 21": date(2027, 5, 28),
    "Vi ses torsdag den 3 december klockan 14.00": date(2026, 12, 3),
    "kl 10.30 den 3 december": date(2026, 12, 3),
    "We meet June 15": date(2027, 6, 15),
    "Senast 1 juni har vi infört X": date(2027, 6, 1),
    "Vi gör en plan senast 1 mars och följer upp den": date(2027, 3, 1),
    "Vi gör en plan senast 1 mars. Följs upp 15 juni.": date(2027, 3, 1),
    "Vi gör X till 1 juni i alla 12 skolor": date(2027, 6, 1),
    "Vi gör X (senast 1 juni 2027). Ansvarig Kim Exempel": date(2027, 6, 1),
    "Enligt Agenda 2030 gör vi X klart 1 juni": date(2027, 6, 1),
    "Läsåret 2026/27 gör vi X klart 1 juni": date(2027, 6, 1),
    "Vi gör X (pilot, senast 1 juni)": date(2027, 6, 1),
    "Vi provar X fram till 1 juni": date(2027, 6, 1),
    "Vi provar X t.o.m. 1 juni": date(2027, 6, 1),
    "*Vi inför X senast 1 juni*": date(2027, 6, 1),
    "”Vi inför X senast 1 juni”": date(2027, 6, 1),
    "Vi inför X senast 1 juni 🎉": date(2027, 6, 1),
    "Vi inför X senast 1 juni :)": date(2027, 6, 1),
    "Rad 1 senast 1 juni\nRad 2": date(2027, 6, 1),
}

#: Texts where the clause is taken away and the sentence keeps what it needs.
PARTLY = {
    "Arbetet ska vara klart senast 1 juni": "Arbetet ska vara klart",
    "Vi ska ha en plan klar till 1 juni": "Vi ska ha en plan klar",
    "Planen klar senast 1 juni": "Planen klar",
    "Vi inför X klart allra senast 1 juni": "Vi inför X klart",
    "Efter konferensen 10 februari inför vi X senast 1 juni": "Efter konferensen 10 februari inför vi X",
    "Enligt beslut 2026-03-01 § 12 inför vi X senast 1 juni": "Enligt beslut 2026-03-01 § 12 inför vi X",
    "Vi läser 20 minuter varje dag i åk 4–6 till 1 juni": "Vi läser 20 minuter varje dag i åk 4–6",
    "2/3 av lärarna i åk 3, 6 och 9 till 1 juni": "2/3 av lärarna i åk 3, 6 och 9",
    "Andelen ökar från 80 till 95 % till den 1 juni": "Andelen ökar från 80 till 95 %",
    "Från 2/3 till 3/3 senast 1 juni": "Från 2/3 till 3/3",
    "*Vi inför X* 🎉 senast 1 juni": "*Vi inför X* 🎉",
    "  - ett\n  - två  _tre_ senast 1 juni": "  - ett\n  - två  _tre_",
    "Ring 08-123 45 67 senast 1 juni": "Ring 08-123 45 67",
    "senast 1 juni": "",
}

NO_DATE = [
    *("", " ", "\n", "x", "senast", "klart", "till", HANDLEDNING, "Vi gör klart X"),
    *(
        "åk 4–6",
        "årskurs 7-9",
        "grupp 1-3",
        "åk 9 maj 2027",
        "kapitel 3",
        "§ 12",
        "Lgr22",
        "punkt 4.2.1",
        "Sal 12 mars",
    ),
    *(
        "2 av 3 lärare",
        "1/3 av eleverna",
        "3/4 av lärarna",
        "minst 10 elever",
        "100 %",
        "5 dagar",
        "3-4 gånger per termin",
    ),
    *("kl 14", "kl 14 maj", "13.30-15.00", "mellan kl 8 och 10", "20 min/dag", "Budget 270 000 kr", "Budget 270901 kr"),
    *("PISA 2015 och TIMSS 2019", "mars", "Agenda 2030", "läsåret 2015/16"),
    *("en kurs om fyra veckor", "ett projekt om ett år"),
    *(
        "hela vårterminen",
        "varje läsår",
        "två gånger per termin",
        "från ht 26",
        "med start i januari",
        "vi startar v. 3",
    ),
    *(
        "dnr 2026/123",
        "SFS 2010:800",
        "Skollagen (2010:800) 1 kap. 5 §",
        "https://example.org/2027-06-01",
        "20100101-1234",
    ),
    *("tel 0920-620 00", "040-34 10 00", "070-123 45 67", "2027-06-01-3"),
    *("varje fredag", "på tisdagar", "Vi jobbar måndag–fredag", "sista fredagen varje månad"),
    *("från 1 juni", "fr.o.m. 1 juni", "efter 1 september", "sedan 1 mars 2026", "med start v. 36", "ca 15 juni"),
    *("Vi beslutade 15 juni", "Den 15 juni började vi", "Det var den 15 juni", "2020-01-01", "enligt beslut 1 mars"),
    *(
        "1 juni varje år",
        "1 juni eller senare",
        "utvärdering av mötet 15 juni",
        "15 juni-festen",
        "3/4 tjänst",
        "Målet är 3/4",
    ),
    *("Vi höjer från 80 till 90", "från 220 till 240 poäng", "när vi senast mätte", "före lunch", "due to covid"),
    *("In June 15 teachers join", "We may 10 times", "15 juniorer", "3 marsvin", "självklart fredag"),
]

#: Texts that are asked about, and what is quoted.
ASKED = {
    "Vi gör X senast före jul": "senast före jul",
    "Vi gör X före jul": "före jul",
    "Vi gör X till hösten": "till hösten",
    "Vi gör X till vt 2027": "till vt 2027",
    "Vi gör X senast asap": "senast asap",
    "Vi gör X senast 36": "senast 36",
    "Vi gör X klart i maj": "klart i maj",
    "Vi gör X senast nån gång": "senast nån gång",
    "Vi gör X senast i mitten av mars": "senast i mitten av mars",
    "Vi gör X v. 36–40": "v. 36–40",
    "Vi gör X v 5 och 6": "v 5 och 6",
    "Vi gör X till v. 41-43": "till v. 41-43",
    "Konferens 10–11 februari": "10–11 februari",
    "Konferens 10:e–11:e februari": "10:e–11:e februari",
    "mellan 8 och 10 juni": "mellan 8 och 10 juni",
    "10 juni - 15 juni": "10 juni - 15 juni",
    "från 1 juni till 15 juni": "till 15 juni",
    "från den 10 till den 12 juni": "till den 12 juni",
    "Öppet måndag till fredag": "till fredag",
    "Två veckor före 15 juni": "före 15 juni",
    "senast dagen före 1 juni": "senast dagen före 1 juni",
    "Inte före 1 juni": "före 1 juni",
    "Vi gör X senast 1 juni eller 1 juli": "senast 1 juni eller 1 juli",
    "Vi gör X senast 1 juni varje år": "senast 1 juni varje år",
    "Vi gör X senast varje fredag": "senast varje fredag",
    "Höja till 3/4": "till 3/4",
    "Vi är klara till 3/4": "klara till 3/4",
    "Målet är 3/4 2027": "3/4 2027",
    "Höja till 270101": "till 270101",
    "Vi gör X 1 september 14": "1 september 14",
    "Vi gör X 1 september 34": "1 september 34",
    "Vi gör X senast 1 juni 28 nya böcker": "senast 1 juni 28 nya böcker",
    "Vi gör X senast 1 juni 2028 elever": "senast 1 juni 2028 elever",
    "Vi gör X den 1 juni 2028 elever": "den 1 juni 2028",
    "Vi gör X senast 1 mars vt 28 skolor": "senast 1 mars vt 28 skolor",
    "Två veckor före 15 juni gör vi X": "15 juni",
    "Vi gör X senast 1 mars om två år": "senast 1 mars om två år",
    "Vi gör X 1 mars året därpå": "1 mars året därpå",
    "Vi gör X till konferensen i september": "till konferensen i september",
    "Vi gör X några dagar före konferensen": "före konferensen",
    "Vi gör X en vecka före sportlovet": "före sportlovet",
}


#: A number that counts something is no year.
COUNTED = [
    *(
        "senast 1 juni, 34 skolor",
        "senast 1 juni 34 skolor",
        "senast 1 juni 28 skolor deltar",
        "senast 1 juni, 28 läromedel",
    ),
    *(
        "senast 1 juni, 2000 elever",
        "senast 1 juni 50 000 kr",
        "senast 1 juni 12 av 34 skolor",
    ),
    *(
        "1 juni, 34 skolor",
        "den 1/6, 34 skolor",
        "klart 1 juni 28 lärare",
        "till 1 juni 30 %",
        "senast 1 juni (28 skolor)",
    ),
]

#: What tells a day at the very end without a keyword.
TOLD_AT_END = {
    "om fyra veckor": date(2026, 12, 19),
    "om 14 dagar.": date(2026, 12, 5),
    "inom en månad": date(2026, 12, 21),
    "i slutet av maj": date(2027, 5, 31),
    "slutet på maj!": date(2027, 5, 31),
    "den sista april": date(2027, 4, 30),
    "sista fredagen i maj": date(2027, 5, 28),
    "i slutet av v. 12": date(2027, 3, 26),
    "på fredag": date(2026, 11, 27),
    "i övermorgon": date(2026, 11, 23),
    "den 15:e": date(2026, 12, 15),
    "den 15 i mars": date(2027, 3, 15),
    "in four weeks": date(2026, 12, 19),
    "end of May": date(2027, 5, 31),
    "by the end of May": date(2027, 5, 31),
}

#: What looks like a time at the very end and is no day, and the day that it may be.
VAGUE_AT_END = {
    **dict.fromkeys(
        ("HT26", "vt 2027", "vårterminen 2027", "läsåret 2026/27", "under våren", "i höst", "sen vt"), None
    ),
    **dict.fromkeys(("innan jul", "efter påsk", "före midsommar", "vid skolstart", "vid årsskiftet", "snarast"), None),
    **dict.fromkeys(("första veckan i mars", "i början av mars", "om ett par veckor", "om 5 arbetsdagar"), None),
    **dict.fromkeys(("nästa vecka", "nästa läsår", "under 2028", "på lucia", "efter konferensen"), None),
    "i maj": date(2027, 5, 31),
    "maj 2028": date(2028, 5, 31),
    "Q1": date(2027, 3, 31),
    "kvartal 4": date(2026, 12, 31),
    "270315": date(2027, 3, 15),
    "27-03-15": date(2027, 3, 15),
    "20270901": date(2027, 9, 1),
    "1/6": date(2027, 6, 1),
}

#: The days that another school year or term in the sentence makes doubtful, and what is meant then.
OF_ANOTHER_YEAR = {
    "Läsåret 27/28 gör vi X senast 1 mars": date(2028, 3, 1),
    "HT 27: X klart 1 juni": date(2028, 6, 1),
    "Under 2028 gör vi X, klart 1 mars": date(2028, 3, 1),
    "X är klart 1 mars inför läsåret 27/28": date(2027, 3, 1),
    "Budget 2028, X senast 1 oktober": date(2027, 10, 1),
    "X enligt plan 27/28 senast 1 mars": date(2027, 3, 1),
}


@pytest.mark.parametrize("clause", COUNTED)
def test_a_number_that_counts_is_no_year(clause: str):
    found = find_due(f"Vi gör X {clause}", SATURDAY)
    assert (found.text, found.due, found.question) == (f"Vi gör X {clause}", date(2027, 6, 1), None)


@pytest.mark.parametrize(("words", "due"), TOLD_AT_END.items())
def test_a_day_that_is_told_at_the_end_is_read(words: str, due: date):
    assert find_due(f"Vi gör X {words}", SATURDAY).due == due


@pytest.mark.parametrize(("words", "suggestion"), VAGUE_AT_END.items())
def test_what_looks_like_a_time_is_asked_about(words: str, suggestion: date | None):
    found = find_due(f"Vi gör X {words}", SATURDAY)
    assert (found.text, found.due) == (f"Vi gör X {words}", None)
    assert isinstance(found.question, UnreadableDate)
    assert (found.question.text, found.question.suggestion) == (words, suggestion)


@pytest.mark.parametrize(("text", "suggestion"), OF_ANOTHER_YEAR.items())
def test_a_date_beside_a_later_school_year_is_asked_about(text: str, suggestion: date):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due) == (text, None)
    assert found.question is not None
    assert found.question.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["Vi gör X senast 2020-01-01", "Vi gör X senast 1 juni 2026", "Vi gör X till 31/1 2026"]
)
def test_a_date_that_has_been_is_told(text: str):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due) == (text, None)
    assert isinstance(found.question, PastDate)
    assert found.question.day < SATURDAY


@pytest.mark.parametrize(("clause", "due"), CLAUSES.items())
@pytest.mark.parametrize("text", [HANDLEDNING, "Åk 4–6:  *2 av 3* läser,\n_varje_ dag 🎉"])
def test_the_due_clause_is_read_and_taken_away(text: str, clause: str, due: date):
    found = find_due(text + clause, SATURDAY)
    assert (found.text, found.due, found.question) == (text, due, None)


@pytest.mark.parametrize(("text", "due"), WHOLE.items())
def test_the_text_stays_whole(text: str, due: date):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due, found.question) == (text, due, None)


@pytest.mark.parametrize(("text", "kept"), PARTLY.items())
def test_the_sentence_keeps_what_it_needs(text: str, kept: str):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due, found.question) == (kept, date(2027, 6, 1), None)


@pytest.mark.parametrize("text", NO_DATE)
def test_numbers_are_no_dates(text: str):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due, found.question) == (text, None, None)


@pytest.mark.parametrize("text", [text for text in NO_DATE if text.strip()])
def test_numbers_before_the_clause_do_not_matter(text: str):
    found = find_due(f"{text}; {HANDLEDNING} senast 1 juni", SATURDAY)
    assert (found.text, found.due) == (f"{text}; {HANDLEDNING}", date(2027, 6, 1))


@pytest.mark.parametrize(("text", "quoted"), ASKED.items())
def test_the_rest_is_asked_about(text: str, quoted: str):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due) == (text, None)
    assert isinstance(found.question, UnreadableDate)
    assert found.question.text == quoted


@pytest.mark.parametrize(
    ("text", "quoted", "suggestion"),
    [
        ("Vi gör X senast 31 februari", "31 februari", date(2027, 2, 28)),
        ("Vi gör X 31 februari", "31 februari", date(2027, 2, 28)),
        ("Vi gör X mån 3 dec 2026", "mån 3 dec 2026", date(2026, 12, 3)),
        ("Senast måndagen den 3 december ska vi ha gjort X", "måndagen den 3 december", date(2026, 12, 3)),
    ],
)
def test_days_that_do_not_exist_are_asked_about(text: str, quoted: str, suggestion: date):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due) == (text, None)
    assert isinstance(found.question, ImpossibleDate)
    assert (found.question.text, found.question.suggestion) == (quoted, suggestion)


@pytest.mark.parametrize(
    "text",
    [
        "Plan klar senast 1 mars och infört senast 1 juni",
        "Träffar 10 februari, och klart sedan vi ses 15 juni",
        "Rad 1 senast 1 juni\nRad 2 senast 1 juli",
    ],
)
def test_two_dates_are_asked_about(text: str):
    found = find_due(text, SATURDAY)
    assert (found.text, found.due) == (text, None)
    assert isinstance(found.question, UnreadableDate)


def test_the_same_date_twice_is_one_date():
    assert find_due("Den 1 juni är vi klara. Vi ses 1 juni 2027.", SATURDAY).due == date(2027, 6, 1)


PIECES = st.sampled_from(
    [
        *(
            "senast ",
            "klart ",
            "till ",
            "före ",
            "den ",
            "1 juni",
            "15/6",
            "v. 36",
            "fredag",
            " ",
            ", ",
            ".",
            "(",
            ")",
            "\n",
        ),
        *(
            "åk 4–6 ",
            "Vi inför X ",
            "om två veckor",
            "34 skolor",
            "vt 28",
            "nästa läsår",
            "till nästa konferens",
            "*",
            "🎉",
            "och ",
            "- ",
            "2027",
            "10",
            "jul",
            "a\u030a",
        ),
    ]
)


@settings(deadline=None)  # no test fails by a clock
@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map("".join)),
    st.dates(date(1901, 1, 1), date(2090, 1, 1)),
)
def test_nothing_but_the_end_is_taken_away(text: str, today: date):
    found = find_due(text, today)
    assert text.startswith(found.text)
    assert [found.due, found.question, found.landmark].count(None) >= 2
    assert found.due is None or found.due >= today
    assert found.text == text or found.due is not None
    assert found.question is None or found.question.text in text


#: Every day beside every wording, place and count: a wrong year or a lost word would show.
DAYS = ["1 juni", "den 1/6", "1:a juni", "v. 9", "fre v 9", "1 mars vt 28", "15 mars 2028", "slutet av maj"]
WORDINGS = ["senast", "till", "klart före", "helst före", "deadline"]
BEFORE = ["", "åk 6, 2 lektioner i veckan, 34 skolor: ", "läsåret 26/27: "]
AFTER = ["", ".", ", 34 skolor", " (28 skolor)", " 100 %", ", rum 12", " och 12 lärare", " i åk 7-9"]
TODAYS = [date(2026, 8, 18), date(2026, 12, 31), date(2027, 3, 3)]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_means_the_same_whatever_stands_around_it(day: str):
    year_is_said = "28" in day
    for wording, before, after, today in product(WORDINGS, BEFORE, AFTER, TODAYS):
        text = f"{before}Vi gör X {wording} {day}{after}"
        found = find_due(text, today)
        tail = text.removeprefix(found.text)
        assert text.startswith(found.text)
        assert not tail or re.fullmatch(r"[ (]*(?:senast|till|före) .*", tail), (text, tail)
        assert not re.search("klart|helst|deadline|skolor|åk|rum", tail), (text, tail)
        if found.due is None:
            continue
        assert today <= found.due, text
        assert (found.due.year == 2028) if year_is_said else (found.due - today).days <= 366, (text, found.due)
        alone = find_due(f"Vi gör X {wording} {day}", today).due
        assert found.due == alone, (text, found.due, alone)
