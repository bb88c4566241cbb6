"""A command starts quickly: what one command needs, the others do not load."""

import subprocess
import sys

import pytest

#: Libraries that take long to import or hold much, each needed by some commands only.
HEAVY = (
    "slack_bolt",
    "slack_sdk",
    "alembic",
    "sqlalchemy",
    "holidays",
    "uvicorn",
    "starlette",
    "aiohttp",
)


def loaded_by(code: str) -> set[str]:
    """The libraries that a fresh Python has loaded after running some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


#: What `demo` does before it says that it starts.
DEMO = """
from bot import cli
cli.mount(cli.app)
from bot.cli import stories
from bot.cli.words import say
from bot.errors import Sentence
stories.openable(), say(Sentence("demo-starts"))
"""


@pytest.mark.parametrize("code", ["import bot.cli", "from bot import cli; cli.mount(cli.app)", DEMO])
def test_the_command_line_loads_nothing_heavy(code: str) -> None:
    loaded = loaded_by(code)
    assert "typer" in loaded
    assert loaded & set(HEAVY) == set()


def test_what_is_heavy_is_seen_when_it_is_loaded() -> None:
    assert set(HEAVY) <= loaded_by(f"import {', '.join(HEAVY)}")
