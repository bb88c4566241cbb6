"""The grade of a conference, and the words that come with it."""

from decimal import Decimal

import pytest

from bot.domain.evaluations import Grade, own_words, summarise
from bot.domain.programme.questions import Form


def form(*questions: dict[str, object]) -> Form:
    return Form.model_validate({"id": "evaluation", "questions": questions})


VALUE = {"id": "value", "kind": "scale", "label": "Hur mycket gav konferensen?", "from": 1, "to": 6}
GROUPS = {"id": "groups", "kind": "scale", "label": "Och grupperna?", "from": 1, "to": 6, "required": False}
GOOD = {"id": "good", "kind": "text", "label": "Vad var bra?", "required": False}
BETTER = {"id": "better", "kind": "text", "label": "Vad kan bli bättre?", "required": False}


@pytest.mark.parametrize(
    ("given", "mean"),
    [
        (["5"], "5.0"),
        (["5", "6"], "5.5"),
        (["5", "5", "6"], "5.3"),
        (["4", "5", "5", "6", "5", "5", "6"], "5.1"),
        (["1", "1", "1", "2"], "1.3"),  # 1.25 is rounded as people round, not to the even neighbour
        (["1", "6"], "3.5"),
    ],
)
def test_the_mean_has_one_decimal(given: list[str], mean: str) -> None:
    grade = summarise(form(VALUE), [{"value": step} for step in given])
    assert grade == Grade(Decimal(mean), 6, len(given))
    assert str(grade and grade.mean) == mean


def test_the_grade_is_the_first_scale_and_nothing_else() -> None:
    answers = [{"value": "6", "groups": "1", "good": "5"}, {"value": "4"}]
    assert summarise(form(GOOD, VALUE, GROUPS), answers) == Grade(Decimal("5.0"), 6, 2)


def test_who_left_the_question_is_not_counted() -> None:
    assert summarise(form(GROUPS), [{"groups": "4"}, {}, {"groups": None}]) == Grade(Decimal("4.0"), 6, 1)


def test_a_grade_that_the_question_no_longer_has_is_left_out() -> None:
    assert summarise(form(VALUE), [{"value": "9"}, {"value": "inte"}, {"value": "3"}]) == Grade(Decimal("3.0"), 6, 1)


def test_without_answers_or_without_a_scale_there_is_no_grade() -> None:
    assert summarise(form(VALUE), []) is None
    assert summarise(form(VALUE), [{}]) is None
    assert summarise(form(GOOD), [{"good": "Allt"}]) is None


def test_words_come_with_their_questions_as_they_were_written() -> None:
    answers = {"value": "5", "better": "Kortare pass\n*och* fler pauser ", "good": "  "}
    assert list(own_words(form(VALUE, GOOD, BETTER), answers)) == [
        ("Vad kan bli bättre?", "Kortare pass\n*och* fler pauser ")
    ]
