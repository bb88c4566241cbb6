"""A wheel outside Slack: addresses are handed out, show what one may see, follow what happens, and can be revoked."""

import asyncio
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import aiohttp
import pytest
import vobject
from sqlalchemy import select

from bot.errors import NotFound
from bot.services.links import follow_link, open_links
from bot.storage.tables import Link, Person
from playground import elements
from tests.wheel.conftest import CITY, City, end_roles, nth, unit_id


@dataclass(frozen=True)
class Got:
    status: int
    type: str
    body: bytes
    headers: dict[str, str]


async def get(city: City, address: str, **headers: str) -> Got:
    """Fetch an address as a browser or a calendar program does, without anything that says who one is."""
    root = city.stage.slack.bot_url.removesuffix("/slack/events")
    path = "/" + address.split("/", 3)[3]
    async with aiohttp.ClientSession() as session, session.get(root + path, headers=headers) as response:
        got = {name.lower(): value for name, value in response.headers.items()}
        return Got(response.status, response.content_type, await response.read(), got)


async def addresses(city: City, who: str = "U0REKTOR", school: str = "Exempelskolan") -> list[str]:
    person = city.person(who)
    await person.command("/arshjul", school, channel="C0GRF")
    await person.click("Kalender och utskrift", in_=city.answer(who, "C0GRF"))
    return re.findall(r"https?://[^\s>|]+", city.answer(who, "C0GRF").plain())


async def events(city: City, address: str) -> dict[str, Any]:
    got = await get(city, address)
    assert (got.status, got.type) == (200, "text/calendar")
    read = vobject.readOne(got.body.decode())
    return {f"{event.summary.value} {event.dtstart.value.year}": event for event in read.contents.get("vevent", [])}


def live(city: City, who: str | None = None) -> list[Link]:
    """The links that have not been ended, of everybody or of one."""
    found = select(Link).join(Person, Person.id == Link.person_id).where(Link.revoked_at.is_(None)).order_by(Link.id)
    with city.stage.deps.database.reading() as session:
        return list(session.scalars(found if who is None else found.where(Person.slack_user_id == who)))


async def test_a_principal_gets_a_picture_and_calendars(city: City) -> None:
    await city.day("2026-08-10")
    page, calendar, own = await addresses(city)

    shown = await get(city, page)
    assert (shown.status, shown.type) == (200, "text/html")
    text = shown.body.decode()
    assert "Årshjul för Exempelskolan 2026/27" in text
    assert "Kvalitetsrapport" in text
    assert "@page{size:A3 landscape" in text
    assert "script-src" not in shown.headers["content-security-policy"]
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in shown.headers["x-robots-tag"]
    assert (await get(city, f"{page}.png")).body.startswith(b"\x89PNG")
    assert (await get(city, "http://bot/fonts/Lato-Regular.ttf")).status == 200

    report = (await events(city, calendar))["Kvalitetsrapport 2025/26 2026"]
    assert report.dtstart.value == date(2026, 9, 1)
    assert report.sequence.value == "0"
    every = await events(city, own)
    assert {"Exempelskolan", "Provskolan", "Modellskolan"} == {name.split(":")[0] for name in every}

    actor = await city.actor("U0REKTOR")
    with city.stage.deps.database.transaction(actor, city.stage.deps.clock()) as session:
        session.get_one(Person, actor.person_id).locale = "en"
    assert "Quality report 2025/26 2026" in await events(city, calendar)
    assert "Quality report 2025/26" in (await get(city, page)).body.decode()


async def test_who_has_it_already_is_not_sent_it_again(city: City) -> None:
    await city.day("2026-08-10")
    for address in await addresses(city):
        mark = (await get(city, address)).headers["etag"]
        again = await get(city, address, **{"if-none-match": mark})
        assert (again.status, again.body) == (304, b"")
        assert (await get(city, address, **{"if-none-match": '"another"'})).status == 200
    # A calendar in which nothing has changed is the same in another half of the year too.
    await city.day("2027-03-01")
    again = await get(city, address, **{"if-none-match": mark})
    assert (again.status, again.body) == (304, b"")


async def test_a_moved_board_meeting_keeps_its_uid_and_raises_its_sequence(city: City) -> None:
    await city.day("2026-08-10")
    _, calendar = await addresses(city, "U0STRATEG", "Malmö")
    before = await events(city, calendar)
    await city.load(CITY.replace("2027-02-24", "2027-03-03"))
    after = await events(city, calendar)

    moved = {name for name in before if before[name].dtstart.value != after[name].dtstart.value}
    assert moved, "something is counted from that meeting"
    for name in before:
        assert after[name].uid.value == before[name].uid.value
        assert after[name].sequence.value == ("1" if name in moved else "0")
    assert [one.sequence.value for one in (await events(city, calendar)).values()] == [
        one.sequence.value for one in after.values()
    ], "asking again changes nothing"


