"""What people type after a slash command: its words, however they are spelled, and the text as it was typed."""

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from bot.language import read_prompts

#: Slack's markup for a link in a message: `<https://…|label>`.
LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")


def command_name(name: str) -> str:
    """Return the slash command people type, such as `/atagande` for `commitments`."""
    return str(read_prompts("commands.yaml")["names"][name])


def understood(word: str) -> str | None:
    """Return which of our words somebody means, with or without accents, or None."""
    return _words().get(_folded(word))


def typed_text(text: str) -> str:
    """Return what was typed: Slack escapes `&`, `<` and `>` in commands and messages, and wraps links."""
    return html.unescape(LINK.sub(r"\1", text))


@cache
def _words() -> Mapping[str, str]:
    known = read_prompts("commands.yaml")["understood"]
    return {_folded(word): name for name, words in known.items() for word in words}


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
