"""No sentence has a hole where somebody's name is not known: Slack has not told it yet, or it was the bot itself."""

import re
from datetime import date

import pytest

from bot.errors import Sentence
from bot.language import LOCALES, Language, read_prompts
from bot.services.people import called_by, names
from bot.storage.tables import Person
from tests.messages.variants.answers import EXAMPLES
from tests.words.sentences import placeholders

#: What a person is called by in sentences; other values cannot be empty.
NAMES = frozenset({"who", "people", "person"})
SENTENCES = {
    name: placeholders(words) & NAMES
    for name, words in read_prompts("errors.yaml").items()
    if placeholders(words) & NAMES
}
#: A gap, a mark without a word before it, a word that names nobody, a beginning without a word.
HOLE = re.compile(
    r"  | [.,:;!?]|\bNone\b|@|^[\s.,]|^[a-zåäö]|\b(?:Be|Ask|till|exempel|och|and|eller|or|Bara|Only) ?[.,]"
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unknown", ["", None])
def test_a_sentence_without_a_name_reads_whole(locale: str, unknown: str | None) -> None:
    language = Language(locale, date(2026, 11, 30))
    told = {}
    for sentence, named in SENTENCES.items():
        for name in named:
            values = {**EXAMPLES, "unit": "Boden", "person": "Kim Exempel", name: unknown}
            told[sentence, name] = {
                language.say(Sentence(sentence, values)),
                language.say_mrkdwn(Sentence(sentence, values)),
            }
    assert {about: words for about, words in told.items() if any(HOLE.search(one) for one in words)} == {}
    assert {"task-stale", "inquiry-stale", "commitment-stale"} <= {sentence for sentence, _ in told}


def test_a_name_that_is_known_is_said() -> None:
    language = Language("sv", date(2026, 11, 30))
    assert language.say(Sentence("task-stale", {"who": "Robin Exempel"})).startswith("Robin Exempel hann skriva")


@pytest.mark.parametrize(
    ("person", "called"),
    [
        (Person(name="Kim Exempel", slack_user_id="U0BODEN"), "Kim Exempel"),
        (Person(name="", slack_user_id="U0BODEN"), "@U0BODEN"),
        (Person(name="", email="kim@exempel.se"), "kim@exempel.se"),
        (Person(name=""), ""),
    ],
)
def test_somebody_is_called_by_what_is_known(person: Person, called: str) -> None:
    assert called_by(person) == called
    robin = Person(name="Robin Exempel")
    assert names([person, robin]) == [each for each in (called, "Robin Exempel") if each]
