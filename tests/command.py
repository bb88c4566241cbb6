"""A command run in the test's own process, as `natverksbot …` runs it."""

import sys
from collections.abc import Callable, Mapping

import pytest
import typer.main

from bot.cli import main, mount

#: Runs a command; returns its exit status and what it printed to stdout and stderr.
Run = Callable[..., tuple[int, str, str]]


def options() -> Mapping[str, set[str]]:
    """Every command of the command line, with its options."""
    line = typer.Typer()
    mount(line)
    commands = typer.main.get_group(line).commands
    return {
        name: {option for one in made.params for option in (*one.opts, *one.secondary_opts)}
        for name, made in commands.items()
    }


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; return its status and what it printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["natverksbot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run
