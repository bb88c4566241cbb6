"""Sentences as contact persons write them: a date that is read is the right one, the rest is asked about or left."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.dates import DueFound, Known, day_of, find_due
from bot.red_days import red_day

PHRASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"))
BREAKS = tuple((name, first, last) for name, first, last in PHRASES["breaks"])


def test_no_phrase_is_read_as_another_day(capsys: pytest.CaptureFixture[str]):
    judged = [(judge(meant, understood(text, today)), today, text) for today, text, meant in phrases()]
    tally = Counter(verdict for verdict, *_ in judged)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(judged)} phrases: {', '.join(f'{tally[each]} {each}' for each in VERDICTS)}\n")
    assert len(judged) >= 200
    assert [rest for verdict, *rest in judged if verdict == "wrong"] == []
    assert tally["right"] >= 0.95 * len(judged)


#: Wrong: a day that was not meant. Asked and silent: neither the right answer nor a wrong day.
VERDICTS = ("right", "asked", "silent", "wrong")


def judge(meant: date | str, answer: date | str) -> str:
    if answer == meant:
        return "right"
    return "wrong" if isinstance(answer, date) else {"ask": "asked", "none": "silent"}[answer]


def understood(text: str, today: date) -> date | str:
    """Return the day that the form opens with, `ask` when it opens with a question, `none` when with neither."""
    found = find_due(text, today)
    assert text.startswith(found.text)
    return found.due or day_named(found, today) or ("ask" if found.question or found.landmark else "none")


def day_named(found: DueFound, today: date) -> date | None:
    first, last = PHRASES["conference"]
    known = Known((first, last) if first > today else None, BREAKS)
    return day_of(found.landmark, known, today, red_day) if found.landmark else None


def phrases() -> Iterator[tuple[date, str, date | str]]:
    for today, meanings in PHRASES["days"].items():
        for text, meant in meanings.items():
            yield today, text, meant
