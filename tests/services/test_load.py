"""Files and people at work on the same network: what is applied, what stays, and what stops."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.content.faults import ContentError
from bot.domain.people import Actor
from bot.services.content import load, tried_load
from bot.services.content_report import Change, LoadReport
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import (
    Base,
    ClosedDays,
    Delivery,
    Event,
    LoadedEntry,
    Meeting,
    Membership,
    Network,
    Person,
    Programme,
    Role,
    Unit,
)
from tests.content.test_workspace_file import CITY, CONFERENCE, MEMBER, NORR

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ZONE = "Europe/Stockholm"
STARTS = "pisa-2015/networks/norr/conferences/1"


class Desk:
    """Somebody with a folder of files and the command line."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.actor = Actor(workspace_id(database, ZONE, "sv", now=NOW), None, via="load")

    def load(self, *texts: str, names: tuple[str, ...] = ("natverk.yaml",)) -> LoadReport:
        return load(self.database, self.actor, self._written(texts, names), timezone=ZONE, now=NOW)

    def try_to_load(self, text: str) -> LoadReport:
        paths = self._written([text], ["natverk.yaml"])
        with tried_load(self.database, self.actor, paths, timezone=ZONE, now=NOW) as (report, _):
            return report

    def _written(self, texts: Sequence[str], names: Sequence[str]) -> list[Path]:
        paths = [self.folder / name for name in names]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    def refused(self, *texts: str, names: tuple[str, ...] = ("natverk.yaml",)) -> list[tuple[int, str, str]]:
        with pytest.raises(ContentError) as caught:
            self.load(*texts, names=names)
        return [(fault.line, fault.field, fault.what.name) for fault in caught.value.faults]

    def in_slack(self, change: Callable[[Any], None], table: type[Base], **which: Any) -> None:
        """Let somebody change a row, as a use case would."""
        with self.database.transaction(Actor(self.actor.workspace_id, None), NOW) as session:
            change(session.scalars(select(table).filter_by(**which)).one())

    def all(self, table: type[Base], **which: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(table).filter_by(**which).order_by(table.id)))

    def one(self, table: type[Base], **which: Any) -> Any:
        (row,) = self.all(table, **which)
        return row

    def everything(self) -> list[int]:
        """Return how many rows every table has."""
        with self.database.reading() as session:
            tables = Base.metadata.sorted_tables
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    def roles(self, kind: str) -> list[tuple[str, str | None]]:
        with self.database.reading() as session:
            rows = session.execute(
                select(Person, Unit.name)
                .join(Role, Role.person_id == Person.id)
                .outerjoin(Unit, Unit.id == Role.unit_id)
                .where(Role.kind == kind, Role.valid_to.is_(None))
                .order_by(Role.id)
            )
            return [(person.slack_user_id or person.email or person.name, unit) for person, unit in rows]


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Note the statements sent to the database."""
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(database.writer, "before_cursor_execute", note)
    yield statements
    event.remove(database.writer, "before_cursor_execute", note)


def test_the_contract_s_network_is_stored_whole(desk: Desk):
    report = desk.load(NORR)
    programme = desk.one(Programme, slug="pisa-2015")
    network = desk.one(Network)
    assert (programme.title, programme.content["format"]) == ("SKL Matematik PISA 2015", 1)
    assert (network.name, network.round, network.channel_id) == ("Norr", "autumn", "C0NORR")
    units = {unit.id: unit for unit in desk.all(Unit)}
    members = [units[row.unit_id] for row in desk.all(Membership, network_id=network.id)]
    assert [(unit.name, unit.code) for unit in members][:2] == [("Boden", "2582"), ("Haparanda", "2583")]
    assert len(members) == 7
    meeting = desk.one(Meeting)
    assert (meeting.starts_at, meeting.timezone) == (datetime(2027, 2, 10, 9, tzinfo=UTC), ZONE)
    assert (units[meeting.host_unit_id].name, meeting.venue, meeting.venue_approved, meeting.themes) == (
        *("Boden", "Björknäsgymnasiet", True),
        ["linked-levels"],
    )
    assert (desk.roles("leadership"), desk.roles("contact_person")) == ([("U0LEAD", None)], [("U0BODEN", "Boden")])
    assert desk.roles("member") == [("Exempel Exempelsson", "Boden")]
    assert desk.roles("principal") == [("U0REKTOR", "Exempelskolan")]
    school = desk.one(Unit, kind="school")
    assert (units[school.parent_id].name, school.channel_id) == ("Boden", "C0EXEMPEL")
    closed = desk.one(ClosedDays)
    assert (closed.name, closed.first_day, closed.last_day) == ("sportlov", date(2027, 3, 1), date(2027, 3, 5))
    assert STARTS in report.added
    assert not report.changed


def test_a_city_s_own_model_is_stored_without_a_network(desk: Desk):
    programme = "format: 1\nid: stad\ntitle: Stadens modell\n"
    report = desk.load(CITY, programme, names=("natverk.yaml", "stad.yaml"))
    assert (desk.all(Network), desk.all(Membership)) == ([], [])
    assert desk.one(Unit, kind="municipality").channel_id == "C0GRF"
    assert (desk.roles("administration"), desk.roles("board")) == ([("U0STRATEG", "Malmö")], [("U0SEKR", "Malmö")])
    assert desk.roles("head_of_schools") == [("U0UTBCHEF", "Exempelskolan"), ("U0UTBCHEF", "Provskolan")]
    assert desk.roles("principal") == [("U0REKTOR", "Exempelskolan"), ("U0REKTOR", "Provskolan")]
    assert len(desk.all(Person)) == 4
    city = desk.one(Unit, kind="municipality")
    assert city.board_meetings == ["2026-09-23", "2026-11-18", "2027-02-24", "2027-05-19"]
    assert city.programme_id == desk.one(Programme).id
    assert report.notes == []


def test_running_it_twice_changes_nothing(desk: Desk):
    desk.load(NORR)
    before = desk.everything()
    report = desk.load(NORR)
    assert desk.everything() == before
    assert not report.changes_anything
    assert (report.kept, report.ended, report.removed, report.unchanged) == ([], [], [], 21)


def test_city_districts_stand_under_their_city_which_is_no_member(desk: Desk):
    desk.load("programme: pisa-2015\nnetworks: [{name: Bohuslän}, {name: Skåne}]\n")
    cities = {unit.name: unit.id for unit in desk.all(Unit, kind="municipality")}
    districts = [(unit.name, unit.code, unit.parent_id) for unit in desk.all(Unit, kind="district")]
    assert districts == [("Angered SDN", None, cities["Göteborg"]), ("Hyllie SDN", None, cities["Malmö"])]
    assert len(desk.all(Membership)) == 13


def test_only_what_changed_in_the_file_is_applied(desk: Desk):
    desk.load(NORR)
    report = desk.load(NORR.replace("2027-02-10T10:00", "2027-02-10T12:00").replace("U0BODEN]", "U0BODEN, U0NY]"))
    assert report.changed == [Change(STARTS, "starts", "2027-02-10T10:00", "2027-02-10T12:00")]
    assert report.added == ["pisa-2015/networks/norr/municipalities/Boden/contact_persons/U0NY"]
    assert desk.one(Meeting).starts_at == datetime(2027, 2, 10, 11, tzinfo=UTC)
    (change,) = desk.all(Event, action="changed", subject="meetings")
    assert (change.via, list(change.changes)) == ("load", ["starts_at"])


def test_what_was_set_in_slack_stays_while_the_file_says_what_it_said(desk: Desk):
    desk.load(NORR)
    desk.in_slack(lambda row: setattr(row, "venue", "Folkets hus"), Meeting)
    desk.in_slack(lambda row: setattr(row, "channel_id", "C0NY"), Network)
    report = desk.load(NORR.replace("ends: 2027-02-11T15:00", "ends: 2027-02-11T16:00"))
    meeting = desk.one(Meeting)
    assert (meeting.venue, meeting.ends_at.hour, desk.one(Network).channel_id) == ("Folkets hus", 15, "C0NY")
    assert {(kept.field, kept.before, kept.after) for kept in report.kept} == {
        ("venue", "Folkets hus", "Björknäsgymnasiet"),
        ("channel", "C0NY", "C0NORR"),
    }
    assert [change.field for change in report.changed] == ["ends"]


@pytest.mark.parametrize(
    ("table", "column", "theirs", "was", "becomes", "place"),
    [
        (Network, "channel_id", "C0NY", "C0NORR", "C0ANNAN", (5, "networks[0].channel")),
        (Meeting, "venue", "Folkets hus", "Björknäsgymnasiet", "Medborgarhuset", (19, f"{CONFERENCE}.venue.name")),
        (Meeting, "themes", ["clear-roles"], "[linked-levels]", "[shared-view]", (20, f"{CONFERENCE}.themes")),
        (ClosedDays, "last_day", date(2027, 3, 4), "2027-03-05", "2027-03-06", (13, f"{MEMBER}.breaks[0].to")),
    ],
)  # fmt: skip
def test_changed_in_both_stops_with_line_and_field(
    desk: Desk, table: type[Base], column: str, theirs: Any, was: str, becomes: str, place: tuple[int, str]
):
    desk.load(NORR)
    desk.in_slack(lambda row: setattr(row, column, theirs), table)
    before = desk.everything()
    text = NORR.replace(was, becomes).replace("U0LEAD", "U0LEAD, U0NY")
    assert desk.refused(text) == [(*place, "load-conflict")]
    assert desk.everything() == before
    assert getattr(desk.one(table), column) == theirs


def test_a_conflict_is_over_when_the_file_says_what_is_set(desk: Desk):
    desk.load(NORR)
    desk.in_slack(lambda row: setattr(row, "venue", "Folkets hus"), Meeting)
    agreed = NORR.replace("Björknäsgymnasiet", "Folkets hus")
    assert not desk.load(agreed).changes_anything
    assert [change.after for change in desk.load(NORR).changed] == ["Björknäsgymnasiet"]


def test_what_somebody_made_first_is_taken_as_it_is_when_the_file_says_the_same(desk: Desk):
    desk.load("programme: pisa-2015\nnetworks: [{name: Norr, channel: C0NORR}]\n")
    with desk.database.transaction(desk.actor, NOW) as session:
        network = session.scalars(select(Network)).one()
        session.add(
            Meeting(
                workspace_id=desk.actor.workspace_id,
                network_id=network.id,
                kind="conference",
                number=1,
                starts_at=datetime(2027, 2, 10, 9, tzinfo=UTC),
                ends_at=datetime(2027, 2, 11, 13, tzinfo=UTC),
                timezone=ZONE,
                themes=[],
            )
        )
    assert desk.refused(NORR) == [(17, "networks[0].conferences[0].ends", "load-conflict")]
    desk.load(NORR.replace("2027-02-11T15:00", "2027-02-11T14:00"))
    assert desk.one(Meeting).venue == "Björknäsgymnasiet"


def test_what_was_ended_in_slack_stays_ended(desk: Desk):
    desk.load(NORR)
    desk.in_slack(lambda row: setattr(row, "valid_to", NOW), Role, kind="contact_person")
    report = desk.load(NORR)
    assert report.ended == ["pisa-2015/networks/norr/municipalities/Boden/contact_persons/U0BODEN"]
    assert desk.roles("contact_person") == []


def test_a_removed_entry_is_told_every_time_and_never_deleted(desk: Desk):
    desk.load(NORR)
    shorter = NORR.replace("[U0BODEN] ", "[] ").replace(
        "        venue: {name: Björknäsgymnasiet, approved: true}\n", ""
    )
    for _ in range(2):
        report = desk.load(shorter)
        assert "pisa-2015/networks/norr/municipalities/Boden/contact_persons/U0BODEN" in report.removed
        assert not report.changes_anything
    assert desk.roles("contact_person") == [("U0BODEN", "Boden")]
    assert desk.one(Meeting).venue == "Björknäsgymnasiet"


def test_a_field_that_is_not_written_any_more_is_told(desk: Desk):
    desk.load(NORR)
    for _ in range(2):
        report = desk.load(NORR.replace("        host: Boden\n", ""))
        assert report.removed == [f"{STARTS}/host"]
    assert desk.one(Meeting).host_unit_id is not None


def test_another_file_s_entries_are_not_told_as_removed(desk: Desk):
    names = ("norr.yaml", "syd.yaml")
    south = "programme: pisa-2015\nnetworks: [{name: Syd, channel: C0SYD}]\n"
    desk.load(NORR, south, names=names)
    assert desk.load(south, names=("syd.yaml",)).removed == []
    assert desk.load("programme: pisa-2015\n", names=("syd.yaml",)).removed[0] == "pisa-2015/networks/syd"


def test_what_two_files_say_is_removed_when_neither_says_it(desk: Desk):
    desk.load(NORR, "programme: pisa-2015\nleadership: [U0LEAD]\n", names=("norr.yaml", "ledning.yaml"))
    assert desk.load("programme: pisa-2015\n", names=("ledning.yaml",)).removed == []
    removed = desk.load(NORR.replace("[U0LEAD]", "[]"), names=("norr.yaml",)).removed
    assert removed == ["pisa-2015/leadership/U0LEAD"]


def test_a_fault_changes_nothing(desk: Desk):
    before = desk.everything()
    assert desk.refused(NORR.replace("host: Boden", "host: Luleå")) == [
        (18, "networks[0].conferences[0].host", "load-host-not-member")
    ]
    assert desk.everything() == before


def test_a_dry_run_tells_the_same_and_changes_nothing(desk: Desk):
    before = desk.everything()
    dry = desk.try_to_load(NORR)
    assert desk.everything() == before
    assert dry == desk.load(NORR)


def test_thirteen_networks_take_a_bounded_number_of_queries(desk: Desk):
    names = [network["name"] for round_ in _rounds() for network in round_["networks"]]
    one, many = (_networks(names[:1]), _networks(names))
    with counted(desk.database) as few:
        desk.load(one)
    with counted(desk.database) as first:
        desk.load(many)
    with counted(desk.database) as again:
        report = desk.load(many)
    assert len(desk.all(Membership)) == 86
    assert len(desk.all(Meeting)) == 13
    assert len(_asked(desk.database, first)) <= len(_asked(desk.database, few)) + 5
    assert len(_asked(desk.database, first)) <= 30
    assert len(again) <= 12
    assert not report.changes_anything


def test_a_school_may_stand_in_a_city_district(desk: Desk):
    school = "{name: Hyllie SDN, schools: [{name: Provskolan}]}"
    desk.load(f"programme: pisa-2015\nnetworks:\n- name: Skåne\n  municipalities: [{school}]\n")
    units = {unit.id: unit for unit in desk.all(Unit)}
    district = units[desk.one(Unit, kind="school").parent_id]
    assert (district.name, units[district.parent_id].name) == ("Hyllie SDN", "Malmö")


def test_what_speaks_of_a_conference_is_brought_up_to_date_when_it_changes(desk: Desk):
    desk.load(NORR)
    meeting = desk.one(Meeting)
    with desk.database.transaction(desk.actor, NOW) as session:
        key = {"key": "k", "kind": "conference-commitments", "recipient": "network:1"}
        about = {"subject": "meetings", "subject_id": meeting.id, "status": "sent"}
        times = {"due_at": NOW, "expires_at": NOW, "created_at": NOW}
        session.add(Delivery(workspace_id=desk.actor.workspace_id, **key, **about, **times))
    desk.load(NORR)
    assert desk.one(Delivery).refresh_at is None
    desk.load(NORR.replace("Björknäsgymnasiet", "Folkets hus"))
    assert desk.one(Delivery).refresh_at is not None


def test_the_principal_of_a_school_changes_and_the_former_has_been_it(desk: Desk):
    desk.load(NORR)
    report = desk.load(NORR.replace("U0REKTOR", "ny.rektor@boden.example"))
    assert [(change.before, change.after) for change in report.changed] == [("U0REKTOR", "ny.rektor@boden.example")]
    assert desk.roles("principal") == [("ny.rektor@boden.example", "Exempelskolan")]
    assert len(desk.all(Role, kind="principal")) == 2


def test_somebody_known_by_address_and_later_by_id_is_the_same(desk: Desk):
    desk.load(NORR.replace("U0REKTOR", "rektor@boden.example").replace("[U0BODEN]", "[kim@boden.example]"))
    for address, user in (("rektor@boden.example", "U0REKTOR"), ("kim@boden.example", "U0BODEN")):
        desk.in_slack(lambda row, user=user: setattr(row, "slack_user_id", user), Person, email=address)
    report = desk.load(NORR)
    assert not report.changes_anything
    assert report.kept == []
    assert desk.roles("contact_person") == [("U0BODEN", "Boden")]


def test_a_member_who_comes_to_slack_keeps_the_place(desk: Desk):
    desk.load(NORR)
    desk.load(NORR.replace("{name: Exempel Exempelsson}", "{name: Exempel Exempelsson, user: U0EXEMPEL}"))
    assert desk.roles("member") == [("U0EXEMPEL", "Boden")]
    assert len(desk.all(Role, kind="member")) == 1


def test_a_channel_that_another_network_has_is_refused(desk: Desk):
    desk.load(NORR)
    south = "programme: pisa-2015\nnetworks:\n- name: Syd\n  channel: C0NORR\n"
    assert desk.refused(south, names=("syd.yaml",)) == [(4, "networks[0].channel", "load-channel-taken")]


def test_a_beginning_after_the_end_that_was_set_in_slack_is_refused(desk: Desk):
    desk.load(NORR)
    desk.in_slack(lambda row: setattr(row, "ends_at", datetime(2027, 2, 10, 15, tzinfo=UTC)), Meeting)
    text = NORR.replace("2027-02-10T10:00", "2027-02-11T10:00")
    assert desk.refused(text) == [(16, "networks[0].conferences[0].starts", "load-ends-before-start")]


def test_two_networks_may_share_a_municipality_but_not_say_different_things_of_it(desk: Desk):
    text = """\
