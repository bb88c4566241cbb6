"""The Events API: envelopes of events, sent up to four times until the bot takes them."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from playground import ids
from playground.delivery import Delivered
from playground.messages import Message
from playground.workspace import Channel, Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
#: what an app like ours subscribes to; `Events.subscribed` may be changed
USUAL = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_id_changed",
    "channel_rename",
    "channel_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
)
_REASONS = {"operation_timeout": "http_timeout", "connection_failed": "connection_failed", "http_error": "http_error"}


def of_message(place: Channel, message: Message) -> tuple[Json, str]:
    """Return the event of a new message, and the name under which apps subscribe to it."""
    kind = {"public_channel": "channel", "private_channel": "group"}.get(place.kind, place.kind)
    body = message.as_json() | {"channel": place.id, "event_ts": message.ts, "channel_type": kind}
    if not message.bot_id:
        body["client_msg_id"] = ids.new_key(36)
    return body, f"message.{kind}s" if kind in ("channel", "group") else f"message.{kind}"


class Events:
    """What the bot is told of without anybody pressing anything."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self.subscribed: set[str] = set(USUAL)
        #: event_context -> team id, for apps.event.authorizations.list
        self.contexts: dict[str, str] = {}

    def authorization(self, workspace: Workspace) -> Json:
        """For which installation an event is delivered."""
        body: Json = {"enterprise_id": None, "team_id": workspace.team_id, "user_id": workspace.bot_user}
        return body | {"is_bot": True, "is_enterprise_install": False}

    def envelope(self, workspace: Workspace, event: Json) -> Json:
        """Return the whole body around an event."""
        context = f"4-{ids.new_key(60)}"
        self.contexts[context] = workspace.team_id
        team = self._team_of(workspace, event.get("user"))
        is_shared = team != workspace.team_id
        if is_shared:
            event = event | {"team": team, "user_team": team, "source_team": team}
        body: Json = {"token": "playground", "team_id": team, "context_team_id": workspace.team_id}
        body |= {"context_enterprise_id": None, "api_app_id": workspace.app_id, "event": event}
        body |= {"type": "event_callback", "event_id": ids.new_id("Ev"), "event_time": int(time.time())}
        authorizations = [self.authorization(workspace)]
        return body | {"authorizations": authorizations, "is_ext_shared_channel": is_shared, "event_context": context}

    def _team_of(self, workspace: Workspace, user: Any) -> str:
        """Return the team in which something happened: that of whoever did it, also when Slack Connect brought them."""
        known = workspace.users.get(user) if isinstance(user, str) else None
        return known.team_id if known is not None else workspace.team_id

    async def tell(self, workspace: Workspace, event: Json, name: str = "") -> list[Delivered]:
        """Deliver an event if the app subscribes to it; all attempts, the last one last."""
        if (name or event["type"]) not in self.subscribed:
            return []
        return await self.attempt(self.envelope(workspace, event))

    async def attempt(self, body: Json) -> list[Delivered]:
        """Deliver a body, and again up to three times as long as it fails and the bot does not decline."""
        attempts = [await self._playground.delivery.send("events_api", body)]
        for number, delay in enumerate(self._playground.timing.retry_delays, start=1):
            last = attempts[-1]
            if last.ok or last.headers.get("x-slack-no-retry") == "1":
                break
            await asyncio.sleep(delay)
            headers = {"x-slack-retry-num": str(number), "x-slack-retry-reason": _REASONS[last.error]}
            attempts.append(await self._playground.delivery.send("events_api", body, headers))
        return attempts
