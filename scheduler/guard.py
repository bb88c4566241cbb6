"""The row guard: what goes wrong with one message, or with one kind's planning, never stops the others."""

import secrets
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.slack.guard import LETTERS
from bot.storage.db import trouble_of

log = structlog.get_logger(__name__)

T = TypeVar("T")

#: The database is away: that says nothing about what was being done.
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)


def tell_away(error: SQLAlchemyError, what: str) -> None:
    """Log that the database is away, in a line: it is asked every second. Another fault comes with where it was."""
    if (why := trouble_of(error)) is None:
        log.error(what, exc_info=error)
    else:
        log.error(what, why=why)


@dataclass(frozen=True)
class Broken:
    """Something went wrong that nobody expected; the log has it under this reference."""

    reference: str


async def guarded(work: Awaitable[T], **about: object) -> T | Broken:
    """Return what the work gives, or under which reference its failure is logged, with what it was about."""
    try:
        return await work
    except Exception as error:  # the row guard: the work is one row's or one kind's, and the others go on
        if isinstance(error, DATABASE_AWAY) or trouble_of(error) is not None:
            raise
        reference = f"N-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
        log.exception("A message is broken", reference=reference, **about)
        return Broken(reference)
