"""The buttons at a message that may or may not have been posted: it was, or it is sent again."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.errors import Sentence
from bot.handlers.asked import Asked, asked, number, value_of
from bot.messages.registry import Message
from bot.services.uncertain import decide
from bot.slack import blocks


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to both buttons."""

    @app.action("uncertain.arrived.v1")
    async def it_arrived(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _decide(asked(deps, body, client, context), arrived=True)
        await ack()

    @app.action("uncertain.again.v1")
    async def again(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _decide(asked(deps, body, client, context), arrived=False)
        await ack()


async def _decide(by: Asked, *, arrived: bool) -> None:
    """Store the decision; the message shows it. A second answer changes nothing, and that is said."""
    delivery_id, _, attempt = value_of(by.body).partition(":")
    if await by.do(decide, number(delivery_id), number(attempt), arrived=arrived):
        by.deps.nudge()
        return
    text = by.language.say(Sentence("uncertain-decided"))
    await by.show(Message(blocks.notification(text), [blocks.plain_section(text)]))
