"""A draft's answers as JSON and back. What may be kept is decided before, by `read.read_partial`."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.programme.answers import Answer, Answers, as_raw


def dump(answers: Answers) -> str:
    """Return answers as JSON; questions that were left are not in it."""
    return json.dumps(
        {name: _plain(answer) for name, answer in answers.items() if answer not in (None, ())}, ensure_ascii=False
    )


def load(text: str) -> Answers:
    """Return the answers of a draft as they were typed: `build` shows those that still fit their questions."""
    return {name: _raw(answer) for name, answer in json.loads(text).items()}


def _plain(answer: Answer) -> Any:
    if isinstance(answer, tuple):
        return [_plain_row(part) if isinstance(part, Mapping) else part for part in answer]
    return as_raw(answer)


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _raw(answer: Any) -> Any:
    if isinstance(answer, list):
        return tuple(_raw(part) for part in answer)
    if isinstance(answer, dict):
        return {name: _raw(value) for name, value in answer.items()}
    return answer