programme: pisa-2015
networks:
- name: Norr
  municipalities: [{name: Boden, schools: [{name: A, principal: U0A}]}]
- name: Syd
  municipalities: [{name: Boden, schools: [{name: A, principal: U0A}]}]
"""
    desk.load(text)
    assert len(desk.all(Unit, name="Boden")) == 1
    assert len(desk.all(Membership)) == 15
    faults = desk.refused(text.replace("U0A}]}]\n- name", "U0B}]}]\n- name"))
    assert faults == [(6, "networks[1].municipalities[0].schools[0].principal", "load-said-twice")]


PROGRAMME = """\
format: 1
id: stad
title: Stadens modell
areas:
  - id: area
    title: Området
    themes:
      - {id: first, title: Första, statement: Det första}
      - {id: second, title: Andra, statement: Det andra}
rounds:
  - id: only
    title: Omgången
    starts: hösten 2026
    networks: [{id: nord, name: Nord, members: [{code: 2582, name: Boden}]}]
"""
USING = """\
programme: stad.yaml
networks:
- name: Nord
  conferences: [{number: 1, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00, themes: [first]}]
"""


def test_a_running_network_keeps_its_programme_until_the_new_one_is_loaded(desk: Desk):
    names = ("natverk.yaml", "stad.yaml")
    desk.load(USING, PROGRAMME, names=names)
    newer = PROGRAMME.replace("title: Första", "title: Allra första")
    (desk.folder / "stad.yaml").write_text(newer, encoding="utf-8")
    report = desk.load(USING)
    assert [note.name for note in report.notes] == ["load-newer-programme"]
    assert desk.one(Programme).content["areas"][0]["themes"][0]["title"] == "Första"
    report = desk.load(newer, names=("stad.yaml",))
    assert report.replaced == ["stad"]
    assert desk.one(Programme).content["areas"][0]["themes"][0]["title"] == "Allra första"


@pytest.mark.parametrize(
    ("removed", "field"),
    [
        ("      - {id: first, title: Första, statement: Det första}\n", "areas"),
        ("id: nord, name: Nord", "rounds"),
    ],
)
def test_an_id_that_has_rows_cannot_be_removed(desk: Desk, removed: str, field: str):
    desk.load(USING, PROGRAMME, names=("natverk.yaml", "stad.yaml"))
    newer = PROGRAMME.replace(removed, "id: annat, name: Annat" if field == "rounds" else "")
    ((_, where, sentence),) = desk.refused(newer, names=("stad.yaml",))
    assert (where, sentence) == (field, "load-id-removed")


def test_an_id_without_rows_can_be_removed(desk: Desk):
    desk.load(USING, PROGRAMME, names=("natverk.yaml", "stad.yaml"))
    newer = PROGRAMME.replace("      - {id: second, title: Andra, statement: Det andra}\n", "")
    assert desk.load(newer, names=("stad.yaml",)).replaced == ["stad"]


def test_a_network_that_the_programme_renames_is_still_the_same(desk: Desk):
    desk.load(USING, PROGRAMME, names=("natverk.yaml", "stad.yaml"))
    renamed = PROGRAMME.replace("name: Nord", "name: Norra")
    report = desk.load(USING.replace("name: Nord", "name: Norra"), renamed, names=("natverk.yaml", "stad.yaml"))
    assert (desk.one(Network).name, report.added, report.removed) == ("Norra", [], [])


def test_loaded_entries_stay_within_their_workspace(desk: Desk):
    desk.load(NORR)
    assert {entry.workspace_id for entry in desk.all(LoadedEntry)} == {desk.actor.workspace_id}


def _asked(database: Database, statements: list[str]) -> list[str]:
    """Return what goes to a server; SQLite takes new rows one by one, in the same process."""
    return [each for each in statements if not (database.is_sqlite and each.startswith("INSERT"))]


def _rounds() -> list[dict[str, Any]]:
    from bot.content.municipalities import PROGRAMMES
    from bot.content.programme_file import open_programme

    rounds: list[dict[str, Any]] = open_programme(PROGRAMMES / "pisa-2015.yaml").content["rounds"]
    return rounds


def _networks(names: list[str]) -> str:
    conference = "{number: 1, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00, themes: [linked-levels]}"
    lines = [
        f"- {{name: {name}, channel: C0N{number:02}, conferences: [{conference}]}}" for number, name in enumerate(names)
    ]
    return "programme: pisa-2015\nleadership: [U0LEAD]\nnetworks:\n" + "\n".join(lines) + "\n"


def test_an_end_is_a_change_of_the_file_and_stays_at_the_next_load(desk: Desk):
    ended = NORR.replace("[U0BODEN]", "[{user: U0BODEN, ended: 2027-01-15}, U0NY]")
    contact = "pisa-2015/networks/norr/municipalities/Boden/contact_persons/U0BODEN"
    desk.load(NORR)
    assert Change(contact, "ended", "–", "2027-01-15") in desk.try_to_load(ended).changed
    assert desk.all(Role, kind="contact_person")[0].valid_to is None
    desk.load(ended)
    # The midnight after, by the installation's clock.
    assert desk.all(Role, kind="contact_person")[0].valid_to == datetime(2027, 1, 15, 23, tzinfo=UTC)
    everything = desk.everything()
    assert not desk.load(ended).changes_anything
    assert desk.everything() == everything
    assert desk.load(NORR).changed == [Change(contact, "ended", "2027-01-15", "–")]
    assert desk.all(Role, kind="contact_person")[0].valid_to is None


def test_who_left_the_file_without_an_end_is_reported_and_stays(desk: Desk):
    ended = NORR.replace("[U0BODEN]", "[{user: U0BODEN, ended: 2027-01-15}]")
    desk.load(ended)
    report = desk.load(NORR.replace("[U0BODEN]", "[U0NY]"))
    assert [path.rsplit("/", 1)[1] for path in report.removed] == ["U0BODEN"]
    assert desk.all(Role, kind="contact_person")[0].valid_to == datetime(2027, 1, 15, 23, tzinfo=UTC)


def test_an_end_that_has_passed_holds_in_an_empty_database_too(desk: Desk):
    gone = NORR.replace("[U0BODEN]", "[{user: U0BODEN, ended: 2026-03-31}]").replace(
        "principal: U0REKTOR", "principal: {user: U0REKTOR, ended: 2026-03-31}"
    )
    desk.load(gone)
    assert desk.one(Role, kind="contact_person").valid_to == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert desk.all(Role, kind="principal") == []
    assert not desk.load(gone).changes_anything
    assert not desk.load(gone).ended


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("[U0BODEN]", "[{user: U0BODEN, ended: 2026-01-15}]", (8, f"{MEMBER}.contact_persons[0].ended")),
        (
            "principal: U0REKTOR",
            "principal: {user: U0REKTOR, ended: 2026-01-15}",
            (12, f"{MEMBER}.schools[0].principal"),
        ),
    ],
)
def test_nothing_ends_before_it_began(desk: Desk, was: str, becomes: str, expected: tuple[int, str]):
    desk.load(NORR)
    assert desk.refused(NORR.replace(was, becomes)) == [(*expected, "load-ended-before-begun")]


def test_an_end_against_what_was_set_in_slack_is_a_conflict(desk: Desk):
    desk.load(NORR)
    desk.in_slack(lambda role: setattr(role, "valid_to", NOW), Role, kind="principal")
    ended = NORR.replace("principal: U0REKTOR", "principal: {user: U0REKTOR, ended: 2027-01-15}")
    assert desk.refused(ended) == [(12, f"{MEMBER}.schools[0].principal", "load-conflict")]
