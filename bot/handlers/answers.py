"""Answering the one who pressed, wherever the button stands: nobody else sees it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.registry import Message
from bot.slack.blocks import plain
from bot.slack.forms.elements import fit

#: What Slack takes as the title of a dialogue.
MOST_TITLE = 24


async def answer(
    body: Mapping[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    message: Message,
    title: str,
    *,
    replace: bool = False,
) -> None:
    """Answer beside the message that was pressed in; over the Home tab or a dialogue, in a dialogue with this title.

    `replace` puts the answer in place of the one it was pressed in.
    """
    view = body.get("view")
    if view is None:
        await respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=replace)
        return
    dialogue = {"type": "modal", "title": plain(fit(title, MOST_TITLE)), "blocks": message.blocks}
    if view["type"] == "home":
        await client.views_open(trigger_id=body["trigger_id"], view=dialogue)
    elif replace:
        await client.views_update(view_id=view["id"], view=dialogue)
    else:
        await client.views_push(trigger_id=body["trigger_id"], view=dialogue)
