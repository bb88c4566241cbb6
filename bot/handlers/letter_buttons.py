"""The weekly letter's own buttons: remind me later this week."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.errors import NotFound
from bot.handlers.asked import Asked, asked, value_of
from bot.messages.letter_view import NEXT_WEEK
from bot.messages.registry import Message
from bot.services.letters import remind_later, remind_next_week
from bot.slack import blocks


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the letter's buttons."""

    @app.action("letter.later.v1")
    async def later(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _remind(asked(deps, body, client, context), value_of(body))
        await ack()

    @app.action("letter.snooze.v1")
    async def snooze(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        chosen = body["actions"][0].get("selected_option") or {}
        await _remind(asked(deps, body, client, context), str(chosen.get("value") or ""))
        await ack()


async def _remind(by: Asked, when: str) -> None:
    day = await by.do(remind_next_week) if when == NEXT_WEEK else await by.do(remind_later, _day(when))
    text = by.language.word("letters.reminded").format(day=by.language.day(day))
    await by.show(Message(blocks.notification(text), [blocks.plain_section(text)]))


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise NotFound("button-too-old") from error
