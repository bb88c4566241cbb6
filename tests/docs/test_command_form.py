"""A command is written in one form wherever a person reads it: `uv run natverksbot …`."""

import re
from itertools import chain

from tests.command import options
from tests.words.sentences import ROOT

#: The changelog tells what was.
PAGES = {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "programmes").glob("*.md")} - {
    ROOT / "CHANGELOG.md"
}
WORDS = chain(*((ROOT / "prompts").rglob(f"*.{kind}") for kind in ("yaml", "j2", "po")))
COMMAND = re.compile(rf"(?<!uv run )(?<![\w/.@-])natverksbot (?:{'|'.join(options())})(?!\w)")
#: What a service manager starts is the installed package.
STARTED = re.compile(r"ExecStart=|\s+command: ")


def bare(text: str) -> list[str]:
    """Return the commands that are written without `uv run`, and not as a file's path."""
    return [found for line in text.splitlines() if not STARTED.match(line) for found in COMMAND.findall(line)]


def test_a_command_can_be_copied_into_a_checkout() -> None:
    found = {path.relative_to(ROOT).as_posix(): bare(path.read_text(encoding="utf-8")) for path in {*PAGES, *WORDS}}
    assert {name: commands for name, commands in found.items() if commands} == {}


def test_what_is_looked_for_is_found() -> None:
    text = "Run `natverksbot run-due --at T`, uv run natverksbot load,\nExecStart=natverksbot serve\n"
    assert bare(f"{text}@natverksbot due, natverksbot doctored") == ["natverksbot run-due"]
