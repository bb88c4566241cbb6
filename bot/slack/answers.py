"""Answers to somebody who pressed or asked, that only they see."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.blocks import Block, plain
from bot.slack.forms.elements import fit
from bot.slack.outcomes import CALL_ERRORS

log = structlog.get_logger(__name__)

#: What Slack takes as the title of a dialogue, and what it is when nothing better is known.
MOST_TITLE = 24
NAME = "Nätverksbot"

#: How long bringing an answer up to date may keep somebody waiting who has their receipt to get, in seconds.
PATIENCE = 1.0


async def show(
    respond: AsyncRespond,
    text: str,
    blocks: Sequence[Block],
    *,
    replace: bool = False,
    response_type: str = "ephemeral",
) -> None:
    """Show something, in place of the message that was pressed or beside it; raises one of CALL_ERRORS.

    Slack's refusal is no exception in the SDK, and would go unseen.
    """
    answer = await respond(text=text, blocks=blocks, response_type=response_type, replace_original=replace)
    if answer.status_code != 200:
        raise SlackRequestError(f"The response_url answered {answer.status_code}: {answer.body}")


async def bring_up_to_date(
    respond: AsyncRespond, text: str, blocks: Sequence[Block], *, response_type: str = "ephemeral"
) -> None:
    """Replace the message that was pressed, after what it is about is stored: that it fails takes nothing back."""
    try:
        async with asyncio.timeout(PATIENCE):
            await show(respond, text, blocks, replace=True, response_type=response_type)
    except CALL_ERRORS as error:
        log.warning("An answer was not brought up to date", error=repr(error))


def dialogue_of(title: str, blocks: Sequence[Block]) -> Block:
    """Return a dialogue that only shows something."""
    return {"type": "modal", "title": plain(fit(title or NAME, MOST_TITLE)), "blocks": list(blocks)}


async def show_over(
    client: AsyncWebClient, view: Mapping[str, Any], trigger_id: str, dialogue: Block, *, replace: bool
) -> None:
    """Show a dialogue over the Home tab or another dialogue, or in the other one's place."""
    if view["type"] == "home":
        await client.views_open(trigger_id=trigger_id, view=dialogue)
    elif replace:
        await client.views_update(view_id=view["id"], view=dialogue)
    else:
        await client.views_push(trigger_id=trigger_id, view=dialogue)
