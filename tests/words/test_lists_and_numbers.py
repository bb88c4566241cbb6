"""Lists end with a word, and numbers up to twelve are words, in every sentence and in both languages."""

from datetime import date

import pytest

from bot.errors import AnyOf, Sentence
from bot.language import Language
from tests.words.sentences import PROMPTS, everything

SWEDISH, ENGLISH = (Language(locale, date(2026, 11, 23)) for locale in ("sv", "en"))
NAMES = ["Boden", "Kalix", "Piteå"]

#: Counted in figures: of how many, in tables, and the line of numbers that a conference's summary begins with.
IN_FIGURES = {
    "%(done)s av %(count)s steg är klara",
    "Förberedelse: %(done)s av %(count)s steg är klara.",
    "%(done)s av %(count)s %(counted)s är inne.",
    "%(title)s: %(done)s av %(count)s skolor är klara.",
    "%(title)s, senast %(due)s: %(done)s av %(count)s skolor är klara",
    "%(title)s (sista dag var %(due)s): %(done)s av %(count)s skolor är klara",
    "%(count)s åtaganden",
    "från %(count)s kommuner",
    "%(count)s försenade",
    "Skolorna i %(unit)s, %(year)s: %(count)s skolor",
}


@pytest.mark.parametrize(
    ("language", "count", "them_all", "any_of_them"),
    [
        (SWEDISH, 1, "Boden", "Boden"),
        (SWEDISH, 2, "Boden och Kalix", "Boden eller Kalix"),
        (SWEDISH, 3, "Boden, Kalix och Piteå", "Boden, Kalix eller Piteå"),
        (ENGLISH, 2, "Boden and Kalix", "Boden or Kalix"),
        (ENGLISH, 3, "Boden, Kalix and Piteå", "Boden, Kalix or Piteå"),
    ],
)
def test_names_in_a_sentence_end_with_and_or_with_or(
    language: Language, count: int, them_all: str, any_of_them: str
) -> None:
    assert language.listed(NAMES[:count]) == them_all
    assert language.either(NAMES[:count]) == any_of_them


def test_a_named_sentence_joins_its_names_itself() -> None:
    asked = Sentence("refused-change", {"municipality": "Boden", "people": AnyOf(NAMES)})
    assert "Boden, Kalix eller Piteå" in SWEDISH.say(asked)
    several = Sentence("conference-several-networks", {"networks": NAMES, "first": "Boden"})
    assert "Boden, Kalix och Piteå" in SWEDISH.say(several)


def test_no_template_joins_names_with_commas_alone() -> None:
    # The units that a letter introduces end with how many more there are.
    found = [path.name for path in sorted(PROMPTS.glob("*.j2")) if 'join(", ")' in path.read_text(encoding="utf-8")]
    assert found == ["welcome.j2"]


def test_numbers_up_to_twelve_are_words_where_a_sentence_counts() -> None:
    assert {said.plural for said in everything() if said.plural and "%(count)s" in said.plural} == IN_FIGURES
    assert [SWEDISH.number(count) for count in (2, 12, 13)] == ["två", "tolv", "13"]
