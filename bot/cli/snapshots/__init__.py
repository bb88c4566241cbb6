"""What the demo's stories have come to when they are opened, shipped so that nobody waits while one is played.

A snapshot is text, in a folder of the story's name: `workspace.json`, as the playground keeps a workspace,
`database.sql`, as SQLite writes a database, and `SHA256SUMS` of both and of the story.

Play the stories and write the snapshots anew: `uv run python -m bot.cli.snapshots`.
"""

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bot.cli.stories import STORIES, files_of
from bot.errors import BotError
from bot.storage.private_files import make_private_file

FOLDER = Path(__file__).parent
WORKSPACE, DATABASE, SUMS = "workspace.json", "database.sql", "SHA256SUMS"


class NotUsable(BotError):
    """The story has no snapshot, has changed since it was made, or its snapshot is damaged: it has to be played."""


def unpack(name: str, workspace: Path, database: Path, *, snapshots: Path = FOLDER) -> None:
    """Lay down what a story has come to: the database first, so that a workspace that is there is whole.

    Raises NotUsable, before anything is laid down.
    """
    folder = snapshots / name
    if not folder.is_dir():
        raise NotUsable("demo-unplayed")
    try:
        words = {file: (folder / file).read_text(encoding="utf-8") for file in (WORKSPACE, DATABASE, SUMS)}
    except (OSError, ValueError) as fault:
        raise NotUsable("demo-snapshot-damaged") from fault
    was, now = read_sums(words[SUMS]), sums(name, words[WORKSPACE], words[DATABASE])
    if any(was.get(file) != now[file] for file in (WORKSPACE, DATABASE)):
        raise NotUsable("demo-snapshot-damaged")
    if was != now:
        raise NotUsable("demo-snapshot-old")
    _make_database(database, words[DATABASE])
    _write(workspace, words[WORKSPACE])


def sums(name: str, workspace: str, database: str) -> dict[str, str]:
    """Return the sums of a snapshot's files, and of those its story is told in."""
    texts = {WORKSPACE: workspace, DATABASE: database}
    texts |= {file: (STORIES / file).read_text(encoding="utf-8") for file in files_of(name)}
    return {file: sha256(text.encode()).hexdigest() for file, text in texts.items()}


def read_sums(text: str) -> dict[str, str]:
    """Return what `SHA256SUMS` says, by file."""
    return {file: value for value, _, file in (line.partition("  ") for line in text.splitlines())}


def write_sums(values: dict[str, str]) -> str:
    """Return the text of `SHA256SUMS`, as `sha256sum` writes it."""
    return "".join(f"{value}  {file}\n" for file, value in values.items())


def _make_database(file: Path, statements: str) -> None:
    make_private_file(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(statements)


def _write(file: Path, text: str) -> None:
    beside = file.with_name(f"{file.name}.new")
    make_private_file(beside)
    with beside.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(file)
