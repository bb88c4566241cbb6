"""What every test may ask for: both databases, real ones."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.db import Database
from bot.storage.migrate import migrate
from tests.cast import Cast, settle
from tests.hurry import hurried
from tests.postgres import execute, running_postgres
from tests.shelf import Shelf


def pytest_configure() -> None:
    """Let this run keep what it compiles: every process that a test starts would compile the whole bot again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among what is loaded: that took a tenth of all time."""
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: tests wait a third of their time, for Slack and for processes."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.fixture(scope="session", autouse=True)
def hurry() -> Iterator[None]:
    """No test waits for a disk, nor for a server that ends."""
    with hurried():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; a test gets a copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL with a migrated database named `template`."""
    with running_postgres() as server:
        execute(server, "CREATE DATABASE template")
        database = Database(f"{server}/template")
        migrate(database)
        database.close()
        yield server


@pytest.fixture(scope="session")
def postgres_shelf(postgres_server: str) -> Iterator[Shelf]:
    """The databases of that server that tests use one after the other."""
    shelf = Shelf(postgres_server)
    yield shelf
    shelf.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database: the test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "natverksbot.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    shelf: Shelf = request.getfixturevalue("postgres_shelf")
    with shelf.lent() as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def cast(database: Database) -> Cast:
    """A small network with its people, in a fresh database."""
    return settle(database)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What gathers changes for some seconds gathers them for one: for tests that wait for it."""
    monkeypatch.setattr("bot.storage.deliveries.COALESCE_FOR", timedelta(seconds=1))
