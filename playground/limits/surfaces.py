"""What a whole message, modal or Home tab may hold."""

from collections.abc import Iterator
from typing import Any

from playground.limits.blocks import check_blocks
from playground.limits.objects import Complaints

Json = dict[str, Any]
_OF_MODAL = "submit close private_metadata callback_id clear_on_close notify_on_close external_id submit_disabled"
_OF_HOME = "private_metadata callback_id external_id"


def of_message(blocks: Any) -> list[str]:
    """Return what is wrong with a message's blocks; empty when Slack would take them."""
    found = Complaints()
    check_blocks(found, blocks, "/blocks", 50)
    for where, element in _elements(blocks, "/blocks"):
        if element.get("type") == "file_input":
            found.add(where, "unsupported type: file_input")
    return found.found


def of_view(view: Json, surface: str) -> list[str]:
    """Return what is wrong with a modal (`modal`) or a Home tab (`home`); empty when Slack would take it."""
    found = Complaints()
    found.one_of(view.get("type"), "/view/type", (surface,))
    complete = (
        found.keys(view, "/view", "type title blocks", _OF_MODAL)
        if surface == "modal"
        else found.keys(view, "/view", "type blocks", _OF_HOME)
    )
    if complete:
        _contents(found, view)
    return found.found


def _contents(found: Complaints, view: Json) -> None:
    for key in ("title", "submit", "close"):
        found.text(view.get(key), f"/view/{key}", 24, plain=True)
    found.string(view.get("private_metadata"), "/view/private_metadata", 3000, least=0)
    found.string(view.get("callback_id"), "/view/callback_id", 255, least=0)
    found.string(view.get("external_id"), "/view/external_id", 255, least=0)
    for key in ("clear_on_close", "notify_on_close", "submit_disabled"):
        found.true_or_false(view.get(key), f"/view/{key}")
    check_blocks(found, view["blocks"], "/view/blocks", 100)
    if not isinstance(view["blocks"], list):
        return
    inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
    if inputs and view["type"] == "modal" and not view.get("submit"):
        found.add("/view/submit", "`submit` is required when an input block is within blocks")
    if sum(element.get("focus_on_load") is True for _, element in _elements(view["blocks"], "")) > 1:
        found.add("/view/blocks", "only one element may have focus_on_load")


def of_files(blocks: Any, files: dict[str, Json]) -> list[str]:
    """Pictures that Slack does not have, or has not looked at yet."""
    found = Complaints()
    for where, element in _elements(blocks, "/blocks"):
        wanted = element.get("slack_file")
        if wanted is None:
            continue
        file = files.get(str(wanted.get("id"))) if isinstance(wanted, dict) else None
        if file is None or not file.get("ready"):
            found.add(f"{where}/slack_file", "invalid slack file")
    return found.found


def _elements(value: Any, where: str) -> Iterator[tuple[str, Json]]:
    """Every object in a structure, with its place."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _elements(item, f"{where}/{number}")
    elif isinstance(value, dict):
        yield where, value
        for key, item in value.items():
            yield from _elements(item, f"{where}/{key}")
