"""What a person's own action caused is sent at once, by the process that took the action; so are refreshes."""

import asyncio
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.refreshes import next_refresh
from bot.storage.sending import next_attempt
from scheduler.guard import tell_away
from scheduler.refresh import refresh_due
from scheduler.send import send_due
from scheduler.sender import POST, UPDATE, Sender
from scheduler.transactions import reading

#: Without news it looks this often, in seconds, and after trouble with the database this soon.
LOOK_EVERY = 60.0
AFTER_TROUBLE = 2.0


async def serve_prompt(sender: Sender) -> None:
    """Send what is waited for until the process stops: on news, and when the next refresh is due."""
    while not sender.stopping.is_set():
        sender.deps.news.clear()
        began = sender.machine()
        try:
            await send_due(sender)
            await refresh_due(sender)
            seconds = await _until_next(sender, began)
        except SQLAlchemyError as error:
            tell_away(error, "The database is away; what is waited for is tried again soon")
            seconds = AFTER_TROUBLE
        await _news_or_stop(sender, seconds)


async def _until_next(sender: Sender, began: datetime) -> float:
    """Return how many seconds there is nothing to do, unless there is news."""
    refresh = await reading(sender.deps, next_refresh, workspace_id=sender.deps.workspace_id, after=began)
    # As of when it began: what may go on meanwhile would else be found by nobody until the next look.
    again = await reading(sender.deps, next_attempt, replace(sender.waiting(), machine_now=began))
    stopped = max(sender.stops.left(POST), sender.stops.left(UPDATE))
    found = [(instant - sender.machine()).total_seconds() for instant in (refresh, again) if instant is not None]
    return max(0.0, min([LOOK_EVERY, *found, *([stopped] if stopped else [])]))


async def _news_or_stop(sender: Sender, seconds: float) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in (sender.deps.news, sender.stopping)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
