"""Text made easy to match, with the way back to what was written."""

import unicodedata
from dataclasses import dataclass

_LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
_SAME = {ord(dash): "-" for dash in "‐‑‒–—−"} | {ord(mark): "'" for mark in "’‘ʼ′"}


@dataclass(frozen=True)
class Folded:
    """Lower case, one kind of dash and apostrophe, composed letters, and each run of space one space or line break."""

    text: str
    original: str
    #: Where each character of `text` begins in `original`, and the original's length.
    starts: tuple[int, ...]

    def source(self, start: int, end: int) -> str:
        """Return what was written for a stretch of `text`."""
        return self.original[self.starts[start] : self.starts[end]]


def fold(original: str) -> Folded:
    """Fold a text for matching; nothing is lost, see `Folded.source`."""
    letters: list[str] = []
    starts: list[int] = []
    for position, character in enumerate(original):
        if _extends(letters, character):
            continue
        letters.append(_simple(character))
        starts.append(position)
    return Folded("".join(letters), original, (*starts, len(original)))


def _extends(letters: list[str], character: str) -> bool:
    """Let a combining mark or further space change the letter before it; tell whether it did."""
    if not letters:
        return False
    if character.isspace() and letters[-1] in {" ", "\n"}:
        letters[-1] = "\n" if character in _LINE_BREAKS else letters[-1]
        return True
    composed = unicodedata.normalize("NFC", letters[-1] + character) if unicodedata.combining(character) else ""
    if len(composed) != 1:
        return False
    letters[-1] = composed
    return True


def _simple(character: str) -> str:
    if character.isspace():
        return "\n" if character in _LINE_BREAKS else " "
    lower = character.lower().translate(_SAME)
    return lower if len(lower) == 1 else character
