"""What people type after a slash command: its words, however they are spelled, and the text as it was typed."""

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from bot.language import read_prompts

#: Slack's markup of what is no plain text: `<https://…|label>`, `<mailto:…|label>`, `<#C0NORR|norr>`.
MARKED_UP = re.compile(r"<(?P<target>(?:https?://|mailto:|tel:|#)[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def command_name(name: str) -> str:
    """Return the slash command people type, such as `/atagande` for `commitments`."""
    return str(read_prompts("commands.yaml")["names"][name])


def command_names() -> Mapping[str, str]:
    """Return every slash command by our name for it."""
    return dict(read_prompts("commands.yaml")["names"])


def understood(word: str) -> str | None:
    """Return which of our words somebody means, with or without accents, or None."""
    return _words().get(_folded(word))


def typed_text(text: str) -> str:
    """Return what was typed: Slack escapes `&`, `<` and `>` in commands and messages, and marks links up."""
    return html.unescape(MARKED_UP.sub(_as_typed, text))


def _as_typed(found: re.Match[str]) -> str:
    """Return a link as it was typed; one that was put behind other words stands after them."""
    target, label = found["target"], found["label"]
    if target.startswith("#"):
        return f"#{label}" if label else found[0]
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address:
        return address
    return label if label in address else f"{label} ({address})"


@cache
def _words() -> Mapping[str, str]:
    known = read_prompts("commands.yaml")["understood"]
    return {_folded(word): name for name, words in known.items() for word in words}


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
