"""Another workspace's or app's events change nothing here, and people whom Slack Connect brings are served."""

import asyncio
import json
from copy import deepcopy
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from bot.app import bolt_app
from bot.services.people import people_to_look_up
from bot.slack.socket import listening
from bot.storage.tables import Network, Pause, Person
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.knocking import FORM, JSON, Answer, as_form, knock
from tests.handlers.test_intake import happened

OTHER: dict[str, Any] = {"api_app_id": "A0OTHER"}
ELSEWHERE: dict[str, Any] = {"authorizations": [{"team_id": "T0OTHER", "user_id": "U0BOT", "is_bot": True}]}
FOREIGN = {"another app": OTHER, "another workspace": ELSEWHERE}
PRESSED = {"type": "button", "action_id": "commitment.write.v1", "block_id": "b"}
SENTENCE = "Jag hör till en annan arbetsyta i Slack"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough here: the question is what gets so far."""
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return f"sqlite:///{tmp_path / 'natverksbot.db'}"


@pytest.fixture
async def known(house: House) -> House:
    """A house that knows which app it is, and where."""
    asking = house.deps.look_up_app()
    if asking is not None:
        await asking
    assert house.deps.installed.found.is_known
    house.slack.add_channel("C0NY", "ny")
    # What Slack is asked about people at the start has come.
    await house.until(lambda: not people_to_look_up(house.database, house.cast.workspace, now=house.now))
    return house


async def tell(house: House, event: dict[str, Any], envelope: dict[str, Any] | None = None) -> Answer:
    """Tell the bot of an event as Slack does, but for what stands in `envelope`."""
    body = house.slack.events.envelope(house.slack.workspace, event) | (envelope or {})
    return await knock(house, json.dumps(body).encode(), JSON)


def state(house: House) -> tuple[list[tuple[str, str, bool]], list[str], str | None]:
    """What an event could change: people, stops, and whether the channel is there."""
    with house.database.reading() as session:
        people = [(one.slack_user_id or "", one.name, one.active) for one in session.scalars(select(Person))]
        stops = [one.reason or "" for one in session.scalars(select(Pause))]
        return sorted(people), stops, session.get_one(Network, house.cast.network).channel_id


ENDING: dict[str, dict[str, Any]] = {
    "app_uninstalled": {"type": "app_uninstalled"},
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"], "oauth": []}},
    "user_change": {"type": "user_change", "user": {"id": "U0KALIX", "team_id": "T0NETWORK", "deleted": True}},
    "channel_id_changed": {"type": "channel_id_changed", "old_channel_id": CHANNEL, "new_channel_id": "C0NY"},
}


@pytest.mark.parametrize("whose", FOREIGN)
@pytest.mark.parametrize("name", ENDING)
async def test_a_foreign_event_changes_nothing(known: House, name: str, whose: str) -> None:
    before = state(known)
    assert (await tell(known, ENDING[name], FOREIGN[whose])).status == 200
    assert state(known) == before
    # Ours does.
    assert (await tell(known, ENDING[name])).status == 200
    assert state(known) != before


async def test_a_foreign_message_and_home_tab_are_not_answered(known: House) -> None:
    before = happened(known)
    events: list[dict[str, Any]] = [
        {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0NY", "ts": "1.2", "text": "hej"},
        {"type": "app_mention", "channel": CHANNEL, "user": "U0NY", "ts": "1.3", "text": "hej"},
        {"type": "app_home_opened", "user": "U0NY", "channel": "D1", "tab": "home"},
    ]
    for event in events:
        for envelope in FOREIGN.values():
            assert (await tell(known, event, envelope)).status == 200
    assert happened(known) == before
    assert "U0NY" not in {user for user, _, _ in state(known)[0]}


@pytest.mark.parametrize("whose", [{"team_id": "T0OTHER"}, {"api_app_id": "A0OTHER"}])
async def test_a_foreign_command_gets_a_sentence_and_nothing_of_ours(known: House, whose: dict[str, str]) -> None:
    command = {"command": "/atagande", "text": "lista", "user_id": "U0BODEN", "channel_id": CHANNEL}
    command |= {"trigger_id": "1.2.3", "team_id": "T0NETWORK", "api_app_id": "A0PLAYGRND", **whose}
    answer = await knock(known, urlencode(command).encode())
    assert (answer.status, answer.json()["text"][: len(SENTENCE)]) == (200, SENTENCE)


async def test_a_foreign_press_gets_a_sentence_where_it_can_be_said(known: House) -> None:
    kim = known.person("U0BODEN")
    await kim.command("/atagande", "hjälp", channel=CHANNEL)
    press = kim.payloads.message_actions(kim.messages(CHANNEL)[-1], PRESSED, {}) | OTHER
    assert (await knock(known, as_form(press), FORM)).status == 200
    assert SENTENCE in kim.messages(CHANNEL)[-1].plain()
    # Where it cannot it is silence, and no fault of ours.
    silent = deepcopy(press) | {"trigger_id": "1.2.3"}
    del silent["response_url"]
    assert (await knock(known, as_form(silent), FORM)).status == 200
    known.slack.calls.clear()
    await kim.command("/atagande", "Vi inför handledning", channel=CHANNEL)
    view = kim.form.view
    submission = kim.payloads.submission(view)
    submission["view"]["app_installed_team_id"] = "T0OTHER"
    (said,) = (await knock(known, as_form(submission), FORM)).json()["errors"].values()
    assert said.startswith(SENTENCE)


async def test_an_ending_event_waits_until_it_is_known_whose_it_is(house: House) -> None:
    house.slack.fail("auth.test", kind="slow:0.2", times=None)
    before = state(house)
    assert (await tell(house, ENDING["app_uninstalled"], OTHER)).status == 200
    assert state(house) == before


async def test_when_slack_does_not_say_who_we_are_our_own_events_count(house: House) -> None:
    house.slack.fail("auth.test", kind="error:account_inactive", times=None)
    assert (await tell(house, ENDING["app_uninstalled"])).status == 200
    assert "app_uninstalled" in state(house)[1]


async def test_socket_mode_goes_through_the_same_door(known: House) -> None:
    settings = known.deps.settings.model_copy(update={"slack_app_token": known.slack.app_token})
    before = state(known)
    async with listening(bolt_app(known.deps), settings, asyncio.Event()):
        for whose in FOREIGN.values():
            body = known.slack.events.envelope(known.slack.workspace, ENDING["app_uninstalled"]) | whose
            assert (await known.slack.delivery.send("events_api", body)).ok
        # What nobody can work with is taken, and goes no further.
        for kind in ("view_closed", "event_callback", "block_actions"):
            assert (await known.slack.delivery.send("interactive", {"type": kind, "user": {"id": "U1"}})).ok
        assert state(known) == before
        body = known.slack.events.envelope(known.slack.workspace, ENDING["app_uninstalled"])
        assert (await known.slack.delivery.send("events_api", body)).ok
    assert "app_uninstalled" in state(known)[1]
    assert [one for one in known.logged if one["log_level"] == "error" and "reference" in one] == []


async def test_only_our_own_bots_token_stops_anything(known: House) -> None:
    tokens = {"bot": ["U0OTHERBOT"], "oauth": ["U0BOT"]}
    assert (await tell(known, {"type": "tokens_revoked", "tokens": tokens})).status == 200
    assert state(known)[1] == []


# Slack Connect


@pytest.fixture
async def shared(known: House) -> House:
    """A network's channel that another workspace's people are in."""
    known.slack.add_user("U0EXT", "kai", "Kai Exempel", team_id="T0OTHER")
    channel = known.slack.workspace.channels[CHANNEL]
    channel.members.append("U0EXT")
    channel.is_shared = True
    return known


async def test_somebody_of_another_workspace_is_served_in_a_shared_channel(shared: House) -> None:
    kai = shared.person("U0EXT")
    await kai.mention(CHANNEL, "hej")
    envelope = shared.slack.delivery.sent[-1].payload
    assert (envelope["team_id"], envelope["authorizations"][0]["team_id"]) == ("T0OTHER", "T0NETWORK")
    answer = kai.messages(CHANNEL)[-1]
    assert answer.ephemeral_to == "U0EXT"
    # A press carries their own team only.
    delivered = await kai.click("Skriv åtagande", in_=answer)
    assert delivered.payload["team"]["id"] == "T0OTHER"
    assert SENTENCE not in kai.messages(CHANNEL)[-1].plain()
    assert not kai.seen


async def test_another_workspaces_profile_is_kept_but_takes_nobody_away(shared: House) -> None:
    await shared.person("U0EXT").mention(CHANNEL, "hej")
    await shared.until(lambda: ("U0EXT", "Kai Exempel", True) in state(shared)[0])
    change = {"real_name": "Kai Provsson", "deleted": True}
    (told,) = await shared.slack.happenings.change_user(shared.slack.workspace, "U0EXT", **change)
    assert told.ok
    assert ("U0EXT", "Kai Provsson", True) in state(shared)[0]
