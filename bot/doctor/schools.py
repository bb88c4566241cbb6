"""The schools' own channels: whether the bot is in them, asked once for all of them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.doctor.findings import Finding, doubt, well, wrong
from bot.errors import Sentence
from bot.slack.outcomes import CALL_ERRORS, given, refusal_of
from bot.storage.tables import Unit
from bot.storage.wheel import goes_on

#: Channels that Slack tells of at once.
AT_ONCE = 1000


@dataclass(frozen=True)
class SchoolChannel:
    """A school's own channel."""

    school: str
    channel: str


def school_channels(session: Session, workspace_id: int, today: date) -> list[SchoolChannel]:
    """Return the channels of the schools that have one, by the schools' names."""
    schools = (
        select(Unit.name, Unit.channel_id)
        .where(Unit.workspace_id == workspace_id, Unit.kind == "school", Unit.channel_id.is_not(None))
        .where(goes_on(Unit, today))
        .order_by(Unit.name)
    )
    return [SchoolChannel(name, channel_id or "") for name, channel_id in session.execute(schools)]


async def schools_found(
    slack: AsyncWebClient, schools: list[SchoolChannel], bot: str, *, may_join: bool
) -> AsyncIterator[Finding]:
    """Tell which schools' channels the bot is not in; where it may join, it goes into the open ones by itself."""
    if not schools:
        return
    try:
        joined = await _channels_with_bot(slack)
    except CALL_ERRORS as error:
        yield doubt(Sentence("doctor-schools-unknown", {"code": refusal_of(error).code}))
        return
    outside = [one for one in schools if one.channel not in joined]
    for one in outside:
        values = {"school": one.school, "channel": one.channel, "bot": bot}
        yield (doubt if may_join else wrong)(Sentence("doctor-school-without-bot", values))
    if len(schools) > len(outside):
        yield well(Sentence("doctor-schools", {"count": len(schools) - len(outside)}))


async def _channels_with_bot(slack: AsyncWebClient) -> set[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        answer: Any = await slack.users_conversations(
            types="public_channel,private_channel", exclude_archived=True, limit=AT_ONCE, cursor=cursor
        )
        found |= {str(channel["id"]) for channel in given(answer, "channels")}
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found
