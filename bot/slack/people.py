"""Who somebody in Slack is, as it tells now."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.outcomes import given, refusal_of

#: Slack's codes for an id that is nobody's, or nobody's whom the bot may see.
NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
#: Slack's own, which it does not call a bot.
SLACKBOT = "USLACKBOT"


async def user_of(slack: AsyncWebClient, slack_user_id: str) -> Mapping[str, Any] | None:
    """Return somebody as Slack tells of them; None for a bot, for who has left, and for an id that is nobody's.

    Raises one of CALL_ERRORS when Slack does not tell.
    """
    try:
        answer: Any = await slack.users_info(user=slack_user_id, include_locale=True)
    except SlackApiError as error:
        if refusal_of(error).code not in NOBODY:
            raise
        return None
    user: Mapping[str, Any] = given(answer, "user")
    is_nobody = user.get("is_bot") or user.get("deleted") or user.get("id") == SLACKBOT
    return None if is_nobody else user
