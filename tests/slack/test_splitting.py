"""People's words over several messages: whole, in order, and never more than Slack takes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import blocks
from playground.limits.surfaces import of_message

WORDS = st.text(alphabet=st.sampled_from("åÅ é\n*_<&>\U0001f600a"), min_size=1, max_size=3000)


def quoted(messages: list[list[dict[str, Any]]]) -> list[str]:
    return [block["elements"][0]["elements"][0]["text"] for message in messages for block in message]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=30))
def test_nothing_is_lost_and_every_message_fits(groups: list[list[str]]) -> None:
    messages = blocks.in_messages([[blocks.quote(words) for words in group] for group in groups])
    assert quoted(messages) == [words for group in groups for words in group]
    for message in messages:
        assert message
        assert blocks.size(message) <= blocks.MOST_BLOCK_CHARACTERS
        assert len(message) <= blocks.MOST_BLOCKS
        assert of_message(message) == []


def test_a_group_stands_together_when_it_fits_in_one_message() -> None:
    group = [blocks.title("Åtagande 1"), blocks.quote("å" * 3000), blocks.quote("ä" * 3000)]
    messages = blocks.in_messages([group, group])
    assert [len(message) for message in messages] == [3, 3]


def test_a_group_that_is_too_large_for_any_message_is_parted_between_its_blocks() -> None:
    group = [blocks.quote(letter * 3000) for letter in "åäöxyz"]
    assert [len(message) for message in blocks.in_messages([group])] == [3, 3]


def test_many_short_words_keep_to_the_number_of_blocks() -> None:
    messages = blocks.in_messages([[blocks.quote("ja")] for _ in range(120)], most=49)
    assert [len(message) for message in messages] == [49, 49, 22]


@pytest.mark.parametrize("words", ["Ja", "*Ja* <!channel> & _nej_"])
def test_what_is_read_aloud_is_what_stands_there(words: str) -> None:
    spoken = [blocks.title("Boden"), blocks.quote(words), blocks.labelled([("Ansvarig", words), ("Effekt", "Mer")])]
    spoken.append(blocks.bullets("Tankeställare", ["En", words]))
    assert blocks.as_text(spoken) == f"Boden\n{words}\nAnsvarig: {words}\nEffekt: Mer\nTankeställare\nEn\n{words}"
