"""What the bot asked of the Web API, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Call:
    """One call: what was asked, what was answered, when and for how long (machine's clock, seconds)."""

    method: str
    args: Json
    team_id: str
    at: float
    #: HTTP status; 0 while under way, or when the connection was cut
    status: int = 0
    answer: Json = field(default_factory=dict)
    seconds: float = 0.0
    fault: str = ""

    @property
    def error(self) -> str:
        """The code Slack refused it with; empty when it was granted."""
        return str(self.answer.get("error", ""))


class Calls(list[Call]):
    """All calls, with a way to pick some."""

    def of(self, method: str, **args: Any) -> list[Call]:
        """Return calls of one method whose arguments have these values."""
        return [call for call in self if call.method == method and _fits(call.args, args)]

    def refused(self) -> Iterator[Call]:
        """Return calls that did not end in `ok`, apart from faults the test ordered."""
        return (call for call in self if not call.fault and not call.answer.get("ok"))


def _fits(args: Json, wanted: Json) -> bool:
    return all(str(args.get(name)) == str(value) for name, value in wanted.items())
