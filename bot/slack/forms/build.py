"""From a form's questions to the dialogue Slack shows.

Block ids and action ids come from the questions alone, so that a dialogue which is built again (a row more, a row
less) keeps what was typed in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.programme.answers import Answers, Raw, Row, Value, as_raw, is_empty
from bot.domain.programme.questions import AnyQuestion, AnySimpleQuestion, Choice, Choices, Form, Rows, Text
from bot.errors import Sentence
from bot.slack.blocks import Block, actions, button, plain, plain_section
from bot.slack.forms.elements import Drawing, Options, Translate, fit, offered, present
from bot.slack.forms.files import general_words
from bot.slack.forms.state import FormState, dump

ADD_ROW = "form.add_row.v1"
REMOVE_ROW = "form.remove_row.v1"

_TITLE = 24
_HEADER = 150
_TEXT = 2000


class NothingToChoose(ValueError):
    """A required choice has no options for this person: the form should not have been opened."""


def callback_id(form_id: str) -> str:
    """Return the id Slack sends back with a submitted form."""
    return f"form.{form_id}.v1"


def block_id(question_id: str) -> str:
    """Return the id of the block a question stands in."""
    return f"q.{question_id}"


def row_block_id(rows_id: str, number: int, question_id: str) -> str:
    """Return the id of the block a question stands in, in row `number` of a group."""
    return f"r.{rows_id}.{number}.{question_id}"


def action_id(question_id: str) -> str:
    """Return the id of the element a question is answered with."""
    return f"a.{question_id}"


def build(
    form: Form,
    *,
    state: FormState,
    answers: Answers,
    options: Options,
    translate: Translate,
    title: str | None = None,
    notice: str | None = None,
) -> dict[str, Any]:
    """Return the dialogue for `views.open` and `views.update`.

    `answers` are shown as if they had been typed; they may be answers, or what `read.typed` found. `title` (in the
    reader's language) replaces the form's own, `notice` is a line at the top. Raises NothingToChoose.
    """
    sheet = _Sheet(Drawing(translate, options), state)
    words = general_words()
    return {
        "type": "modal",
        "callback_id": callback_id(form.id),
        "title": plain(fit(title or translate(form.title or words.title), _TITLE)),
        "submit": plain(fit(translate(form.submit or words.submit), _TITLE)),
        "close": plain(fit(translate(words.close), _TITLE)),
        "blocks": [*sheet.top(form, notice), *sheet.questions(form, answers)],
        "private_metadata": dump(state),
        "notify_on_close": True,
    }


@dataclass(frozen=True)
class _Sheet:
    """The blocks of one dialogue."""

    drawing: Drawing
    state: FormState

    def top(self, form: Form, notice: str | None) -> Iterator[Block]:
        if notice:
            yield {"type": "context", "elements": [plain(fit(notice, _TEXT))], "block_id": "notice"}
        if form.intro:
            yield self._section(form.intro, "intro")

    def questions(self, form: Form, answers: Answers) -> Iterator[Block]:
        for question in form.without(self.state.hidden):
            yield from self._question(question, answers)

    def _question(self, question: AnyQuestion, answers: Answers) -> Iterator[Block]:
        if isinstance(question, Rows):
            yield from self._group(question, answers.get(question.id))
        else:
            yield from self._input(question, block_id(question.id), answers)

    def _input(self, question: AnySimpleQuestion, place: str, answers: Mapping[str, Any]) -> Iterator[Block]:
        if self._has_nothing_to_choose(question):
            return
        if question.heading:
            yield self._header(question.heading, f"h.{place}")
        shown = _initial(question, answers.get(question.id), self.drawing.options)
        yield present(
            {
                "type": "input",
                "block_id": place,
                "label": self._plain(question.label),
                "hint": self._plain(question.hint) if question.hint else None,
                "element": self.drawing.element(question, action_id(question.id), shown),
                "optional": not question.required,
            }
        )

    def _has_nothing_to_choose(self, question: AnySimpleQuestion) -> bool:
        if not isinstance(question, Choice | Choices) or offered(question, self.drawing.options):
            return False
        if question.required:
            raise NothingToChoose(f"Question {question.id} of form {self.state.form} has no options.")
        return True

    def _group(self, question: Rows, answered: Any) -> Iterator[Block]:
        if question.heading:
            yield self._header(question.heading, f"h.{question.id}")
        yield self._header(question.label, f"l.{question.id}")
        if question.hint:
            yield {"type": "context", "elements": [self._plain(question.hint)], "block_id": f"n.{question.id}"}
        rows = answered if isinstance(answered, tuple) else ()
        numbers = self.state.rows.get(question.id, ())
        for place, number in enumerate(numbers):
            yield from self._row(question, place, number, rows[place] if place < len(rows) else {})
        if len(numbers) < question.max:
            yield self._add_button(question)

    def _row(self, question: Rows, place: int, number: int, answers: Row) -> Iterator[Block]:
        keeps = question.required and len(self.state.rows[question.id]) == 1
        title = self.drawing.words(question.title, _HEADER).replace("{n}", str(place + 1))
        remove = None if keeps else self._button(question.remove, REMOVE_ROW, f"{question.id}:{number}")
        yield plain_section(title, remove) | {"block_id": f"t.{question.id}.{number}"}
        for inner in question.rows:
            yield from self._input(inner, row_block_id(question.id, number, inner.id), answers)

    def _add_button(self, question: Rows) -> Block:
        add = self._button(question.add, ADD_ROW, question.id)
        return actions(add) | {"block_id": f"add.{question.id}"}

    def _button(self, words: str, action: str, value: str) -> Block:
        return button(action, self.drawing.words(words, 75), value)

    def _section(self, words: str, place: str) -> Block:
        return plain_section(self.drawing.words(words, 3000)) | {"block_id": place}

    def _header(self, words: str, place: str) -> Block:
        return {"type": "header", "text": plain(self.drawing.words(words, _HEADER)), "block_id": place}

    def _plain(self, words: str) -> Block:
        return plain(self.drawing.words(words, _TEXT))


def _initial(question: AnySimpleQuestion, answer: Value, options: Options) -> Raw:
    """Return what an element starts with: a text as it is; anything else only when Slack would take it back."""
    shown = as_raw(answer)
    if isinstance(question, Text) or is_empty(shown):
        return shown
    checked = question.check(shown, [name for name, _ in offered(question, options)])
    return None if isinstance(checked, Sentence) else as_raw(checked)
