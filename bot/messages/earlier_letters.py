"""What somebody's weekly letters have said so far: what is new to the reader, and what need not be said again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.wheel_letters import Window
from bot.storage.deliveries import said
from bot.storage.tables import Delivery


@dataclass(frozen=True)
class EarlierLetters:
    """What the letters of earlier weeks spoke of, by the Monday that names each, the oldest first."""

    said: Sequence[tuple[date, Mapping[str, Any]]] = ()

    def __bool__(self) -> bool:
        """Return whether there has been any."""
        return bool(self.said)

    def ids(self, part: str) -> frozenset[int]:
        """Return what a part of any of them spoke of."""
        return frozenset(each for _, letter in self.said for each in letter.get(part, ()))

    def spoke_within(self, part: str, spoken_of: object, window: Window) -> bool:
        """Return whether a part spoke of something in one of a window's weeks."""
        return any(monday in window and spoken_of in letter.get(part, ()) for monday, letter in self.said)

    def times(self, part: str, spoken_of: int) -> int:
        """Return in how many weeks a part spoke of something; once more in the same week counts as once."""
        return len({monday for monday, letter in self.said if spoken_of in letter.get(part, ())})

    @property
    def latest(self) -> Mapping[str, Any]:
        """What the latest one spoke of."""
        return self.said[-1][1] if self.said else {}

    def is_like_latest(self, part: str, spoken_of: Collection[int]) -> bool:
        """Return whether a part of the latest one spoke of all this."""
        return bool(self.said) and set(spoken_of) <= set(self.latest.get(part, ()))


NONE_BEFORE = EarlierLetters()


def earlier_letters(session: Session, kind: str, recipient: str, before: date) -> EarlierLetters:
    """Return the letters of a kind that somebody has been sent, of the weeks before the one named by a Monday."""
    rows = session.execute(
        select(Delivery.nominal_on, Delivery.said)
        .where(Delivery.recipient == recipient, Delivery.kind == kind, said(), Delivery.nominal_on.is_not(None))
        .where(Delivery.nominal_on < before)
        .order_by(Delivery.nominal_on, Delivery.id)
    )
    return EarlierLetters([(monday, letter) for monday, letter in rows if monday is not None and letter])
