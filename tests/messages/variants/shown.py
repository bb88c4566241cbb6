"""What a person is shown: a message, a dialogue or a sentence; and how it reads on the screen."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.language import Language
from bot.messages.registry import KINDS, Message
from playground import inputs, mentions, plain

#: A message, a dialogue as Slack takes it, or sentences.
Shown = Message | Mapping[str, Any] | str
#: Puts made-up facts into the words of a language.
Variant = Callable[[Language], Shown]

LINE = "─" * 20


def message(kind: str, facts: Any) -> Variant:
    """A message of a kind about these facts."""
    return lambda language: KINDS[kind].blocks(facts, language)


def as_read(shown: Shown) -> str:
    """All a person reads: of a message first the notification, then the blocks."""
    if isinstance(shown, str):
        return f"{shown}\n"
    if isinstance(shown, Message):
        return f"{mentions.read(shown.text, str)}\n{LINE}\n{plain.blocks_as_text(shown.blocks, str)}\n"
    return _dialogue(shown)


def _dialogue(view: Mapping[str, Any]) -> str:
    values = inputs.initial_values(view["blocks"])
    lines = [view["title"]["text"], LINE]
    for block in view["blocks"]:
        lines.append(plain.blocks_as_text([block], str, values))
        if block["type"] == "input":
            lines += _around(block)
    pressed = [view[name]["text"] for name in ("close", "submit") if name in view]
    return "\n".join([*lines, LINE, " ".join(f"[{label}]" for label in pressed)]).rstrip() + "\n"


def _around(block: Mapping[str, Any]) -> list[str]:
    """What stands at a field besides its label: may it be left, the grey words, what to choose."""
    element = block["element"]
    around = ["    (may be left)"] if block.get("optional") else []
    if "placeholder" in element:
        around.append(f"    {element['placeholder']['text']}")
    return around + [f"    ( ) {option['text']['text']}" for option in plain.options_of(element)]
