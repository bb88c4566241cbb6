"""What one person alone sees: answers gathered for whoever asks, and that somebody uses the Home tab."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.domain.people import Actor
from bot.storage.db import Database, only_reads
from bot.storage.tables import Person

T = TypeVar("T")


@only_reads
def gather(database: Database, actor: Actor, facts: Callable[..., T], *about: Any, now: datetime, **named: Any) -> T:
    """Gather the facts of an answer that only the actor sees: `facts(session, actor, now, …)`, which only reads."""
    with database.reading() as session:
        return facts(session, actor, now, *about, **named)


def note_home_opened(database: Database, actor: Actor, *, now: datetime) -> None:
    """Keep that somebody uses the Home tab: from now on it is kept current after what they do."""
    if actor.uses_home:
        return
    with database.transaction(actor, now) as session:
        session.get_one(Person, actor.person_id).home_opened_at = now
