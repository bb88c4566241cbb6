"""Writes the snapshots of the stories that are named, or of all that can be opened."""

import asyncio
import logging
import sys

from bot.cli.snapshots import DATABASE, FOLDER, SUMS, WORKSPACE, sums, write_sums
from bot.cli.snapshots.building import build
from bot.cli.stories import openable
from bot.logs import configure


def main(names: list[str]) -> None:
    """Play the stories and write what they come to."""
    configure()
    logging.getLogger().setLevel(logging.ERROR)
    for name in names or openable():
        snapshot = asyncio.run(build(name))
        snapshot[SUMS] = write_sums(sums(name, snapshot[WORKSPACE], snapshot[DATABASE]))
        (FOLDER / name).mkdir(exist_ok=True)
        for file, text in snapshot.items():
            (FOLDER / name / file).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{FOLDER.name}/{name}\n")


main(sys.argv[1:])
