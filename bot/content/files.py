"""Files as `natverksbot load` gets them: each a programme or a workspace file."""

from collections.abc import Iterable
from pathlib import Path

from bot.content.faults import ContentError, ContentFault
from bot.content.programme_file import ProgrammeFile, is_programme, read_programme
from bot.content.workspace_file import WorkspaceFile, read_workspace
from bot.content.yaml_source import open_source


def open_files(paths: Iterable[Path], *, timezone: str) -> tuple[ProgrammeFile | WorkspaceFile, ...]:
    """Read files, or raise ContentError with the faults of all of them; times without offset are in `timezone`."""
    files: list[ProgrammeFile | WorkspaceFile] = []
    faults: list[ContentFault] = []
    for path in paths:
        try:
            files.append(_open(path, timezone))
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(tuple(faults))
    return tuple(files)


def _open(path: Path, timezone: str) -> ProgrammeFile | WorkspaceFile:
    source = open_source(path)
    if is_programme(source):
        return read_programme(source)
    return read_workspace(source, timezone=timezone, beside=path.parent)
