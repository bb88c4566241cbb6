"""Nothing that somebody writes is kept before it was looked through for personal numbers: no question, no field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.content.faults import ContentError, dotted
from bot.content.programme_file import read_programme
from bot.content.workspace_file import read_workspace
from bot.content.yaml_source import Source, open_source, read_source
from bot.domain.programme.questions import AnySimpleQuestion, Form, Link, Rows, Text
from bot.errors import Sentence
from bot.slack.forms import files

ROOT = Path(__file__).parents[2]
PROGRAMMES = sorted((ROOT / "programmes").glob("*.yaml"))
NUMBER = "900101 - 0017"
SHORT_NUMBER = "9001010017"
WORKSPACE = """
programme: pisa-2015
leadership: [U0LEAD]
networks:
  - name: Norr
    channel: C0NORR
    municipalities:
      - name: Boden
        contact_persons: [U0BODEN, kim@exempel.se]
        deputies: [U0ERSATT]
        members: {politician: [{name: Exempel Exempelsson, user: U0NAMND}], teacher: [{name: Kim Exempel}]}
        schools: [{name: Exempelskolan, principal: U0REKTOR, channel: C0EXEMPEL}]
        heads_of_schools: [{user: U0CHEF, schools: [Exempelskolan]}]
        board_meetings: [2026-09-23]
        breaks: [{name: sportlov, from: 2027-03-01, to: 2027-03-05}]
    conferences:
      - number: 1
        starts: 2027-02-10T10:00
        ends: 2027-02-11T15:00
        host: Boden
        venue: {name: Björknäsgymnasiet, approved: true}
        themes: [linked-levels]
"""


def forms() -> Iterator[Form]:
    yield from map(files.form, files.names())
    for path in PROGRAMMES:
        yield from read_programme(open_source(path)).programme.forms


def questions() -> Iterator[tuple[str, AnySimpleQuestion]]:
    for form in forms():
        for question in form.questions:
            for one in question.rows if isinstance(question, Rows) else [question]:
                yield f"{form.id}: {one.id}", one


def test_no_question_of_any_form_takes_a_personal_number() -> None:
    answers = {
        place: question.check(f"https://exempel.se/{SHORT_NUMBER}" if isinstance(question, Link) else SHORT_NUMBER)
        for place, question in questions()
        if question.kind not in {"choices", "number"}
    }
    assert {place: answer for place, answer in answers.items() if not isinstance(answer, Sentence)} == {}
    texts = {place for place, question in questions() if isinstance(question, Text | Link)}
    assert len(texts) > 20
    assert {answer.name for place, answer in answers.items() if place in texts and isinstance(answer, Sentence)} == {
        "form-personal-number"
    }


def filled_with_numbers(source: Source) -> tuple[Source, set[str]]:
    """Return a file in which every text also holds a personal number, and the places of the texts."""
    places: set[str] = set()

    def fill(tree: object, path: tuple[str | int, ...]) -> object:
        if isinstance(tree, dict):
            return {key: fill(part, (*path, key)) for key, part in tree.items()}
        if isinstance(tree, list):
            return [fill(part, (*path, place)) for place, part in enumerate(tree)]
        places.add(dotted(path))
        return f"{tree} {NUMBER}"

    written = yaml.safe_dump(fill(source.tree, ()), allow_unicode=True, sort_keys=False)
    return read_source(source.file, written.encode()), places


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_no_field_of_a_programme_takes_a_personal_number(path: Path) -> None:
    filled, places = filled_with_numbers(open_source(path))
    with pytest.raises(ContentError) as caught:
        read_programme(filled)
    assert {fault.field for fault in caught.value.faults if fault.what.name == "load-personal-number"} == places


def test_no_field_of_a_workspace_file_takes_a_personal_number() -> None:
    source = read_source("natverk.yaml", WORKSPACE.encode())
    read_workspace(source, timezone="Europe/Stockholm", beside=ROOT)  # it is right as it stands
    filled, places = filled_with_numbers(source)
    with pytest.raises(ContentError) as caught:
        read_workspace(filled, timezone="Europe/Stockholm", beside=ROOT)
    assert {fault.field for fault in caught.value.faults if fault.what.name == "load-personal-number"} == places
