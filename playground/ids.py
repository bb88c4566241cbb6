"""Identifiers of the kinds Slack makes."""

import secrets
import string
from collections.abc import Callable

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str) -> str:
    """Return an id of eleven characters: C… channel, D… direct message, U… user, T… team, V… view, F… file, B… bot."""
    return prefix + "0" + "".join(secrets.choice(_ALPHABET) for _ in range(9))


def new_key(length: int = 5) -> str:
    """Return a short random name, as Slack gives a block or an element that came without an id."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def new_trigger_id(team_number: int) -> str:
    """Return a trigger id: three parts with dots between."""
    return f"{secrets.randbelow(10**13):013d}.{team_number:012d}.{secrets.token_hex(16)}"


class Timestamps:
    """Message timestamps: unique and rising within one channel, in steps of at least 100 microseconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        #: channel -> microseconds of its newest message
        self.last: dict[str, int] = {}

    def next(self, channel: str) -> str:
        """Return the next `seconds.micros` of this channel, by the story's clock."""
        micros = int(self._clock() * 10_000) * 100
        last = self.last.get(channel, 0)
        if micros <= last:
            micros = last + 100
        if micros % 1_000_000 == 0:
            micros += 100
        self.last[channel] = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
