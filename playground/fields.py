"""The fields of a view as a person knows them: by their labels."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from playground import inputs, plain
from playground.errors import NotPossibleError
from playground.inputs import Placed
from playground.views import View

Json = dict[str, Any]
#: Element types in which one option is chosen, and several.
CHOSEN_ONE = ("static_select", "external_select", "radio_buttons")
CHOSEN_MANY = ("multi_static_select", "multi_external_select", "checkboxes")


@dataclass(frozen=True)
class Field:
    """One element that holds a value, in one view."""

    view: View
    placed: Placed
    label: str

    @property
    def in_input(self) -> bool:
        """Whether it stands in an input block, which can be marked with an error."""
        return bool(self.placed.block["type"] == "input")

    @property
    def tells_at_once(self) -> bool:
        """Whether a choice here reaches the bot without submitting."""
        if not self.in_input:
            return True
        typed = self.placed.element["type"].endswith("_input")
        return bool(self.placed.block.get("dispatch_action")) and not typed

    def value(self) -> Any:
        """Return what stands in it, options by their texts."""
        value = inputs.value_in(self.view.values[self.placed.key])
        if isinstance(value, dict) and "text" in value:
            return value["text"]["text"]
        if self.placed.element["type"] in CHOSEN_MANY:
            return [option["text"]["text"] for option in value]
        return value

    def put(self, value: Any) -> None:
        """Type or choose: text, ISO date, user id, or the texts of options; None or "" empties it."""
        element = self.placed.element
        kind = element["type"]
        if kind in CHOSEN_ONE:
            value = self._option(value) if value else None
        elif kind in CHOSEN_MANY:
            value = [self._option(text) for text in ([value] if isinstance(value, str) else value)]
        elif kind.startswith("multi_"):
            value = [value] if isinstance(value, str) else list(value)
        self._refuse_unknown(kind, value)
        self._refuse_impossible(kind, value)
        self.view.values[self.placed.key] = inputs.with_value(element, value or ([] if value == [] else None))

    def _option(self, text: str) -> Json:
        options = self.view.offered.get(self.placed.key) or plain.options_of(self.placed.element)
        for option in options:
            if option["text"]["text"] == text:
                return option
        there = [option["text"]["text"] for option in options]
        raise NotPossibleError(f"{self.label!r} has no option {text!r}; there are {there}")

    def _refuse_unknown(self, kind: str, value: Any) -> None:
        workspace = self.view.workspace
        if kind in ("users_select", "multi_users_select"):
            for user in [value] if isinstance(value, str) else value or []:
                if workspace.user(user).deleted:
                    raise NotPossibleError(f"{user} is deactivated and cannot be chosen")
        if kind in ("conversations_select", "channels_select") and value:
            workspace.channel(value)

    def _refuse_impossible(self, kind: str, value: Any) -> None:
        """Refuse what the element itself does not let anybody enter."""
        element = self.placed.element
        if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
            raise NotPossibleError(f"{self.label!r} takes at most {element['max_selected_items']}")
        if kind.endswith("_input") and isinstance(value, str) and "\n" in value and not element.get("multiline"):
            raise NotPossibleError(f"{self.label!r} has one line only")
        if value and kind == "datepicker":
            date.fromisoformat(value)
        if value and kind == "timepicker":
            time.fromisoformat(value)

    def complaint(self) -> str | None:
        """Return what Slack's client itself would say on submit; None when it would send."""
        return inputs.complaint(self.placed.block, self.view.values[self.placed.key]) if self.in_input else None


def of(view: View) -> list[Field]:
    """Return the fields of a view, in reading order; outside input blocks the text beside an element is its label."""
    return [Field(view, placed, _label(placed)) for placed in inputs.elements(view.blocks) if placed.key in view.values]


def _label(placed: Placed) -> str:
    block, element = placed.block, placed.element
    if block["type"] == "input":
        return str(block["label"]["text"])
    if block["type"] == "section" and "text" in block:
        return str(block["text"]["text"])
    return str(element.get("placeholder", {}).get("text", element["action_id"]))
