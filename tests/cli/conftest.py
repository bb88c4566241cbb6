"""Commands beside a playground, in a folder and on a database of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground import InThread, running_in_thread
from tests.command import Run, command

__all__ = ["command"]


@pytest.fixture
def slack() -> Iterator[InThread]:
    with running_in_thread() as slack:
        slack.do(lambda playground: playground.add_user("U0BODEN", "kim", "Kim Exempel"))
        slack.do(lambda playground: playground.add_channel("C0NORR", "norr", ("U0BODEN",)))
        yield slack


@pytest.fixture
def run(slack: InThread, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    """Run a command with what an operator sets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/natverksbot.db")
    monkeypatch.setenv("NATVERKSBOT_LOCALE", "sv")
    monkeypatch.setenv("NATVERKSBOT_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.playground.token)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.playground.signing_secret)
    monkeypatch.setenv("SLACK_API_URL", slack.playground.api_url)
    return command
