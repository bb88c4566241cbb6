"""What the page asks of the playground: one window, changes, the clock, the tour, files, and its own parts."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from playground import Jump, NotPossibleError, NotShownError, Playground, TourStep, Upcoming, unread
from playground.gestures import make
from tests.playground.small_bot import Bot, form

Json = dict[str, Any]


async def get(slack: Playground, path: str) -> Json:
    async with ClientSession() as session, session.get(f"{slack.url}/{path}") as response:
        body: Json = await response.json()
        return body | {"status": response.status}


async def test_the_page_is_served_with_a_policy_and_nothing_beside_it(slack: Playground) -> None:
    async with ClientSession() as session:
        async with session.get(slack.page_url) as page:
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]
            assert page.headers["Cache-Control"] == "no-cache"
            assert "<main" in await page.text()
            tag = page.headers["ETag"]
        async with session.get(slack.page_url, headers={"If-None-Match": tag}) as again:
            assert again.status == 304
        async with session.get(f"{slack.url}/page/words.json") as words:
            chrome = await words.json()
        async with session.get(f"{slack.url}/page/..%2Fserver.py") as outside:
            assert outside.status == 404
    assert {key.removesuffix(".one") for key in chrome["sv"]} == {key.removesuffix(".one") for key in chrome["en"]}


async def test_a_window_shows_what_a_person_sees_and_what_is_new(slack: Playground, client: AsyncWebClient) -> None:
    slack.add_channel("C0LEDA", "leda", ("U0LULEA",), private=True)
    slack.add_channel("C0TORG", "torg", ("U0LULEA",))
    await client.chat_postMessage(channel="C0NORR", text="hej")
    slack.mark_all_read()
    posted = await client.chat_postMessage(channel="C0NORR", text="nytt")
    await client.chat_postEphemeral(channel="C0NORR", user="U0LULEA", text="bara Alex")
    window = await get(slack, "control/window/U0BODEN?in=C0NORR")
    places = {place["name"]: (place["is_member"], place["unread"]) for place in window["places"]}
    assert places == {"directmessage": (True, 0), "norr": (True, 1), "torg": (False, 0)}
    assert [one["text"] for one in window["conversation"]["messages"]] == ["hej", "nytt"]
    unread = {one["id"]: one["unread"] for one in window["people"]}
    assert unread == {"U0BOT": 0, "U0BODEN": 1, "U0LULEA": 2}
    await make(slack.person("U0BODEN"), "read", {"channel": "C0NORR", "ts": posted["ts"]})
    await make(slack.person("U0BODEN"), "read", {"channel": "C0NORR", "ts": "1.0"})
    assert (await get(slack, "control/window"))["people"][1]["unread"] == 0


async def test_replies_are_new_to_those_who_take_part_in_the_thread(slack: Playground, client: AsyncWebClient) -> None:
    kim, alex = slack.person("U0BODEN"), slack.person("U0LULEA")
    head = await client.chat_postMessage(channel="C0NORR", text="hej")
    slack.mark_all_read()
    reply = {"channel": "C0NORR", "thread_ts": head["ts"]}

    async def new_after(text: str, **more: bool) -> tuple[int, int]:
        await client.chat_postMessage(**reply, text=text, **more)
        counts = unread.count(kim), unread.count(alex)
        slack.mark_all_read()
        return counts

    assert await new_after("till ingen") == (0, 0)
    assert await new_after("till <@U0LULEA>") == (0, 1)
    assert await new_after("till den som har nämnts") == (0, 1)
    await kim.say("C0NORR", "jag med", thread=kim.find("C0NORR", "hej"))
    assert await new_after("till båda") == (1, 2), "Alex sees what Kim wrote, too"
    await client.chat_postMessage(channel="C0NORR", text="ny tråd")
    slack.mark_all_read()
    reply["thread_ts"] = kim.find("C0NORR", "ny tråd").ts
    assert await new_after("till hela kanalen", reply_broadcast=True) == (1, 1)


async def test_one_cannot_look_into_a_private_channel(slack: Playground) -> None:
    slack.add_channel("C0LEDA", "leda", ("U0LULEA",), private=True)
    assert (await get(slack, "control/window/U0BODEN?in=C0LEDA"))["status"] == 409


async def test_titles_stand_in_profiles_and_on_the_page(slack: Playground, client: AsyncWebClient) -> None:
    slack.add_user("U0REKTOR", "noor", "Noor Exempel", title="rektor")
    info = await client.users_info(user="U0REKTOR")
    assert info["user"]["profile"]["title"] == "rektor"
    assert (await get(slack, "control/window"))["people"][-1]["title"] == "rektor"


async def test_changes_are_told_without_asking_again(slack: Playground, client: AsyncWebClient) -> None:
    async with ClientSession() as session, session.get(f"{slack.url}/control/changes") as stream:
        assert stream.content_type == "text/event-stream"
        first = await stream.content.readuntil(b"\n\n")
        await client.chat_postMessage(channel="C0NORR", text="hej")
        async with asyncio.timeout(60):
            second = await stream.content.readuntil(b"\n\n")
    assert int(second.split()[1]) > int(first.split()[1])


async def test_elements_are_touched_by_their_ids(slack: Playground, bot: Bot, client: AsyncWebClient) -> None:
    heard: list[Json] = []

    @bot.app.action("menu")
    async def chosen(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    options = [{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Ett", "Ett till")]
    menu = {"type": "static_select", "action_id": "menu", "options": options}
    actions = {"type": "actions", "block_id": "row", "elements": [menu]}
    posted = await client.chat_postMessage(channel="C0NORR", text="välj", blocks=[actions])
    where = {"channel": "C0NORR", "ts": posted["ts"], "block_id": "row", "action_id": "menu"}
    kim = slack.person("U0BODEN")
    assert await make(kim, "act", {**where, "value": "ett till"}) == {"error": "", "status": 200}
    assert heard[0]["actions"][0]["selected_option"]["text"]["text"] == "Ett till"
    shown = (await get(slack, "control/window/U0BODEN?in=C0NORR"))["conversation"]["messages"][0]
    assert shown["chosen"]["row"]["menu"]["selected_option"]["value"] == "ett till"
    with pytest.raises(NotPossibleError, match="no option"):
        await make(kim, "act", {**where, "value": "tre"})
    with pytest.raises(NotShownError, match="nothing here"):
        await make(kim, "act", {**where, "action_id": "annat"})


async def test_a_view_is_submitted_by_ids_and_says_what_is_wrong_by_block(slack: Playground, bot: Bot) -> None:
    @bot.app.command("/atagande")
    async def opened(ack: Any, body: Json, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @bot.app.view("commitment")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"due": "för sent"})

    kim = slack.person("U0BODEN")
    await kim.command("/atagande")
    view = kim.form.view.id
    empty = await make(kim, "submit", {"view_id": view})
    assert empty == {"closed": False, "places": {"text": "fill in this field"}, "sent": False, "trouble": ""}
    values = {"text": {"v": "Vi läser"}, "due": {"v": "2027-06-01"}}
    refused = await make(kim, "submit", {"view_id": view, "values": values})
    assert (refused["places"], refused["sent"]) == ({"due": "för sent"}, True)
    assert kim.form.value("Åtagande") == "Vi läser"
    with pytest.raises(NotShownError, match="no view"):
        await make(kim, "submit", {"view_id": "V0"})


async def test_a_file_is_given_only_as_plain_bytes(slack: Playground) -> None:
    address = f"{slack.url}/control/files?as=U0BODEN&name=bild.svg"
    octets = {"Content-Type": "application/octet-stream"}
    async with ClientSession() as session:
        async with session.post(address, data={"file": "x"}) as refused:
            assert refused.status == 409
        async with session.post(address, data=b"", headers=octets) as refused:
            assert (await refused.json())["error"] == "no_file_data"
        async with session.post(address, data=b"<svg/>", headers=octets) as kept:
            file = (await kept.json())["file"]
        async with session.get(file["url_private"]) as served:
            assert (served.content_type, await served.read()) == ("image/svg+xml", b"<svg/>")
            assert "sandbox" in served.headers["Content-Security-Policy"]
    assert (file["name"], file["user"]) == ("bild.svg", "U0BODEN")


class Story:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.time = datetime(2027, 1, 18, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def day(self, instant: datetime) -> str:
        return f"{instant:%d/%m}"

    async def jumps(self) -> Sequence[Jump]:
        return [Jump("next", "Nästa", self.time + timedelta(days=1))]

    async def upcoming(self, until: datetime) -> Sequence[Upcoming]:
        return [Upcoming(until, "#norr", "Brevet", "inget att säga")]

    async def go(self, instant: datetime) -> None:
        if instant < self.time:
            raise NotPossibleError("that has passed")
        self.time = instant


async def test_the_clock_tells_jumps_and_goes(slack: Playground) -> None:
    timeline = await get(slack, "control/timeline")
    assert not timeline["moves"]
    # Where the bot is at home, whatever zone the machine has.
    shown = datetime.fromisoformat(timeline["now"])
    assert shown.utcoffset() == shown.astimezone(ZoneInfo("Europe/Stockholm")).utcoffset()
    assert (await get(slack, "control/timeline/upcoming?until=2027-01-19T08:00:00%2B00:00"))["status"] == 409
    slack.timeline = Story()
    told = await get(slack, "control/timeline")
    at = "2027-01-19T08:00:00+00:00"
    assert told["jumps"] == [{"id": "next", "label": "Nästa", "at": at, "day": "19/01"}]
    coming = await get(slack, "control/timeline/upcoming?until=2027-01-19T08:00:00%2B00:00")
    assert coming["upcoming"] == [
        {"at": at, "to": "#norr", "what": "Brevet", "why_not": "inget att säga", "day": "19/01"}
    ]
    async with ClientSession() as session:
        go = f"{slack.url}/control/timeline/go"
        async with session.post(go, json={"at": at}) as gone:
            assert (await gone.json())["now"] == at
        async with session.post(go, json={"at": "2027-01-01T08:00:00+00:00"}) as refused:
            assert (refused.status, (await refused.json())["error"]) == (409, "that has passed")
        async with session.post(go, json={"at": "2027-02-01T08:00:00"}) as refused:
            assert "has no offset" in (await refused.json())["error"]
    assert not (await get(slack, "control/timeline"))["passing"]


async def test_time_passes_once_at_a_time(slack: Playground) -> None:
    class Slow(Story):
        began = asyncio.Event()
        gate = asyncio.Event()

        async def go(self, instant: datetime) -> None:
            self.began.set()
            await self.gate.wait()

    slack.timeline = Slow()
    async with ClientSession() as session:
        go = f"{slack.url}/control/timeline/go"
        body = {"at": "2027-01-19T08:00:00+00:00"}
        first = asyncio.create_task(session.post(go, json=body))
        await Slow.began.wait()
        assert (await get(slack, "control/timeline"))["passing"]
        async with session.post(go, json=body) as refused:
            assert (await refused.json())["error"] == "time is passing already"
        Slow.gate.set()
        async with await first as done:
            assert done.status == 200


async def test_the_tour_is_told_step_by_step(slack: Playground) -> None:
    slack.tour = [TourStep("hej", "Hej", "Välkommen", person="U0BODEN", highlight="composer", prefill="/atagande ")]
    step = (await get(slack, "control/tour"))["steps"][0]
    assert (step["person"], step["highlight"], step["conversation"]) == ("U0BODEN", "composer", None)
    with pytest.raises(ValueError, match="no highlight 'lampa'"):
        TourStep("fel", "Fel", "Text", highlight="lampa")


async def test_an_installed_manifest_says_what_to_suggest(slack: Playground) -> None:
    slack.commands = {"/b", "/a"}
    offers = (await get(slack, "control/window/U0BODEN"))["offers"]
    assert offers["commands"] == [{"command": "/a"}, {"command": "/b"}]
    command = {"command": "/atagande", "description": "Åtaganden", "usage_hint": "[text]", "url": "https://x.example"}
    shortcut = {"type": "global", "name": "Nytt", "callback_id": "new", "description": "Nytt åtagande"}
    slack.install(
        {
            "display_information": {"name": "Nätverksbot"},
            "features": {
                "bot_user": {"display_name": "natverksbot"},
                "slash_commands": [command],
                "shortcuts": [shortcut],
            },
            "oauth_config": {"scopes": {"bot": ["commands"]}},
        }
    )
    del command["url"]
    window = await get(slack, "control/window/U0BODEN")
    assert window["offers"] == {"commands": [command], "shortcuts": [shortcut]}
    assert window["workspace"]["app"]["name"] == "Nätverksbot"
    slack.add_user("U0GAST", "noa", "Noa Exempel", team_id="T0ANNAN")
    assert (await get(slack, "control/window/U0GAST"))["offers"] == {"commands": [], "shortcuts": []}
