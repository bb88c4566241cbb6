"""The networks' channels: there, open, with the bot in them, and with a history it can read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.doctor.findings import Finding, doubt, well, wrong
from bot.errors import Sentence
from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, given, refusal_of
from bot.storage.tables import Network


@dataclass(frozen=True)
class Place:
    """A network's channel."""

    network: str
    channel: str


def places(session: Session, workspace_id: int) -> tuple[list[Place], list[str]]:
    """Return the networks' channels, and the networks that have none."""
    networks = session.scalars(select(Network).where(Network.workspace_id == workspace_id).order_by(Network.name)).all()
    found = [Place(network.name, network.channel_id) for network in networks if network.channel_id is not None]
    return found, [network.name for network in networks if network.channel_id is None]


async def channels_found(
    slack: AsyncWebClient, placed: list[Place], placeless: list[str], bot: str
) -> AsyncIterator[Finding]:
    """Look at every network's channel; what is well is told in one line for all of them."""
    for network in placeless:
        yield doubt(Sentence("doctor-no-channel", {"network": network}))
    if not placed and not placeless:
        yield doubt(Sentence("doctor-no-networks"))
    troubles = [trouble for place in placed if (trouble := await _trouble(slack, place, bot)) is not None]
    for trouble in troubles:
        yield trouble
    if len(placed) > len(troubles):
        yield well(Sentence("doctor-channels", {"count": len(placed) - len(troubles)}))


async def _trouble(slack: AsyncWebClient, place: Place, bot: str) -> Finding | None:
    """Return the first thing that is wrong with a channel: what comes after it cannot be asked."""
    values: dict[str, Any] = {"network": place.network, "channel": place.channel}
    try:
        answer: Any = await slack.conversations_info(channel=place.channel)
        channel = given(answer, "channel")
    except CALL_ERRORS as error:
        return _refused(refusal_of(error), values)
    if channel.get("is_archived"):
        return wrong(Sentence("doctor-channel-archived", values))
    if not channel.get("is_member"):
        return wrong(Sentence("doctor-channel-without-bot", values | {"bot": bot}))
    try:
        await slack.conversations_history(channel=place.channel, limit=1)
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        if refusal.fault is Fault.RETRY:
            return doubt(Sentence("doctor-channel-later", values | {"code": refusal.code}))
        return wrong(Sentence("doctor-channel-unreadable", values | {"code": refusal.code}))
    return None


def _refused(refusal: Refusal, values: dict[str, Any]) -> Finding:
    if refusal.code == "channel_not_found":
        return wrong(Sentence("doctor-channel-gone", values))
    if refusal.fault is Fault.RETRY:
        return doubt(Sentence("doctor-channel-later", values | {"code": refusal.code}))
    return wrong(Sentence("doctor-channel-unknown", values | {"code": refusal.code}))
