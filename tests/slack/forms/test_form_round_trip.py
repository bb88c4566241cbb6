"""What a person writes in a dialogue comes back as it was written, and what cannot be kept is said at its field."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import personal_numbers
from bot.domain.programme.questions import Choice, Form, Text
from bot.errors import Sentence
from bot.slack.forms import files
from bot.slack.forms.build import NothingToChoose, build
from bot.slack.forms.read import Reading, errors, read, read_partial, typed
from bot.slack.forms.state import FormState, add_row, opened, remove_row
from tests.slack.forms.dialogue import Json, inputs, options, state_of

OPTIONS = {
    "municipalities": [("7", "Boden"), ("9", "Kalix")],
    "themes": [("clear-roles", "Tydliga roller")],
    "many": [(f"school-{n}", f"Exempelskolan {n}") for n in range(130)],
    "none": [],
}

EVERY_KIND = Form.model_validate(
    {
        "id": "every-kind",
        "questions": [
            {"id": "words", "kind": "text", "label": "Text", "required": "false"},
            {"id": "line", "kind": "text", "label": "Rad", "multiline": "false", "max": "20", "required": "false"},
            {"id": "one", "kind": "choice", "label": "En", "options_from": "municipalities", "required": "false"},
            {"id": "school", "kind": "choice", "show": "radio", "label": "Skola", "options_from": "many"},
            {
                "id": "several",
                "kind": "choices",
                "label": "Flera",
                "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}],
                "required": "false",
            },
            {"id": "schools", "kind": "choices", "label": "Skolor", "options_from": "many", "required": "false"},
            {"id": "grade", "kind": "scale", "label": "Betyg", "from": "1", "to": "6", "high": "Mycket"},
            {"id": "count", "kind": "number", "label": "Antal", "min": "0", "max": "100", "required": "false"},
            {"id": "share", "kind": "number", "label": "Andel", "decimals": "1", "required": "false"},
            {"id": "day", "kind": "date", "label": "Dag", "required": "false"},
            {"id": "link", "kind": "link", "label": "Underlag", "required": "false"},
            {"id": "who", "kind": "person", "label": "Person", "required": "false"},
        ],
    }
)

PIECES = [
    "å",
    "<!channel>",
    "{{ 7*7 }}",
    "`kod`",
    "```",
    "*_~",
    "&amp;",
    "\\",
    '"',
    "\r\n",
    "\u200f",
    "👩‍👩‍👧",
    "%s",
    "\x07",
]
WORDS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(PIECES)
).map(lambda parts: "".join(parts)[:3000])


def show(form: Form, state: FormState, answers: Mapping[str, Any] | None = None) -> Json:
    return build(form, state=state, answers=answers or {}, options=OPTIONS, translate=str)


def submit(form: Form, given: Mapping[str, Any], *, hide: tuple[str, ...] = ()) -> Reading:
    state = opened(form, hide=hide)
    return read(form, state, state_of(show(form, state), given), OPTIONS)


def commitment(given: Mapping[str, Any]) -> Reading:
    return submit(files.form("commitment"), given, hide=("municipality", "change_reason"))


def test_every_kind_comes_back_typed() -> None:
    reading = submit(
        EVERY_KIND,
        {
            "q.words": "Vi inför …",
            "q.line": "kort",
            "q.one": "9",
            "q.school": "school-120",
            "q.several": ["c", "a"],
            "q.schools": ["school-3", "school-129"],
            "q.grade": "6",
            "q.count": "0",
            "q.share": "12.5",
            "q.day": "2027-06-01",
            "q.link": "https://exempel.se/underlag?a=b#c",
            "q.who": "U0BODEN",
        },
    )
    assert reading.problems == {}
    assert reading.answers == {
        "words": "Vi inför …",
        "line": "kort",
        "one": "9",
        "school": "school-120",
        "several": ("a", "c"),
        "schools": ("school-3", "school-129"),
        "grade": 6,
        "count": 0,
        "share": Decimal("12.5"),
        "day": date(2027, 6, 1),
        "link": "https://exempel.se/underlag?a=b#c",
        "who": "U0BODEN",
    }


def test_answers_shown_again_are_read_the_same() -> None:
    given = {"q.school": "school-1", "q.grade": "3", "q.several": ["b"], "q.share": "7.0", "q.day": "2027-06-01"}
    first = submit(EVERY_KIND, given)
    state = opened(EVERY_KIND)
    again = read(EVERY_KIND, state, state_of(show(EVERY_KIND, state, first.answers)), OPTIONS)
    assert again == first


@given(WORDS)
def test_words_come_back_as_they_were_written(words: str) -> None:
    assume(words.strip() and personal_numbers.find(words) is None)
    state = opened(EVERY_KIND)
    reading = read_partial(EVERY_KIND, state, state_of(show(EVERY_KIND, state), {"q.words": words}), OPTIONS)
    shown = read_partial(EVERY_KIND, state, state_of(show(EVERY_KIND, state, reading.answers)), OPTIONS)
    assert reading.answers["words"] == words
    assert shown == reading


@pytest.mark.parametrize(
    "text", ["å" * 3000, "<!channel>", "{{ 7*7 }}", "```\nkod\n```", "  inskjutet\n\n", "&lt;b&gt;"]
)
def test_a_commitment_keeps_any_words(text: str) -> None:
    reading = commitment({"q.text": text})
    assert (reading.answers["text"], reading.problems) == (text, {})


def test_only_the_text_of_a_commitment_is_required() -> None:
    reading = commitment({"q.text": "Vi inför kollegial handledning."})
    left = {name: answer for name, answer in reading.answers.items() if name != "text"}
    assert reading.problems == {}
    assert set(left.values()) == {None, ()}
    assert "municipality" not in reading.answers


@pytest.mark.parametrize("text", [None, "", " \n\t\u00a0 "])
def test_an_empty_commitment_is_asked_for(text: str | None) -> None:
    assert commitment({"q.text": text}).problems == {"q.text": Sentence("form-required")}


def test_a_text_too_long_says_by_how_much() -> None:
    problem = commitment({"q.text": "å" * 3001}).problems["q.text"]
    assert problem == Sentence("form-too-long", {"length": 3001, "most": 3000, "over": 1})


@pytest.mark.parametrize("place", ["q.text", "q.effect", "q.follow_up", "q.responsible"])
def test_every_free_text_refuses_a_personal_number(place: str) -> None:
    problems = commitment({"q.text": "Vi inför …", place: "Eleven 121212-1212"}).problems
    assert problems == {place: Sentence("form-personal-number", {"masked": "…-1212"})}


def test_a_link_refuses_a_personal_number_too() -> None:
    problems = submit(
        EVERY_KIND, {"q.school": "school-1", "q.grade": "1", "q.link": "https://x.se/1212121212"}
    ).problems
    assert problems["q.link"].name == "form-personal-number"


def test_a_refused_text_is_not_in_the_draft() -> None:
    state = opened(EVERY_KIND)
    given = {"q.words": "Eleven 121212-1212", "q.line": "kort"}
    reading = read_partial(EVERY_KIND, state, state_of(show(EVERY_KIND, state), given), OPTIONS)
    assert reading.answers["words"] is None
    assert reading.answers["line"] == "kort"
    assert list(reading.problems) == ["q.words"]


def test_a_draft_requires_nothing() -> None:
    state = opened(EVERY_KIND)
    assert read_partial(EVERY_KIND, state, {}, OPTIONS).problems == {}


def test_an_option_that_is_no_longer_offered_is_refused() -> None:
    form = files.form("commitment")
    state = opened(form, hide=["change_reason"])
    values = state_of(show(form, state), {"q.text": "Vi inför …", "q.municipality": "9", "q.theme": "clear-roles"})
    problems = read(form, state, values, {"municipalities": [("7", "Boden")], "themes": []}).problems
    assert problems == {
        "q.municipality": Sentence("form-unknown-option"),
        "q.theme": Sentence("form-unknown-option"),
    }


def test_a_made_up_option_is_refused() -> None:
    form = files.form("commitment")
    state = opened(form, hide=["municipality", "change_reason"])
    values = state_of(show(form, state), {"q.text": "Vi inför …"})
    values["q.level"]["a.level"]["selected_option"] = {"value": "minister"}
    assert read(form, state, values, OPTIONS).problems == {"q.level": Sentence("form-unknown-option")}


def test_a_choice_with_nothing_to_choose_is_left_out() -> None:
    choice = Choice(id="c", label="C", options_from="none", required=False, heading="Välj")
    form = Form(id="a", questions=(choice, Text(id="t", label="T")))
    state = opened(form)
    view = show(form, state)
    assert [block["block_id"] for block in view["blocks"]] == ["q.t"]
    assert read(form, state, state_of(view, {"q.t": "x"}), OPTIONS) == Reading({"c": None, "t": "x"}, {})


def test_a_required_choice_with_nothing_to_choose_is_our_mistake() -> None:
    form = Form(id="a", questions=(Choice(id="c", label="C", options_from="none"),))
    with pytest.raises(NothingToChoose):
        show(form, opened(form))


def test_more_options_than_a_menu_holds_stand_in_groups() -> None:
    menu = next(
        block["element"] for block in inputs(show(EVERY_KIND, opened(EVERY_KIND))) if block["block_id"] == "q.school"
    )
    assert [group["label"]["text"] for group in menu["option_groups"]] == [
        "Exempelskolan 0 – Exempelskolan 99",
        "Exempelskolan 100 – Exempelskolan 129",
    ]
    assert [option["value"] for option in options(menu)] == [name for name, _ in OPTIONS["many"]]


def test_a_name_too_long_for_a_menu_is_cut() -> None:
    form = Form(id="a", questions=(Choice(id="c", label="C", options_from="x"),))
    view = build(form, state=opened(form), answers={}, options={"x": [("1", "å" * 80)]}, translate=str)
    assert options(inputs(view)[0]["element"])[0]["text"]["text"] == "å" * 74 + "…"


ROWS = Form.model_validate(
    {
        "id": "rows",
        "questions": [
            {
                "id": "acts",
                "kind": "rows",
                "label": "Aktiviteter",
                "add": "Lägg till",
                "remove": "Ta bort",
                "title": "Aktivitet {n}",
                "max": "3",
                "rows": [
                    {"id": "how", "kind": "text", "label": "Hur"},
                    {"id": "when", "kind": "date", "label": "När", "required": "false"},
                ],
            }
        ],
    }
)


def test_rows_come_back_in_order_and_empty_ones_are_dropped() -> None:
    state = add_row(ROWS, add_row(ROWS, opened(ROWS), "acts"), "acts")
    values = state_of(show(ROWS, state), {"r.acts.1.how": "Ett", "r.acts.3.how": "Tre", "r.acts.3.when": "2027-06-01"})
    reading = read(ROWS, state, values, OPTIONS)
    assert reading.answers["acts"] == ({"how": "Ett", "when": None}, {"how": "Tre", "when": date(2027, 6, 1)})
    assert reading.problems == {}


def test_a_row_half_filled_in_is_asked_for_the_rest() -> None:
    state = opened(ROWS)
    values = state_of(show(ROWS, state), {"r.acts.1.when": "2027-06-01"})
    assert read(ROWS, state, values, OPTIONS).problems == {"r.acts.1.how": Sentence("form-required")}


def test_a_required_group_left_empty_is_asked_for_in_its_first_row() -> None:
    state = opened(ROWS)
    assert read(ROWS, state, state_of(show(ROWS, state)), OPTIONS).problems == {
        "r.acts.1.how": Sentence("form-required")
    }


def test_a_problem_in_a_row_stands_at_that_row() -> None:
    state = add_row(ROWS, opened(ROWS), "acts")
    values = state_of(show(ROWS, state), {"r.acts.1.how": "Ett", "r.acts.2.how": "121212-1212"})
    assert list(read(ROWS, state, values, OPTIONS).problems) == ["r.acts.2.how"]


def test_an_added_and_a_removed_row_keep_what_was_typed() -> None:
    """Where the client keeps its state by block id, and where it only shows what we send."""
    state = add_row(ROWS, opened(ROWS), "acts")
    values = state_of(show(ROWS, state), {"r.acts.1.how": "Ett", "r.acts.2.how": "Två, 121212-1212"})
    fewer = remove_row(ROWS, state, "acts", 1)
    more = add_row(ROWS, fewer, "acts")
    again = show(ROWS, more, typed(ROWS, more, values))
    assert [block["block_id"] for block in inputs(again)] == [
        "r.acts.2.how",
        "r.acts.2.when",
        "r.acts.3.how",
        "r.acts.3.when",
    ]
    assert state_of(again)["r.acts.2.how"]["a.how"]["value"] == "Två, 121212-1212"
    assert state_of(again)["r.acts.3.how"]["a.how"]["value"] is None
    assert [block["text"]["text"] for block in again["blocks"] if block["type"] == "section"] == [
        "Aktivitet 1",
        "Aktivitet 2",
    ]


@given(st.lists(st.sampled_from(["add", "remove first", "remove last"]), max_size=12), st.data())
def test_any_adding_and_removing_keeps_each_row_its_words(presses: list[str], data: st.DataObject) -> None:
    """A row's words are its number, so that a row which gets another's words is seen."""
    state, view = opened(ROWS), show(ROWS, opened(ROWS))
    view = show(ROWS, state)
    for press in presses:
        values = state_of(view, {f"r.acts.{row}.how": f"rad {row}" for row in state.rows["acts"]})
        shown = state.rows["acts"]
        number = shown[0] if press == "remove first" else shown[-1]
        state = add_row(ROWS, state, "acts") if press == "add" else remove_row(ROWS, state, "acts", number)
        view = show(ROWS, state, typed(ROWS, state, values))
        for row in set(shown) & set(state.rows["acts"]):
            assert state_of(view)[f"r.acts.{row}.how"]["a.how"]["value"] == f"rad {row}"


def test_an_answer_slack_would_not_take_back_is_not_sent_as_a_start() -> None:
    state = opened(EVERY_KIND)
    wrong = {
        "count": "101",
        "share": "x",
        "link": "exempel.se",
        "day": "31 juni",
        "one": "8",
        "grade": "7",
        "who": "Kim",
    }
    view = show(EVERY_KIND, state, wrong)
    assert not [block for block in inputs(view) if any(key.startswith("initial") for key in block["element"])]


def test_a_stored_text_longer_than_the_question_asks_for_is_shown_whole() -> None:
    state = opened(EVERY_KIND)
    element = inputs(show(EVERY_KIND, state, {"line": "x" * 30}))[1]["element"]
    assert (element["initial_value"], element["max_length"]) == ("x" * 30, 30)


def test_problems_keep_the_dialogue_open_with_a_sentence_each() -> None:
    said = errors({"q.text": Sentence("form-required")}, lambda sentence: f"<{sentence.name}>")
    assert said == {"response_action": "errors", "errors": {"q.text": "<form-required>"}}
