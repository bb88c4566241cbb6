"""A newer programme keeps what rows refer to: every id in use is guarded, and nothing changes when one is missing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content.faults import ContentError
from bot.domain.people import Actor
from bot.services.content import load, tried_load
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import Commitment, Inquiry, Meeting, Network, Person, Programme, Response, Task, Unit
from bot.storage.wheel import DIALOGUE, MILESTONE
from tests.services.test_load import NOW, ZONE

PROGRAMME = """\
format: 1
id: stad
title: Stadens modell
areas:
  - id: area
    title: Området
    themes:
      - {id: met, title: Första, statement: Det första}
      - {id: promised, title: Andra, statement: Det andra}
      - {id: unused, title: Tredje, statement: Det tredje}
rounds:
  - id: only
    title: Omgången
    starts: hösten 2026
    networks: [{id: nord, name: Nord, members: [{code: 2582, name: Boden}]}]
preparation:
  - {id: brief, title: Skriv missiv, owner: contact_person, due: {before: conference, days: 21}}
forms:
  - id: evaluation
    questions:
      - {id: value, kind: scale, label: Värde, from: 1, to: 6}
      - {id: good, kind: text, label: Vad var bra?}
      - {id: unanswered, kind: text, label: Annat, required: false}
      - {id: one, kind: choice, label: Ett, options: [{id: a, label: A}, {id: b, label: B}]}
      - {id: many, kind: choices, label: Flera, options: [{id: c, label: C}, {id: d, label: D}, {id: e, label: E}]}
      - id: parts
        kind: rows
        label: Delar
        add: En till
        remove: Ta bort
        title: Del {n}
        rows:
          - {id: part, kind: text, label: Del}
          - {id: grade, kind: scale, label: Betyg, from: 1, to: 4}
  - id: takeaways
    questions: [{id: first, kind: text, label: Tankeställare}]
year:
  starts: june
  phases:
    - {level: school, id: plan, title: Planera, from: "06-01", to: "05-31"}
    - {level: administration, id: steer, title: Styra, from: "06-01", to: "05-31"}
wheel:
  - {id: report, level: school, phase: plan, title: Rapporten, due: {latest: "09-01"}}
  - {id: unused-report, level: school, phase: plan, title: Den andra, due: {latest: "10-01"}}
dialogues:
  - {id: talk, title: Dialogen, between: [school, administration], who: Rektor, about: Resultat}
  - {id: unused-talk, title: Den andra, between: [school, administration], who: Rektor, about: Resultat}
"""
USING = """\
programme: stad.yaml
networks:
- name: Nord
  conferences: [{number: 1, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00, themes: [met]}]
municipalities:
- name: Boden
  schools: [{name: Exempelskolan}]