async def test_a_head_of_schools_has_the_schools_milestones_once(city: City) -> None:
    await city.day("2026-08-10")
    *_, own = await addresses(city, "U0CHEF")
    heads = await events(city, own)
    assert heads["Kvalitetsrapport 2025/26 2026"].dtstart.value == date(2026, 9, 1)
    assert "Årsrapporten behandlas i nämnden 2027" not in heads, "that is the administration's"
    _, calendar = await addresses(city, "U0STRATEG", "Malmö")
    municipality = await events(city, calendar)
    assert set(municipality).isdisjoint(heads)
    again = await events(city, own)
    assert {name: one.sequence.value for name, one in again.items()} == dict.fromkeys(heads, "0")


async def test_what_does_not_concern_a_school_is_cancelled_in_its_calendar(city: City) -> None:
    await city.day("2026-08-10")
    _, calendar, _ = await addresses(city)
    name = "Kvalitetsrapport 2025/26 2026"
    assert (await events(city, calendar))[name].status.value == "CONFIRMED"

    from datetime import UTC, datetime

    from bot.storage.tables import CalendarEntry

    actor = await city.actor("U0STRATEG")
    with city.stage.deps.database.transaction(actor, datetime.now(UTC)) as session:
        session.add(
            CalendarEntry(
                workspace_id=actor.workspace_id,
                unit_id=unit_id(city, "Exempelskolan"),
                step="taken-out",
                year=2026,
                title="Borttagen hållpunkt",
                starts_on=date(2027, 1, 8),
                ends_on=date(2027, 1, 8),
                cancelled=False,
                sequence=3,
                changed_at=datetime.now(UTC),
            )
        )
    gone = (await events(city, calendar))["Borttagen hållpunkt 2027"]
    assert gone.status.value == "CANCELLED"
    assert gone.sequence.value == "4"


async def test_a_link_sees_with_the_eyes_of_who_has_it_and_only_while_they_may(city: City) -> None:
    await city.day("2026-10-05")
    page, calendar, own = await addresses(city)
    assert "försenat" in (await get(city, page)).body.decode()

    end_roles(city, "U0REKTOR", "Exempelskolan")
    for address in (page, f"{page}.png", calendar):
        assert (await get(city, address)).status == 404
    assert not [name for name in await events(city, own) if name.startswith("Exempelskolan")]
    end_roles(city, "U0REKTOR", "Provskolan", "Modellskolan")
    assert (await get(city, own)).status == 404, "who is in nothing has no calendar of it"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_only_who_works_with_a_wheel_gets_links_to_it(city: City) -> None:
    await city.day("2026-08-10")
    ute = city.person("U0UTE")
    await ute.command("/arshjul", "Modellskolan", channel="C0MODELL")
    shown = city.answer("U0UTE", "C0MODELL")
    assert "Kalender och utskrift" not in shown.plain()
    await city.person().command("/arshjul", "Modellskolan", channel="C0MODELL")
    theirs = elements.find(city.answer("U0REKTOR", "C0MODELL").blocks, "Kalender och utskrift", None, "")
    await ute.act_on(shown, theirs)
    refused = "Bara de som arbetar med årshjulet för Modellskolan kan få länkar till det. Vänd dig till Kim Exempel"
    assert refused in city.answer("U0UTE", "C0MODELL").plain()
    assert live(city) == []


async def test_the_sixth_link_ends_the_oldest_and_says_so(city: City) -> None:
    await city.day("2026-08-10")
    page, calendar = await addresses(city, "U0STRATEG")
    await addresses(city, "U0STRATEG")
    assert "gäller inte längre" not in city.answer("U0STRATEG", "C0GRF").plain()
    # The head of schools has five of their own.
    others, *_ = await addresses(city, "U0CHEF")
    await city.day("2026-08-11")
    newest, *_ = await addresses(city, "U0STRATEG")
    told = city.answer("U0STRATEG", "C0GRF").plain()
    assert "de äldsta inte längre:\n• bilden av årshjulet för Exempelskolan, sedan mån 10 aug, v. 33" in told
    assert "kalendern för" not in told.split("de äldsta")[1]
    assert (await get(city, page)).status == 404
    assert {(await get(city, one)).status for one in (calendar, others, newest)} == {200}
    assert len(live(city, "U0STRATEG")) == 5


