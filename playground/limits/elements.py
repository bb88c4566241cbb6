"""Buttons, menus and inputs: which keys they may have, and how long everything may be."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from playground.limits.objects import Complaints
from playground.limits.rich_text import check_rich_text

Json = dict[str, Any]
Check = Callable[[Complaints, Json, str], None]

_MENU = "action_id placeholder confirm focus_on_load"
_MANY = f"{_MENU} max_selected_items"
_TYPED = "action_id placeholder focus_on_load dispatch_action_config initial_value"

#: element type -> (required keys, optional keys)
KEYS: dict[str, tuple[str, str]] = {
    "button": ("text", "action_id url value style confirm accessibility_label"),
    "image": ("alt_text", "image_url slack_file"),
    "overflow": ("options", "action_id confirm"),
    "checkboxes": ("options", "action_id initial_options confirm focus_on_load"),
    "radio_buttons": ("options", "action_id initial_option confirm focus_on_load"),
    "static_select": ("", f"{_MENU} options option_groups initial_option"),
    "external_select": ("", f"{_MENU} initial_option min_query_length"),
    "users_select": ("", f"{_MENU} initial_user"),
    "conversations_select": (
        "",
        f"{_MENU} initial_conversation default_to_current_conversation response_url_enabled filter",
    ),
    "channels_select": ("", f"{_MENU} initial_channel response_url_enabled"),
    "multi_static_select": ("", f"{_MANY} options option_groups initial_options"),
    "multi_external_select": ("", f"{_MANY} initial_options min_query_length"),
    "multi_users_select": ("", f"{_MANY} initial_users"),
    "multi_conversations_select": ("", f"{_MANY} initial_conversations default_to_current_conversation filter"),
    "multi_channels_select": ("", f"{_MANY} initial_channels"),
    "datepicker": ("", f"{_MENU} initial_date"),
    "timepicker": ("", f"{_MENU} initial_time timezone"),
    "datetimepicker": ("", "action_id initial_date_time confirm focus_on_load"),
    "plain_text_input": ("", f"{_TYPED} multiline min_length max_length"),
    "email_text_input": ("", _TYPED),
    "url_text_input": ("", _TYPED),
    "number_input": ("is_decimal_allowed", f"{_TYPED} min_value max_value"),
    "rich_text_input": ("", _TYPED),
    "file_input": ("", "action_id filetypes max_files"),
}
_SELECTS = tuple(kind for kind in KEYS if kind.endswith("_select"))
_PICKED = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
ALLOWED: dict[str, tuple[str, ...]] = {
    "accessory": ("button", "image", "overflow", *_PICKED, *_SELECTS),
    "actions": ("button", "overflow", "datetimepicker", *_PICKED, *_SELECTS),
    "input": tuple(kind for kind in KEYS if kind not in ("button", "image", "overflow")),
    "context": ("image",),
}


def check_element(found: Complaints, element: Any, where: str, place: str) -> None:
    """One element in a place: `accessory`, `actions`, `input` or `context`."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in ALLOWED[place]:
        found.add(where, f"unsupported type: {kind}")
        return
    required, optional = KEYS[kind]
    if not found.keys(element, where, f"type {required}", optional):
        return
    found.string(element.get("action_id"), f"{where}/action_id", 255)
    found.text(element.get("placeholder"), f"{where}/placeholder", 150, plain=True)
    found.confirm(element.get("confirm"), f"{where}/confirm")
    found.true_or_false(element.get("focus_on_load"), f"{where}/focus_on_load")
    _OWN_CHECKS.get(kind, _nothing_more)(found, element, where)


def _nothing_more(found: Complaints, element: Json, where: str) -> None:
    """Elements whose common keys say it all."""


def _button(found: Complaints, element: Json, where: str) -> None:
    found.text(element["text"], f"{where}/text", 75, plain=True)
    found.string(element.get("value"), f"{where}/value", 2000)
    found.string(element.get("accessibility_label"), f"{where}/accessibility_label", 75)
    found.one_of(element.get("style"), f"{where}/style", ("primary", "danger"))
    check_url(found, element.get("url"), f"{where}/url")


def check_url(found: Complaints, url: Any, where: str) -> None:
    """Check an address with a scheme; None (left out) passes."""
    found.string(url, where, 3000)
    if isinstance(url, str) and not re.match(r"^[a-z][a-z0-9+.-]*:\S+$", url):
        found.add(where, "must be a valid URL")


def check_image(found: Complaints, element: Json, where: str) -> None:
    """Check an image: exactly one source; Slack fetches an address itself, so this machine's own cannot work."""
    found.string(element.get("alt_text"), f"{where}/alt_text", 2000)
    if ("image_url" in element) == ("slack_file" in element):
        found.add(where, "must provide either image_url or slack_file")
    url = element.get("image_url")
    check_url(found, url, f"{where}/image_url")
    if isinstance(url, str) and re.match(r"^https?://(localhost|127\.|\[::1\])", url):
        found.add(f"{where}/image_url", "downloading image failed")


def _overflow(found: Complaints, element: Json, where: str) -> None:
    for number, option in enumerate(found.items(element["options"], f"{where}/options", 1, 5)):
        found.option(option, f"{where}/options/{number}", plain=True, with_url=True)


