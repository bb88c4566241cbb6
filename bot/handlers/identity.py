"""Who is there: before every listener, the person's roles and language."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.errors import NotFound
from bot.language import Language
from bot.services.people import identify

ANY = re.compile("")


def register(app: AsyncApp, deps: Deps) -> None:
    """Find out who acts, before any listener."""

    @app.use
    async def who(body: dict[str, Any], context: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        user_id = context.get("user_id")
        if user_id and not _is_of_a_bot(body.get("event") or {}):
            actor = await deps.do(identify, deps.workspace_id, user_id)
            context["actor"] = actor
            if not actor.name:
                deps.newcomers.set()
            context["language"] = Language(actor.locale, local_day(deps.clock(), ZoneInfo(actor.timezone)))
        await next_()


def _is_of_a_bot(event: Mapping[str, Any]) -> bool:
    """Return whether an event tells of what a bot, mostly this one, wrote or changed: no person acts."""
    return bool(event.get("bot_id") or (event.get("message") or {}).get("bot_id"))


def register_last(app: AsyncApp) -> None:
    """Answer what no listener knows: a gesture of an older version gets its sentence, an event its receipt."""

    @app.command(ANY)
    async def old_command() -> None:
        raise NotFound("button-too-old")

    @app.shortcut(ANY)
    async def old_shortcut() -> None:
        raise NotFound("button-too-old")

    @app.action(ANY)
    async def old_button() -> None:
        raise NotFound("button-too-old")

    @app.view(ANY)
    async def old_form() -> None:
        raise NotFound("form-too-old")

    @app.view_closed(ANY)
    async def unused_closing(ack: AsyncAck) -> None:
        await ack()

    @app.options(ANY)
    async def no_choices(ack: AsyncAck) -> None:
        await ack(options=[])

    @app.event(ANY)
    async def unused_event(ack: AsyncAck) -> None:
        await ack()
