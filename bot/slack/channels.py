"""How it is with a channel, as Slack tells it now."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.outcomes import given, refusal_of

#: Slack's codes for a channel in which the bot cannot write: as it answers them, and as we conclude them.
NOT_THERE = "channel_not_found"
ARCHIVED = "is_archived"
NOT_IN_IT = "not_in_channel"
TROUBLES = frozenset({NOT_THERE, ARCHIVED, NOT_IN_IT})


async def trouble_with(slack: AsyncWebClient, channel_id: str) -> str | None:
    """Return why the bot cannot write in a channel, one of TROUBLES, or None when it can.

    Raises one of CALL_ERRORS when Slack does not tell.
    """
    try:
        answer: Any = await slack.conversations_info(channel=channel_id)
    except SlackApiError as error:
        if refusal_of(error).code != NOT_THERE:
            raise
        # A private channel without the bot answers so too.
        return NOT_THERE
    channel = given(answer, "channel")
    if channel.get("is_archived"):
        return ARCHIVED
    return None if channel.get("is_member") else NOT_IN_IT
