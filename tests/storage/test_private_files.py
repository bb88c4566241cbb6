"""What is written holds people's words: no other account of the machine can read it, under the usual umask."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import live
from bot.storage.db import Database
from bot.storage.migrate import migrate
from playground import Playground, keeping

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Return what stands in a folder, and the folder itself, with the mode of each."""
    return {path.name: f"{stat.S_IMODE(path.stat().st_mode):o}" for path in (folder, *folder.iterdir())}


def test_a_database_and_what_lies_beside_it_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "natverksbot"
    with closing(Database(f"sqlite:///{folder}/natverksbot.db")) as database:
        migrate(database)
        with database.writer.begin():
            assert modes(folder) == {
                "natverksbot": "700",
                "natverksbot.db": "600",
                "natverksbot.db-wal": "600",
                "natverksbot.db-shm": "600",
            }
    assert modes(folder.parent)["var"] == "700"


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    with closing(Database(f"sqlite:///{folder}/natverksbot.db")) as database:
        migrate(database)
    assert modes(folder) == {"shared": "755", "natverksbot.db": "600"}


def test_what_a_demo_keeps_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "demo" / "demo"
    with live.alone(folder):
        keeping.keep(Playground().workspace, folder / "workspace.json")
        assert modes(folder) == {"demo": "700", "lock": "600", "workspace.json": "600"}
    assert modes(tmp_path / "var") == {"var": "700", "demo": "700"}


def test_the_service_that_is_shown_writes_privately() -> None:
    unit = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").partition("[Service]")[2].partition("[Install]")
    assert "UMask=0077" in unit[0].splitlines()