def _boxes(found: Complaints, element: Json, where: str) -> None:
    for number, option in enumerate(found.items(element["options"], f"{where}/options", 1, 10)):
        found.option(option, f"{where}/options/{number}", plain=False)
    _initial(found, element, where, element["options"])


def _menu(found: Complaints, element: Json, where: str) -> None:
    if ("options" in element) == ("option_groups" in element):
        found.add(where, "must provide either options or option_groups")
        return
    options = _grouped(found, element, where) if "option_groups" in element else element["options"]
    if "options" in element:
        for number, option in enumerate(found.items(options, f"{where}/options", 1, 100)):
            found.option(option, f"{where}/options/{number}", plain=True)
    _initial(found, element, where, options)


def _grouped(found: Complaints, element: Json, where: str) -> list[Any]:
    options: list[Any] = []
    for number, group in enumerate(found.items(element["option_groups"], f"{where}/option_groups", 1, 100)):
        place = f"{where}/option_groups/{number}"
        if found.keys(group, place, "label options"):
            found.text(group["label"], f"{place}/label", 75, plain=True)
            for index, option in enumerate(found.items(group["options"], f"{place}/options", 1, 100)):
                found.option(option, f"{place}/options/{index}", plain=True)
                options.append(option)
    return options


def _initial(found: Complaints, element: Json, where: str, options: Any) -> None:
    chosen = element.get("initial_options", [element["initial_option"]] if element.get("initial_option") else [])
    if "initial_options" in element:
        found.items(chosen, f"{where}/initial_options", 1, 100)
    if isinstance(options, list) and isinstance(chosen, list) and any(one not in options for one in chosen):
        name = "initial_options" if "initial_options" in element else "initial_option"
        found.add(f"{where}/{name}", "must be one of the provided options")


def _many(found: Complaints, element: Json, where: str) -> None:
    most = element.get("max_selected_items")
    if most is not None and (not isinstance(most, int) or most < 1):
        found.add(f"{where}/max_selected_items", "must be more than 0")
    if element["type"] == "multi_static_select":
        _menu(found, element, where)


def _date(found: Complaints, element: Json, where: str) -> None:
    _iso(found, element.get("initial_date"), f"{where}/initial_date", r"\d{4}-\d\d-\d\d", date.fromisoformat)


def _time(found: Complaints, element: Json, where: str) -> None:
    _iso(found, element.get("initial_time"), f"{where}/initial_time", r"\d\d:\d\d", time.fromisoformat)


def _iso(found: Complaints, value: Any, where: str, pattern: str, parse: Callable[[str], object]) -> None:
    if value is None:
        return
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        found.add(where, f"must be written as {pattern}")
        return
    try:
        parse(value)
    except ValueError:
        found.add(where, f"invalid value: {value}")


def _date_time(found: Complaints, element: Json, where: str) -> None:
    value = element.get("initial_date_time")
    if value is not None and (not isinstance(value, int) or not 10**9 <= value < 10**10):
        found.add(f"{where}/initial_date_time", "must be a UNIX time of ten digits")


def _typed(found: Complaints, element: Json, where: str) -> None:
    found.string(element.get("initial_value"), f"{where}/initial_value", 3000)
    config = element.get("dispatch_action_config")
    if config is not None and found.keys(config, f"{where}/dispatch_action_config", "", "trigger_actions_on"):
        for event in found.items(config.get("trigger_actions_on"), f"{where}/dispatch_action_config", 1, 2):
            found.one_of(event, f"{where}/dispatch_action_config", ("on_enter_pressed", "on_character_entered"))


def _plain_text(found: Complaints, element: Json, where: str) -> None:
    _typed(found, element, where)
    found.true_or_false(element.get("multiline"), f"{where}/multiline")
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not isinstance(least, int) or not 0 <= least <= 3000:
        found.add(f"{where}/min_length", "must be between 0 and 3000")
    elif not isinstance(most, int) or not 1 <= most <= 3000 or most < least:
        found.add(f"{where}/max_length", "must be between 1 and 3000, and not under min_length")
    elif isinstance(element.get("initial_value"), str) and len(element["initial_value"]) > most:
        found.add(f"{where}/initial_value", f"must be less than {most + 1} characters")


def _number(found: Complaints, element: Json, where: str) -> None:
    _typed(found, element, where)
    found.true_or_false(element["is_decimal_allowed"], f"{where}/is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        value = element.get(key)
        if value is not None and (not isinstance(value, str) or not re.fullmatch(r"-?\d+([.,]\d+)?", value)):
            found.add(f"{where}/{key}", "must be a number as a string")


def _rich_input(found: Complaints, element: Json, where: str) -> None:
    value = element.get("initial_value")
    if value is not None:
        check_rich_text(found, value, f"{where}/initial_value")


_OWN_CHECKS: dict[str, Check] = {
    "button": _button,
    "image": check_image,
    "overflow": _overflow,
    "checkboxes": _boxes,
    "radio_buttons": _boxes,
    "static_select": _menu,
    **{kind: _many for kind in KEYS if kind.startswith("multi_")},
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _date_time,
    "plain_text_input": _plain_text,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "number_input": _number,
    "rich_text_input": _rich_input,
}
