"""What was found: one line each, with a mark."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Sentence


class Mark(StrEnum):
    """How it is with something."""

    WELL = "✓"
    #: It works, or does not matter yet, but somebody should know.
    DOUBT = "!"
    #: Something people count on does not work until somebody has done what the line says.
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what to do when it is not well."""

    mark: Mark
    sentence: Sentence


def well(sentence: Sentence) -> Finding:
    """Return that something is as it should be."""
    return Finding(Mark.WELL, sentence)


def doubt(sentence: Sentence) -> Finding:
    """Return that something should be known."""
    return Finding(Mark.DOUBT, sentence)


def wrong(sentence: Sentence) -> Finding:
    """Return that something has to be mended."""
    return Finding(Mark.WRONG, sentence)
