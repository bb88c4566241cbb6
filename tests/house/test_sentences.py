"""Every sentence that code says exists and gets the values it mentions; every sentence and word is said somewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.language import read_prompts
from tests.house.source import patterns, sayings, sayings_in, strings
from tests.words.sentences import PROMPTS, placeholders

SENTENCES: Mapping[str, str] = read_prompts("errors.yaml")


def test_every_sentence_that_is_said_exists() -> None:
    unknown = [said for said in sayings() if not any(said.name.fullmatch(name) for name in SENTENCES)]
    assert [f"{said.place}: {said.name.pattern}" for said in unknown] == []


def test_every_sentence_gets_the_values_it_mentions() -> None:
    lacking = [
        f"{said.place}: {name} is not given {sorted(lacks)}"
        for said in sayings()
        if said.values is not None
        for name, sentence in SENTENCES.items()
        if said.name.fullmatch(name) and (lacks := placeholders(sentence) - said.values)
    ]
    assert lacking == []


def test_every_sentence_is_said_somewhere() -> None:
    named = {literal.text for literal in strings()}
    made = list(patterns())
    unsaid = [name for name in SENTENCES if name not in named and not any(one.fullmatch(name) for one in made)]
    assert unsaid == []


def test_every_word_is_used_somewhere() -> None:
    named = {literal.text for literal in strings()}
    made = [*patterns(), *groups_in_templates()]
    words = [f"{group}.{name}" for group, words in read_prompts("words.yaml").items() for name in words]
    assert [word for word in words if word not in named and not any(one.fullmatch(word) for one in made)] == []


def test_what_a_place_says_is_read_from_code() -> None:
    source = """
raise Refused(f"refused-{action}", people=names)
raise BadInput("due-has-been", field="due_on", day=day)
Sentence("form-number" if decimals else "form-whole-number", {"text": text})
Sentence("too-slow")
Sentence(name, values)
Sentence("unknown", given)
"""
    seen: list[tuple[str, Any]] = [(said.name.pattern, said.values) for said in sayings_in(source, "m.py")]
    assert seen == [
        (r"refused\-[a-z0-9_-]+", {"people"}),
        (r"due\-has\-been", {"day"}),
        (r"form\-number", {"text"}),
        (r"form\-whole\-number", {"text"}),
        (r"too\-slow", set()),
        ("unknown", None),
    ]


def groups_in_templates() -> Iterator[re.Pattern[str]]:
    """Groups of words that templates choose from, such as `state|word("states")`."""
    for path in PROMPTS.glob("*.j2"):
        for group in re.findall(r"""\|\s*word\(["'](\w+)["']\)""", path.read_text(encoding="utf-8")):
            yield re.compile(rf"{group}\.\w+")
