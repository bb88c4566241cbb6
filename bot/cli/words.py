"""What a command prints: sentences of `prompts/` in the language of NATVERKSBOT_LOCALE."""

import os
from functools import lru_cache
from pathlib import Path

from bot.clock import machine_clock
from bot.config import read_locale
from bot.errors import Sentence
from bot.language import Language


def language() -> Language:
    """Return the operator's language; a locale that is not ours is told about elsewhere, in Swedish."""
    return Language(_locale(os.environ.get("NATVERKSBOT_LOCALE"), Path.cwd()), machine_clock().date())


def say(sentence: Sentence) -> str:
    """Return a sentence for the terminal."""
    return language().say(sentence)


@lru_cache(1)
def _locale(_set: str | None, _folder: Path) -> str:
    """Read the setting once for each environment and folder with a `.env`, not for every line that is printed."""
    return read_locale()
