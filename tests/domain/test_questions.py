"""The kinds of questions: which answers they take, what they say of the others, and which forms are refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.domain.programme.answers import Raw, Value, as_raw
from bot.domain.programme.questions import (
    MOST_BLOCKS,
    AnyQuestion,
    AnySimpleQuestion,
    Channel,
    Choice,
    Choices,
    Date,
    Form,
    Link,
    Number,
    Option,
    Person,
    Question,
    Rows,
    Scale,
    Text,
)
from bot.errors import Sentence

QUESTIONS: TypeAdapter[AnyQuestion] = TypeAdapter(Question)

AB = (Option(id="a", label="A"), Option(id="b", label="B"))
TEXT = Text(id="t", label="T", max=10)
CHOICE = Choice(id="c", label="C", options=AB)
THEMES = Choice(id="c", label="C", options_from="themes")
CHOICES = Choices(id="c", label="C", options=AB)
SCALE = Scale(id="s", label="S", lowest=1, highest=6)
COUNT = Number(id="n", label="N", min=Decimal(0), max=Decimal(100))
SHARE = Number(id="n", label="N", decimals=1)
DAY = Date(id="d", label="D")
LINK = Link(id="l", label="L")
PERSON = Person(id="p", label="P")
CHANNEL = Channel(id="ch", label="Ch")


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (TEXT, "  å\n", "  å\n"),
        (TEXT, "å" * 10, "å" * 10),
        (CHOICE, "a", "a"),
        (THEMES, "x", "x"),
        (CHOICES, ("b", "a"), ("a", "b")),
        (SCALE, "1", 1),
        (SCALE, "6", 6),
        (COUNT, "0", 0),
        (COUNT, "100", 100),
        (COUNT, " 1 0 ", 10),
        (SHARE, "12", Decimal(12)),
        (SHARE, "12,5", Decimal("12.5")),
        (SHARE, "−1\u00a0200.5", Decimal("-1200.5")),
        (DAY, "2028-02-29", date(2028, 2, 29)),
        (LINK, " https://exempel.se\n", "https://exempel.se"),
        (LINK, "HTTP://exempel.se/å?b=c d".replace(" ", "+"), "HTTP://exempel.se/å?b=c+d"),
        (PERSON, "U0BODEN", "U0BODEN"),
        (PERSON, "W12", "W12"),
        (CHANNEL, "C0NORR", "C0NORR"),
        (CHANNEL, "G012", "G012"),
    ],
)
def test_an_answer_is_taken(question: AnySimpleQuestion, raw: Raw, answer: Value) -> None:
    taken = question.check(raw, ["x", "y"])
    assert (taken, type(taken)) == (answer, type(answer))


@pytest.mark.parametrize(
    ("question", "raw", "name"),
    [
        (TEXT, "å" * 11, "form-too-long"),
        (TEXT, "a\0", "form-characters"),
        (TEXT, "\ud83d", "form-characters"),
        (CHOICE, "c", "form-unknown-option"),
        (THEMES, "a", "form-unknown-option"),
        (CHOICES, ("a", "c"), "form-unknown-option"),
        (SCALE, "0", "form-unknown-option"),
        (SCALE, "7", "form-unknown-option"),
        (SCALE, "01", "form-unknown-option"),
        (SCALE, "²", "form-unknown-option"),
        (COUNT, "-1", "form-number-low"),
        (COUNT, "101", "form-number-high"),
        (COUNT, "1,5", "form-whole-number"),
        (COUNT, "tio", "form-whole-number"),
        (COUNT, "1e3", "form-whole-number"),
        (COUNT, "١", "form-whole-number"),
        (SHARE, "NaN", "form-number"),
        (SHARE, "1,25", "form-decimals"),
        (SHARE, "1,2,3", "form-number"),
        (SHARE, "9" * 16, "form-number"),
        (DAY, "2027-02-29", "form-date"),
        (DAY, "20270301", "form-date"),
        (DAY, "före jul", "form-date"),
        (LINK, "exempel.se", "form-link"),
        (LINK, "javascript:alert(1)", "form-link"),
        (LINK, "ftp://exempel.se", "form-link"),
        (LINK, "https://", "form-link"),
        (LINK, "https:///a", "form-link"),
        (LINK, "https://exempel.se och mer", "form-link"),
        (LINK, "https://exempel.se/" + "a" * 3000, "form-too-long"),
        (PERSON, "Kim Exempel", "form-person"),
        (PERSON, "C0NORR", "form-person"),
        (CHANNEL, "D0KIM", "form-channel"),
        (CHANNEL, "norr", "form-channel"),
    ],
)
def test_what_cannot_be_kept_has_its_sentence(question: AnySimpleQuestion, raw: Raw, name: str) -> None:
    problem = question.check(raw, ["x", "y"])
    assert isinstance(problem, Sentence)
    assert problem.name == name


ALL = [TEXT, CHOICE, THEMES, CHOICES, SCALE, COUNT, SHARE, DAY, LINK, PERSON, CHANNEL]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("raw", [None, "", " \n\u00a0", ()])
def test_a_question_that_was_left(question: AnySimpleQuestion, raw: Raw) -> None:
    assert question.check(raw) in (Sentence("form-required"), Sentence("form-choose"))
    assert question.model_copy(update={"required": False}).check(raw) is None


def test_several_values_for_one_is_our_mistake() -> None:
    with pytest.raises(TypeError):
        TEXT.check(("a", "b"))


@given(st.sampled_from([COUNT, SHARE, DAY, LINK, PERSON, SCALE, CHOICE]), st.text(max_size=60))
def test_anything_typed_is_an_answer_or_a_sentence(question: AnySimpleQuestion, raw: str) -> None:
    """And an answer that is shown again is the same answer."""
    answer = question.check(raw)
    assert isinstance(answer, Sentence) or question.check(as_raw(answer)) == answer


@given(st.decimals(-(10**9), 10**9, places=1))
def test_a_figure_is_shown_again_as_it_was(figure: Decimal) -> None:
    assert SHARE.check(as_raw(figure)) == figure
    assert SHARE.check(str(figure).replace(".", ",")) == figure


ROW = {"id": "how", "kind": "text", "label": "Hur"}
ROWS = {
    "id": "r",
    "kind": "rows",
    "label": "R",
    "add": "Lägg till",
    "remove": "Ta bort",
    "title": "Rad {n}",
    "rows": [ROW],
}


def test_questions_are_read_from_yaml_where_everything_is_text() -> None:
    scale = QUESTIONS.validate_python(
        {"id": "s", "kind": "scale", "label": "S", "from": "1", "to": "6", "low": "Inte alls", "required": "false"}
    )
    assert isinstance(scale, Scale)
    assert (list(scale.steps), scale.low, scale.required) == ([1, 2, 3, 4, 5, 6], "Inte alls", False)
    rows = QUESTIONS.validate_python(ROWS)
    assert isinstance(rows, Rows)
    assert isinstance(rows.rows[0], Text)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"id": "Å", "kind": "text", "label": "T"}, "id"),
        ({"id": "a.b", "kind": "text", "label": "T"}, "id"),
        ({"id": "a", "kind": "text", "label": ""}, "label"),
        ({"id": "a", "kind": "text", "label": "T", "max": "3001"}, "max"),
        ({"id": "a", "kind": "text", "label": "T", "when": "x"}, "when"),
        ({"id": "a", "kind": "text", "label": "T", "placeholder": "x" * 151}, "placeholder"),
        ({"id": "a", "kind": "text", "label": "T", "hint": "x" * 2001}, "hint"),
        ({"id": "a", "kind": "essay", "label": "T"}, "kind"),
        ({"id": "a", "label": "T"}, "kind"),
        ({"id": "a", "kind": "choice", "label": "T"}, "either options or options_from"),
        (
            {"id": "a", "kind": "choice", "label": "T", "options": [{"id": "a", "label": "A"}], "options_from": "x"},
            "either options or options_from",
        ),
        ({"id": "a", "kind": "choices", "label": "T", "options": [{"id": "x", "label": "A"}] * 2}, 'twice: "x"'),
        (
            {"id": "a", "kind": "choice", "label": "T", "options": [{"id": str(n), "label": "A"} for n in range(101)]},
            "more than 100",
        ),
        ({"id": "a", "kind": "choice", "label": "T", "options": [{"id": "x", "label": "A" * 76}]}, "label"),
        ({"id": "a", "kind": "scale", "label": "T", "from": "6", "to": "1"}, "from lower than to"),
        ({"id": "a", "kind": "scale", "label": "T", "from": "0", "to": "1000"}, "at most 100"),
        ({"id": "a", "kind": "number", "label": "T", "min": "2", "max": "1"}, "min above max"),
        ({"id": "a", "kind": "number", "label": "T", "min": "NaN"}, "min"),
        ({**ROWS, "rows": []}, "rows"),
        ({**ROWS, "rows": [ROW, ROW]}, 'twice: "how"'),
        ({**ROWS, "rows": [ROWS]}, "rows"),
        ({**ROWS, "label": "R" * 151}, "label"),
        ({**ROWS, "add": "L" * 25}, "add"),
    ],
)
def test_a_question_that_could_not_be_shown_is_refused(bad: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        QUESTIONS.validate_python(bad)


def form(*questions: dict[str, Any], **more: Any) -> Form:
    return Form.model_validate({"id": "f", "questions": list(questions), **more})


def test_a_form_names_the_question_that_appears_twice() -> None:
    with pytest.raises(ValidationError, match='question in form "f" appears twice: "how"'):
        form(ROW, ROW)


def test_a_row_may_use_an_id_of_the_form() -> None:
    assert form(ROW, ROWS).question("r").id == "r"


@pytest.mark.parametrize("more", [{"title": "T" * 25}, {"submit": "S" * 25}, {"intro": ""}])
def test_a_form_whose_words_do_not_fit_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        form(ROW, **more)


def test_a_form_needs_a_question() -> None:
    with pytest.raises(ValidationError):
        form()


def test_a_form_is_as_large_as_a_dialogue_and_no_larger() -> None:
    texts = [{**ROW, "id": f"t{n}"} for n in range(MOST_BLOCKS)]
    form(*texts[:98])
    with pytest.raises(ValidationError, match="takes 99 of the 98 places"):
        form(*texts[:99])
    with pytest.raises(ValidationError, match="takes 102 of the 98 places"):
        form({**ROWS, "max": "10", "rows": texts[:9]})


def test_a_form_tells_its_questions_apart() -> None:
    shown = form(ROW, ROWS)
    assert [question.id for question in shown.without(["r"])] == ["how"]
    with pytest.raises(KeyError):
        shown.question("x")
