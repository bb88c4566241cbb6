"""Files that only the account the bot runs as can read, whatever its umask: they hold people's words."""

import os
from pathlib import Path

_OWNER_ONLY = 0o600
_OWNER_ONLY_FOLDER = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder and those it lies in where they are not there; what is there keeps its mode. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)
    folder.mkdir(exist_ok=True)  # a file in its place is told


def make_private_file(file: Path) -> None:
    """Make an empty file where there is none; one that is there keeps its mode. Raises OSError."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError:
        return


def write_private_file(file: Path, text: str) -> None:
    """Write a new file. Raises FileExistsError where there is one, and OSError; then nothing of it is left."""
    opened = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as writing:
            writing.write(text)
    except BaseException:
        file.unlink()
        raise
