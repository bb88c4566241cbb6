"""From what a dialogue sends back to answers, or to the sentences that say what to do about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.programme.answers import Answer, Answers, Raw, Row, Value, is_empty
from bot.domain.programme.questions import AnySimpleQuestion, Form, Rows
from bot.errors import Sentence
from bot.slack.forms.build import action_id, block_id, row_block_id
from bot.slack.forms.elements import Options, offered, raw
from bot.slack.forms.state import FormState

#: A dialogue's `state.values`: block id -> action id -> what the element holds.
StateValues = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Reading:
    """The answers by question id (those that hold), and by block id what is wrong with the others.

    A question that was left is answered None, rows that were left are dropped, a hidden question is not there.
    """

    answers: Answers
    problems: Mapping[str, Sentence]


class NotFilledIn(Exception):  # it says what the form is, as Refused and NotFound do
    """A form that is handed in cannot be taken as it stands; `problems` says by block id what to do about it."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def read(form: Form, state: FormState, values: StateValues, options: Options) -> Reading:
    """Return the answers of a submitted form. `options` must be what this person may choose from now."""
    return _Reader(state, values, options, whole=True).form(form)


def read_partial(form: Form, state: FormState, values: StateValues, options: Options) -> Reading:
    """Return what can be kept as a draft: nothing is required, but what may not be kept stays out."""
    return _Reader(state, values, options, whole=False).form(form)


def typed(form: Form, state: FormState, values: StateValues) -> Answers:
    """Return everything as it was typed, unchecked, to show it again and never to keep.

    Rows stand as in `state`, empty ones too: after `add_row` and `remove_row` give the new one, as `build` does.
    """
    return {
        question.id: _typed_rows(question, state, values)
        if isinstance(question, Rows)
        else _typed(question, values, block_id(question.id))
        for question in form.without(state.hidden)
    }


def errors(problems: Mapping[str, Sentence], say: Callable[[Sentence], str]) -> dict[str, Any]:
    """Return the answer to Slack that keeps the dialogue open with a sentence at each field."""
    return {
        "response_action": "errors",
        "errors": {place: say(sentence) for place, sentence in problems.items()},
    }


class _Reader:
    """One pass over a dialogue's values, gathering what is wrong."""

    def __init__(self, state: FormState, values: StateValues, options: Options, *, whole: bool) -> None:
        self._state = state
        self._values = values
        self._options = options
        self._whole = whole
        self._problems: dict[str, Sentence] = {}

    def form(self, form: Form) -> Reading:
        answers: dict[str, Answer] = {}
        for question in form.without(self._state.hidden):
            if isinstance(question, Rows):
                answers[question.id] = self._rows(question)
            else:
                answers[question.id] = self._one(question, block_id(question.id))
        return Reading(answers, self._problems)

    def _rows(self, question: Rows) -> tuple[Row, ...]:
        numbers = self._state.rows.get(question.id, ())
        filled = [number for number in numbers if not self._is_left(question, number)]
        if question.required and numbers and not filled and self._whole:
            first = question.rows[0]
            self._problems[row_block_id(question.id, numbers[0], first.id)] = Sentence(first.unanswered)
        return tuple(self._row(question, number) for number in filled)

    def _row(self, question: Rows, number: int) -> Row:
        return {inner.id: self._one(inner, row_block_id(question.id, number, inner.id)) for inner in question.rows}

    def _is_left(self, question: Rows, number: int) -> bool:
        places = [(inner, row_block_id(question.id, number, inner.id)) for inner in question.rows]
        return all(is_empty(_typed(inner, self._values, place)) for inner, place in places)

    def _one(self, question: AnySimpleQuestion, place: str) -> Value:
        given = _typed(question, self._values, place)
        if is_empty(given) and not self._whole:
            return None
        answer = question.check(given, [name for name, _ in offered(question, self._options)])
        if isinstance(answer, Sentence):
            self._problems[place] = answer
            return None
        return answer


def _typed(question: AnySimpleQuestion, values: StateValues, place: str) -> Raw:
    return raw(question, values.get(place, {}).get(action_id(question.id)))


def _typed_rows(question: Rows, state: FormState, values: StateValues) -> tuple[Row, ...]:
    return tuple(_typed_row(question.rows, values, question.id, number) for number in state.rows.get(question.id, ()))


def _typed_row(questions: Sequence[AnySimpleQuestion], values: StateValues, rows_id: str, number: int) -> Row:
    return {inner.id: _typed(inner, values, row_block_id(rows_id, number, inner.id)) for inner in questions}
