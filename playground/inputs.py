"""Elements that hold a value: what a view's state says of them, and what Slack's client checks itself."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

#: element type -> (the key of its value in a view's state, the key of its initial value, what empty is)
STATE_KEYS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}
_URL = re.compile(r"^https?://[^\s/]+\S*$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


@dataclass(frozen=True)
class Placed:
    """An interactive element and the block it stands in."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """Block id and action id: what Slack knows the element by."""
        return str(self.block["block_id"]), str(self.element["action_id"])


def elements(blocks: list[Json]) -> Iterator[Placed]:
    """Every interactive element of some blocks, in reading order."""
    for block in blocks:
        for element in _of_block(block):
            if "action_id" in element:
                yield Placed(block, element)


def _of_block(block: Json) -> list[Json]:
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] == "section" and "accessory" in block:
        return [block["accessory"]]
    return list(block["elements"]) if block["type"] == "actions" else []


def initial_state(element: Json) -> Json | None:
    """Return the element's entry in a view's state before anyone typed; None when it holds no value (a button)."""
    if element["type"] not in STATE_KEYS:
        return None
    key, initial, empty = STATE_KEYS[element["type"]]
    return {"type": element["type"], key: element.get(initial, list(empty) if empty == [] else empty)}


def initial_values(blocks: list[Json]) -> dict[tuple[str, str], Json]:
    """Return the entries of the state of everything that holds a value, by block id and action id."""
    states = {placed.key: initial_state(placed.element) for placed in elements(blocks)}
    return {key: state for key, state in states.items() if state is not None}


def as_state(values: dict[tuple[str, str], Json]) -> Json:
    """Return the state as payloads carry it: values by block id, then by action id."""
    body: dict[str, Json] = {}
    for (block_id, action_id), entry in values.items():
        body.setdefault(block_id, {})[action_id] = copy.deepcopy(entry)
    return {"values": body}


def with_value(element: Json, value: Any) -> Json:
    """Return the element's entry in the state once this value is chosen."""
    return {"type": element["type"], STATE_KEYS[element["type"]][0]: value}


def value_in(state: Json) -> Any:
    """Return the value an entry of the state carries."""
    return state[STATE_KEYS[state["type"]][0]]


def complaint(block: Json, state: Json) -> str | None:
    """Why Slack's own client would not send this input, or None; nothing reaches the app then."""
    value = value_in(state)
    if value is None or value in ("", []):
        return None if block.get("optional") else "fill in this field"
    element, kind = block["element"], state["type"]
    if kind == "url_text_input" and not _URL.match(value):
        return "enter a valid URL"
    if kind == "email_text_input" and not _EMAIL.match(value):
        return "enter a valid e-mail address"
    if kind == "number_input":
        return _number_complaint(element, value)
    return _length_complaint(element, value) if kind == "plain_text_input" else None


def _number_complaint(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "enter a number"
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"the number must be at least {element['min_value']}"
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"the number must be at most {element['max_value']}"
    return None


def _length_complaint(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"at least {element['min_length']} characters"
    if len(value) > element.get("max_length", 3000):
        return f"at most {element.get('max_length', 3000)} characters"
    return None
