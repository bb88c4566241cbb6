"""The bot's voice: plain Swedish with the networks' own words, no exclamation marks, no blame."""

import re

import pytest

from tests.words.sentences import PROMPTS, Said, english, everything

#: What is not said, and what is said instead.
INSTEAD = {
    "löfte": "åtagande",
    "löften": "åtaganden",
    "deadline": "senast",
    "task": "aktivitet",
    "uppgiften": "aktiviteten",
    "ägare": "ansvarig",
    "overdue": "försenat",
    "misslyckat": "avslutat i förtid",
    "missat": "inte svarat än",
    "missade": "inte svarat än",
    "glömt": "inte svarat än",
    "brief": "missiv",
    "mix": "blandad grupp",
    "nvk": "konferensen",
    "feedback": "återkoppling",
    "digest": "veckobrev",
    "snooza": "påminn mig senare",
    "milstolpe": "hållpunkt",
    "PDSA": "Planera, Genomföra, Följa upp, Analysera",
    "admin": "projektledningen",
    "administratör": "projektledningen",
    "vänligen": "(nothing)",
    "ej": "inte",
    "erhålla": "få",
    "avseende": "om",
    "samt": "och",
    "bekräfta": "(say what is done)",
}
#: Genitives of names cannot be made by adding an s: Borås, Hofors, Västerås.
JOINED_S = re.compile(r"\}s\b|%\(\w+\)ss\b")

ALL = sorted({(said.place, text) for said in everything() for text in (said.swedish, said.plural) if text})


def test_nothing_is_exclaimed() -> None:
    assert [text for _, text in ALL if "!" in text] == []
    assert [message.id for message in english() if message.id and "!" in str(message.string)] == []


@pytest.mark.parametrize("word", INSTEAD)
def test_a_word_that_is_not_ours_is_not_said(word: str) -> None:
    found = [f"{place}: {text}" for place, text in ALL if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    assert not found, "\n".join([f"Say {INSTEAD[word]!r} instead of {word!r}:", *found])


def test_no_name_gets_an_s_of_its_own() -> None:
    assert [text for _, text in ALL if JOINED_S.search(text)] == []
    assert JOINED_S.search("Bara {municipality}s kontaktperson")
    assert JOINED_S.search("%(municipality)ss kontaktperson")
    assert not JOINED_S.search("%(municipality)s kontaktperson")


def test_a_date_with_its_week_is_closed_by_a_comma_where_the_sentence_goes_on() -> None:
    goes_on = re.compile(r"(%\((?:day|due|span|was|starts|papers)\)s|\{(?:day|first|last)\})\*? [a-zåäö]")
    ours = [text for place, text in ALL if place.endswith((".j2", "words.yaml"))]
    assert [text for text in ours if goes_on.search(text)] == []


def test_a_label_is_no_sentence() -> None:
    labels = re.findall(
        r'label: "?([^,}"\n]+)', "".join(each.read_text("utf-8") for each in PROMPTS.glob("forms/*.yaml"))
    )
    assert "Vill du pausa?" in labels
    assert [label for label in labels if label.endswith(".")] == []


def test_the_reader_is_du_and_the_municipality_ni() -> None:
    # Capital letters would make a letter from an office of it.
    addressed = re.compile(r"(?<![.:?…»] )(?<!^)\b(?:Du|Dig|Din|Ditt|Dina|Ni|Er|Ert|Era)\b")
    assert [text for _, text in ALL if addressed.search(text)] == []


def test_what_is_asked_ends_with_a_question_mark() -> None:
    asked = re.compile(r"^(?:Vad|Vem|Hur|När|Varför|Vilka|Vilket|Menade)\b[^.?]{12,}$")
    assert [text for _, text in ALL if asked.match(text)] == []


def test_texts_are_read() -> None:
    assert Said("Senast klart", "prompts/commitment-card.j2") in set(everything())
