"""People leave and come back, channels close and open, the app is removed: the bot follows, and the leadership is told
once.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.tables import Delivery, Network, Pause, Person, Role, Unit
from playground import Message
from scheduler.profiles import look_up_people
from scheduler.run_due import run_due
from tests.cast import CHANNEL, LOADED, NOW, hold_conference
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, card, deliveries, fill, log

ASKED = "Jag kan inte skriva i kanalen för Nätverk Norr"
FOUND = "Nätverk Norr har en kanal igen"
STEP = "Skriv ert missiv, senast"
GONE = "Robin Exempel finns inte längre i Slack"


def people(house: House) -> dict[str | None, Person]:
    with house.database.reading() as session:
        return {person.slack_user_id: person for person in session.scalars(select(Person))}


def network(house: House) -> Network:
    with house.database.reading() as session:
        return session.get_one(Network, house.cast.network)


def told(house: House, words: str, user: str = "U0LEAD") -> list[Message]:
    return [message for message in house.person(user).direct_messages() if words in message.plain()]


async def written(house: House, by: str = "U0BODEN") -> None:
    """Have somebody hand in a commitment, from the direct conversation: the channel need not be open."""
    person = house.person(by)
    await person.command("/atagande")
    fill(house, by, {"Åtagande": TEXT})
    submitted = await person.form.submit()
    assert (submitted.errors, submitted.trouble) == ({}, "")


async def asked(house: House) -> Message:
    return await house.until(lambda: told(house, ASKED)[0])


async def begun(house: House) -> None:
    """Let the bot find out who it is, read the channels once, and hear about everybody."""
    await house.until(lambda: house.slack.called("conversations.history"))
    await look_up_people(house.deps)


async def archive(house: House) -> None:
    workspace = house.slack.workspace
    (attempt,) = await house.slack.happenings.archive(workspace, workspace.channels[CHANNEL])
    assert attempt.ok


# people


async def test_who_has_left_gets_nothing_and_the_leadership_is_told_once(house: House) -> None:
    await log(house, by="U0KALIX")
    happenings, workspace = house.slack.happenings, house.slack.workspace
    assert (await happenings.change_user(workspace, "U0KALIX", deleted=True))[-1].ok
    assert not people(house)["U0KALIX"].active
    # Slack tells again, and the daily pass finds the same.
    await happenings.change_user(workspace, "U0KALIX", deleted=True)
    house.now += timedelta(days=2)
    await look_up_people(house.deps)
    house.now = NOW
    await run_due(house.deps, house.now)
    (message,) = told(house, GONE)
    assert "Kalix i Nätverk Norr" in message.plain()
    assert told(house, GONE, "U0BODEN") == []
    await run_due(house.deps, NOW + timedelta(days=7))
    robins = [row for row in deliveries(house, "digest") if row.recipient == f"person:{people(house)['U0KALIX'].id}"]
    assert {(row.status, row.reason) for row in robins if row.status != "pending"} <= {("skipped", "inactive")}
    assert house.person("U0KALIX").direct_messages() == []


async def test_where_somebody_else_is_contact_person_the_leadership_is_not_told(house: House) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        noa = session.scalars(select(Person).where(Person.slack_user_id == "U0BODEN2")).one()
        place = {"network_id": house.cast.network, "unit_id": house.cast.boden}
        session.add(
            Role(workspace_id=house.cast.workspace, person_id=noa.id, kind="contact_person", valid_from=LOADED, **place)
        )
    await house.slack.happenings.change_user(house.slack.workspace, "U0BODEN", deleted=True)
    await run_due(house.deps, house.now)
    (row,) = deliveries(house, "contact-gone")
    assert (row.status, row.reason) == ("skipped", "not-needed")


@pytest.mark.parametrize(("zone", "hours"), [("Europe/Stockholm", 22), ("America/New_York", 28)])
async def test_who_leaves_in_the_night_is_told_of_in_the_leader_s_morning(house: House, zone: str, hours: int) -> None:
    house.now = NOW + timedelta(hours=14)
    await house.slack.happenings.change_user(house.slack.workspace, "U0LEAD", tz=zone)
    await house.slack.happenings.change_user(house.slack.workspace, "U0KALIX", deleted=True)
    (row,) = deliveries(house, "contact-gone")
    assert row.due_at == NOW + timedelta(hours=hours)


async def test_a_new_name_language_and_zone_are_known_at_once(house: House) -> None:
    changed = {"real_name": "Kim Provsson", "locale": "en-GB", "tz": "Europe/Helsinki"}
    await house.slack.happenings.change_user(house.slack.workspace, "U0BODEN", **changed)
    kim = people(house)["U0BODEN"]
    assert (kim.name, kim.locale, kim.timezone) == ("Kim Provsson", "en", "Europe/Helsinki")
    await house.slack.happenings.change_user(house.slack.workspace, "U0BODEN", tz="Nowhere/Ankeborg")
    assert people(house)["U0BODEN"].timezone == "Europe/Helsinki"


async def test_preparation_planned_before_somebody_moved_comes_at_eight_where_they_are(house: House) -> None:
    hold_conference(
        house.database, house.cast, datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)
    )
    # The week's letter has come when the second step is still to begin.
    house.now = datetime(2026, 12, 16, 9, tzinfo=UTC)
    await run_due(house.deps, house.now)
    at_home = min(row.due_at for row in deliveries(house, "preparation") if row.due_at > house.now)
    assert at_home.hour == 7, "eight in Stockholm"
    happenings, workspace = house.slack.happenings, house.slack.workspace
    assert (await happenings.change_user(workspace, "U0KALIX", tz="America/New_York"))[-1].ok
    # Two in the night there, a minute to eight, and eight; afterwards not again.
    for minutes, heard in ((0, 0), (6 * 60 - 1, 0), (6 * 60, 1), (7 * 60, 1)):
        house.now = at_home + timedelta(minutes=minutes)
        await run_due(house.deps, house.now)
        assert [len(told(house, STEP, user)) for user in ("U0BODEN", "U0KALIX")] == [1, heard]


async def test_who_comes_back_is_there_again(house: House) -> None:
    await house.slack.happenings.change_user(house.slack.workspace, "U0KALIX", deleted=True)
    await house.slack.happenings.change_user(house.slack.workspace, "U0KALIX", deleted=False)
    assert people(house)["U0KALIX"].active
    await run_due(house.deps, house.now)
    assert told(house, GONE) == []


async def test_being_told_of_makes_nobody_known(house: House) -> None:
    await look_up_people(house.deps)
    known = set(people(house))
    happenings, workspace = house.slack.happenings, house.slack.workspace
    channel = workspace.channels[CHANNEL]
    await happenings.change_user(workspace, "U0UTE", real_name="Ute Provsson")
    await happenings.leave(workspace, channel, "U0UTE")
    await happenings.join(workspace, channel, "U0UTE")
    await happenings.archive(workspace, workspace.channels["C0ANNAN"], "U0UTE")
    assert set(people(house)) == known
    assert network(house).lost_at is None
    await house.person("U0UTE").tell_bot("hej")
    assert set(people(house)) == known | {"U0UTE"}


async def test_a_status_that_changes_nothing_here_writes_nothing(house: House) -> None:
    await look_up_people(house.deps)
    before = people(house)["U0BODEN"].profile_at
    house.now += timedelta(hours=1)
    await house.slack.happenings.change_user(house.slack.workspace, "U0BODEN")
    assert people(house)["U0BODEN"].profile_at == before


# channels


async def test_what_is_for_an_archived_channel_waits_until_it_is_open_again(soon: None, house: House) -> None:
    await archive(house)
    await written(house)
    question = await asked(house)
    assert "Kanalen är arkiverad." in question.plain()
    assert [row.status for row in deliveries(house, "commitment-card")] == ["pending"]
    # Told again, however often, the leadership is asked once.
    await archive(house)
    await run_due(house.deps, house.now)
    assert len(told(house, ASKED)) == 1
    workspace = house.slack.workspace
    await house.slack.happenings.unarchive(workspace, workspace.channels[CHANNEL])
    await card(house, 1)
    await house.until(lambda: FOUND in question.plain())
    assert "[Välj en ny kanal]" not in question.plain()


async def test_an_archived_channel_that_opens_before_anybody_is_asked_is_no_matter(house: House) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="bot"), NOW) as session:
        session.add(Pause(workspace_id=house.cast.workspace, kind="channel-lost", since=NOW))
    await archive(house)
    workspace = house.slack.workspace
    await house.slack.happenings.unarchive(workspace, workspace.channels[CHANNEL])
    with house.database.transaction(Actor(house.cast.workspace, None, via="bot"), NOW) as session:
        session.delete(session.scalars(select(Pause)).one())
    await run_due(house.deps, house.now)
    (row,) = deliveries(house, "channel-lost")
    assert (row.status, row.reason) == ("skipped", "not-needed")


async def test_an_event_that_comes_late_changes_nothing(house: House) -> None:
    workspace = house.slack.workspace
    # The channel is open again when Slack tells at last that it was archived.
    await house.slack.happenings.tell(workspace, "channel_archive", channel=CHANNEL, user="U0ADMIN")
    assert network(house).lost_at is None


async def test_another_channel_gets_what_waits_and_a_pinned_post_of_its_own(soon: None, house: House) -> None:
    await run_due(house.deps, house.now)
    assert house.slack.workspace.channels[CHANNEL].pins
    await archive(house)
    await written(house)
    alex = house.person("U0LEAD")
    await alex.click("Välj en ny kanal", in_=await asked(house))
    assert "Nätverk Norr" in alex.form.plain()
    alex.form.fill("Kanal", "C0ANNAN")
    assert (await alex.form.submit()).closed
    assert network(house).channel_id == "C0ANNAN"
    moved = await house.until(lambda: alex.find("C0ANNAN", "Åtagande 1 ·"))
    assert TEXT in moved.plain()
    await run_due(house.deps, house.now)
    (pinned,) = house.slack.workspace.channels["C0ANNAN"].pins
    doors = house.slack.workspace.channels["C0ANNAN"].messages[pinned]
    assert "Åtaganden och återkoppling i Nätverk Norr" in doors.plain()
    question = await house.until(lambda: told(house, FOUND)[0])
    assert "#annan" in question.plain()
    assert len(deliveries(house, "doors")) == 2
    await run_due(house.deps, house.now + timedelta(days=1))
    assert len(deliveries(house, "doors")) == 2


async def test_the_bot_goes_into_an_open_channel_that_is_chosen(house: House) -> None:
    house.slack.add_channel("C0OPEN", "open", ("U0LEAD",), bot_is_member=False)
    await archive(house)
    alex = house.person("U0LEAD")
    await alex.click("Välj en ny kanal", in_=await asked(house))
    alex.form.fill("Kanal", "C0OPEN")
    assert (await alex.form.submit()).closed
    assert house.slack.workspace.bot_user in house.slack.workspace.channels["C0OPEN"].members


async def test_a_channel_that_does_not_do_is_said_at_the_question(house: House) -> None:
    house.slack.add_channel("C0STANGD", "stangd", ("U0LEAD",), archived=True)
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        network = {"workspace_id": house.cast.workspace, "programme_id": house.cast.programme}
        session.add(Network(**network, name="Väst", channel_id="C0ANNAN"))
    await archive(house)
    alex = house.person("U0LEAD")
    await alex.click("Välj en ny kanal", in_=await asked(house))
    for channel, problem in {
        "C0STANGD": "Kanalen är arkiverad. Öppna den igen i Slack, eller välj en annan.",
        "C0ANNAN": "Kanalen hör redan till Nätverk Väst. Välj en annan.",
    }.items():
        alex.form.fill("Kanal", channel)
        assert (await alex.form.submit()).errors == {"Kanal": problem}


async def test_letting_it_be_leaves_the_choice_open(house: House) -> None:
    await archive(house)
    question = await asked(house)
    await house.person("U0LEAD").click("Låt det vara", in_=question)
    assert "Då väntar jag." in question.plain()
    assert "[Låt det vara]" not in question.plain()
    await house.person("U0LEAD").click("Välj en ny kanal", in_=question)
    assert house.person("U0LEAD").form.title == "Välj kanal"


async def test_who_leads_no_longer_is_refused(house: House) -> None:
    await archive(house)
    question = await asked(house)
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), NOW) as session:
        session.scalars(select(Role).where(Role.kind == "leadership")).one().valid_to = LOADED
    alex = house.person("U0LEAD")
    await alex.click("Välj en ny kanal", in_=question)
    assert not alex.has_form
    assert network(house).channel_id == CHANNEL


async def test_a_bot_that_is_taken_out_waits_to_be_let_in_again(soon: None, house: House) -> None:
    workspace, happenings = house.slack.workspace, house.slack.happenings
    await begun(house)
    await happenings.leave(workspace, workspace.channels[CHANNEL])
    await written(house)
    question = await asked(house)
    assert "Jag är inte längre med i kanalen." in question.plain()
    assert [row.status for row in deliveries(house, "commitment-card")] == ["pending"]
    # It was taken out by somebody: it does not let itself in.
    assert house.slack.called("conversations.join") == []
    await happenings.join(workspace, workspace.channels[CHANNEL])
    await card(house, 1)
    await house.until(lambda: FOUND in question.plain())


async def test_slack_tells_of_the_bot_itself_by_another_name_too(house: House) -> None:
    workspace = house.slack.workspace
    house.slack.events.subscribed |= {"channel_left"}
    await begun(house)
    workspace.channels[CHANNEL].members.remove(workspace.bot_user)
    await house.slack.happenings.tell(workspace, "channel_left", channel=CHANNEL, actor_id="U0LEAD")
    assert network(house).lost_because == "not_in_channel"


async def test_a_channel_is_followed_to_its_new_id(house: House) -> None:
    first = await log(house)
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        school = Unit(workspace_id=house.cast.workspace, kind="school", name="Exempelskolan", channel_id=CHANNEL)
        session.add(school)
    workspace = house.slack.workspace
    await house.slack.happenings.change_channel_id(workspace, workspace.channels[CHANNEL], "C0DELAD")
    assert network(house).channel_id == "C0DELAD"
    with house.database.reading() as session:
        assert session.get_one(Unit, school.id).channel_id == "C0DELAD"
        assert {row.slack_channel for row in session.scalars(select(Delivery).where(Delivery.kind != "x"))} >= {
            "C0DELAD"
        }
    # What was posted before is still brought up to date.
    await house.person("U0BODEN").click("Klart", in_=first)
    await house.until(lambda: "klart" in first.plain())


# the app


async def test_when_the_app_is_removed_nothing_more_is_sent(house: House) -> None:
    happenings, workspace = house.slack.happenings, house.slack.workspace
    await begun(house)
    # Whose the event is, is known: asked now, Slack would refuse the token.
    if (asking := house.deps.look_up_app()) is not None:
        await asking
    assert all(attempt.ok for attempt in await happenings.uninstall(workspace))
    with house.database.reading() as session:
        (pause,) = session.scalars(select(Pause))
    assert (pause.kind, pause.reason) == ("", "token_revoked")
    house.slack.revoked.clear()


async def test_a_persons_token_that_is_taken_back_stops_nothing(house: House) -> None:
    tokens = {"oauth": ["U0BODEN"], "bot": []}
    await house.slack.happenings.tell(house.slack.workspace, "tokens_revoked", tokens=tokens)
    with house.database.reading() as session:
        assert session.scalars(select(Pause)).all() == []


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("user_change", {"user": "U0BODEN"}),
        ("user_change", {"user": {"id": "U0BODEN", "profile": [], "tz": 1, "locale": []}}),
        ("channel_archive", {"channel": {"id": CHANNEL}}),
        ("channel_archive", {}),
        ("member_left_channel", {"channel": CHANNEL}),
        ("channel_id_changed", {"old_channel_id": CHANNEL}),
        ("tokens_revoked", {}),
    ],
)
async def test_an_event_with_less_in_it_than_usual_is_answered(
    house: House, kind: str, event: dict[str, object]
) -> None:
    assert all(attempt.ok for attempt in await house.slack.happenings.tell(house.slack.workspace, kind, **event))
    assert network(house).channel_id == CHANNEL
