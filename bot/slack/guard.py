"""The one place where errors become sentences, in the reader's language and in the right place."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.clock import machine_clock
from bot.errors import BadInput, BotError, Sentence
from bot.language import Language, escape_mrkdwn
from bot.slack.forms.build import block_id
from bot.slack.forms.state import FormStateError

log = structlog.get_logger()

#: Of a reference that people read aloud: no letters that look or sound like another.
LETTERS = "23456789ACDEFHJKLMNPRTUVXY"

Guard = Callable[..., Awaitable[BoltResponse | None]]


def guard(default_locale: str) -> Guard:
    """Return the error handler that stands around every listener."""

    async def answer(
        error: Exception, body: dict[str, Any], context: dict[str, Any], respond: AsyncRespond
    ) -> BoltResponse | None:
        language = context.get("language") or Language(default_locale, machine_clock().date())
        sentence = sentence_for(error)
        kind = "command" if "command" in body else body.get("type")
        if kind == "command":
            return _json({"response_type": "ephemeral", "text": language.say_mrkdwn(sentence)})
        if kind == "view_submission":
            place = _place(body["view"], error.field if isinstance(error, BadInput) else None)
            return _json({"response_action": "errors", "errors": {place: language.say(sentence)}})
        if kind == "event_callback":
            # Nobody asked: Slack tries again later, and the retry is the only copy.
            return BoltResponse(status=500, body="")
        await _tell(body, language.say(sentence), context, respond)
        return BoltResponse(status=200, body="")

    return answer


def sentence_for(error: Exception) -> Sentence:
    """Return what to say about an error; one we do not know is logged under a reference that people can quote."""
    if isinstance(error, BotError):
        return error.sentence
    if isinstance(error, FormStateError):
        return Sentence("form-too-old")
    if isinstance(error, SlackApiError) and error.response.get("error") in {"expired_trigger_id", "trigger_expired"}:
        return Sentence("too-slow")
    reference = f"N-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    log.error("listener failed", reference=reference, exc_info=error)
    if isinstance(error, DBAPIError | PoolTimeoutError):
        return Sentence("not-saved", {"reference": reference})
    return Sentence("unknown", {"reference": reference})


async def _tell(body: Mapping[str, Any], text: str, context: Mapping[str, Any], respond: AsyncRespond) -> None:
    """Say something to the one who pressed: beside the message, or over the form that is open."""
    if body.get("response_url") or body.get("response_urls"):
        await respond(text=escape_mrkdwn(text), response_type="ephemeral", replace_original=False)
    elif "view" in body and "trigger_id" in body:
        await context["client"].views_push(trigger_id=body["trigger_id"], view=_notice(text))


def _notice(text: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Nätverksbot"},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}],
    }


def _place(view: Mapping[str, Any], field: str | None) -> str:
    """Return the block of a question in an open form, else its first question's: the text stays where it is."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return block_id(field) if field and block_id(field) in inputs else inputs[0]


def _json(body: dict[str, Any]) -> BoltResponse:
    import json

    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": "application/json"})
