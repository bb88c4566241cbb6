"""How it is with a channel, as Slack tells it now."""

from collections.abc import AsyncIterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BadInput
from bot.slack.outcomes import given, refusal_of

#: Slack's codes for a channel in which the bot cannot write: as it answers them, and as we conclude them.
NOT_THERE = "channel_not_found"
ARCHIVED = "is_archived"
NOT_IN_IT = "not_in_channel"
TROUBLES = frozenset({NOT_THERE, ARCHIVED, NOT_IN_IT})
#: Members of a channel that Slack tells of at once, and how often it is asked: who is not among them is not found.
MEMBERS_AT_ONCE, MOST_PAGES = 1000, 10


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


async def enter(
    slack: AsyncWebClient, channel_id: str, *, field: str, may_join: bool, chosen_by: str | None = None
) -> None:
    """See that the bot can write in a channel that somebody chose in a form, and go into an open one where it may join.

    `chosen_by` is a user who has to be in it themselves, `field` the form's question. Raises BadInput when it cannot be
    chosen, or one of CALL_ERRORS when Slack does not tell.
    """
    trouble = await trouble_with(slack, channel_id)
    if trouble == ARCHIVED:
        raise BadInput("channel-archived", field=field)
    if trouble == NOT_THERE:
        raise BadInput("channel-without-bot", field=field)
    if chosen_by is not None and not await _has_member(slack, channel_id, chosen_by):
        raise BadInput("channel-without-you", field=field)
    if trouble == NOT_IN_IT and not (may_join and await _joined(slack, channel_id)):
        raise BadInput("channel-without-bot", field=field)


async def _has_member(slack: AsyncWebClient, channel_id: str, slack_user_id: str) -> bool:
    async for members in _pages_of_members(slack, channel_id):
        if slack_user_id in members:
            return True
    return False


async def _pages_of_members(slack: AsyncWebClient, channel_id: str) -> AsyncIterator[list[str]]:
    cursor = ""
    for _ in range(MOST_PAGES):
        answer: Any = await slack.conversations_members(channel=channel_id, limit=MEMBERS_AT_ONCE, cursor=cursor)
        yield given(answer, "members")
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def _joined(slack: AsyncWebClient, channel_id: str) -> bool:
    try:
        await slack.conversations_join(channel=channel_id)
    except SlackApiError:
        return False
    return True
