"""Somebody writes to the bot, in its direct conversation or by mentioning it: it answers with help and buttons."""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.handlers.asked import pressed
from bot.messages.registry import Message
from bot.messages.talk import finish_blocks, finish_facts, talk_blocks
from bot.services.events import give_event_back, take_event
from bot.services.home import gather
from bot.services.progress import mark_done
from bot.slack.answers import bring_up_to_date
from bot.slack.commands import typed_text, understood
from bot.slack.outcomes import CALL_ERRORS, Fault, refusal_of

log = structlog.get_logger(__name__)

#: What people write; all else that Slack calls a message is an edit, a deletion or a machine's.
WRITTEN = frozenset({None, "file_share", "thread_broadcast"})
MENTION = re.compile(r"<@[^>]*>")
MARKS = ".,:;!?"


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to what is written to the bot, and to the buttons of its answers."""

    @app.event("message")
    async def written(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        if body["event"].get("channel_type") == "im" and is_from_a_person(body["event"]):
            await _answer_once(deps, body, client, context)
        await ack()

    @app.event("app_mention")
    async def mentioned(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        if is_from_a_person(body["event"]):
            await _answer_once(deps, body, client, context)
        await ack()

    @app.action("talk.done.v1")
    async def done(ack: AsyncAck, body: dict[str, Any], context: dict[str, Any], respond: AsyncRespond) -> None:
        finished = await deps.do(mark_done, context["actor"], pressed(body))
        deps.nudge()
        left = await deps.do(gather, context["actor"], finish_facts)
        shown = finish_blocks(left, context["language"], finished=finished)
        ephemeral = body.get("container", {}).get("is_ephemeral")
        response_type = "ephemeral" if ephemeral else "in_channel"
        await bring_up_to_date(respond, shown.text, shown.blocks, response_type=response_type)
        await ack()


def is_from_a_person(event: Mapping[str, Any]) -> bool:
    """Return whether somebody wrote this just now: no bot, no edit, nothing that was deleted."""
    return event.get("subtype") in WRITTEN and not event.get("bot_id") and bool(event.get("user"))


def wants_to_finish(text: str) -> bool:
    """Return whether somebody says that something is done."""
    words = typed_text(MENTION.sub(" ", text)).split()
    return any(understood(word.strip(MARKS)) == "done" for word in words)


async def _answer_once(deps: Deps, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
    """Answer what somebody wrote, once however often Slack tells of it; nothing where it does not say what or where."""
    event, actor = body["event"], context.get("actor")
    name = event.get("client_msg_id") or body.get("event_id") or event.get("ts")
    if actor is None or not name or not event.get("channel"):
        return
    answer = await _answer_to(deps, event, context)
    if not await deps.do(take_event, actor, name):
        return
    try:
        await _post(client, event, answer)
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        if refusal.fault is Fault.RETRY:
            # Nothing was posted: when Slack tells again it is answered then.
            await deps.do(give_event_back, actor, name)
            raise
        log.warning("An answer could not be posted", code=refusal.code)


async def _answer_to(deps: Deps, event: Mapping[str, Any], context: dict[str, Any]) -> Message:
    if wants_to_finish(event.get("text") or ""):
        return finish_blocks(await deps.do(gather, context["actor"], finish_facts), context["language"])
    return talk_blocks(context["language"])


async def _post(client: AsyncWebClient, event: Mapping[str, Any], message: Message) -> None:
    where: dict[str, Any] = {"channel": event["channel"], "thread_ts": event.get("thread_ts")}
    said: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
    if event["type"] == "app_mention":
        await client.chat_postEphemeral(user=event["user"], **where, **said)
    else:
        await client.chat_postMessage(**where, **said)
