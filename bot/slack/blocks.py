"""Block Kit, in the few shapes we use; and what keeps a message within Slack's limits.

Our own words are mrkdwn with every value escaped (see `bot.language`). People's own words stand in plain text or rich
text, never in mrkdwn, which would reword `*` and `_`.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.language import escape_mrkdwn

Block = dict[str, Any]

#: `chat.update` refuses a text of over 4,000 bytes; å, ä and ö are two each.
MOST_TEXT_BYTES = 3500
#: Slack refuses a message whose blocks hold more than about 13,200 characters together.
MOST_BLOCK_CHARACTERS = 10_000
#: Blocks in one message.
MOST_BLOCKS = 50
ELLIPSIS = "…"


def section(mrkdwn: str, accessory: Block | None = None) -> Block:
    """Return a paragraph of our own words."""
    return _with({"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}, accessory=accessory)


def plain_section(text: str, accessory: Block | None = None) -> Block:
    """Return a paragraph that may hold people's own words, shown as they were typed (at most 3,000 characters)."""
    return _with({"type": "section", "text": plain(text)}, accessory=accessory)


def context(mrkdwn: str) -> Block:
    """Return a line of small print in our own words."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def actions(*elements: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(action_id: str, label: str, value: str, *, primary: bool = False) -> Block:
    """Return a button; its id carries a version, so that it answers for ever."""
    element: Block = {"type": "button", "action_id": action_id, "text": plain(label), "value": value}
    return element | {"style": "primary"} if primary else element


def confirmed(element: Block, sure: str, yes: str, no: str) -> Block:
    """Return a button that asks first whether somebody is sure: what it takes away does not come back."""
    texts = {"title": plain(element["text"]["text"]), "text": plain(sure), "confirm": plain(yes), "deny": plain(no)}
    return element | {"confirm": texts, "style": "danger"}


def menu(action_id: str, label: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return a menu that answers when something is chosen: of (value, text), under a label until then."""
    offered = [{"text": plain(text), "value": value} for value, text in options]
    return {"type": "static_select", "action_id": action_id, "placeholder": plain(label), "options": offered}


def picture(slack_file: str, title: str, alt: str) -> Block:
    """Return a picture that Slack was given, under a title; the words tell what it shows (at most 2,000 characters)."""
    return {"type": "image", "slack_file": {"id": slack_file}, "title": plain(title), "alt_text": alt}


def quote(words: str) -> Block:
    """Return people's own words, whole, as a quotation."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [_text(words)]}]}


def labelled(lines: Iterable[tuple[str, str]]) -> Block:
    """Return lines of `*Label:* people's own words`; a question keeps its own mark."""
    elements: list[Block] = []
    for label, words in lines:
        elements += [_text(f"{label} " if label.endswith("?") else f"{label}: ", bold=True), _text(f"{words}\n")]
    elements[-1]["text"] = elements[-1]["text"].removesuffix("\n")
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def bullets(title: str, lines: Iterable[str], *, bold: Container[int] = ()) -> Block:
    """Return a titled list of people's own words; `bold` are the places of the lines that stand out."""
    items = [
        {"type": "rich_text_section", "elements": [_text(line, bold=place in bold)]} for place, line in enumerate(lines)
    ]
    heading = {"type": "rich_text_section", "elements": [_text(title, bold=True)]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return {"type": "rich_text", "elements": [heading, listed]}


def title(words: str) -> Block:
    """Return a line in bold that may hold people's own words, such as a name."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [_text(words, bold=True)]}]}


def in_messages(
    groups: Iterable[Sequence[Block]], *, characters: int = MOST_BLOCK_CHARACTERS, most: int = MOST_BLOCKS
) -> list[list[Block]]:
    """Share people's words out over as many messages as they need, whole and in order.

    A group stands in one message when it fits in one; else it is parted between its blocks.
    """
    messages: list[list[Block]] = []
    for group in groups:
        whole = size(group) <= characters and len(group) <= most
        for part in [list(group)] if whole else [[block] for block in group]:
            last = messages[-1] if messages else None
            if last is None or size(last) + size(part) > characters or len(last) + len(part) > most:
                messages.append(part)
            else:
                last.extend(part)
    return messages


def as_text(blocks: Iterable[Block]) -> str:
    """Return the words of the rich text among blocks, a line for each paragraph, quotation or point of a list."""
    return "\n".join(line for block in blocks if block["type"] == "rich_text" for line in _lines(block))


def plain(text: str) -> Block:
    """Return a plain text object; `:smile:` stays what was typed."""
    return {"type": "plain_text", "text": text, "emoji": False}


def excerpt(words: str, most: int) -> str:
    """Return the beginning of people's words on one line, cut between words."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut[: cut.rindex(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,.;:–-") + ELLIPSIS


def notification(text: str) -> str:
    """Return a message's top-level text: what screen readers and notifications read, escaped and short enough."""
    escaped = escape_mrkdwn(text)
    most = len(text)
    while len(escaped.encode()) > MOST_TEXT_BYTES:
        most = int(most * MOST_TEXT_BYTES / len(escaped.encode()))
        escaped = escape_mrkdwn(text[: most - 1] + ELLIPSIS)
    return escaped


def size(blocks: Iterable[Block]) -> int:
    """Return how many characters the blocks' texts hold together."""
    return sum(_characters(block) for block in blocks)


def _characters(part: Any) -> int:
    if isinstance(part, Mapping):
        return sum(len(v) if k == "text" and isinstance(v, str) else _characters(v) for k, v in part.items())
    return sum(_characters(item) for item in part) if isinstance(part, list) else 0


def _lines(element: Block) -> Iterator[str]:
    parts = element.get("elements", ())
    if any("text" in part for part in parts):
        yield "".join(part["text"] for part in parts)
    else:
        for part in parts:
            yield from _lines(part)


def _text(text: str, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": text}
    return element | {"style": {"bold": True}} if bold else element


def _with(block: Block, **parts: Block | None) -> Block:
    return block | {name: part for name, part in parts.items() if part is not None}
