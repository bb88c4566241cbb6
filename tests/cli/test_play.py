"""`demo --play`: what is shown in the terminal is the story, and nothing but the story."""

import re

import pytest

from bot.cli.demo import came_meanwhile
from bot.cli.words import say
from tests.command import Run


def test_a_story_is_told_without_a_line_that_is_not_for_its_reader(command: Run) -> None:
    status, out, err = command("demo", "--play", "commitment")
    assert (status, err) == (0, "Demonstrationen startar. Det tar några sekunder.\n")
    assert "Åtagande 1 · Boden" in out
    assert re.search(r"\(\d+ …\)|^\{", out, re.MULTILINE) is None


@pytest.mark.parametrize(
    ("many", "told"),
    [
        (1, "Under tiden kom ett meddelande till."),
        (5, "Under tiden kom fem meddelanden till."),
        (40, "Under tiden kom 40 meddelanden till."),
    ],
)
def test_how_much_came_meanwhile_is_said_in_words(many: int, told: str) -> None:
    assert say(came_meanwhile(many)) == told
