"""What a dialogue remembers about itself between two payloads, kept in Slack's `private_metadata`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar
from uuid import uuid4

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.domain.programme.answers import Answers
from bot.domain.programme.questions import Form, Rows

#: The layout of the stored text; another number was written by another version of the bot.
FORMAT = 1
#: What Slack keeps for a dialogue, in characters.
LONGEST = 3000

Context = Mapping[str, str | int | None]


class FormStateError(ValueError):
    """A dialogue carries something this version of the bot does not know, or more than Slack keeps."""


@dataclass(frozen=True)
class FormState:
    """One opened dialogue.

    `key` is made when the form is opened, so that submitting twice stores once. `version` is the subject's when the
    form was opened. `hidden` are questions left out this time. `rows` are the numbers of the rows shown now for each
    group of rows; `next_row` is the next free number, and none is used twice.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    form: str
    key: str
    version: int | None = None
    subject: int | None = None
    context: Context = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    next_row: int = 1


_STATES = TypeAdapter(FormState)


def opened(
    form: Form,
    *,
    answers: Answers | None = None,
    subject: int | None = None,
    version: int | None = None,
    context: Context | None = None,
    hide: Iterable[str] = (),
) -> FormState:
    """Return the state of a form that is about to open, with a row for each row of the answers it starts from."""
    state = FormState(form.id, uuid4().hex, version, subject, context or {}, _known(form, hide))
    for question in form.without(state.hidden):
        if isinstance(question, Rows):
            given = (answers or {}).get(question.id)
            count = max(len(given) if isinstance(given, tuple) else 0, int(question.required))
            state = _with_rows(state, question.id, range(state.next_row, state.next_row + count))
    return state


def dump(state: FormState) -> str:
    """Return the state as the text a dialogue carries; FormStateError when it is more than Slack keeps."""
    values = _STATES.dump_python(state, mode="json", exclude_defaults=True)
    text = json.dumps({"format": FORMAT, **values}, ensure_ascii=False, separators=(",", ":"))
    if len(text) > LONGEST:
        raise FormStateError(f"The state of form {state.form} takes {len(text)} of {LONGEST} characters.")
    return text


def load(private_metadata: str) -> FormState:
    """Return the state a dialogue carries; FormStateError when it is of no kind we know."""
    try:
        values = json.loads(private_metadata)
    except ValueError as error:
        raise FormStateError("The dialogue carries no state of ours.") from error
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        raise FormStateError("The dialogue was opened by another version of the bot.")
    try:
        return _STATES.validate_json(json.dumps(values))
    except ValidationError as error:
        raise FormStateError("The dialogue's state does not hold together.") from error


def add_row(form: Form, state: FormState, rows_id: str) -> FormState:
    """Return the state with one more row, or unchanged when there is no room (the button was pressed twice)."""
    question, shown = _rows(form, rows_id), state.rows.get(rows_id, ())
    if len(shown) >= question.max:
        return state
    return _with_rows(state, rows_id, (*shown, state.next_row))


def remove_row(form: Form, state: FormState, rows_id: str, number: int) -> FormState:
    """Return the state without a row; unchanged when it is gone already, or is the one a required group keeps."""
    question, shown = _rows(form, rows_id), state.rows.get(rows_id, ())
    left = tuple(row for row in shown if row != number)
    if question.required and not left:
        return state
    return _with_rows(state, rows_id, left)


def row_of(value: str) -> tuple[str, int]:
    """Return the group and the number of the row that a "remove" button's value names."""
    rows_id, _, number = value.rpartition(":")
    if not (rows_id and number.isdecimal()):
        raise FormStateError(f"No row is called {value!r}.")
    return rows_id, int(number)


def _known(form: Form, hide: Iterable[str]) -> tuple[str, ...]:
    hidden = tuple(hide)
    for question_id in hidden:
        form.question(question_id)  # a KeyError here is a slip of ours, better now than in front of a person
    return hidden


def _rows(form: Form, rows_id: str) -> Rows:
    for question in form.questions:
        if question.id == rows_id and isinstance(question, Rows):
            return question
    raise FormStateError(f"Form {form.id} has no rows called {rows_id!r}.")


def _with_rows(state: FormState, rows_id: str, numbers: Iterable[int]) -> FormState:
    shown = tuple(numbers)
    return replace(state, rows={**state.rows, rows_id: shown}, next_row=max((state.next_row - 1, *shown)) + 1)
