"""Rich text: sections, lists, quotes and what may stand in them."""

from typing import Any

from playground.limits.objects import Complaints

Json = dict[str, Any]

#: block element -> (required keys, optional keys)
_CONTAINERS: dict[str, tuple[str, str]] = {
    "rich_text_section": ("elements", ""),
    "rich_text_list": ("elements style", "indent offset border"),
    "rich_text_quote": ("elements", "border"),
    "rich_text_preformatted": ("elements", "border language"),
}
_INLINE: dict[str, tuple[str, str]] = {
    "text": ("text", "style"),
    "link": ("url", "text unsafe style"),
    "user": ("user_id", "style"),
    "usergroup": ("usergroup_id", "style"),
    "channel": ("channel_id", "style"),
    "emoji": ("name", "unicode skin_tone style"),
    "date": ("timestamp format", "url fallback style"),
    "broadcast": ("range", "style"),
    "color": ("value", "style"),
}
_STYLES = "bold italic strike code underline highlight client_highlight unlink"


def check_rich_text(found: Complaints, block: Any, where: str) -> None:
    """Check a whole rich_text block."""
    if not found.keys(block, where, "type elements", "block_id"):
        return
    for number, element in enumerate(found.items(block["elements"], f"{where}/elements", 1, 1000)):
        place = f"{where}/elements/{number}"
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in _CONTAINERS:
            found.add(place, f"unsupported type: {kind}")
        elif kind == "rich_text_list":
            _list(found, element, place)
        else:
            _section(found, element, place)


def _list(found: Complaints, element: Json, where: str) -> None:
    if not found.keys(element, where, "type elements style", "indent offset border"):
        return
    found.one_of(element["style"], f"{where}/style", ("bullet", "ordered"))
    for number, item in enumerate(found.items(element["elements"], f"{where}/elements", 1, 1000)):
        if not isinstance(item, dict) or item.get("type") != "rich_text_section":
            found.add(f"{where}/elements/{number}", "must be a rich_text_section")
        else:
            _section(found, item, f"{where}/elements/{number}")


def _section(found: Complaints, element: Json, where: str) -> None:
    required, optional = _CONTAINERS[element["type"]]
    if not found.keys(element, where, f"type {required}", optional):
        return
    for number, part in enumerate(found.items(element["elements"], f"{where}/elements", 0, 1000)):
        _part(found, part, f"{where}/elements/{number}")


def _part(found: Complaints, part: Any, where: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in _INLINE:
        found.add(where, f"unsupported type: {kind}")
        return
    required, optional = _INLINE[kind]
    if not found.keys(part, where, f"type {required}", optional):
        return
    if part.get("style") is not None and found.keys(part["style"], f"{where}/style", "", _STYLES):
        for name, value in part["style"].items():
            found.true_or_false(value, f"{where}/style/{name}")
    if kind == "text":
        found.string(part["text"], f"{where}/text", 40_000)
    if kind == "link":
        found.string(part["url"], f"{where}/url", 3000)
    if kind == "broadcast":
        found.one_of(part["range"], f"{where}/range", ("here", "channel", "everyone"))
    if kind == "date" and not isinstance(part["timestamp"], int):
        found.add(f"{where}/timestamp", "must provide an integer")
