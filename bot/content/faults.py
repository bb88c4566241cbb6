"""Faults in a file, each with its line and field, gathered so that the writer sees all of them at once."""

from dataclasses import dataclass, field
from typing import Any

from bot.errors import BotError, Sentence

#: Where in a file's tree: keys and places in lists, such as `("networks", 0, "channel")`.
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class ContentFault:
    """What is wrong, in which file, on which line (from 1) and in which field (`networks[0].channel`, or empty)."""

    file: str
    line: int
    field: str
    what: Sentence


class ContentError(BotError):
    """A file cannot be used as it is; every fault found stands in `faults`, in the order of the lines."""

    def __init__(self, faults: tuple[ContentFault, ...]) -> None:
        super().__init__("load-faulty" if len(faults) > 1 else "load-faulty-one", count=len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Faults:
    """The faults found so far in one file."""

    found: list[ContentFault] = field(default_factory=list)

    def add(self, file: str, line: int, path: Path, name: str, /, **values: Any) -> None:
        """Note a fault; `name` is its sentence in `prompts/errors.yaml`."""
        self.found.append(ContentFault(file, line, dotted(path), Sentence(name, values)))

    def raise_any(self) -> None:
        """Raise ContentError when anything was noted."""
        if self.found:
            raise ContentError(tuple(sorted(self.found, key=lambda fault: fault.line)))


def dotted(path: Path) -> str:
    """Return a path as people write it: `networks[0].conferences[0].starts`."""
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}"
    return written.removeprefix(".")
