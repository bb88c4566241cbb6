"""What a newer programme may not change in its forms: whoever has answered must still have answered the same."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.faults import Path
from bot.content.programme_file import ProgrammeFile
from bot.domain.programme.models import Programme
from bot.domain.programme.questions import AnyQuestion, Choice, Choices, Rows, Scale
from bot.storage.tables import Inquiry, Meeting, Network, Response

#: Answers as they are kept, by question; those of rows are lists of such mappings.
_Kept = Mapping[str, object]


def refuse_changed_questions(
    session: Session, networks: Sequence[Network], before: Programme, file: ProgrammeFile
) -> None:
    """Note a fault for every form, question and option that has answers and is gone or has become another.

    New questions, another order and other words are no change of what was answered.
    """
    forms = {form.id: (place, form) for place, form in enumerate(file.programme.forms)}
    for form_id, answers in _answers(session, networks).items():
        old = next((form for form in before.forms if form.id == form_id), None)
        if old is None:
            continue
        if form_id not in forms:
            file.source.fault(("forms",), "load-id-removed", value=form_id)
            continue
        place, form = forms[form_id]
        _compare(file, ("forms", place, "questions"), (old.questions, form.questions), answers)


def _answers(session: Session, networks: Sequence[Network]) -> Mapping[str, list[_Kept]]:
    """Return what has been answered, drafts too, by form."""
    asked = (
        select(Inquiry.kind, Response.answers)
        .join(Response, Response.inquiry_id == Inquiry.id)
        .join(Meeting, Meeting.id == Inquiry.meeting_id)
        .where(Meeting.network_id.in_([network.id for network in networks]))
        .order_by(Response.id)
    )
    found: dict[str, list[_Kept]] = defaultdict(list)
    for form_id, answers in session.execute(asked):
        found[form_id].append(json.loads(answers))
    return found


def _compare(
    file: ProgrammeFile,
    path: Path,
    questions: tuple[Sequence[AnyQuestion], Sequence[AnyQuestion]],
    answers: Iterable[_Kept],
) -> None:
    """Compare the questions that have answers, before and after; `path` is where the new ones stand in the file."""
    before, after = questions
    places = {question.id: (place, question) for place, question in enumerate(after)}
    kept = list(answers)
    for old in before:
        given = [each[old.id] for each in kept if old.id in each]
        if not given:
            continue
        if old.id not in places:
            file.source.fault(path, "load-id-removed", value=old.id)
            continue
        place, new = places[old.id]
        _compare_one(file, (*path, place), old, new, given)


def _compare_one(file: ProgrammeFile, path: Path, old: AnyQuestion, new: AnyQuestion, given: Sequence[object]) -> None:
    if _what(old) != _what(new):
        values = {"value": old.id, "before": _what(old), "after": _what(new)}
        file.source.fault((*path, "kind"), "load-id-changed", **values)
    elif isinstance(old, Rows) and isinstance(new, Rows):
        rows = [row for rows in given if isinstance(rows, list) for row in rows]
        _compare(file, (*path, "rows"), (old.rows, new.rows), rows)
    elif isinstance(new, Choice | Choices) and new.options:
        for gone in sorted(set(_chosen(given)) - {option.id for option in new.options}):
            file.source.fault((*path, "options"), "load-id-removed", value=gone)


def _what(question: AnyQuestion) -> str:
    """Return what an answer to a question means, in the words of the file."""
    if isinstance(question, Scale):
        return f"{question.kind} {question.lowest}–{question.highest}"
    if isinstance(question, Choice | Choices) and question.options_from:
        return f"{question.kind} ({question.options_from})"
    return question.kind


def _chosen(given: Iterable[object]) -> Iterator[str]:
    for each in given:
        yield from map(str, each) if isinstance(each, list) else [str(each)]
