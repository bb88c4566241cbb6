"""A country in annual wheels: 290 municipalities, 4,800 made-up schools, 25 milestones."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.content.municipalities import PROGRAMMES, official_list
from bot.content.programme_file import open_programme
from bot.storage.tables import Base, Person, Programme, Role, Task, Unit
from bot.storage.wheel import MILESTONE

SCHOOLS = 4800
#: Those that the last principal heads, too.
HEADED = 60
#: Of the 43 milestones in the file.
MILESTONES = 25


def write_country(session: Session, common: dict[str, Any], now: datetime) -> None:
    """Write municipalities, schools, their principals and administrations; every tenth school has done everything."""
    malmo = open_programme(PROGRAMMES / "malmo-2014.yaml")
    content = malmo.content | {"wheel": malmo.content["wheel"][:MILESTONES]}
    programme = Programme(**common, slug="x", title="x", content=content, content_hash="x", loaded_at=now)
    session.add(programme)
    session.flush()
    follows = {"programme_id": programme.id, "follows_from": date(2026, 6, 1), "board_meetings": ["2026-09-23"]}
    cities = [
        common | follows | {"kind": "municipality", "name": each.name, "code": each.code}
        for each in official_list().municipalities
    ]
    municipalities = _added(session, Unit, cities)
    schools = _added(
        session,
        Unit,
        [
            common
            | {"kind": "school", "name": f"Skola {n}", "parent_id": municipalities[n % len(municipalities)]}
            # Every tenth has a channel of its own.
            | {"channel_id": None if n % 10 else f"C{n:06}"}
            for n in range(SCHOOLS)
        ],
    )
    people = _added(
        session,
        Person,
        [
            common | {"slack_user_id": f"U{n:06}", "name": f"Kim {n}", "active": True}
            for n in range(SCHOOLS + len(municipalities))
        ],
    )
    kinds = ["administration"] * len(municipalities) + ["principal"] * SCHOOLS
    held = {"valid_from": now - timedelta(days=60)}
    roles = [
        common | held | {"person_id": person, "unit_id": unit, "kind": kind}
        for person, unit, kind in zip(people, [*municipalities, *schools], kinds, strict=True)
    ]
    heads = [
        common | held | {"person_id": people[-1], "unit_id": one, "kind": "head_of_schools"} for one in schools[:HEADED]
    ]
    session.execute(insert(Role), [*roles, *heads])
    # Every tenth school has done everything: those are the rows there are.
    done = [
        common
        | {"kind": MILESTONE, "unit_id": school, "step": each["id"], "year": 2026, "done_at": now}
        | {"position": 0, "title": "x", "version": 1}
        for school in schools[::10]
        for each in content["wheel"]
    ]
    session.execute(insert(Task), done)


def _added(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> list[int]:
    return list(session.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), rows))
