"""Every form of `prompts/forms/` can be shown, with all its rows and in full, within Slack's limits."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.domain.programme.questions import Form, Rows
from bot.slack.forms import files
from bot.slack.forms.build import build
from bot.slack.forms.elements import KINDS
from bot.slack.forms.state import FormState, add_row, opened, remove_row
from tests.slack.forms.dialogue import Json, inputs

FORMS = [files.form(name) for name in files.names()]
#: Ten of everything there is to choose from.
SOURCES = ("municipalities", "themes", "supporters", "places", "dialogues", "years", "milestones", "units", "schools")
LISTS = [f"{when}_{number}" for when in ("past", "ahead") for number in (1, 2, 3)]
OPTIONS = {name: [(f"id-{n}", f"Val {n}") for n in range(10)] for name in (*SOURCES, *LISTS)}


def full(form: Form) -> FormState:
    """The form with as many rows as it takes."""
    state = opened(form)
    for question in form.questions:
        if isinstance(question, Rows):
            for _ in range(question.max):
                state = add_row(form, state, question.id)
    return state


def show(form: Form, state: FormState, **more: Any) -> Json:
    return build(form, state=state, answers={}, options=OPTIONS, translate=str, **more)


def texts(part: Any) -> list[str]:
    if isinstance(part, Mapping):
        own = [part["text"]] if part.get("type") in {"plain_text", "mrkdwn"} else []
        return own + [text for value in part.values() for text in texts(value)]
    return [text for value in part for text in texts(value)] if isinstance(part, list) else []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_fits_with_all_its_rows(form: Form) -> None:
    view = show(form, full(form), notice="Det här är ditt utkast.")
    View(**view).validate_json()
    places = [block["block_id"] for block in view["blocks"]]
    assert len(places) <= 100
    assert [place for place, times in Counter(places).items() if times > 1] == []
    assert max(map(len, [*places, view["private_metadata"]])) <= 3000
    assert all(len(view[part]["text"]) <= 24 for part in ("title", "submit", "close"))
    assert all(0 < len(text) <= 2000 for text in texts(view))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_models_count_the_places_a_form_takes(form: Form) -> None:
    view = show(form, full(form))
    buttons = [block for block in view["blocks"] if block["block_id"].startswith("add.")]
    groups = [question for question in form.questions if isinstance(question, Rows)]
    intro = 1 if form.intro else 0
    # At its fullest a group shows no button for one more, which the models count.
    assert buttons == []
    assert sum(question.blocks for question in form.questions) - len(groups) == len(view["blocks"]) - intro


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_has_words_of_its_own_and_short_labels(form: Form) -> None:
    assert form.title
    assert form.submit
    assert all(len(block["label"]["text"]) <= 60 for block in inputs(show(form, full(form))))


@pytest.mark.parametrize("name", files.names())
def test_a_form_is_called_as_its_file(name: str) -> None:
    assert files.form(name).id == name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_other_label_names_the_commitment(form: Form) -> None:
    labels = [block["label"]["text"] for block in inputs(show(form, full(form)))]
    named = [label for label in labels if "åtagande" in label.lower()]
    assert named == (["Åtagande"] if form.id == "commitment" else [])


def test_the_commitment_is_asked_for_in_a_plain_text_field() -> None:
    form = files.form("commitment")
    view = show(form, opened(form, hide=["municipality", "change_reason"]))
    text, due = inputs(view)[:2]
    assert (text["element"]["type"], text["element"]["max_length"]) == ("plain_text_input", 3000)
    assert (due["label"]["text"], due["element"]["type"]) == ("Senast klart", "datepicker")
    assert [block["label"]["text"] for block in inputs(view) if not block["optional"]] == ["Åtagande"]


def test_rows_show_their_buttons() -> None:
    form = files.form("commitment")
    state = add_row(form, opened(form), "board_decision")
    buttons = [
        (button["action_id"], button["value"])
        for block in show(form, state)["blocks"]
        for button in [block.get("accessory"), *block.get("elements", [])]
        if button and button["type"] == "button"
    ]
    assert buttons == [("form.add_row.v1", "activities"), ("form.remove_row.v1", "board_decision:1")]


def test_a_dialogue_says_when_it_is_closed() -> None:
    form = files.form("commitment_date")
    view = show(form, opened(form))
    assert (view["notify_on_close"], view["callback_id"]) == (True, "form.commitment_date.v1")


def test_a_form_without_words_of_its_own_gets_the_general_ones() -> None:
    form = Form.model_validate({"id": "brief", "questions": [{"id": "a", "kind": "date", "label": "A"}]})
    view = show(form, opened(form))
    assert [view[part]["text"] for part in ("title", "submit", "close")] == ["Svara", "Skicka", "Avbryt"]


def test_a_title_from_elsewhere_is_cut_to_fit() -> None:
    form = files.form("commitment_date")
    view = show(form, opened(form), title="Skriv ert missiv tillsammans")
    assert view["title"]["text"] == "Skriv ert missiv tillsa…"


def test_the_words_are_put_into_the_readers_language() -> None:
    form = files.form("commitment")
    view = build(form, state=full(form), answers={}, options=OPTIONS, translate=lambda _: "x")
    ours = {text for text in texts(view) if not text.startswith("Val ")}
    assert ours == {"x"}


def test_every_kind_of_question_has_its_entry() -> None:
    kinds = {member.model_fields["kind"].default for member in _simple_kinds()}
    assert set(KINDS) == kinds


def _simple_kinds() -> list[Any]:
    from bot.domain.programme import questions

    return list(questions.AnySimpleQuestion.__args__)


GROUP = Form.model_validate(
    {
        "id": "group",
        "intro": "Inledning.",
        "questions": [
            {
                "id": "acts",
                "kind": "rows",
                "heading": "Hemarbete",
                "label": "Aktiviteter",
                "add": "Lägg till",
                "remove": "Ta bort",
                "title": "Aktivitet {n}",
                "rows": [{"id": "how", "kind": "text", "label": "Hur", "heading": "Vad"}],
            }
        ],
    }
)


def test_what_stands_around_a_group_of_rows() -> None:
    blocks = show(GROUP, opened(GROUP), notice="Ditt utkast.")["blocks"]
    assert [block["block_id"] for block in blocks] == [
        "notice",
        "intro",
        "h.acts",
        "l.acts",
        "t.acts.1",
        "h.r.acts.1.how",
        "r.acts.1.how",
        "add.acts",
    ]


def test_the_only_row_of_a_required_group_cannot_be_removed() -> None:
    state = opened(GROUP)
    both = add_row(GROUP, state, "acts")
    removable = [
        [block["block_id"] for block in show(GROUP, shown)["blocks"] if "accessory" in block] for shown in (state, both)
    ]
    assert removable == [[], ["t.acts.1", "t.acts.2"]]
    assert remove_row(GROUP, state, "acts", 1) == state
