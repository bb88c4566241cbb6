"""Finding what can be pressed or chosen by the text a person reads on it, and the action that makes."""

import time
from dataclasses import dataclass
from typing import Any

from playground import inputs
from playground.errors import NotShownError
from playground.inputs import Placed
from playground.plain import options_of

Json = dict[str, Any]
_PICKERS = ("users_select", "conversations_select", "channels_select", "datepicker", "timepicker", "datetimepicker")


@dataclass(frozen=True)
class Target:
    """An element, and the value that is chosen in it: None for a button."""

    placed: Placed
    value: Any = None


def find(blocks: list[Json], text: str, nth: int | None, screen: str) -> Target:
    """Return the one button or option with this text; `nth` chooses when there are several."""
    found = [target for placed in inputs.elements(blocks) for target in _with_text(placed, text)]
    if not found or (nth is not None and nth >= len(found)):
        raise NotShownError(f"nothing to press reads {text!r}; the screen says:\n{screen}")
    if nth is None and len(found) > 1:
        raise NotShownError(f"{len(found)} things to press read {text!r}, say which with nth; the screen:\n{screen}")
    return found[nth or 0]


def buttons(blocks: list[Json]) -> list[str]:
    """Return the texts of all buttons, in order."""
    return [
        str(placed.element["text"]["text"]) for placed in inputs.elements(blocks) if placed.element["type"] == "button"
    ]


def _with_text(placed: Placed, text: str) -> list[Target]:
    element = placed.element
    if element["type"] == "button":
        return [Target(placed)] if element["text"]["text"] == text else []
    chosen = [option for option in options_of(element) if option["text"]["text"] == text]
    several = element["type"] == "checkboxes" or element["type"].startswith("multi_")
    return [Target(placed, [option] if several else option) for option in chosen]


def pickers(blocks: list[Json]) -> list[Placed]:
    """Elements in which a value is chosen that is not written on the screen: people, channels, dates."""
    return [placed for placed in inputs.elements(blocks) if placed.element["type"] in _PICKERS]


def action(target: Target) -> Json:
    """Return the entry of `actions` in a block_actions payload."""
    element = target.placed.element
    block_id, action_id = target.placed.key
    body: Json = {"type": element["type"], "action_id": action_id, "block_id": block_id}
    body["action_ts"] = f"{time.time():.6f}"
    if element["type"] == "button":
        body |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    elif element["type"] == "overflow":
        body["selected_option"] = target.value
    else:
        body |= inputs.with_value(element, target.value)
    return body
