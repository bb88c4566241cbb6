"""Files as `natverksbot load` gets them: each a programme or a workspace file."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.content.faults import ContentError, ContentFault
from bot.content.programme_file import ProgrammeFile, is_programme, read_programme
from bot.content.workspace_file import WorkspaceFile, read_workspace
from bot.content.yaml_source import open_source
from bot.domain.programme.models import Programme

R = TypeVar("R")
A = TypeVar("A")


def open_files(
    paths: Iterable[Path], *, timezone: str, kept: Mapping[str, Programme] = MappingProxyType({})
) -> tuple[tuple[ProgrammeFile, ...], tuple[WorkspaceFile, ...]]:
    """Read files, programmes first, or raise ContentError with the faults of all of them.

    Times without offset are in `timezone`. Workspace files are held against the programmes among the files, else
    against those `kept` by running networks, else against the programme's own file.
    """
    faults: list[ContentFault] = []
    sources = [(path, source) for path in paths for source in _each(open_source, [path], faults)]
    programmes = _each(read_programme, [source for _, source in sources if is_programme(source)], faults)
    known = {**kept, **{file.programme.id: file.programme for file in programmes}}
    workspaces = _each(
        lambda opened: read_workspace(opened[1], timezone=timezone, beside=opened[0].parent, known=known),
        [(path, source) for path, source in sources if not is_programme(source)],
        faults,
    )
    if faults:
        raise ContentError(tuple(faults))
    return programmes, workspaces


def _each(read: Callable[[A], R], given: Iterable[A], faults: list[ContentFault]) -> tuple[R, ...]:
    """Read each; what has faults is left out and its faults are noted."""
    found: list[R] = []
    for each in given:
        try:
            found.append(read(each))
        except ContentError as error:
            faults += error.faults
    return tuple(found)
