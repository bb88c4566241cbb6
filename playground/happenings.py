"""What happens in a workspace without the bot's doing: people join, leave, change; channels are archived."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.delivery import Delivered
from playground.workspace import Channel, User, Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


class Happenings:
    """Each changes the workspace and tells the bot, if it subscribes."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._tasks: set[asyncio.Task[Any]] = set()

    def soon(self, happening: Coroutine[Any, Any, Any]) -> None:
        """Let it happen beside whatever is going on."""
        task = asyncio.get_running_loop().create_task(happening)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop what is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def tell(self, workspace: Workspace, kind: str, **event: Any) -> list[Delivered]:
        """Any event, by its type and fields."""
        ts = workspace.timestamps.next("events")
        return await self._playground.events.tell(workspace, {"type": kind, **event, "event_ts": ts})

    async def join(self, workspace: Workspace, channel: Channel, user: str = "") -> list[Delivered]:
        """Let it happen that a person, or without one the bot, becomes a member of a channel."""
        user = user or workspace.bot_user
        if user not in channel.members:
            channel.members.append(user)
        kind = "G" if channel.is_private else "C"
        more: Json = {"user": user, "channel": channel.id, "channel_type": kind, "team": workspace.team_id}
        return await self.tell(workspace, "member_joined_channel", **more)

    async def leave(self, workspace: Workspace, channel: Channel, user: str = "") -> list[Delivered]:
        """Let it happen that a person, or without one the bot, is no longer a member."""
        user = user or workspace.bot_user
        channel.members.remove(user)
        more: Json = {"user": user, "channel": channel.id, "channel_type": "C", "team": workspace.team_id}
        return await self.tell(workspace, "member_left_channel", **more)

    async def archive(self, workspace: Workspace, channel: Channel, user: str = "U0ADMIN") -> list[Delivered]:
        """Let it happen that a channel is archived."""
        channel.is_archived = True
        return await self.tell(workspace, "channel_archive", channel=channel.id, user=user)

    async def unarchive(self, workspace: Workspace, channel: Channel, user: str = "U0ADMIN") -> list[Delivered]:
        """Let it happen that an archived channel is opened again."""
        channel.is_archived = False
        return await self.tell(workspace, "channel_unarchive", channel=channel.id, user=user)

    async def change_channel_id(self, workspace: Workspace, channel: Channel, new_id: str) -> list[Delivered]:
        """Let it happen that a channel gets another id, as when it becomes shared."""
        old_id, channel.id = channel.id, new_id
        workspace.channels[new_id] = workspace.channels.pop(old_id)
        for message in channel.messages.values():
            message.channel = new_id
        more: Json = {"old_channel_id": old_id, "new_channel_id": new_id}
        return await self.tell(workspace, "channel_id_changed", **more)

    async def change_user(self, workspace: Workspace, user_id: str, **changes: Any) -> list[Delivered]:
        """Let it happen that a person's profile changes: `deleted`, `locale`, `real_name`, `email` and so on."""
        user: User = replace(workspace.user(user_id), **changes)
        workspace.users[user_id] = user
        return await self.tell(workspace, "user_change", user=user.as_json(locale=True))

    async def uninstall(self, workspace: Workspace) -> list[Delivered]:
        """Let it happen that the app is removed: its token dies, then the bot is told."""
        self._playground.revoked.add(workspace.token)
        tokens = {"oauth": [], "bot": [workspace.bot_user]}
        told = await self.tell(workspace, "tokens_revoked", tokens=tokens)
        return [*told, *await self.tell(workspace, "app_uninstalled")]
