"""No word that people read stands in code."""

import pytest

from tests.words.swedish import is_swedish, literals, literals_of, swedish_in_code


def test_code_holds_no_swedish() -> None:
    found = [f"{literal.place}: {literal.text!r}" for literal in swedish_in_code()]
    assert not found, "\n".join(["Move these to prompts/:", *found])


def test_code_is_read_whole() -> None:
    modules = {literal.place.partition(":")[0] for literal in literals()}
    assert {"bot/language.py", "bot/slack/guard.py", "scheduler/plan.py"} <= modules
    assert not [module for module in modules if module.startswith("bot/domain/dates/")]


@pytest.mark.parametrize("text", ["Försök igen", "Klart", "Skriv datum", "senast", "Du kan skriva", "Inte klart än"])
def test_swedish_is_seen(text: str) -> None:
    assert is_swedish(text)


@pytest.mark.parametrize(
    "text", ["", "Nätverksbot", "commitment.done.v1", "not saved", "/atagande", "prompts", "har-been.v1", "fan", "den"]
)
def test_what_is_no_swedish_passes(text: str) -> None:
    assert not is_swedish(text)


def test_a_docstring_may_name_a_swedish_term_and_a_message_may_not() -> None:
    source = '"""A theme (sats)."""\n\n\ndef f():\n    """Ett åtagande."""\n    return f"Åtagande {1}"\n'
    assert [literal.text for literal in literals_of(source, "m.py")] == ["Åtagande "]
