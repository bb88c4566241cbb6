from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content.faults import ContentError
from bot.content.files import open_files
from bot.content.workspace_file import WorkspaceFile, read_workspace
from bot.content.yaml_source import read_source
from bot.domain.programme.models import Programme

#: The first example of the contract, as it stands there.
NORR = """\
programme: pisa-2015            # a name from programmes/, or a path
leadership: [U0LEAD]            # Slack user ids
networks:
  - name: Norr                  # members may be left out when the programme ships them
    channel: C0NORR
    municipalities:
      - name: Boden
        contact_persons: [U0BODEN]      # a Slack id or an e-mail address
        deputies: []
        members: {politician: [{name: Exempel Exempelsson}], administration: [], principal: [], teacher: []}
        schools:
          - {name: Exempelskolan, principal: U0REKTOR, channel: C0EXEMPEL}
        breaks: [{name: sportlov, from: 2027-03-01, to: 2027-03-05}]
    conferences:
      - number: 1
        starts: 2027-02-10T10:00
        ends: 2027-02-11T15:00
        host: Boden
        venue: {name: Björknäsgymnasiet, approved: true}
        themes: [linked-levels]
"""

#: The second one: a city's own model, on a programme of its own.
CITY = """\
programme: stad.yaml
leadership: [U0STRATEG]
municipalities:
  - name: Malmö
    channel: C0GRF
    administration: [U0STRATEG]
    board: [U0SEKR]
    board_meetings: [2026-09-23, 2026-11-18, 2027-02-24, 2027-05-19]
    heads_of_schools: [{user: U0UTBCHEF, schools: [Exempelskolan, Provskolan]}]
    schools:
      - {name: Exempelskolan, principal: U0REKTOR, channel: C0EXEMPEL}
      - {name: Provskolan, principal: U0REKTOR}
    breaks: [{name: höstlov, from: 2026-10-26, to: 2026-10-30}]
"""


OLD_AREA = {
    "id": "old",
    "title": "Äldre",
    "themes": [{"id": "old-theme", "title": "Ett äldre tema", "statement": "Ett äldre tema"}],
}
OLD_ROUND = {
    "id": "autumn",
    "title": "Höst",
    "starts": "hösten 2012",
    "networks": [{"id": "norr", "name": "Norr", "members": [{"code": "2582", "name": "Boden"}]}],
}

MEMBER = "networks[0].municipalities[0]"
SCHOOL = f"{MEMBER}.schools[0]"
CONFERENCE = "networks[0].conferences[0]"


def read(text: str, beside: Path = Path(), timezone: str = "Europe/Stockholm") -> WorkspaceFile:
    return read_workspace(read_source("natverk.yaml", text.encode()), timezone=timezone, beside=beside)


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ContentError) as caught:
        read(text)
    return [(fault.line, fault.field, fault.what.name) for fault in caught.value.faults]


def test_the_contract_s_network_reads_whole():
    file = read(NORR)
    (network,) = file.networks
    assert [one.user for one in file.content.leadership] == ["U0LEAD"]
    assert (network.name, network.round, network.part.channel) == ("Norr", "autumn", "C0NORR")
    boden = network.members[0]
    assert boden.unit.code == "2582"
    assert [one.user for one in boden.part.contact_persons] == ["U0BODEN"]
    assert [person.name for person in boden.part.members.politician] == ["Exempel Exempelsson"]
    assert [(s.name, s.principal[0].user, s.channel) for s in boden.part.schools] == [
        ("Exempelskolan", "U0REKTOR", "C0EXEMPEL")
    ]
    assert [(b.name, b.first_day, b.last_day) for b in boden.part.breaks] == [
        ("sportlov", date(2027, 3, 1), date(2027, 3, 5))
    ]


def test_members_left_out_come_from_the_programme():
    (network,) = read(NORR).networks
    assert [each.unit.name for each in network.members] == [
        *("Boden", "Haparanda", "Kalix", "Lycksele", "Piteå", "Robertsfors", "Strömsund")
    ]


def test_a_city_district_of_the_programme_is_matched_by_name():
    (network,) = read(
        "programme: pisa-2015\nnetworks:\n  - name: skåne\n    municipalities: [{name: Hyllie SDN}]"
    ).networks
    assert network.name == "Skåne"
    assert (network.members[0].unit.code, network.members[0].unit.city_code) == (None, "1280")
    assert len(network.members) == 6


def test_a_conference_has_its_host_its_themes_and_instants():
    (conference,) = read(NORR).networks[0].conferences
    assert conference.part.starts == datetime(2027, 2, 10, 9, tzinfo=UTC)
    assert conference.host is not None
    assert conference.host.name == "Boden"
    assert conference.themes == ("linked-levels",)
    assert conference.part.venue is not None
    assert conference.part.venue.approved


