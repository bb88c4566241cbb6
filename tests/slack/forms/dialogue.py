"""A person in front of a dialogue: what Slack's state says of what is shown and what is typed."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

#: A form's element, by its type: the key its value has in the state, and the key of what it starts with.
_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}


def inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def options(element: Json) -> list[Json]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def state_of(view: Json, typed: Mapping[str, Any] | None = None) -> dict[str, dict[str, Json]]:
    """The state of a dialogue whose fields (by block id) were filled in; the others hold what they started with.

    Choices are given by their ids. A field that is not shown cannot be filled in: KeyError.
    """
    values = {block["block_id"]: _value(block["element"]) for block in inputs(view)}
    elements = {block["block_id"]: block["element"] for block in inputs(view)}
    for place, given in (typed or {}).items():
        values[place] = _filled(elements[place], given)
    return {place: {elements[place]["action_id"]: value} for place, value in values.items()}


def _value(element: Json) -> Json:
    key, initial = _KEYS[element["type"]]
    empty: Any = [] if key == "selected_options" else None
    return {"type": element["type"], key: element.get(initial, empty)}


def _filled(element: Json, given: Any) -> Json:
    key, _ = _KEYS[element["type"]]
    by_id = {option["value"]: option for option in options(element)}
    if key == "selected_option":
        given = by_id[given] if given else None
    if key == "selected_options":
        given = [by_id[name] for name in given]
    return {"type": element["type"], key: given}
