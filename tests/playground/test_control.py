"""Another process looks at the playground and drives it over HTTP."""

from typing import Any

from aiohttp import ClientSession

from playground import Playground
from tests.playground.small_bot import Bot, form

Json = dict[str, Any]


class Remote:
    """The control endpoints of one playground."""

    def __init__(self, slack: Playground, session: ClientSession) -> None:
        self.url = f"{slack.url}/control/"
        self.session = session

    async def get(self, path: str, **query: str) -> Json:
        async with self.session.get(self.url + path, params=query) as response:
            answer: Json = await response.json()
            return answer | {"status": response.status}

    async def post(self, path: str, **body: Any) -> Json:
        async with self.session.post(self.url + path, json=body) as response:
            answer: Json = await response.json()
            return answer | {"status": response.status}


def with_card(bot: Bot) -> None:
    @bot.app.command("/atagande")
    async def opened(ack: Any, body: Json, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @bot.app.view("commitment")
    async def submitted(ack: Any, view: Json, client: Any) -> None:
        text = view["state"]["values"]["text"]["v"]["value"]
        button = {"type": "button", "text": {"type": "plain_text", "text": "Klart"}, "action_id": "done"}
        await client.chat_postMessage(channel="C0NORR", text=text, blocks=[{"type": "actions", "elements": [button]}])
        await ack()

    @bot.app.action("done")
    async def done(ack: Any, body: Json, client: Any) -> None:
        await client.chat_update(channel="C0NORR", ts=body["message"]["ts"], text="klart", blocks=[])
        await ack()


async def test_what_was_typed_goes_along_when_a_form_is_closed(slack: Playground, bot: Bot) -> None:
    typed: list[Json] = []

    @bot.app.command("/atagande")
    async def opened(ack: Any, body: Json, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form(notify_on_close=True))
        await ack()

    @bot.app.view_closed("commitment")
    async def was_closed(ack: Any, view: Json) -> None:
        typed.append(view["state"]["values"]["text"]["v"])
        await ack()

    async with ClientSession() as session:
        remote = Remote(slack, session)
        await remote.post("people/U0BODEN/command", command="/atagande", channel="C0NORR")
        await remote.post("people/U0BODEN/close", values={"text": {"v": "Vi läser"}})
    assert [one["value"] for one in typed] == ["Vi läser"]


async def test_a_whole_story_from_outside(slack: Playground, bot: Bot) -> None:
    with_card(bot)
    async with ClientSession() as session:
        remote = Remote(slack, session)
        await remote.post("users", user_id="U0NY", name="robin", real_name="Robin Exempel")
        await remote.post("channels", channel_id="C0SYD", name="syd", members=["U0NY"])
        await remote.post("people/U0NY/command", command="/atagande", channel="C0SYD")
        screen = (await remote.get("people/U0NY"))["forms"][-1]
        assert screen["fields"] == {"Åtagande": None, "Senast klart": None}
        await remote.post("people/U0NY/fill", values={"Åtagande": "Vi läser"})
        assert (await remote.post("people/U0NY/submit"))["outcome"]["closed"]
        [card] = (await remote.get("channels/C0NORR", **{"as": "U0BODEN"}))["messages"]
        assert card["plain"] == "[Klart]"
        await remote.post("people/U0BODEN/click", text="Klart", channel="C0NORR", ts=card["ts"])
        state = await remote.get("state")
        norr = next(channel for channel in state["channels"] if channel["id"] == "C0NORR")
        assert norr["messages"][0]["plain"] == "klart"
        calls = await remote.get("calls", method="chat.update")
        assert [call["answer"]["ok"] for call in calls["calls"]] == [True]


async def test_what_cannot_be_done_says_why(slack: Playground) -> None:
    async with ClientSession() as session:
        remote = Remote(slack, session)
        assert (await remote.post("people/U0BODEN/submit"))["status"] == 409
        assert "no gesture 'dance'" in (await remote.post("people/U0BODEN/dance"))["error"]
        assert (await remote.post("people/U0INGEN/submit"))["error"] == "user_not_found"
        assert "unknown fault" in (await remote.post("faults", method="chat.postMessage", kind="explode"))["error"]
        assert "bot_url" in (await remote.post("settings", token="x"))["error"]
        assert (await remote.post("settings", history_lag=0.5))["history_lag"] == 0.5
        assert slack.history_lag == 0.5


async def test_pages_elsewhere_get_no_answer(slack: Playground) -> None:
    async with ClientSession() as session:
        async with session.get(f"{slack.url}/control/state", headers={"Host": "example.org"}) as response:
            assert response.status == 403
        async with session.post(f"{slack.url}/control/settings", data="{}") as response:
            assert response.status == 409
