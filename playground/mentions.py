"""Slack's control sequences in text: who would be notified, and how a person reads them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

_SEQUENCE = re.compile(r"<([^<>]+)>")
_NOTIFYING = re.compile(r"<(!channel|!here|!everyone|@[UW][A-Z0-9]+|!subteam\^[A-Z0-9]+)(?:\|[^<>]*)?>")
_LONE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def escape(text: str) -> str:
    """Return what a person typed, as Slack hands it over in text: three characters become entities, no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return the three entities back to characters; any other entity stays as it stands, as on a person's screen."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def normalised(text: str) -> str:
    """Return a posted text as Slack keeps it: lone `&`, `<` and `>` outside control sequences become entities."""
    parts, position = [], 0
    for match in _SEQUENCE.finditer(text):
        parts += [_entities(text[position : match.start()]), _LONE_AMPERSAND.sub("&amp;", match.group(0))]
        position = match.end()
    return "".join([*parts, _entities(text[position:])])


def _entities(text: str) -> str:
    return _LONE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def read(text: str, name_of: Callable[[str], str]) -> str:
    """Return the text of mrkdwn as a person reads it: names for ids, labels for links, entities decoded."""
    return unescape(_SEQUENCE.sub(lambda match: _shown(match.group(1), name_of), text))


def _shown(sequence: str, name_of: Callable[[str], str]) -> str:
    target, _, label = sequence.partition("|")
    if target.startswith("!date^"):
        return label
    if label:
        return f"@{label.removeprefix('@')}" if target[0] in "@!" else label
    if target[0] in "@#":
        return target[0] + name_of(target[1:])
    return f"@{target[1:]}" if target[0] == "!" else target


def notified(text: str, blocks: list[dict[str, Any]]) -> list[str]:
    """Whom a message would notify: `text` counts when there are no blocks, else mrkdwn and rich text."""
    if not blocks:
        return _in_text(text)
    return [found for block in blocks for found in _in_value(block)]


def _in_text(text: str) -> list[str]:
    return [match.group(1).lstrip("@!") for match in _NOTIFYING.finditer(text)]


def _in_value(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _in_value(item)
    elif isinstance(value, dict):
        yield from _in_object(value)


def _in_object(value: dict[str, Any]) -> Iterator[str]:
    kind = value.get("type")
    if kind in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
        yield from _in_text(value["text"])
    elif kind == "user":
        yield str(value.get("user_id"))
    elif kind == "usergroup":
        yield f"subteam^{value.get('usergroup_id')}"
    elif kind == "broadcast":
        yield str(value.get("range"))
    else:
        for part in value.values():
            yield from _in_value(part)
