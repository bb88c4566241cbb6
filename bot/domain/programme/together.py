"""Two people's answers on one sheet: what each wrote stands, and where both did, both are seen."""

from collections.abc import Mapping

from bot.domain.programme.answers import Answer, Answers, as_raw, is_empty
from bot.domain.programme.questions import AnyQuestion, Choice, Choices, Form


def together(form: Form, mine: Answers, theirs: Answers) -> tuple[Answers, list[tuple[str, str]]]:
    """Return what two have written as one sheet: mine, and theirs where I left the question.

    With it, by the questions' labels, what they wrote where both did and not the same: it is shown, not mixed in.
    """
    answers = {question.id: _first(mine, theirs, question.id) for question in form.questions}
    differing = [
        (question.label, _as_text(question, theirs[question.id]))
        for question in form.questions
        if not _is_left(theirs.get(question.id)) and answers[question.id] != theirs[question.id]
    ]
    return answers, differing


def _first(mine: Answers, theirs: Answers, name: str) -> Answer:
    return theirs.get(name) if _is_left(mine.get(name)) else mine[name]


def _is_left(answer: Answer) -> bool:
    if isinstance(answer, tuple):
        return all(isinstance(part, Mapping) and all(map(_is_left, part.values())) for part in answer)
    return answer is None or is_empty(as_raw(answer))


def _as_text(question: AnyQuestion, answer: Answer) -> str:
    """Return an answer as people read it: of what was chosen its label."""
    if isinstance(answer, Mapping):
        return ", ".join(_as_text(question, part) for part in answer.values() if part is not None)
    if isinstance(answer, tuple):
        return ", ".join(_as_text(question, part) for part in answer)  # type: ignore[arg-type]  # a row is an answer here
    options = question.options if isinstance(question, Choice | Choices) else ()
    return next((option.label for option in options if option.id == answer), str(answer))
