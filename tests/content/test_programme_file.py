import re
from pathlib import Path

import pytest

from bot.content.faults import ContentError
from bot.content.municipalities import PROGRAMMES, official_list
from bot.content.programme_file import open_programme, read_programme
from bot.content.yaml_source import read_source
from bot.domain.programme.models import Programme

PISA = open_programme(PROGRAMMES / "pisa-2015.yaml").programme

#: DOMAIN N16, as written there.
N16 = """
Pilot: Borås, Karlstad, Landskrona, Luleå, Sollentuna, Umeå, Uppsala.
Norr: Boden, Haparanda, Kalix, Lycksele, Piteå, Robertsfors, Strömsund.
Karlstadregionen: Arboga, Grums, Hallsberg, Hammarö, Karlskoga, Lekeberg, Åmål.
Högbo: Bollnäs, Gävle, Hofors, Knivsta, Ovanåker, Sundsvall, Älvkarleby.
Bohuslän: Angered SDN, Kungälv, Lysekil, Munkedal, Orust, Stenungsund, Tjörn.
08 Stockholm: Järfälla, Nacka, Strängnäs, Vallentuna, Upplands-Bro, Österåker.
Skåne: Bromölla, Hyllie SDN, Kävlinge, Svedala, Tomelilla, Vellinge.
Dalarna: Berg, Hedemora, Mora, Orsa, Rättvik, Vansbro.
Västergötland: Alvesta, Gnosjö, Lidköping, Skara, Trollhättan, Värnamo.
Västmanland: Enköping, Fagersta, Hallstahammar, Lindesberg, Surahammar, Västerås.
NÖS: Askersund, Motala, Mönsterås, Nässjö, Tranås, Sävsjö, Vadstena.
Östersjön: Finspång, Gotland, Katrineholm, Norrköping, Sundbyberg, Trosa, Värmdö.
Syd: Emmaboda, Karlshamn, Lessebo, Svalöv, Sölvesborg, Tingsryd, Älmhult.
"""

SMALL = """\
format: 1
id: ett-program
title: Ett program
areas:
  - id: area
    title: Området
    themes:
      - {id: first, title: Det första, statement: Det första ska vara så}
rounds:
  - id: only
    title: Omgången
    starts: hösten 2026
    networks:
      - id: norr
        name: Norr
        members:
          - {code: 2582, name: Boden}
          - {code: 2580, name: Luleå}
preparation:
  - {id: brief, title: Skriv ert missiv, owner: contact_person, due: {before: conference, days: 21}, form: brief}
agenda_rules: {starts_latest: "12:00", ends_earliest: "14:00", mixed_groups_hours: 3}
forms:
  - id: brief
    questions:
      - {id: state, kind: text, label: Var står ni i temat?, max: 3000}
"""


def members() -> list[tuple[str, str]]:
    return [
        (network.name, member.name)
        for round_ in PISA.rounds
        for network in round_.networks
        for member in network.members
    ]


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ContentError) as caught:
        read_programme(read_source("program.yaml", text.encode()))
    return [(fault.line, fault.field, fault.what.name) for fault in caught.value.faults]


def test_the_real_networks_are_those_of_the_source():
    expected = [
        (name, member)
        for line in N16.strip().splitlines()
        for name, listed in [line.rstrip(".").split(": ")]
        for member in listed.split(", ")
    ]
    assert members() == expected
    assert len(expected) == 86


def test_three_rounds_of_seven_forty_and_thirty_nine_members():
    sizes = {each.id: sum(len(network.members) for network in each.networks) for each in PISA.rounds}
    assert sizes == {"pilot": 7, "autumn": 40, "spring": 39}
    assert [len(each.networks) for each in PISA.rounds] == [1, 6, 6]
    assert [each.starts for each in PISA.rounds] == ["våren 2012", "hösten 2012", "hösten 2013"]


def test_every_code_is_the_municipality_s_own():
    for round_ in PISA.rounds:
        for network in round_.networks:
            for member in network.members:
                official = official_list().with_code(member.code or member.city or "")
                assert official is not None
                assert member.is_district or official.name == member.name


def test_city_districts_stand_under_their_city_without_a_code():
    districts = {
        member.name: (member.code, member.city)
        for round_ in PISA.rounds
        for network in round_.networks
        for member in network.members
        if member.is_district
    }
    assert districts == {"Angered SDN": (None, "1480"), "Hyllie SDN": (None, "1280")}


def test_the_official_list_has_290_municipalities_in_21_counties():
    listed = official_list().municipalities
    assert len(listed) == 290
    assert len({each.county for each in listed}) == 21
    assert all(re.fullmatch(r"\d{4}", each.code) for each in listed)
    assert official_list().named("upplands väsby") == official_list().with_code("0114")


def test_six_themes_in_three_areas():
    assert {area.id: [theme.id for theme in area.themes] for area in PISA.areas} == {
        "joint-leadership": ["linked-levels", "clear-roles"],
        "shared-view": ["high-expectations", "teachers-competence"],
        "shared-routines": ["follow-up-routines", "catching-pupils"],
    }
    theme = PISA.theme("catching-pupils")
    assert theme is not None
    assert theme.statement == "Det finns fungerande rutiner för att fånga upp elever i behov av stöd"
    assert PISA.theme("nothing") is None


