"""Two people's answers on one sheet; nothing that somebody wrote is out of sight."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.programme.questions import Form
from bot.domain.programme.together import together

ROWS = {
    "id": "rows",
    "kind": "rows",
    "label": "Rader",
    "add": "Till",
    "remove": "Bort",
    "title": "Rad",
    "required": False,
}
FORM = Form.model_validate(
    {
        "id": "evaluation",
        "questions": [
            {"id": "good", "kind": "text", "label": "Vad var bra?"},
            {"id": "grade", "kind": "scale", "label": "Betyg", "from": 1, "to": 6},
            {
                "id": "level",
                "kind": "choices",
                "label": "Nivå",
                "options": [{"id": "principal", "label": "Rektor"}, {"id": "teacher", "label": "Lärare"}],
            },
            ROWS
            | {"rows": [{"id": "how", "kind": "text", "label": "Hur"}, {"id": "who", "kind": "text", "label": "Vem"}]},
        ],
    }
)


@pytest.mark.parametrize(
    ("mine", "theirs", "answers", "differing"),
    [
        ({"good": "Min"}, {"grade": "4"}, {"good": "Min", "grade": "4"}, []),
        ({"good": "Min"}, {"good": "Din"}, {"good": "Min"}, [("Vad var bra?", "Din")]),
        ({"good": " \n"}, {"good": "Din"}, {"good": "Din"}, []),
        ({"good": "Samma"}, {"good": "Samma"}, {"good": "Samma"}, []),
        (
            {"level": ("teacher",)},
            {"level": ("principal", "teacher")},
            {"level": ("teacher",)},
            [("Nivå", "Rektor, Lärare")],
        ),
        ({"level": ()}, {"level": ("teacher",)}, {"level": ("teacher",)}, []),
        (
            {"rows": ({"how": "Jag", "who": None},)},
            {"rows": ({"how": "Du", "who": "Rektor"}, {"how": "Vi"})},
            {"rows": ({"how": "Jag", "who": None},)},
            [("Rader", "Du, Rektor, Vi")],
        ),
        ({"rows": ({"how": None, "who": ""},)}, {"rows": ({"how": "Du"},)}, {"rows": ({"how": "Du"},)}, []),
    ],
)
def test_mine_stand_and_theirs_where_i_left_it(
    mine: dict[str, Any], theirs: dict[str, Any], answers: dict[str, Any], differing: list[tuple[str, str]]
) -> None:
    found, seen = together(FORM, mine, theirs)
    assert {name: answer for name, answer in found.items() if answer} == answers
    assert seen == differing


words = st.none() | st.text("ab \n", max_size=3)
sheets = st.fixed_dictionaries({"good": words, "grade": st.none() | st.sampled_from("123456")})


@given(sheets, sheets)
def test_nothing_that_was_written_is_out_of_sight(mine: dict[str, str | None], theirs: dict[str, str | None]) -> None:
    answers, differing = together(FORM, mine, theirs)
    for name, label in (("good", "Vad var bra?"), ("grade", "Betyg")):
        for written in (mine[name], theirs[name]):
            if written and written.strip():
                assert answers[name] == written or (label, written) in differing


@given(sheets)
def test_with_nobody_else_there_is_only_mine(mine: dict[str, str | None]) -> None:
    answers, differing = together(FORM, mine, {})
    assert differing == []
    assert all(answers[name] == text for name, text in mine.items() if text and text.strip())
