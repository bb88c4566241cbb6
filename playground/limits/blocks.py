"""Blocks, one by one and together."""

from collections.abc import Callable
from typing import Any

from playground.limits.elements import check_element, check_image
from playground.limits.objects import Complaints
from playground.limits.rich_text import check_rich_text

Json = dict[str, Any]


def check_blocks(found: Complaints, blocks: Any, where: str, most: int, least: int = 0) -> None:
    """All blocks of a message or a view: each by itself, then ids that must not repeat."""
    listed = found.items(blocks, where, least, most)
    for number, block in enumerate(listed):
        _block(found, block, f"{where}/{number}")
    dicts = [block for block in listed if isinstance(block, dict)]
    found.unique([block.get("block_id") for block in dicts], where, "block_id")


def _block(found: Complaints, block: Any, where: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(kind, str) or kind not in _CHECKS:
        found.add(where, f"unsupported type: {kind}")
        return
    found.string(block.get("block_id"), f"{where}/block_id", 255)
    _CHECKS[kind](found, block, where)


def _section(found: Complaints, block: Json, where: str) -> None:
    if not found.keys(block, where, "type", "block_id text fields accessory expand"):
        return
    if "text" not in block and "fields" not in block:
        found.add(where, "must provide text or fields")
    found.text(block.get("text"), f"{where}/text", 3000)
    if "fields" in block:
        for number, text in enumerate(found.items(block["fields"], f"{where}/fields", 1, 10)):
            found.text(text, f"{where}/fields/{number}", 2000)
    if "accessory" in block:
        check_element(found, block["accessory"], f"{where}/accessory", "accessory")


def _header(found: Complaints, block: Json, where: str) -> None:
    if found.keys(block, where, "type text", "block_id"):
        found.text(block["text"], f"{where}/text", 150, plain=True)


def _divider(found: Complaints, block: Json, where: str) -> None:
    found.keys(block, where, "type", "block_id")


def _context(found: Complaints, block: Json, where: str) -> None:
    if not found.keys(block, where, "type elements", "block_id"):
        return
    for number, element in enumerate(found.items(block["elements"], f"{where}/elements", 1, 10)):
        place = f"{where}/elements/{number}"
        if isinstance(element, dict) and element.get("type") in ("mrkdwn", "plain_text"):
            found.text(element, place, 3000)
        else:
            check_element(found, element, place, "context")


def _actions(found: Complaints, block: Json, where: str) -> None:
    if not found.keys(block, where, "type elements", "block_id"):
        return
    elements = found.items(block["elements"], f"{where}/elements", 1, 25)
    for number, element in enumerate(elements):
        check_element(found, element, f"{where}/elements/{number}", "actions")
    named = [element.get("action_id") for element in elements if isinstance(element, dict)]
    found.unique(named, f"{where}/elements", "action_id")


def _image(found: Complaints, block: Json, where: str) -> None:
    if found.keys(block, where, "type alt_text", "block_id image_url slack_file title"):
        check_image(found, block, where)
        found.text(block.get("title"), f"{where}/title", 2000, plain=True)


def _input(found: Complaints, block: Json, where: str) -> None:
    if not found.keys(block, where, "type label element", "block_id hint optional dispatch_action"):
        return
    found.text(block["label"], f"{where}/label", 2000, plain=True)
    found.text(block.get("hint"), f"{where}/hint", 2000, plain=True)
    found.true_or_false(block.get("optional"), f"{where}/optional")
    found.true_or_false(block.get("dispatch_action"), f"{where}/dispatch_action")
    check_element(found, block["element"], f"{where}/element", "input")


def _markdown(found: Complaints, block: Json, where: str) -> None:
    if found.keys(block, where, "type text", "block_id"):
        found.string(block["text"], f"{where}/text", 12_000)


_CHECKS: dict[str, Callable[[Complaints, Json, str], None]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": check_rich_text,
    "markdown": _markdown,
}
