"""What a command prints: sentences of `prompts/` in the language of NATVERKSBOT_LOCALE."""

import os

from bot.clock import machine_clock
from bot.errors import Sentence
from bot.language import LOCALES, SOURCE, Language


def language() -> Language:
    """Return the operator's language; a locale that is not ours is told about elsewhere, in Swedish."""
    wanted = os.environ.get("NATVERKSBOT_LOCALE", SOURCE)
    return Language(wanted if wanted in LOCALES else SOURCE, machine_clock().date())


def say(sentence: Sentence) -> str:
    """Return a sentence for the terminal."""
    return language().say(sentence)
