"""What an operator can set or type, and what people can type in Slack, stands in the documents."""

import re

import pytest

from bot.config import Settings
from bot.language import read_prompts
from tests.command import options
from tests.words.sentences import ROOT

DOCUMENTS = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
)
SETTINGS = [str(field.validation_alias) for field in Settings.model_fields.values()]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented(name: str) -> None:
    assert name.isupper()
    assert re.search(rf"\b{name}\b", DOCUMENTS)


def test_every_command_is_documented() -> None:
    commands = options()
    assert {"serve", "load", "run-due"} <= commands.keys()
    assert [name for name in commands if not re.search(rf"(?:`|natverksbot ){name}\b", DOCUMENTS)] == []


def test_every_option_of_a_command_is_documented() -> None:
    known = {option for each in options().values() for option in each if option.startswith("--")} - {"--help"}
    assert "--no-scheduler" in known
    assert sorted(option for option in known if not re.search(rf"(?<![\w-]){option}\b", DOCUMENTS)) == []


@pytest.mark.parametrize("command", read_prompts("commands.yaml")["names"].values())
def test_a_slash_command_is_documented(command: str) -> None:
    assert f"`{command}`" in DOCUMENTS
