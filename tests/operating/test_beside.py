"""Every command works beside `serve` on one SQLite file; a database of another version is told about in a sentence."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import text

from bot.storage.db import Database
from playground import Playground
from tests.cast import CHANNEL
from tests.command import options
from tests.content.test_workspace_file import NORR
from tests.operating.conftest import Run, Served, process, settings_of
from tests.postgres import execute

#: A city's own model: it has an annual wheel.
CITY = """\
programme: malmo-2014
municipalities:
  - {name: Malmö, schools: [{name: Exempelskolan, principal: U0BODEN}]}
"""

#: Commands that run on and on: one of them is what the others run beside.
ENDLESS = {"serve", "worker", "demo"}

#: Every other command, with how it should end.
COMMANDS: dict[str, tuple[list[str], int]] = {
    "init": (["ny.yaml", "--programme", "malmo-2014", "--municipality", "Malmö=U0BODEN"], 0),
    "load": (["natverk.yaml", "stad.yaml"], 0),
    "due": ([], 0),
    "run-due": (["--at", "2027-01-18T08:00+01:00"], 0),
    "pause": (["digest"], 0),
    "resume": (["digest"], 0),
    "withdraw": (["1"], 0),
    "adopt": ([], 0),
    "wheel": (["wheel.svg", "--municipality", "Malmö"], 0),
    "calendar": (["calendar.ics", "--municipality", "Malmö"], 0),
    "manifest": ([], 0),
    "doctor": ([], 0),
    "migrate": ([], 0),
}


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        slack.add_user("U0BODEN", "kim", "Kim Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN",))
        yield slack


@pytest.fixture
async def served(
    slack: Playground, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """The bot, serving from a file in the folder where commands are run."""
    monkeypatch.chdir(tmp_path)
    copy(sqlite_template, "natverksbot.db")
    for name, words in (("natverk.yaml", NORR[: NORR.index("    conferences:")]), ("stad.yaml", CITY)):
        (tmp_path / name).write_text(words, encoding="utf-8")
    settings = settings_of(slack, f"sqlite:///{tmp_path}/natverksbot.db") | {"NATVERKSBOT_LEASE_SECONDS": "5"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    async with process(settings, "serve", "--port", "0") as served:
        slack.bot_url = f"{served.address}/slack/events"
        yield served
        assert await served.stop() == 0


def test_every_command_is_tried() -> None:
    assert set(options()) == ENDLESS | set(COMMANDS)


async def test_every_command_works_beside_a_process_that_serves(
    served: Served, slack: Playground, command: Run
) -> None:
    for name, (arguments, wanted) in COMMANDS.items():
        status, out, err = await asyncio.to_thread(command, name, *arguments)
        assert status == wanted, (name, out, err)
        assert "Traceback" not in err, (name, err)
        assert (await slack.person("U0BODEN").command("/atagande", "hjälp", channel=CHANNEL)).ok, name
    assert (await served.ask("/readyz"))[0] == 200


@pytest.mark.parametrize("name", ["worker", "serve", "run-due", "migrate"])
def test_a_newer_database_is_refused_in_a_sentence(
    name: str, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run
) -> None:
    copy(sqlite_template, tmp_path / "natverksbot.db")
    _at_version(f"sqlite:///{tmp_path}/natverksbot.db", "9999", monkeypatch)
    status, out, err = command(name)
    assert (status, out) == (2, "")
    assert err.startswith("Databasen har version 9999, som programmet inte känner till")


@pytest.mark.parametrize("name", ["worker", "serve", "due"])
def test_an_older_postgresql_waits_for_migrate(
    name: str, postgres_server: str, monkeypatch: pytest.MonkeyPatch, command: Run
) -> None:
    execute(postgres_server, "CREATE DATABASE older TEMPLATE template")
    _at_version(f"{postgres_server}/older", "0001", monkeypatch)
    status, out, err = command(name)
    execute(postgres_server, "DROP DATABASE older WITH (FORCE)")
    assert (status, out) == (2, "")
    assert "Kör uv run natverksbot migrate och starta igen." in err


def _at_version(database_url: str, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(database_url)
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    database.close()
    for name, value in {
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "NATVERKSBOT_LOCALE": "sv",
    }.items():
        monkeypatch.setenv(name, value)
