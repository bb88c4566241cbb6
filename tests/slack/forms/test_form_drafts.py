"""A draft is kept as JSON and shown again as it was."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.slack.forms import drafts, files
from bot.slack.forms.build import build
from bot.slack.forms.read import read_partial
from bot.slack.forms.state import opened
from tests.slack.forms.dialogue import state_of

if TYPE_CHECKING:
    from bot.domain.programme.answers import Answers

OPTIONS = {"themes": [("clear-roles", "Tydliga roller")]}


def test_a_draft_is_shown_again_as_it_was() -> None:
    form = files.form("commitment")
    answers: Answers = {
        "text": "Vi inför <!channel> {{ 7*7 }} 👩‍👩‍👧\n",
        "due_on": date(2027, 6, 1),
        "theme": "clear-roles",
        "activities": (
            {"how": "Ett", "who": None, "when": date(2027, 3, 1)},
            {"how": "Två", "who": "Kim", "when": None},
        ),
    }
    kept = drafts.load(drafts.dump(answers))
    state = opened(form, answers=kept, hide=["municipality", "change_reason"])
    view = build(form, state=state, answers=kept, options=OPTIONS, translate=str)
    again = read_partial(form, state, state_of(view), OPTIONS)
    assert again.problems == {}
    assert {name: answer for name, answer in again.answers.items() if answer not in (None, ())} == answers


def test_what_was_left_is_not_kept() -> None:
    assert drafts.dump({"a": None, "b": (), "c": "x", "rows": ({"d": None},)}) == '{"c": "x", "rows": [{}]}'


def test_figures_and_choices_are_kept_as_a_form_gives_them() -> None:
    kept = drafts.load(drafts.dump({"share": Decimal("0.10"), "count": 0, "several": ("a", "b")}))
    assert kept == {"share": "0.10", "count": "0", "several": ("a", "b")}


def test_a_draft_of_an_earlier_form_shows_what_still_fits() -> None:
    form = files.form("commitment_date")
    state = opened(form, answers={"gone": "x"})
    view = build(form, state=state, answers={"gone": "x", "due_on": "snart"}, options={}, translate=str)
    assert "initial_date" not in view["blocks"][-1]["element"]
