"""Trigger ids: what lets an app open a modal, once and within three seconds."""

import time
from dataclasses import dataclass

from playground import ids
from playground.errors import SlackError


@dataclass
class Trigger:
    """One gesture of a person, which may be exchanged for a modal."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


class Triggers:
    """All trigger ids handed out."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._given: dict[str, Trigger] = {}

    def new(self, user: str, view_id: str | None = None) -> str:
        """Return a fresh id for a gesture of this person; `view_id` when it was made in a modal."""
        trigger_id = ids.new_trigger_id(738_474_920)
        self._given[trigger_id] = Trigger(user, view_id, time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Return the gesture behind an id, which is used up by this."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
