"""A workspace file that does not exist yet: what is known of it, and its text with a comment on every field."""

import re
import shlex
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.content.workspace_file import WorkspaceFile, read_workspace
from bot.content.yaml_source import read_source
from bot.language import Language

#: The word that marks what is left out.
FILL_IN = "workspace_file.fill_in"
#: As wide as a line of comment becomes, in characters.
WIDTH = 100
#: Beyond any list of people or schools: what is data stays on its line.
LONGEST_LINE = 1_000_000
_COMMENT = re.compile(r"( *)# (?! )")

People = Sequence[str]


@dataclass(frozen=True)
class WorkspaceDraft:
    """What a workspace file is to say; people by Slack id or e-mail address, channels by id."""

    #: As the file names it.
    programme: str
    leadership: People = ()
    #: None of a municipality that follows an annual wheel on its own.
    network: str | None = None
    channel: str | None = None
    #: By municipality: contact persons in a network, the administration of one on its own.
    municipalities: Mapping[str, People] = field(default_factory=dict)
    board: People = ()
    heads: People = ()
    #: By school: its principals.
    schools: Mapping[str, People] = field(default_factory=dict)
    #: A theme of the programme for the example of a conference; None in one without themes.
    theme: str | None = None


def text_of(draft: WorkspaceDraft, file: Path, language: Language) -> str:
    """Return the file's text, with its comments in a language."""
    shown = {"file": shlex.quote(file.name), "fill_in": language.word(FILL_IN)}
    written = language.template("workspace-file").plain("file", draft=draft, yaml=_yaml, **shown)
    return "\n".join(line for each in written.splitlines() for line in _wrapped(each)) + "\n"


def to_fill_in(text: str, language: Language) -> int:
    """Return how many places of a text wait for somebody to fill them in."""
    return sum(line.endswith(f"  # {language.word(FILL_IN)}") for line in text.splitlines())


def check(text: str, file: Path) -> WorkspaceFile:
    """Return what a text would say as this file, or raise ContentError with every fault, as `load --check` does.

    Times without offset are in UTC; a draft has none, so that no setting is needed to begin.
    """
    return read_workspace(read_source(str(file), text.encode()), timezone="UTC", beside=file.parent)


def _yaml(value: str | Iterable[str]) -> str:
    """Return a text, or a list of them, as YAML on one line."""
    plain = value if isinstance(value, str) else list(value)
    dumped = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=LONGEST_LINE)
    return dumped.removesuffix("\n").removesuffix("\n...")


def _wrapped(line: str) -> list[str]:
    comment = _COMMENT.match(line)
    if comment is None:
        return [line]
    indent = f"{comment[1]}# "
    words = line.removeprefix(indent)
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