def test_times_without_offset_are_in_the_given_zone_and_others_in_their_own():
    (there,) = read(NORR, timezone="Europe/Helsinki").networks[0].conferences
    assert there.part.starts == datetime(2027, 2, 10, 10, tzinfo=ZoneInfo("Europe/Helsinki"))
    (utc,) = read(NORR.replace("T10:00", "T10:00Z")).networks[0].conferences
    assert utc.part.starts == datetime(2027, 2, 10, 10, tzinfo=UTC)


def test_an_area_s_name_means_both_its_statements_and_none_twice():
    (conference,) = read(NORR.replace("[linked-levels]", "[clear-roles, Gemensam ledning]")).networks[0].conferences
    assert conference.themes == ("clear-roles", "linked-levels")


def test_a_network_of_one_s_own_writes_out_its_members():
    text = "programme: pisa-2015\nnetworks:\n  - name: Fjällen\n    municipalities: [{name: Åre}, {name: Berg}]\n"
    (network,) = read(text).networks
    assert (network.name, network.round) == ("Fjällen", None)
    assert [(each.unit.name, each.unit.code) for each in network.members] == [("Åre", "2321"), ("Berg", "2326")]


def test_a_district_outside_the_programme_names_its_city():
    text = "programme: pisa-2015\nnetworks:\n  - name: Syd\n    municipalities: [{name: Rosengård SDN, in: Malmö}]\n"
    unit = read(text).networks[0].members[0].unit
    assert (unit.name, unit.code, unit.city_code) == ("Rosengård SDN", None, "1280")


def test_the_contract_s_city_reads_whole(tmp_path: Path):
    (tmp_path / "stad.yaml").write_text("format: 1\nid: stad\ntitle: Stadens modell\n", encoding="utf-8")
    file = read(CITY, tmp_path)
    (city,) = file.municipalities
    assert file.programme.programme.id == "stad"
    assert (city.unit.code, city.part.channel) == ("1280", "C0GRF")
    assert [one.user for one in (*city.part.administration, *city.part.board)] == ["U0STRATEG", "U0SEKR"]
    assert city.part.board_meetings[0] == date(2026, 9, 23)
    assert city.part.heads_of_schools[0].schools == ("Exempelskolan", "Provskolan")
    assert [school.principal[0].user for school in city.part.schools] == ["U0REKTOR", "U0REKTOR"]


def test_one_file_may_hold_both_forms():
    both = NORR + CITY.split("[U0STRATEG]\n", 1)[1].replace("C0EXEMPEL", "C0ANNAN")
    file = read(both)
    assert (len(file.networks), len(file.municipalities)) == (1, 1)


def test_every_entry_knows_its_line():
    file = read(NORR)
    (network,) = file.networks
    assert file.source.line((*network.path, "channel")) == 5
    assert file.source.line((*network.conferences[0].path, "starts")) == 16
    haparanda = network.members[1]
    assert file.source.line(haparanda.path) == 4