async def test_links_that_are_opened_at_once_are_no_more(city: City) -> None:
    actor, school = await city.actor("U0REKTOR"), unit_id(city, "Exempelskolan")
    await asyncio.gather(*(city.stage.deps.do(open_links, actor, ("wheel", school)) for _ in range(12)))
    assert len(live(city)) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_however_many_there_were_five_are_left(city: City) -> None:
    actor, database = await city.actor("U0REKTOR"), city.stage.deps.database
    with database.transaction(actor, city.stage.deps.clock()) as session:
        common = {"workspace_id": actor.workspace_id, "person_id": actor.person_id, "made_at": city.stage.deps.clock()}
        school = unit_id(city, "Exempelskolan")
        session.add_all(Link(**common, unit_id=school, kind="wheel", hash=str(number)) for number in range(200))
    await addresses(city)
    assert len([link for link in live(city, "U0REKTOR") if link.unit_id]) == 5
    assert "• och 192 till" in city.answer("U0REKTOR", "C0GRF").plain()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_those_whose_wheel_it_is_see_everybodys_links_and_end_them(city: City) -> None:
    await city.day("2026-08-10")
    page, *_ = await addresses(city, "U0CHEF")
    kept, *_ = await addresses(city, "U0CHEF", "Provskolan")
    await addresses(city)
    kim = city.person()
    await kim.click("Visa allas länkar", in_=city.answer("U0REKTOR", "C0GRF"))
    shown = city.answer("U0REKTOR", "C0GRF")
    # A head of schools' own calendar has the schools' days as the municipality has them.
    assert shown.plain().count("Charlie Exempel: ") == 2
    assert "Kim Exempel: kalendern med allt personen är med i, sedan mån 10 aug, v. 33" in shown.plain()
    await kim.click("Spärra", in_=shown, nth=nth(shown, "Charlie Exempel: bilden", "Spärra"))
    assert "Länken gäller inte längre." in shown.plain()
    assert (await get(city, page)).status == 404
    assert (await get(city, kept)).status == 200

    # The administration sees those to all its schools, a page at a time, and may end all of them.
    await addresses(city, "U0STRATEG", "Malmö")
    alex = city.person("U0STRATEG")
    await alex.click("Visa allas länkar", in_=city.answer("U0STRATEG", "C0GRF"))
    everybodys = city.answer("U0STRATEG", "C0GRF")
    assert everybodys.plain().count("[Spärra]") == len(live(city)) == 10
    await alex.click("Spärra alla (10)", in_=everybodys)
    assert "Tio länkar gäller inte längre." in everybodys.plain()
    assert live(city) == []


async def test_revoked_addresses_show_nothing(city: City) -> None:
    await city.day("2026-08-10")
    page, calendar, own = await addresses(city)
    kept, *_ = await addresses(city, "U0STRATEG")
    await city.person().click("Spärra mina länkar", in_=city.answer("U0REKTOR", "C0GRF"))
    assert "Dina tre länkar gäller inte längre." in city.answer("U0REKTOR", "C0GRF").plain()

    for address in (page, f"{page}.png", calendar, own):
        got = await get(city, address)
        assert got.status == 404
        assert "Exempelskolan" not in got.body.decode()
    assert (await get(city, kept)).status == 200


async def test_a_guess_another_kind_and_somebody_who_left_show_nothing(city: City) -> None:
    page, calendar, _ = await addresses(city)
    assert (await get(city, "http://bot/wheel/gissning")).status == 404
    assert (await get(city, calendar.replace("/calendar/", "/wheel/").removesuffix(".ics"))).status == 404
    assert (await get(city, f"{page.replace('/wheel/', '/calendar/')}.ics")).status == 404

    actor = await city.actor("U0REKTOR")
    with city.stage.deps.database.transaction(actor, city.stage.deps.clock()) as session:
        session.get_one(Person, actor.person_id).active = False
    assert (await get(city, page)).status == 404


async def test_an_address_is_long_and_only_its_hash_is_kept(city: City) -> None:
    page, *_ = await addresses(city)
    token = page.rsplit("/", 1)[1]

    assert len(token) >= 43
    with city.stage.deps.database.reading() as session:
        assert all(token not in link.hash for link in session.scalars(select(Link)))


async def test_nobody_gets_an_address_to_another_installation(city: City) -> None:
    actor = await city.actor("U0REKTOR")
    now, database = city.stage.deps.clock(), city.stage.deps.database

    with pytest.raises(NotFound):
        open_links(database, actor, ("wheel", 999_999), now=now)
    (token,) = open_links(database, actor, ("wheel", unit_id(city, "Exempelskolan")), now=now).tokens
    with pytest.raises(NotFound):
        follow_link(database, actor.workspace_id + 1, "wheel", token, now=now)
