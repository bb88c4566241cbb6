"""What a dialogue carries: read back as it was written, refused when it is not ours."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.forms import files
from bot.slack.forms.state import FormState, FormStateError, add_row, dump, load, opened, remove_row, row_of

COMMITMENT = files.form("commitment")
STATES = st.builds(
    FormState,
    form=st.just("commitment"),
    key=st.uuids().map(lambda key: key.hex),
    version=st.none() | st.integers(0, 10**6),
    subject=st.none() | st.integers(1, 10**12),
    context=st.dictionaries(st.text(max_size=10), st.none() | st.integers(0, 10**9) | st.text(max_size=20), max_size=5),
    hidden=st.lists(st.sampled_from(["municipality", "change_reason"]), unique=True).map(tuple),
    rows=st.dictionaries(st.sampled_from(["activities", "a"]), st.lists(st.integers(1, 999), max_size=10).map(tuple)),
    next_row=st.integers(1, 1000),
)


@given(STATES)
def test_a_state_is_read_back_as_it_was_written(state: FormState) -> None:
    assert load(dump(state)) == state


def test_each_opening_has_a_key_of_its_own() -> None:
    assert opened(COMMITMENT).key != opened(COMMITMENT).key


def test_groups_of_rows_start_with_the_rows_there_are() -> None:
    state = opened(COMMITMENT, answers={"activities": ({"how": "Ett"}, {"how": "Två"}), "board_decision": ({},)})
    assert state.rows == {"activities": (1, 2), "board_decision": (3,)}
    assert state.next_row == 4


def test_an_optional_group_starts_without_rows() -> None:
    assert opened(COMMITMENT).rows == {"activities": (), "board_decision": ()}


def test_a_row_number_is_never_used_again() -> None:
    state = add_row(COMMITMENT, opened(COMMITMENT), "activities")
    state = add_row(COMMITMENT, remove_row(COMMITMENT, state, "activities", 1), "activities")
    assert state.rows["activities"] == (2,)


def test_no_more_rows_than_there_is_room_for() -> None:
    state = opened(COMMITMENT)
    for _ in range(12):
        state = add_row(COMMITMENT, state, "activities")
    assert len(state.rows["activities"]) == 10


def test_removing_a_row_twice_removes_it_once() -> None:
    state = add_row(COMMITMENT, add_row(COMMITMENT, opened(COMMITMENT), "activities"), "activities")
    once = remove_row(COMMITMENT, state, "activities", 1)
    assert remove_row(COMMITMENT, once, "activities", 1) == once


@pytest.mark.parametrize("name", ["text", "nothing"])
def test_only_a_group_of_rows_has_rows(name: str) -> None:
    with pytest.raises(FormStateError):
        add_row(COMMITMENT, opened(COMMITMENT), name)


def test_hiding_a_question_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        opened(COMMITMENT, hide=["tema"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        '{"format":2,"form":"a","key":"b"}',
        '{"form":"a","key":"b"}',
        '{"format":1,"form":"a"}',
        '{"format":1,"form":"a","key":"b","rows":{"x":["1"]}}',
        '{"format":1,"form":"a","key":"b","version":"1"}',
        '{"format":1,"form":"a","key":"b","more":1}',
    ],
)
def test_a_state_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(FormStateError):
        load(text)


def test_a_state_says_its_format_and_is_small() -> None:
    text = dump(opened(COMMITMENT))
    assert json.loads(text)["format"] == 1
    assert len(text) < 200


def test_a_state_larger_than_slack_keeps_is_refused() -> None:
    with pytest.raises(FormStateError):
        dump(replace(opened(COMMITMENT), context={"text": "å" * 3000}))


def test_a_remove_button_names_its_row() -> None:
    assert row_of("activities:12") == ("activities", 12)


@pytest.mark.parametrize("value", ["", "activities", "activities:", ":1", "activities:x", "activities:-1"])
def test_a_button_value_that_names_no_row_is_refused(value: str) -> None:
    with pytest.raises(FormStateError):
        row_of(value)
