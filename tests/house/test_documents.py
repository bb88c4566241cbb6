"""What an operator can set or type, and what people can type in Slack, stands in the documents."""

import re

import pytest
import typer
import typer.main

from bot import cli
from bot.cli import _mount
from bot.config import Settings
from bot.language import read_prompts
from tests.words.sentences import ROOT

DOCUMENTS = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
)
SETTINGS = [str(field.validation_alias) for field in Settings.model_fields.values()]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Every command of the command line, with its options."""
    whole = typer.Typer()
    monkeypatch.setattr(cli, "app", whole)
    _mount()
    group = typer.main.get_group(whole)
    return {name: [option for one in made.params for option in one.opts] for name, made in group.commands.items()}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented(name: str) -> None:
    assert name.isupper()
    assert re.search(rf"\b{name}\b", DOCUMENTS)


def test_every_command_is_documented(commands: dict[str, list[str]]) -> None:
    assert {"serve", "load", "run-due"} <= commands.keys()
    assert [name for name in commands if not re.search(rf"(?:`|natverksbot ){name}\b", DOCUMENTS)] == []


def test_every_option_of_a_command_is_documented(commands: dict[str, list[str]]) -> None:
    options = {option for options in commands.values() for option in options if option.startswith("--")} - {"--help"}
    assert "--no-scheduler" in options
    assert sorted(option for option in options if not re.search(rf"(?<![\w-]){option}\b", DOCUMENTS)) == []


@pytest.mark.parametrize("command", read_prompts("commands.yaml")["names"].values())
def test_a_slash_command_is_documented(command: str) -> None:
    assert f"`{command}`" in DOCUMENTS
