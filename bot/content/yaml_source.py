"""YAML as plain text, lists and mappings, with the line of every entry.

Every scalar stays the text that was written: `0140` is no octal number, `NO` no falsehood and `10:30` not 630. Aliases,
keys that come twice and files beyond a size and a depth are refused. A key without a value (`deputies:`) counts as left
out. The parser is libyaml, for PyYAML's own refuses the question mark in `{label: Var står ni?, max: 3000}`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml import events

from bot.content.faults import ContentError, ContentFault, Faults, Path
from bot.errors import Sentence

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20

#: Text, a list or a mapping of these.
Plain = Any


@dataclass(frozen=True)
class Source:
    """A file as read: its name as the person gave it, what it says, and on which line each entry stands."""

    file: str
    tree: Plain
    lines: Mapping[Path, int]
    #: Keys that stand there without a value.
    left_out: tuple[Path, ...] = ()
    faults: Faults = field(default_factory=Faults)

    def line(self, path: Path) -> int:
        """Return the line of an entry, or of the nearest one around it when it is not written out."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def written(self, path: Path) -> Plain:
        """Return what stands at a place that was written out."""
        tree = self.tree
        for part in path:
            tree = tree[part]
        return tree

    def fault(self, path: Path, name: str, /, **values: Any) -> None:
        """Note a fault in an entry; `name` is its sentence."""
        self.faults.add(self.file, self.line(path), path, name, **values)


def open_source(path: FilePath, shown_as: str | None = None) -> Source:
    """Read a file from disk; faults name it as the person did."""
    file = shown_as or str(path)
    try:
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError:
        raise ContentError((ContentFault(file, 1, "", Sentence("load-no-file")),)) from None
    return read_source(file, content)


def read_source(file: str, content: bytes) -> Source:
    """Return what a file says, or raise ContentError with every fault of form."""
    faults = Faults()
    tree: Plain = None
    reader = _Reader(file, faults)
    text = _decoded(file, content, faults)
    if text is not None:
        try:
            tree = reader.read(text)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            faults.add(file, line, (), "load-not-yaml", problem=error.problem or "")
    faults.raise_any()
    return Source(file, tree, reader.lines, tuple(reader.left_out))


def _decoded(file: str, content: bytes, faults: Faults) -> str | None:
    if len(content) > MAX_BYTES:
        faults.add(file, 1, (), "load-too-large", limit=MAX_BYTES // 1024)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(file, content.count(b"\n", 0, error.start) + 1, (), "load-not-utf8")
        return None
    if unprintable := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, unprintable.start()) + 1
        faults.add(file, line, (), "load-bad-character", code=f"U+{ord(unprintable[0]):04X}")
        return None
    return text


class _Reader:
    """Builds the tree from the parser's events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults
        self.lines: dict[Path, int] = {}
        self.left_out: list[Path] = []
        self.events: Iterator[events.Event] = iter(())

    def read(self, text: str) -> Plain:
        self.events = yaml.parse(text, Loader=yaml.CBaseLoader)
        next(self.events)  # the stream's start
        first = next(self.events)
        if isinstance(first, events.StreamEndEvent):
            self._fault(first, (), "load-empty")
            return None
        tree = self._node(next(self.events), (), 1)
        next(self.events)  # the document's end
        after = next(self.events)
        if not isinstance(after, events.StreamEndEvent):
            self._fault(after, (), "load-two-documents")
        return tree

    def _node(self, event: events.Event, path: Path, depth: int) -> Plain:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, events.AliasEvent):
            self._fault(event, path, "load-alias", name=event.anchor)
            return ""
        if isinstance(event, events.ScalarEvent):
            return event.value
        if depth > MAX_DEPTH:
            self._fault(event, path, "load-too-deep", limit=MAX_DEPTH)
            raise ContentError(tuple(self.faults.found))
        return self._list(path, depth) if isinstance(event, events.SequenceStartEvent) else self._mapping(path, depth)

    def _list(self, path: Path, depth: int) -> list[Plain]:
        entries: list[Plain] = []
        while not isinstance(event := next(self.events), events.SequenceEndEvent):
            entries.append(self._node(event, (*path, len(entries)), depth + 1))
        return entries

    def _mapping(self, path: Path, depth: int) -> dict[str, Plain]:
        entries: dict[str, Plain] = {}
        seen: set[str] = set()
        while not isinstance(key := next(self.events), events.MappingEndEvent):
            name = self._key(key, path, depth)
            if name in seen:
                self._fault(key, (*path, name), "load-key-twice", key=name, line=self.lines[(*path, name)])
            seen.add(name)
            self.lines.setdefault((*path, name), _line(key))
            value = next(self.events)
            if _is_left_out(value):
                self.left_out.append((*path, name))
            else:
                entries[name] = self._node(value, (*path, name), depth + 1)
        return entries

    def _key(self, event: events.Event, path: Path, depth: int) -> str:
        if isinstance(event, events.ScalarEvent):
            return str(event.value)
        self._fault(event, path, "load-odd-key")
        return str(self._node(event, (*path, ""), depth + 1))

    def _fault(self, event: events.Event, path: Path, name: str, /, **values: Any) -> None:
        self.faults.add(self.file, _line(event), path, name, **values)


def _line(event: events.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _is_left_out(event: events.Event) -> bool:
    return isinstance(event, events.ScalarEvent) and not event.value and not event.style
