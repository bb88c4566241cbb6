"""The weekly letter's own button: remind me later this week."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.deps import Deps
from bot.errors import NotFound
from bot.language import escape_mrkdwn
from bot.services.letters import remind_later


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the letter's buttons."""

    @app.action("letter.later.v1")
    async def later(ack: AsyncAck, body: dict[str, Any], context: dict[str, Any], respond: AsyncRespond) -> None:
        day = await deps.do(remind_later, context["actor"], _day(body["actions"][0]["value"]))
        language = context["language"]
        text = language.word("letters.reminded").format(day=language.day(day))
        await respond(text=escape_mrkdwn(text), response_type="ephemeral", replace_original=False)
        await ack()


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise NotFound("button-too-old") from error
