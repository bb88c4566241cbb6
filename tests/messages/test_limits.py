"""Whatever people wrote, Slack takes what the bot says, and nobody is notified by somebody's words."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.errors import Sentence
from bot.language import LOCALES, Language
from bot.messages.registry import Message
from bot.slack import blocks
from playground import limits, mentions
from tests.messages.variants import VARIANTS, Shown
from tests.messages.variants.facts import HOSTILE, LONGEST, TODAY
from tests.messages.variants.shown import as_read

SAID: dict[tuple[str, str], Shown] = {
    (name, locale): variant(Language(locale, TODAY)) for name, variant in VARIANTS.items() for locale in LOCALES
}
MESSAGES = {key: shown for key, shown in SAID.items() if isinstance(shown, Message)}
DIALOGUES = {key: shown for key, shown in SAID.items() if isinstance(shown, Mapping)}
#: Where a value should stand: in a template whose words were put together wrongly.
UNFILLED = re.compile(r"%\(\w+\)s|\{\{|\{%|\{\w+\}|[ (:]None\b|<[@!#]")

message = pytest.mark.parametrize("key", MESSAGES, ids="-".join)
dialogue = pytest.mark.parametrize("key", DIALOGUES, ids="-".join)


@message
def test_slack_takes_the_blocks(key: tuple[str, str]) -> None:
    assert limits.of_message(MESSAGES[key].blocks) == []


@message
def test_a_message_is_not_larger_than_slack_takes(key: tuple[str, str]) -> None:
    shown = MESSAGES[key]
    assert len(shown.text.encode()) <= blocks.MOST_TEXT_BYTES
    assert blocks.size(shown.blocks) <= blocks.MOST_BLOCK_CHARACTERS
    assert len(shown.blocks) <= blocks.MOST_BLOCKS


@message
def test_nobody_is_notified_by_what_somebody_wrote(key: tuple[str, str]) -> None:
    shown = MESSAGES[key]
    assert mentions.notified(shown.text, shown.blocks) == []
    assert mentions.notified(shown.text, []) == []


@message
def test_a_notification_is_words_without_marks(key: tuple[str, str]) -> None:
    text = mentions.read(MESSAGES[key].text, str).replace(HOSTILE, "")
    assert text.strip()
    assert "*" not in text


@dialogue
def test_slack_takes_the_dialogue(key: tuple[str, str]) -> None:
    assert limits.of_view(dict(DIALOGUES[key]), "modal") == []


@pytest.mark.parametrize("key", SAID, ids="-".join)
def test_nothing_is_left_to_fill_in(key: tuple[str, str]) -> None:
    told = as_read(SAID[key]).replace(HOSTILE, "").replace(HOSTILE[:60], "")
    assert UNFILLED.search(told) is None


def test_the_check_of_what_is_left_to_fill_in_can_fail() -> None:
    assert all(UNFILLED.search(text) for text in ("%(day)s", "{day}", "{{ day }}", "senast None", "<@U1>"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_whole_card_shows_all_that_was_written(locale: str) -> None:
    told = as_read(SAID["commitment-card.longest-whole", locale])
    assert LONGEST in told.splitlines()[3]
    assert told.count("å" * 1000) >= 3


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [name for name in VARIANTS if name.endswith(".hostile")])
def test_peoples_words_stand_as_they_were_typed(name: str, locale: str) -> None:
    # A letter and a question show only the beginning.
    assert HOSTILE[:60] in as_read(SAID[name, locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_values_in_sentences_are_escaped_where_slack_reads_marks(locale: str) -> None:
    language = Language(locale, TODAY)
    values: dict[str, Any] = {"municipality": "<!channel>", "people": "A & B"}
    sentence = Sentence("refused-change", values)
    assert mentions.notified(language.say_mrkdwn(sentence), []) == []
    assert mentions.read(language.say_mrkdwn(sentence), str) == language.say(sentence)
