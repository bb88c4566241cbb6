"""Database work off the loop: one function of the storage, in a transaction of the bot's own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.deps import Deps
from bot.domain.people import Actor
from bot.storage.db import Database

T = TypeVar("T")


async def writing(deps: Deps, change: Callable[..., T], *args: Any, **named: Any) -> T:
    """Run `change(session, …)` in a transaction of its own, in the bot's name."""
    return await deps.do_behind(_write, deps.workspace_id, change, args, named)


async def reading(deps: Deps, question: Callable[..., T], *args: Any, **named: Any) -> T:
    """Run `question(session, …)` in a session that only reads; the rows it returns are not tied to it."""
    return await deps.do_behind(_read, question, args, named)


def _write(
    database: Database,
    workspace_id: int,
    change: Callable[..., T],
    args: tuple[Any, ...],
    named: dict[str, Any],
    *,
    now: datetime,
) -> T:
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        return change(session, *args, **named)


def _read(
    database: Database, question: Callable[..., T], args: tuple[Any, ...], named: dict[str, Any], *, now: datetime
) -> T:
    with database.reading() as session:
        return question(session, *args, **named)
