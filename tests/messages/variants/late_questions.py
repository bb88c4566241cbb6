"""The one question about what is a week late."""

from datetime import date

from bot.messages.late_questions import LateQuestion
from bot.storage.commitments import CommitmentView
from tests.messages.variants.facts import HOSTILE, LONGEST, TODAY, commitment
from tests.messages.variants.shown import Variant, message

BEFORE = date(2026, 11, 13)


def _question(*commitments: CommitmentView) -> Variant:
    return message("late-question", LateQuestion(list(commitments), TODAY))


VARIANTS: dict[str, Variant] = {
    "late-question.one": _question(commitment(due_on=BEFORE)),
    "late-question.two": _question(
        commitment(due_on=BEFORE), commitment(14, text="Vi besöker varandra.", due_on=BEFORE, state="needs_support")
    ),
    "late-question.answered": _question(
        commitment(1, due_on=BEFORE, state="done"),
        commitment(2, due_on=date(2026, 12, 18)),
        commitment(3, due_on=BEFORE, state="closed_early"),
        commitment(4, due_on=None),
        commitment(5, due_on=date(2027, 1, 29), state="needs_support"),
    ),
    "late-question.many": _question(*(commitment(number, due_on=BEFORE) for number in range(1, 10))),
    "late-question.longest": _question(commitment(text=LONGEST, due_on=BEFORE)),
    "late-question.hostile": _question(commitment(text=HOSTILE, due_on=BEFORE)),
}
