"""Whatever people wrote, Slack takes what the bot says, and nobody is notified by somebody's words."""

import re
from collections.abc import Mapping
from functools import cache
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

EVERY = [(name, locale) for name in VARIANTS for locale in LOCALES]
DIALOGUES = [key for key in EVERY if key[0].startswith("form-")]
MESSAGES = [key for key in EVERY if not key[0].startswith(("form-", "sentences.", "words."))]
#: Where a value should stand: in a template whose words were put together wrongly.
UNFILLED = re.compile(r"%\(\w+\)s|\{\{|\{%|\{\w+\}|[ (:]None\b|<[@!#]")

message = pytest.mark.parametrize("key", MESSAGES, ids="-".join)
dialogue = pytest.mark.parametrize("key", DIALOGUES, ids="-".join)


@cache
def said(key: tuple[str, str]) -> Shown:
    name, locale = key
    return VARIANTS[name](Language(locale, TODAY))


def said_in_a_message(key: tuple[str, str]) -> Message:
    shown = said(key)
    assert isinstance(shown, Message)
    return shown


@message
def test_slack_takes_the_blocks(key: tuple[str, str]) -> None:
    assert limits.of_message(said_in_a_message(key).blocks) == []


@message
def test_a_message_is_not_larger_than_slack_takes(key: tuple[str, str]) -> None:
    shown = said_in_a_message(key)
    assert len(shown.text.encode()) <= blocks.MOST_TEXT_BYTES
    assert blocks.size(shown.blocks) <= blocks.MOST_BLOCK_CHARACTERS
    assert len(shown.blocks) <= blocks.MOST_BLOCKS


@message
def test_nobody_is_notified_by_what_somebody_wrote(key: tuple[str, str]) -> None:
    shown = said_in_a_message(key)
    assert mentions.notified(shown.text, shown.blocks) == []
    assert mentions.notified(shown.text, []) == []


@message
def test_a_notification_is_words_without_marks(key: tuple[str, str]) -> None:
    text = mentions.read(said_in_a_message(key).text, str).replace(HOSTILE, "")
    assert text.strip()
    assert "*" not in text


@dialogue
def test_slack_takes_the_dialogue(key: tuple[str, str]) -> None:
    shown = said(key)
    assert isinstance(shown, Mapping)
    assert limits.of_view(dict(shown), "modal") == []


@pytest.mark.parametrize("key", EVERY, ids="-".join)
def test_nothing_is_left_to_fill_in(key: tuple[str, str]) -> None:
    told = as_read(said(key)).replace(HOSTILE, "").replace(HOSTILE[:60], "")
    assert UNFILLED.search(told) is None


def test_the_check_of_what_is_left_to_fill_in_can_fail() -> None:
    assert all(UNFILLED.search(text) for text in ("%(day)s", "{day}", "{{ day }}", "senast None", "<@U1>"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_whole_card_shows_all_that_was_written(locale: str) -> None:
    told = as_read(said(("commitment-card.longest-whole", locale)))
    assert LONGEST in told.splitlines()[3]
    assert told.count("å" * 1000) >= 3


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [name for name in VARIANTS if name.endswith(".hostile")])
def test_peoples_words_stand_as_they_were_typed(name: str, locale: str) -> None:
    # A letter and a question show only the beginning.
    assert HOSTILE[:60] in as_read(said((name, locale)))


@pytest.mark.parametrize("locale", LOCALES)
def test_values_in_sentences_are_escaped_where_slack_reads_marks(locale: str) -> None:
    language = Language(locale, TODAY)
    values: dict[str, Any] = {"municipality": "<!channel>", "people": "A & B"}
    sentence = Sentence("refused-change", values)
    assert mentions.notified(language.say_mrkdwn(sentence), []) == []
    assert mentions.read(language.say_mrkdwn(sentence), str) == language.say(sentence)
