"""The weekly letter's own button: remind me later this week."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.errors import NotFound
from bot.handlers.asked import asked, value_of
from bot.messages.registry import Message
from bot.services.letters import remind_later
from bot.slack import blocks


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the letter's buttons."""

    @app.action("letter.later.v1")
    async def later(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        day = await by.do(remind_later, _day(value_of(body)))
        text = by.language.word("letters.reminded").format(day=by.language.day(day))
        await by.show(Message(blocks.notification(text), [blocks.plain_section(text)]))
        await ack()


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise NotFound("button-too-old") from error
