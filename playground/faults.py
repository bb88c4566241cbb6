"""Faults that a test orders: what goes wrong, in which method, how many times."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
KINDS = (
    "reset_after_apply",
    "hang_after_apply",
    "http_500_after_apply",
    "fatal_error_after_apply",
    "empty_after_apply",
    "http_500_before",
    "reset_before",
)
PREFIXES = ("error:", "ratelimited:", "slow:")


@dataclass
class Fault:
    """One order. `after` calls pass first; then `times` calls fail (None: all)."""

    method: str
    kind: str
    times: int | None = 1
    after: int = 0
    channel: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS and not self.kind.startswith(PREFIXES):
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join((*KINDS, *PREFIXES))}")

    @property
    def detail(self) -> str:
        """What stands after the colon: an error code, or seconds."""
        return self.kind.partition(":")[2]


class Faults:
    """The orders that are still open."""

    def __init__(self) -> None:
        self._open: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        self._open.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._open.clear()

    def take(self, method: str, args: Json) -> Fault | None:
        """Return the fault that hits this call, if any; it counts as used."""
        for fault in list(self._open):
            if fault.method not in (method, "*") or fault.channel not in (None, args.get("channel")):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._open.remove(fault)
            return fault
        return None
