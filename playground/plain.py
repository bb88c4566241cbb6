"""Block Kit as the plain text a person reads on the screen."""

from collections.abc import Callable
from typing import Any

from playground import mentions

Json = dict[str, Any]
Names = Callable[[str], str]
Values = dict[tuple[str, str], Json]


def blocks_as_text(blocks: list[Json], name_of: Names, values: Values | None = None) -> str:
    """One line or more for each block; buttons as [Text], menus as [a | b], inputs as `Label: value`."""
    return "\n".join(line for line in (_block(block, name_of, values or {}) for block in blocks) if line)


def text_of(text: Json, name_of: Names) -> str:
    """Return a text object: mrkdwn is decoded, plain_text stands as it is."""
    return mentions.read(text["text"], name_of) if text["type"] == "mrkdwn" else str(text["text"])


def _block(block: Json, name_of: Names, values: Values) -> str:
    reader = _READERS.get(block["type"])
    return reader(block, name_of, values) if reader else ""


def _header(block: Json, name_of: Names, _: Values) -> str:
    return text_of(block["text"], name_of)


def _row(block: Json, name_of: Names, _: Values) -> str:
    return " ".join(element_as_text(element, name_of) for element in block["elements"])


def _rich_text(block: Json, name_of: Names, _: Values) -> str:
    return "".join(_rich(element, name_of) for element in block["elements"]).rstrip("\n")


def _markdown(block: Json, _: Names, __: Values) -> str:
    return str(block["text"])


def _section(block: Json, name_of: Names, _: Values) -> str:
    parts = [text_of(block["text"], name_of)] if "text" in block else []
    parts += [text_of(field, name_of) for field in block.get("fields", [])]
    if "accessory" in block:
        parts.append(element_as_text(block["accessory"], name_of))
    return "\n".join(parts)


def _input(block: Json, name_of: Names, values: Values) -> str:
    element = block["element"]
    state = values.get((block.get("block_id", ""), element.get("action_id", "")), {"type": element["type"]})
    shown = [_value(value) for key, value in state.items() if key != "type" and value]
    hint = f" ({text_of(block['hint'], name_of)})" if "hint" in block else ""
    return f"{text_of(block['label'], name_of)}: {''.join(shown)}{hint}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict) and isinstance(value.get("text"), dict):
        return str(value["text"]["text"])
    return str(value)


def element_as_text(element: Json, name_of: Names) -> str:
    """Return a button as [Text], a menu as [one | two], an image as its alternative text."""
    kind = element["type"]
    if kind in ("mrkdwn", "plain_text"):
        return text_of(element, name_of)
    if kind == "image":
        return f"({element['alt_text']})"
    if kind == "button":
        return f"[{element['text']['text']}]"
    options = [option["text"]["text"] for option in options_of(element)]
    placeholder = element.get("placeholder", {}).get("text", "")
    return f"[{' | '.join(options) or placeholder or kind}]"


def options_of(element: Json) -> list[Json]:
    """All options of a menu, groups opened."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _image(block: Json, name_of: Names, _: Values) -> str:
    title = text_of(block["title"], name_of) + " " if "title" in block else ""
    return f"{title}({block['alt_text']})"


def _rich(element: Json, name_of: Names) -> str:
    kind = element["type"]
    if kind == "rich_text_list":
        return "".join(f"• {_inline(item, name_of)}\n" for item in element["elements"])
    mark = "> " if kind == "rich_text_quote" else ""
    return f"{mark}{_inline(element, name_of)}\n"


def _inline(section: Json, name_of: Names) -> str:
    return "".join(_part(part, name_of) for part in section["elements"])


def _part(part: Json, name_of: Names) -> str:
    kind = part["type"]
    if kind == "user":
        return "@" + name_of(part["user_id"])
    if kind == "channel":
        return "#" + name_of(part["channel_id"])
    if kind == "emoji":
        return f":{part['name']}:"
    if kind == "broadcast":
        return "@" + str(part["range"])
    if kind == "date":
        return str(part.get("fallback", part["format"]))
    return str(part.get("text") or part.get("url") or part.get("usergroup_id") or "")


_READERS: dict[str, Callable[[Json, Names, Values], str]] = {
    "header": _header,
    "section": _section,
    "actions": _row,
    "context": _row,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "image": _image,
}
