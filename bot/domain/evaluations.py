"""What municipalities answered about a conference, summed up (N10): one grade, and their own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.programme.answers import Answers
from bot.domain.programme.questions import Form, Scale, Text

ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Grade:
    """A mean with one decimal, the highest grade one could give, and how many gave one."""

    mean: Decimal
    highest: int
    answered: int


def summarise(form: Form, answers: Iterable[Answers]) -> Grade | None:
    """Return the mean grade of an evaluation: over the form's first scale, which asks about the whole.

    `answers` are as they were kept, one for each municipality. What no longer fits the question (it has got other
    steps since) is left out; None when nothing is left, or nothing is asked on a scale.
    """
    scale = next((question for question in form.questions if isinstance(question, Scale)), None)
    if scale is None:
        return None
    given = [step for one in answers if isinstance(step := scale.check(_raw(one, scale.id)), int)]
    if not given:
        return None
    mean = (Decimal(sum(given)) / len(given)).quantize(ONE_DECIMAL, ROUND_HALF_UP)
    return Grade(mean, scale.highest, len(given))


def own_words(form: Form, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield what was answered in people's own words: the question's label, and the words as they were written."""
    for question in form.questions:
        words = answers.get(question.id)
        if isinstance(question, Text) and isinstance(words, str) and words.strip():
            yield question.label, words


def _raw(answers: Answers, question_id: str) -> str | None:
    answer = answers.get(question_id)
    return None if answer is None else str(answer)
