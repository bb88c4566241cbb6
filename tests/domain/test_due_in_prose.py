"""The due date in what people write, and the words that stay as they were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import ImpossibleDate, UnreadableDate, find_due

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
    " (klart senast 1 juni).": date(2027, 6, 1),
    "\nSenast: 1 juni": date(2027, 6, 1),
    "\n\nsenast   1\u00a0juni \n": date(2027, 6, 1),
    ", men senast 1 juni": date(2027, 6, 1),
    ", gärna före 1 juni": date(2027, 6, 1),
    ", allra senast 1 juni": date(2027, 6, 1),
    " klart 1 juni": date(2027, 6, 1),
    ", klart: 1 juni": date(2027, 6, 1),
    " klart senast fredag v 41": date(2027, 10, 15),
    " klart fredag v 41": date(2027, 10, 15),
    " senast klart 1 juni": date(2027, 6, 1),
    " klart på fredag": date(2026, 11, 27),
    " klart inom två veckor": date(2026, 12, 5),
    " till den 15 juni": date(2027, 6, 15),
    " till 15 juni": date(2027, 6, 15),
    " till 1/9": date(2027, 9, 1),
    " till fredag": date(2026, 11, 27),
    " till i morgon": date(2026, 11, 22),
    " till vecka 41": date(2027, 10, 11),
    " före 1 september": date(2027, 9, 1),
    " fore 1 september": date(2027, 9, 1),
    " innan 30/6": date(2027, 6, 30),
    " före utgången av juni": date(2027, 6, 30),
    " senast 1/3": date(2027, 3, 1),
    " senast 270901": date(2027, 9, 1),
    " senast 2027-06-01": date(2027, 6, 1),
    " senast 2020-01-01": date(2020, 1, 1),
    " senast om två veckor": date(2026, 12, 5),
    " senast i övermorgon": date(2026, 11, 23),
    " senast den 15:e": date(2026, 12, 15),
    " senast i slutet av juni": date(2027, 6, 30),
    " senast sista fredagen i maj": date(2027, 5, 28),
    " senast fre 28 maj, v. 21.": date(2027, 5, 28),
    " senast tors 3 dec kl 14": date(2026, 12, 3),
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
    "Vi inför X v. 36": date(2027, 9, 6),
    "Vi inför X vecka 36.": date(2027, 9, 6),
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
    "Alla ska bli klara 1 juni.": "Alla ska bli klara",
    "Vi gör X - klart 1 juni": "Vi gör X",
    "Vi inför X. Klart senast 1 juni.": "Vi inför X.",
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
    *(
        "läsåret 2026/27",
        "vt 2027",
        "ht26",
        "vt27",
        "PISA 2015 och TIMSS 2019",
        "i maj",
        "mars",
        "maj 2027",
        "under våren",
    ),
    *(
        "dnr 2026/123",
        "SFS 2010:800",
        "Skollagen (2010:800) 1 kap. 5 §",
        "https://example.org/2027-06-01",
        "20100101-1234",
    ),
    *("tel 0920-620 00", "040-34 10 00", "070-123 45 67", "20270901", "2027-06-01-3"),
    *(
        "varje fredag",
        "på tisdagar",
        "på fredag",
        "om två veckor",
        "i övermorgon",
        "Vi jobbar måndag–fredag",
        "den 15:e",
    ),
    *("från 1 juni", "fr.o.m. 1 juni", "efter 1 september", "sedan 1 mars 2026", "med start v. 36", "ca 15 juni"),
    *("Vi beslutade 15 juni", "Den 15 juni började vi", "Det var den 15 juni", "2020-01-01", "enligt beslut 1 mars"),
    *("1 juni varje år", "1 juni eller senare", "utvärdering av mötet 15 juni", "15 juni-festen", "3/4 tjänst", "30/6"),
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
    "Vi gör X senast maj": "senast maj",
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
}


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
        *("åk 4–6 ", "Vi inför X ", "om två veckor", "*", "🎉", "och ", "- ", "2027", "10", "jul", "a\u030a"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map("".join)), st.dates(date(1901, 1, 1)))
def test_nothing_but_the_end_is_taken_away(text: str, today: date):
    found = find_due(text, today)
    assert text.startswith(found.text)
    assert found.due is None or found.question is None
    assert found.text == text or found.due is not None
    assert found.question is None or found.question.text in text
