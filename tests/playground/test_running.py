"""Socket Mode, and a playground in a thread of its own."""

import socket
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, running_in_thread
from tests.playground.small_bot import form

Json = dict[str, Any]


async def test_socket_mode(slack: Playground, client: AsyncWebClient) -> None:
    app = AsyncApp(client=client, signing_secret="unused", process_before_response=True)
    heard: list[str] = []

    @app.command("/atagande")
    async def opened(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack("öppnat")

    @app.view("commitment")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"text": "Nej"})

    @app.event("app_mention")
    async def mention(event: Json) -> None:
        heard.append(event["text"])

    handler = AsyncSocketModeHandler(app, slack.app_token, web_client=client)
    await handler.connect_async()
    await slack.until(lambda: slack.sockets.connected)
    kim = slack.person("U0BODEN")
    await kim.command("/atagande", channel="C0NORR")
    assert kim.find("C0NORR", "öppnat").ephemeral_to == "U0BODEN"
    kim.form.fill("Åtagande", "text")
    assert (await kim.form.submit()).errors == {"Åtagande": "Nej"}
    await kim.mention("C0NORR", "hej")
    assert len(heard) == 1
    assert not kim.seen
    await handler.close_async()


def test_a_playground_in_a_thread() -> None:
    with running_in_thread() as served:
        slack = served.playground
        served.do(lambda slack: slack.add_user("U0BODEN", "kim", "Kim Exempel"))
        served.do(lambda slack: slack.add_channel("C0NORR", "norr", ("U0BODEN",)))
        client = WebClient(token=slack.token, base_url=slack.api_url)
        client.chat_postMessage(channel="C0NORR", text="hej")
        kim = slack.person("U0BODEN")
        served.run(kim.say("C0NORR", "hej själv"))
        assert [message.plain() for message in kim.messages("C0NORR")] == ["hej", "hej själv"]
        address = ("127.0.0.1", slack.port)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
