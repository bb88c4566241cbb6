"""A commitment's form that is handed in: read against what its writer may choose now, and stored, on one trip.

What was written comes as a function of what may be chosen, since ids in a form are never trusted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Actor
from bot.services.commitments import CommitmentWords, change_commitment, log_commitment
from bot.services.offers import Offer, for_change, offer
from bot.storage.commitments import CommitmentView
from bot.storage.db import Database


@dataclass(frozen=True)
class New:
    """A commitment that was written, and whose it is."""

    network_id: int
    unit_id: int
    words: CommitmentWords


@dataclass(frozen=True)
class Change:
    """What a commitment should say from now on, and why when its text was decided by a board."""

    words: CommitmentWords
    reason: str | None


def log_written(
    database: Database,
    actor: Actor,
    channel_id: str | None,
    read: Callable[[Offer], New],
    form_key: str,
    *,
    now: datetime,
) -> CommitmentView:
    """Log what was written in a form that was opened in a channel; raises what `offer` and `log_commitment` do."""
    new = read(offer(database, actor, channel_id, now=now))
    return log_commitment(database, actor, new.network_id, new.unit_id, new.words, form_key, now=now)


def change_written(
    database: Database,
    actor: Actor,
    commitment_id: int,
    read: Callable[[Sequence[tuple[str, str]]], Change],
    form_key: str,
    *,
    version: int | None,
    now: datetime,
) -> CommitmentView:
    """Change a commitment to what was written; `read` gets its programme's themes.

    Raises what `for_change` and `change_commitment` do.
    """
    _, themes = for_change(database, actor, commitment_id, now=now)
    change = read(themes)
    return change_commitment(
        database, actor, commitment_id, change.words, form_key, version=version, reason=change.reason, now=now
    )
