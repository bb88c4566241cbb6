"""The story's clock: what `now` is, read once at the edge and handed on as an argument.

Leases, start times, history windows, Retry-After and signatures use the machine's clock instead, read only in
`scheduler/` and `slack/`.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def machine_clock() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)
