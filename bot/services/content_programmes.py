"""Keeping a programme's content as of `load`: a running network keeps its programme until somebody loads another."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.content.programme_file import ProgrammeFile
from bot.content.workspace_file import WorkspaceFile
from bot.domain.programme.models import Programme
from bot.errors import Sentence
from bot.services.content_answers import refuse_changed_questions
from bot.services.content_report import LoadReport
from bot.services.content_rows import Rows
from bot.storage.preparation import PREPARATION
from bot.storage.tables import Commitment, Meeting, Network, Task, Unit
from bot.storage.tables import Programme as ProgrammeRow
from bot.storage.wheel import DIALOGUE, MILESTONE


def store_programmes(
    session: Session,
    rows: Rows,
    kept: Mapping[str, Programme],
    programmes: Sequence[ProgrammeFile],
    files: Sequence[WorkspaceFile],
    report: LoadReport,
) -> None:
    """Store programmes that are loaded themselves, and those that a workspace file names for the first time.

    A workspace file never changes a programme that is kept: that it differs is told. Raises ContentError when a loaded
    one lacks an id that has rows.
    """
    for file in programmes:
        _store(session, rows, kept.get(file.programme.id), file, report)
    loaded = {file.programme.id for file in programmes}
    for named in files:
        slug = named.programme.programme.id
        if slug not in rows.programmes:
            _store(session, rows, None, named.programme, report)
        elif slug not in loaded and rows.programmes[slug].content_hash != named.programme.content_hash:
            report.notes.append(Sentence("load-newer-programme", {"programme": slug}))
    session.flush()


def _store(session: Session, rows: Rows, before: Programme | None, file: ProgrammeFile, report: LoadReport) -> None:
    slug = file.programme.id
    row = rows.programmes.get(slug)
    if row is None:
        row = ProgrammeRow(workspace_id=rows.workspace_id, slug=slug)
        session.add(row)
        rows.programmes[slug] = row
        report.added.append(slug)
    elif row.content_hash == file.content_hash:
        report.unchanged += 1
        return
    else:
        report.replaced.append(slug)
    if before is not None:
        _refuse_removed(session, rows, row, before, file)
        _rename_networks(rows, row, before, file.programme)
    row.title, row.content, row.content_hash = file.programme.title, file.content, file.content_hash
    row.loaded_at = rows.now


def _refuse_removed(session: Session, rows: Rows, row: ProgrammeRow, before: Programme, file: ProgrammeFile) -> None:
    """Note a fault for every id that rows refer to and the file no longer has, or has for something else."""
    networks = [network for network in rows.networks.values() if network.programme_id == row.id]
    _refuse(file, "areas", _theme_ids(before) - _theme_ids(file.programme), _used_themes(session, rows, networks))
    rounds = {each.id for each in before.rounds} - {each.id for each in file.programme.rounds}
    _refuse(file, "rounds", rounds, {network.round for network in networks})
    names = {network.name for network in networks}
    planned = _networks(before)
    used = {network_id for network_id, name in planned.items() if name in names}
    _refuse(file, "rounds", planned.keys() - _networks(file.programme).keys(), used)
    steps = {each.id for each in before.preparation} - {each.id for each in file.programme.preparation}
    _refuse(file, "preparation", steps, _used_steps(session, networks))
    milestones = {each.id for each in before.wheel} - {each.id for each in file.programme.wheel}
    used_milestones = _used_milestones(session, row)
    _refuse(file, "wheel", milestones, used_milestones)
    _refuse_moved(file, before, used_milestones)
    dialogues = {each.id for each in before.dialogues} - {each.id for each in file.programme.dialogues}
    _refuse(file, "dialogues", dialogues, _used_dialogues(session, row))
    refuse_changed_questions(session, networks, before, file)
    file.source.faults.raise_any()


def _refuse_moved(file: ProgrammeFile, before: Programme, used: Collection[str | None]) -> None:
    """Note a fault for every milestone in use whose level is another one: what was done was done by others."""
    levels = {each.id: each.level for each in before.wheel}
    for place, each in enumerate(file.programme.wheel):
        level = levels.get(each.id, each.level)
        if each.id in used and each.level != level:
            values = {"value": each.id, "before": level, "after": each.level}
            file.source.fault(("wheel", place, "level"), "load-id-changed", **values)


def _used_steps(session: Session, networks: Sequence[Network]) -> set[str | None]:
    tasks = select(Task.step).where(Task.kind == PREPARATION, Task.network_id.in_([network.id for network in networks]))
    return set(session.scalars(tasks.distinct()))


def _used_milestones(session: Session, row: ProgrammeRow) -> set[str | None]:
    tasks = select(Task.step).where(Task.kind == MILESTONE, Task.unit_id.in_(_followers(row)))
    return set(session.scalars(tasks.distinct()))


def _used_dialogues(session: Session, row: ProgrammeRow) -> set[str | None]:
    held = select(Meeting.dialogue).where(Meeting.kind == DIALOGUE, Meeting.unit_id.in_(_followers(row)))
    return set(session.scalars(held.distinct()))


def _followers(row: ProgrammeRow) -> Select[int]:
    """Select the municipalities that follow a programme's wheel, and their schools."""
    municipalities = select(Unit.id).where(Unit.programme_id == row.id)
    return select(Unit.id).where(or_(Unit.id.in_(municipalities), Unit.parent_id.in_(municipalities)))


def _refuse(file: ProgrammeFile, key: str, removed: Iterable[str], used: Iterable[str | None]) -> None:
    for gone in sorted(set(removed) & set(used)):
        file.source.fault((key,), "load-id-removed", value=gone)


def _used_themes(session: Session, rows: Rows, networks: Sequence[Network]) -> set[str | None]:
    ids = [network.id for network in networks]
    promised = select(Commitment.theme).where(Commitment.network_id.in_(ids)).distinct()
    met = {theme for meeting in rows.meetings.values() if meeting.network_id in ids for theme in meeting.themes}
    return {*session.scalars(promised), *met}


def _rename_networks(rows: Rows, row: ProgrammeRow, before: Programme, after: Programme) -> None:
    """Give the networks that have a new name in the programme that name: the id is what they are."""
    names = _networks(after)
    for network_id, name in _networks(before).items():
        network = rows.networks.get((row.id, name))
        if network is not None and names.get(network_id, name) != name:
            network.name = names[network_id]
            rows.networks[row.id, network.name] = rows.networks.pop((row.id, name))


def _theme_ids(programme: Programme) -> set[str]:
    return {theme.id for theme in programme.themes()}


def _networks(programme: Programme) -> dict[str, str]:
    return {network.id: network.name for network in programme.networks()}
