"""Who is there: before every listener, the person's roles and language."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import deadline
from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.language import Language
from bot.services.people import identify, known_actor

ANY = re.compile("")
#: The events in which somebody does something to the bot.
BY_PEOPLE = frozenset({"app_home_opened", "app_mention", "message"})


def register(app: AsyncApp, deps: Deps) -> None:
    """Find out who acts, before any listener."""

    @app.use
    async def who(body: dict[str, Any], context: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        user_id = context.get("user_id")
        if user_id and _acts(body.get("event")):
            async with deadline.enforced():
                actor = await _identified(deps, user_id)
            context["actor"] = actor
            if not actor.name:
                deps.newcomers.set()
            context["language"] = Language(actor.locale, local_day(deps.clock(), ZoneInfo(actor.timezone)))
        await next_()


async def _identified(deps: Deps, user_id: str) -> Actor:
    """Return who acts; somebody never seen before becomes known, and only that writes."""
    known: Actor | None = await deps.do(known_actor, deps.workspace_id, user_id)
    if known is not None:
        return known
    return await deps.do(identify, deps.workspace_id, user_id)


def _acts(event: Mapping[str, Any] | None) -> bool:
    """Return whether a person does something to the bot: presses, types, writes to it, opens its tab.

    Other events tell *about* people, who stay as unknown to the bot as they were; and what a bot, mostly this one,
    wrote or changed is nobody's doing.
    """
    if event is None:
        return True
    written_by_a_bot = event.get("bot_id") or (event.get("message") or {}).get("bot_id")
    return event.get("type") in BY_PEOPLE and not written_by_a_bot


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