def test_e_mail_addresses_are_kept_in_small_letters():
    file = read(NORR.replace("U0BODEN", "Kim.Exempel@boden.example"))
    assert [one.user for one in file.networks[0].members[0].part.contact_persons] == ["kim.exempel@boden.example"]


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("programme: pisa-2015", "programme: pisa-2051", (1, "programme", "load-unknown-programme")),
        ("programme: pisa-2015 ", "programm: pisa-2015 ", (1, "programm", "load-unknown-key-meant")),
        ("[U0LEAD]", "[u0lead]", (2, "leadership[0]", "load-bad-person")),
        ("[U0LEAD]", "U0LEAD", (2, "leadership", "load-not-a-list")),
        ("[U0BODEN]", "[{user: U0BODEN, ended: 15 jan}]", (8, f"{MEMBER}.contact_persons[0].ended", "load-not-a-day")),
        ("[U0BODEN]", "[{user: u0, ended: 2027-01-15}]", (8, f"{MEMBER}.contact_persons[0].user", "load-bad-person")),
        ("[U0BODEN]", "[{ended: 2027-01-15}]", (8, f"{MEMBER}.contact_persons[0].user", "load-missing")),
        (
            "[U0BODEN]",
            "[{user: U0BODEN, ends: 2027-01-15}]",
            (8, f"{MEMBER}.contact_persons[0].ends", "load-unknown-key-meant"),
        ),
        (
            "[U0BODEN]",
            "[{user: U0BODEN, ended: 2027-01-15}, U0BODEN]",
            (8, f"{MEMBER}.contact_persons[1]", "load-twice"),
        ),
        (
            "principal: U0REKTOR",
            "principal: {user: U0REKTOR, ended: ja}",
            (12, f"{SCHOOL}.principal.ended", "load-not-a-day"),
        ),
        ("principal: U0REKTOR", "principal: [U0REKTOR, U0REKTOR]", (12, f"{SCHOOL}.principal[1]", "load-twice")),
        ("name: Exempelskolan,", "name: Exempelskolan, ended: 2027-02-30,", (12, f"{SCHOOL}.ended", "load-not-a-day")),
        ("[U0BODEN]", "['kim@boden']", (8, f"{MEMBER}.contact_persons[0]", "load-bad-email")),
        ("deputies: []", "deputies: [U0BODEN]", (9, f"{MEMBER}.deputies[0]", "load-twice")),
        ("deputies", "deputys", (9, f"{MEMBER}.deputys", "load-unknown-key-meant")),
        ("politician:", "politiker:", (10, f"{MEMBER}.members.politiker", "load-unknown-key-meant")),
        ("{name: Exempel Exempelsson}", "{}", (10, f"{MEMBER}.members.politician[0].name", "load-missing")),
        ("C0NORR", "natverk-norr", (5, "networks[0].channel", "load-bad-channel")),
        ("C0NORR", "D0NORR", (5, "networks[0].channel", "load-bad-channel")),
        ("channel: C0NORR", "chanel: C0NORR", (5, "networks[0].chanel", "load-unknown-key-meant")),
        ("channel: C0NORR", "färg: blå", (5, "networks[0].färg", "load-unknown-key")),
        ("      - name: Boden", "      - name: Bodn", (7, f"{MEMBER}.name", "load-unknown-municipality-meant")),
        ("      - name: Boden", "      - name: Xyz", (7, f"{MEMBER}.name", "load-unknown-municipality")),
        ("from: 2027-03-01", "from: 1 mars", (13, f"{MEMBER}.breaks[0].from", "load-not-a-day")),
        ("from: 2027-03-01", "from: 20270301", (13, f"{MEMBER}.breaks[0].from", "load-not-a-day")),
        ("from: 2027-03-01", "from: 2027-02-30", (13, f"{MEMBER}.breaks[0].from", "load-not-a-day")),
        ("to: 2027-03-05", "to: 2027-02-05", (13, f"{MEMBER}.breaks[0].to", "load-break-backwards")),
        ("number: 1", "number: ett", (15, f"{CONFERENCE}.number", "load-not-a-whole-number")),
        ("number: 1", "number: 0", (15, f"{CONFERENCE}.number", "load-too-low")),
        ("2027-02-10T10:00", '"10:30"', (16, f"{CONFERENCE}.starts", "load-not-a-moment")),
        ("2027-02-10T10:00", "1803027600", (16, f"{CONFERENCE}.starts", "load-not-a-moment")),
        ("2027-02-10T10:00", "2027-02-10", (16, f"{CONFERENCE}.starts", "load-not-a-moment")),
        ("2027-02-10T10:00", "2027-02-10T25:00", (16, f"{CONFERENCE}.starts", "load-not-a-moment")),
        ("2027-02-11T15:00", "2027-02-10T09:00", (17, f"{CONFERENCE}.ends", "load-ends-before-start")),
        ("        ends: 2027-02-11T15:00\n", "", (15, f"{CONFERENCE}.ends", "load-missing")),
        ("host: Boden", "host: Luleå", (18, f"{CONFERENCE}.host", "load-host-not-member")),
        ("approved: true", "approved: kanske", (19, f"{CONFERENCE}.venue.approved", "load-not-true-or-false")),
        (
            "venue: {name: Björknäsgymnasiet, approved: true}",
            "venue: Björknäsgymnasiet",
            (19, f"{CONFERENCE}.venue", "load-not-a-mapping"),
        ),
        ("[linked-levels]", "[linked-level]", (20, f"{CONFERENCE}.themes[0]", "load-unknown-theme")),
    ],
)
def test_refuses_with_line_and_field(was: str, becomes: str, expected: tuple[int, str, str]):
    assert was in NORR
    assert faults(NORR.replace(was, becomes, 1)) == [expected]


