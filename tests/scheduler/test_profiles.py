"""What Slack tells about people, and who turns out to be one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import open_deps
from bot.config import Settings
from bot.deps import Deps
from bot.domain.people import Actor
from bot.services.people import identify
from bot.storage.db import Database
from bot.storage.tables import Event, Person, Role
from playground import Playground
from scheduler.profiles import look_up_people
from tests.cast import LOADED, NOW, Cast


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        slack.add_user("U0BODEN", "kim", "Kim Exempel", locale="en-GB", tz="Europe/Helsinki")
        slack.add_user("U0KALIX", "robin", "Robin Exempel", deleted=True)
        slack.add_user("U0LEAD", "alex", "Alex Exempel")
        slack.add_user("U0NY", "sam", "Sam Exempel", email="sam@example.org")
        yield slack


@pytest.fixture
async def deps(slack: Playground, database: Database, database_url: str, cast: Cast) -> AsyncIterator[Deps]:
    settings = Settings(
        SLACK_BOT_TOKEN=slack.token,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=database_url,
        NATVERKSBOT_SECRET_KEY="A" * 43 + "=",
    )
    async with open_deps(settings, clock=lambda: NOW) as deps:
        yield deps


def people(database: Database) -> dict[str | None, Person]:
    with database.reading() as session:
        return {person.slack_user_id: person for person in session.scalars(select(Person))}


def add_by_email(database: Database, cast: Cast) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        person = Person(workspace_id=cast.workspace, email="sam@example.org")
        session.add(person)
        session.flush()
        held = {"workspace_id": cast.workspace, "unit_id": cast.kalix, "network_id": cast.network}
        session.add(Role(person_id=person.id, kind="contact_person", valid_from=LOADED, **held))


async def test_language_zone_and_who_has_left_are_kept(deps: Deps) -> None:
    assert await look_up_people(deps)
    known = people(deps.database)
    assert (known["U0BODEN"].locale, known["U0BODEN"].timezone) == ("en", "Europe/Helsinki")
    assert not known["U0KALIX"].active
    assert known["U0BODEN2"].active, "Slack does not know this id, which says nothing about the person"


async def test_everybody_is_asked_about_once_a_day(deps: Deps, slack: Playground) -> None:
    await look_up_people(deps)
    await look_up_people(deps)
    asked = len(slack.calls.of("users.info"))
    assert asked == 4
    await look_up_people(replace(deps, clock=lambda: NOW + timedelta(days=1, minutes=1)))
    assert len(slack.calls.of("users.info")) == 2 * asked


@pytest.mark.parametrize("kind", ["http_500_before", "empty_after_apply"])
async def test_when_slack_does_not_answer_nothing_is_kept(deps: Deps, slack: Playground, kind: str) -> None:
    slack.fail("users.info", kind=kind, times=1)
    assert not await look_up_people(deps)
    assert await look_up_people(deps)


@pytest.mark.parametrize("kind", ["error:fatal_error", "error:user_not_visible", "error:a_code_of_next_year"])
async def test_somebody_whom_slack_will_not_tell_about_keeps_nobody_waiting(
    deps: Deps, slack: Playground, kind: str
) -> None:
    # The first who is asked about, every time.
    slack.fail("users.info", kind=kind, times=1)
    await look_up_people(deps)
    named = {person.name for person in people(deps.database).values()}
    assert len(slack.calls.of("users.info")) == 4
    assert len(named & {"Kim Exempel", "Robin Exempel", "Alex Exempel"}) >= 2
    assert await look_up_people(deps)


async def test_a_profile_without_an_id_breaks_nothing(deps: Deps, slack: Playground) -> None:
    slack.workspace.users["U0BODEN"].id = ""
    assert await look_up_people(deps)
    assert people(deps.database)["U0BODEN"].locale == "en"


async def test_an_address_becomes_somebody_in_slack(deps: Deps, cast: Cast) -> None:
    add_by_email(deps.database, cast)
    await look_up_people(deps)
    sam = people(deps.database)["U0NY"]
    assert (sam.name, sam.email) == ("Sam Exempel", "sam@example.org")


async def test_an_address_and_an_id_become_one_person(deps: Deps, cast: Cast) -> None:
    add_by_email(deps.database, cast)
    before = identify(deps.database, cast.workspace, "U0NY", now=NOW)
    await look_up_people(deps)
    after = identify(deps.database, cast.workspace, "U0NY", now=NOW)
    assert after.person_id == before.person_id
    assert [role.kind for role in after.roles] == ["contact_person"]
    assert None not in people(deps.database)


async def test_being_asked_about_is_no_event(deps: Deps) -> None:
    await look_up_people(deps)
    with deps.database.reading() as session:
        changes = session.scalars(select(Event.changes).where(Event.via == "bot", Event.subject == "people")).all()
    assert changes
    assert all("profile_at" not in change for change in changes)
