"""Breaking a text into lines that are no wider than their place. Nothing of the text is ever left out."""

from collections.abc import Iterator

from bot.documents.fonts import Weight, width


def wrap(text: str, room: float, size: float, weight: Weight = "regular", first_room: float | None = None) -> list[str]:
    """Return the lines of a text; `first_room` is what is left of the first line, which is empty when no word fits it.

    A word wider than a whole line is broken where the line ends.
    """
    rooms = _rooms(room, first_room)
    lines, line, left = [], "", next(rooms)
    for word in text.split():
        piece, longer = word, f"{line} {word}".strip()
        if width(longer, size, weight) <= left:
            line = longer
            continue
        if line or left < room:
            lines.append(line)
            line, left = "", next(rooms)
        while width(piece, size, weight) > left:
            cut = _fitting(piece, left, size, weight)
            lines.append(piece[:cut])
            piece, left = piece[cut:], next(rooms)
        line = piece
    return [*lines, line]


def _rooms(room: float, first_room: float | None) -> Iterator[float]:
    yield room if first_room is None else first_room
    while True:
        yield room


def _fitting(word: str, room: float, size: float, weight: Weight) -> int:
    """Return how many letters of a word fit, at least one."""
    count = next((n for n in range(len(word), 0, -1) if width(word[:n], size, weight) <= room), 1)
    return max(count, 1)