@pytest.mark.parametrize(
    ("networks", "expected"),
    [
        ("- name: Nor", (3, "networks[0].name", "load-unknown-network-meant")),
        ("- name: Fjällvärlden", (3, "networks[0].name", "load-unknown-network")),
        ("- name: Norr\n- name: norr", (4, "networks[1].name", "load-twice")),
        ("- {name: Norr, channel: C0A}\n- {name: Syd, channel: C0A}", (4, "networks[1].channel", "load-twice")),
        (
            "- {name: Norr, municipalities: [{name: Boden}, {name: boden}]}",
            (3, "networks[0].municipalities[1].name", "load-twice"),
        ),
        (
            "- {name: Norr, municipalities: [{name: Boden, schools: [{name: A}, {name: a}]}]}",
            (3, "networks[0].municipalities[0].schools[1].name", "load-twice"),
        ),
        (
            "- {name: Norr, municipalities: [{name: Boden, heads_of_schools: [{user: U0X, schools: [A]}]}]}",
            (3, "networks[0].municipalities[0].heads_of_schools[0].schools[0]", "load-unknown-school"),
        ),
        (
            "- {name: Norr, municipalities: [{name: Rosengård SDN, in: Malmoe}]}",
            (3, "networks[0].municipalities[0].in", "load-unknown-municipality-meant"),
        ),
    ],
)
def test_refuses_what_does_not_hold_together(networks: str, expected: tuple[int, str, str]):
    assert faults(f"programme: pisa-2015\nnetworks:\n{networks}\n") == [expected]


def test_a_conference_s_number_stands_once():
    twice = "- {number: 1, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00}\n"
    text = f"programme: pisa-2015\nnetworks:\n- name: Norr\n  conferences:\n  {twice}  {twice}"
    assert faults(text) == [(6, "networks[0].conferences[1].number", "load-twice")]


def test_all_faults_are_told_in_the_order_of_the_lines():
    text = NORR.replace("U0LEAD", "lead").replace("T10:00", "").replace("C0NORR", "norr")
    assert [line for line, _, _ in faults(text)] == [2, 5, 16]


def test_the_mapping_itself_is_asked_for():
    assert faults("- programme: pisa-2015\n") == [(1, "", "load-not-a-mapping")]


def test_a_programme_with_faults_is_told_with_its_own_file(tmp_path: Path):
    (tmp_path / "stad.yaml").write_text("format: 1\nid: stad\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(CITY, tmp_path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.field, fault.what.name) == ("stad.yaml", "title", "load-missing")


def test_files_are_told_apart_and_all_their_faults_are_told(tmp_path: Path):
    programme, workspace, bad = tmp_path / "stad.yaml", tmp_path / "natverk.yaml", tmp_path / "fel.yaml"
    programme.write_text("format: 1\nid: stad\ntitle: Stadens modell\n", encoding="utf-8")
    workspace.write_text(NORR, encoding="utf-8")
    bad.write_text("programme: ingen\n", encoding="utf-8")
    programmes, workspaces = open_files([workspace, programme], timezone="Europe/Stockholm")
    assert [file.programme.id for file in programmes] == ["stad"]
    assert [file.networks[0].name for file in workspaces] == ["Norr"]
    with pytest.raises(ContentError) as caught:
        open_files([bad, workspace, tmp_path / "borta.yaml"], timezone="Europe/Stockholm")
    assert {Path(fault.file).name for fault in caught.value.faults} == {"fel.yaml", "borta.yaml"}


def test_names_are_held_against_what_running_networks_have_kept():
    older = Programme.model_validate(
        {"format": 1, "id": "pisa-2015", "title": "Äldre", "areas": [OLD_AREA], "rounds": [OLD_ROUND]}
    )
    text = "programme: pisa-2015\nnetworks:\n- {name: Norr, conferences: [%s]}\n"
    conference = "{number: 1, starts: 2027-02-10T10:00, ends: 2027-02-11T15:00, themes: [%s]}"
    source = read_source("natverk.yaml", (text % (conference % "old-theme")).encode())
    file = read_workspace(source, timezone="Europe/Stockholm", beside=Path(), known={"pisa-2015": older})
    assert file.networks[0].conferences[0].themes == ("old-theme",)
    assert [entry.unit.name for entry in file.networks[0].members] == ["Boden"]
    assert file.programme.programme.title == "SKL Matematik PISA 2015"


def test_a_programme_among_the_files_is_known_by_its_id(tmp_path: Path):
    (tmp_path / "vart.yaml").write_text("format: 1\nid: stad\ntitle: Stadens modell\n", encoding="utf-8")
    (tmp_path / "natverk.yaml").write_text("programme: stad\n", encoding="utf-8")
    _, (file,) = open_files([tmp_path / "natverk.yaml", tmp_path / "vart.yaml"], timezone="Europe/Stockholm")
    assert file.held_against.title == "Stadens modell"