@pytest.mark.parametrize("name", ["shared-view", "Gemensam syn", "gemensam SYN "])
def test_an_area_s_name_stands_for_both_its_statements(name: str):
    assert PISA.named_themes(name) == ("high-expectations", "teachers-competence")


@pytest.mark.parametrize(
    "name",
    ["clear-roles", "Tydlig uppdrags- och rollfördelning", "Det finns en tydlig uppdrags- och rollfördelning"],
)
def test_a_theme_is_known_by_id_title_and_statement(name: str):
    assert PISA.named_themes(name) == ("clear-roles",)


def test_goals_and_terms_are_those_of_the_source():
    goals = {goal.id: (goal.baseline, goal.baseline_year, goal.target, goal.target_year) for goal in PISA.goals}
    assert goals == {
        "lowest-level": (22, 2009, 11, 2015),
        "highest-level": (8, 2009, None, 2015),
        "oecd-top-ten": (None, 2009, 10, 2015),
    }
    assert len(PISA.terms) == 7


def test_what_is_stored_reads_back_the_same():
    assert Programme.model_validate(open_programme(PROGRAMMES / "pisa-2015.yaml").content) == PISA
    small = read_programme(read_source("program.yaml", SMALL.encode()))
    assert Programme.model_validate(small.content) == small.programme


def test_the_hash_follows_what_is_said_not_how():
    first = read_programme(read_source("a.yaml", SMALL.encode()))
    commented = read_programme(read_source("b.yaml", f"# kommentar\n{SMALL}".encode()))
    changed = read_programme(read_source("a.yaml", SMALL.replace("Det första ska", "Det andra ska").encode()))
    assert first.content_hash == commented.content_hash != changed.content_hash


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("format: 1", "format: 2", (1, "format", "load-unknown-format")),
        ("id: ett-program", "id: Ett program", (2, "id", "load-bad-id")),
        ("title: Ett program\n", "", (1, "title", "load-missing")),
        ("title: Ett program", "title:", (3, "title", "load-missing")),
        ("title: Ett program", "titel: Ett program\ntitle: x", (3, "titel", "load-unknown-key-meant")),
        ("id: area\n", "id: first\n", (8, "areas[0].themes[0].id", "load-twice")),
        ("code: 2582", "code: 2581", (17, "rounds[0].networks[0].members[0].code", "load-code-of-another")),
        ("code: 2582", "code: 9999", (17, "rounds[0].networks[0].members[0].code", "load-unknown-code")),
        ("code: 2582", "code: 258", (17, "rounds[0].networks[0].members[0].code", "load-bad-code")),
        ("code: 2582, ", "", (17, "rounds[0].networks[0].members[0]", "load-member-identity")),
        (
            "code: 2580, name: Luleå",
            "code: 2582, name: Boden",
            (18, "rounds[0].networks[0].members[1]", "load-twice"),
        ),
        ("form: brief}", "form: brev}", (20, "preparation[0].form", "load-unknown-form")),
        ("before: conference", "before: jul", (20, "preparation[0].due", "load-unknown-anchor")),
        ("before: conference, days", "days", (20, "preparation[0].due", "load-due-needs-anchor")),
        ("days: 21", "days: tre veckor", (20, "preparation[0].due.days", "load-not-a-whole-number")),
        ('"12:00"', "720", (21, "agenda_rules.starts_latest", "load-not-a-time")),
        ('"12:00"', "25:00", (21, "agenda_rules.starts_latest", "load-not-a-time")),
        ("hours: 3", "hours: 0", (21, "agenda_rules.mixed_groups_hours", "load-too-low")),
        ("hours: 3", "hours: tre", (21, "agenda_rules.mixed_groups_hours", "load-not-a-number")),
        (
            "themes:\n      - {id: first, title: Det första, statement: Det första ska vara så}\n",
            "themes: []\n",
            (7, "areas[0].themes", "load-too-few"),
        ),
        ("    title: Området", "    titlar:\n    title: Området", (6, "areas[0].titlar", "load-unknown-key-meant")),
        ("kind: text", "kind: roman", (25, "forms[0].questions[0]", "load-not-one-of")),
        ("kind: text, ", "", (25, "forms[0].questions[0]", "load-no-kind")),
        ("max: 3000", "maximum: 3000", (25, "forms[0].questions[0].maximum", "load-unknown-key-meant")),
        ("max: 3000", "max: 5000", (25, "forms[0].questions[0].max", "load-too-high")),
    ],
)
def test_refuses_with_line_and_field(was: str, becomes: str, expected: tuple[int, str, str]):
    assert was in SMALL
    assert faults(SMALL.replace(was, becomes, 1)) == [expected]


def test_pisa_in_the_repository_is_where_the_bot_looks():
    assert (Path(__file__).parents[2] / "programmes" / "pisa-2015.yaml") == PROGRAMMES / "pisa-2015.yaml"