"""
#: What is taken away or turned into something else: the text, what stands there instead, and the fault.
REFUSED = [
    ("      - {id: met, title: Första, statement: Det första}\n", "", "areas", "load-id-removed", "met"),
    ("{id: promised,", "{id: other,", "areas", "load-id-removed", "promised"),
    ("- id: only", "- id: other", "rounds", "load-id-removed", "only"),
    ("{id: nord,", "{id: other,", "rounds", "load-id-removed", "nord"),
    ("{id: brief,", "{id: other,", "preparation", "load-id-removed", "brief"),
    ("{id: report,", "{id: other,", "wheel", "load-id-removed", "report"),
    (
        "{id: report, level: school, phase: plan,",
        "{id: report, level: administration, phase: steer,",
        "wheel[0].level",
        "load-id-changed",
        "report",
    ),
    ("{id: talk,", "{id: other,", "dialogues", "load-id-removed", "talk"),
    ("- id: evaluation", "- id: other", "forms", "load-id-removed", "evaluation"),
    ("- id: takeaways", "- id: other", "forms", "load-id-removed", "takeaways"),
    ("{id: good,", "{id: better,", "forms[0].questions", "load-id-removed", "good"),
    ("{id: first,", "{id: second,", "forms[1].questions", "load-id-removed", "first"),
    (
        "{id: value, kind: scale, label: Värde, from: 1, to: 6}",
        "{id: value, kind: text, label: Värde}",
        "forms[0].questions[0].kind",
        "load-id-changed",
        "value",
    ),
    (
        "label: Värde, from: 1, to: 6",
        "label: Värde, from: 1, to: 10",
        "forms[0].questions[0].kind",
        "load-id-changed",
        "value",
    ),
    ("{id: b, label: B}", "{id: other, label: B}", "forms[0].questions[3].options", "load-id-removed", "b"),
    ("{id: d, label: D}, ", "", "forms[0].questions[4].options", "load-id-removed", "d"),
    ("{id: part,", "{id: other,", "forms[0].questions[5].rows", "load-id-removed", "part"),
    (
        "label: Betyg, from: 1, to: 4",
        "label: Betyg, from: 0, to: 4",
        "forms[0].questions[5].rows[1].kind",
        "load-id-changed",
        "grade",
    ),
]
ALLOWED = [
    ("      - {id: unused, title: Tredje, statement: Det tredje}\n", ""),
    ("{id: unused-report,", "{id: other-report,"),
    ("{id: unused-talk,", "{id: other-talk,"),
    ("{id: unanswered, kind: text, label: Annat, required: false}", "{id: other, kind: date, label: Dag}"),
    ("{id: a, label: A}, ", ""),
    ("{id: c, label: C}, ", ""),
    ("label: Vad var bra?", "label: Vad gick bra?, max: 900"),
    ("    questions: [{id: first,", "    questions: [{id: new, kind: text, label: Ny}, {id: first,"),
    ("      - {id: good,", "      - {id: new, kind: scale, label: Ny, from: 1, to: 3}\n      - {id: good,"),
    ("title: Rapporten", "title: Kvalitetsrapporten"),
]


def use_everything(database: Database, workspace: int) -> None:
    """Put a row behind every kind of id; the steps of preparation have theirs since the conference was loaded."""
    answers = {
        "value": "5",
        "good": "Samtalen",
        "one": "b",
        "many": ["d", "e"],
        "parts": [{"part": "Ett", "grade": "4"}],
    }
    with database.transaction(Actor(workspace, None, via="load"), NOW) as session:
        network, meeting = session.scalars(select(Network)).one(), session.scalars(select(Meeting)).one()
        boden = session.scalars(select(Unit).where(Unit.code == "2582")).one()
        school = session.scalars(select(Unit).where(Unit.kind == "school")).one()
        kim = Person(workspace_id=workspace, name="Kim Exempel", slack_user_id="U0BODEN")
        session.add(kim)
        session.flush()
        promised = {"number": 1, "theme": "promised", "text": "Vi inför …", "form_key": "f1", "created_at": NOW}
        session.add(
            Commitment(workspace_id=workspace, network_id=network.id, unit_id=boden.id, author_id=kim.id, **promised)
        )
        done = {"step": "report", "year": 2026, "unit_id": school.id}
        session.add(Task(workspace_id=workspace, kind=MILESTONE, position=1, title="Rapporten", **done))
        held = {"starts_at": NOW, "ends_at": NOW, "timezone": ZONE, "themes": [], "number": 1, "dialogue": "talk"}
        session.add(Meeting(workspace_id=workspace, kind=DIALOGUE, unit_id=school.id, **held))
        for form, given in (("evaluation", answers), ("takeaways", {"first": "Vem läser?"})):
            inquiry = Inquiry(workspace_id=workspace, kind=form, meeting_id=meeting.id)
            session.add(inquiry)
            session.flush()
            session.add(
                Response(workspace_id=workspace, inquiry_id=inquiry.id, unit_id=boden.id, answers=json.dumps(given))
            )


@pytest.fixture
def workspace(database: Database, tmp_path: Path) -> int:
    workspace = workspace_id(database, ZONE, "sv", now=NOW)
    (tmp_path / "natverk.yaml").write_text(USING, encoding="utf-8")
    reload(database, workspace, tmp_path, PROGRAMME, "natverk.yaml")
    use_everything(database, workspace)
    return workspace


def reload(database: Database, workspace: int, folder: Path, programme: str, *more: str) -> None:
    (folder / "stad.yaml").write_text(programme, encoding="utf-8")
    paths = [folder / name for name in ("stad.yaml", *more)]
    load(database, Actor(workspace, None, via="load"), paths, timezone=ZONE, now=NOW)


def test_what_rows_refer_to_is_neither_removed_nor_turned_into_something_else(
    database: Database, workspace: int, tmp_path: Path
) -> None:
    found = []
    for text, instead, *_ in REFUSED:
        assert PROGRAMME.count(text) == 1, text
        with pytest.raises(ContentError) as refused:
            reload(database, workspace, tmp_path, PROGRAMME.replace(text, instead))
        faults = [(fault.field, fault.what.name, fault.what.values["value"]) for fault in refused.value.faults]
        found.append((text, instead, *faults[0]) if len(faults) == 1 else (text, instead, faults))
    assert found == REFUSED
    with database.reading() as session:
        assert session.scalars(select(Programme)).one().content["title"] == "Stadens modell"


def test_what_no_row_refers_to_and_words_and_order_may_change(
    database: Database, workspace: int, tmp_path: Path
) -> None:
    for text, instead in ALLOWED:
        assert PROGRAMME.count(text) == 1, text
        file = tmp_path / "stad.yaml"
        file.write_text(PROGRAMME.replace(text, instead), encoding="utf-8")
        with tried_load(database, Actor(workspace, None, via="load"), [file], timezone=ZONE, now=NOW) as (report, _):
            assert report.replaced == ["stad"]


def test_a_fault_in_a_form_is_told_on_its_line(database: Database, workspace: int, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as refused:
        reload(
            database,
            workspace,
            tmp_path,
            PROGRAMME.replace("label: Värde, from: 1, to: 6", "label: Värde, from: 1, to: 5"),
        )
    (fault,) = refused.value.faults
    assert fault.line == PROGRAMME[: PROGRAMME.index("{id: value")].count("\n") + 1
    assert fault.what.values == {"value": "value", "before": "scale 1–6", "after": "scale 1–5"}
