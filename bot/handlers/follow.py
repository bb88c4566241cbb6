"""What happens in Slack without anybody pressing anything: people leave and come back, channels close and open.

Nobody acts on the bot here, and nobody becomes known to it by being told of.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.services.channels import bot_user, is_network_channel, is_the_bot, note_channel, note_new_id
from bot.services.deliveries import stop
from bot.services.people import note_profile, profile_in
from bot.slack.channels import trouble_with

log = structlog.get_logger(__name__)

#: Of a channel: Slack is asked how it is now. So it does not matter in which order, or how often, it tells.
OF_CHANNELS = ("channel_archive", "channel_left", "channel_unarchive", "group_archive", "group_left", "group_unarchive")
#: Of anybody who comes or goes; only the bot itself matters.
OF_MEMBERS = ("member_joined_channel", "member_left_channel")


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to what Slack tells about people, channels and the app itself."""
    for name in OF_CHANNELS:
        _on_channel(app, deps, name)
    for name in OF_MEMBERS:
        _on_member(app, deps, name)

    @app.event("user_change")
    async def person(ack: AsyncAck, event: dict[str, Any]) -> None:
        if isinstance(user := event.get("user"), dict):
            # Of somebody whom Slack Connect brings in, their own workspace decides, and Slack answers when it is asked.
            is_external = deps.installed.found.is_elsewhere(user.get("team_id"), None)
            await deps.do(note_profile, deps.workspace_id, profile_in(user), may_leave=not is_external)
        await ack()

    @app.event("channel_id_changed")
    async def new_id(ack: AsyncAck, event: dict[str, Any]) -> None:
        if (old := event.get("old_channel_id")) and (new := event.get("new_channel_id")):
            await deps.do(note_new_id, deps.workspace_id, old, new)
        await ack()

    @app.event("tokens_revoked")
    async def revoked(ack: AsyncAck, event: dict[str, Any]) -> None:
        if await _is_the_bot_among(deps, (event.get("tokens") or {}).get("bot") or []):
            await _stop(deps, "token_revoked")
        await ack()

    @app.event("app_uninstalled")
    async def uninstalled(ack: AsyncAck) -> None:
        await _stop(deps, "app_uninstalled")
        await ack()


def _on_channel(app: AsyncApp, deps: Deps, name: str) -> None:
    @app.event(name)
    async def changed(ack: AsyncAck, event: dict[str, Any], client: AsyncWebClient) -> None:
        await _look_at(deps, client, event)
        await ack()


def _on_member(app: AsyncApp, deps: Deps, name: str) -> None:
    @app.event(name)
    async def moved(ack: AsyncAck, event: dict[str, Any], client: AsyncWebClient) -> None:
        user = event.get("user")
        if isinstance(user, str) and await deps.do(is_the_bot, deps.workspace_id, user):
            await _look_at(deps, client, event)
        await ack()


async def _look_at(deps: Deps, client: AsyncWebClient, event: Mapping[str, Any]) -> None:
    """Ask Slack how it is with a network's channel, and keep what it says. A failure lets Slack tell again."""
    channel = event.get("channel")
    if not isinstance(channel, str) or not await deps.do(is_network_channel, deps.workspace_id, channel):
        return
    trouble = await trouble_with(client, channel)
    if await deps.do(note_channel, deps.workspace_id, channel, trouble):
        log.info("A network's channel has changed", channel=channel, trouble=trouble)
        deps.nudge()


async def _is_the_bot_among(deps: Deps, users: Sequence[str]) -> bool:
    """Return whether the bot is one of these users, or any of them may be: when nobody has said which it is."""
    ours = deps.installed.found.bot_user_id or await deps.do(bot_user, deps.workspace_id)
    return ours in users if ours is not None else bool(users)


async def _stop(deps: Deps, reason: str) -> None:
    """Stop all sending until somebody has installed the app again and says `resume`."""
    if await deps.do(stop, deps.workspace_id, reason):
        log.error("Sending is stopped: the app is removed from Slack", reason=reason)
