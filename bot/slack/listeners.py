"""Bolt's app with listeners that are found by name.

Bolt asks them one after the other whether they are meant: with a hundred of them that takes longer than most answers.
"""

import inspect
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped

from bot import deadline

Named = str | re.Pattern[str]
Listener = TypeVar("Listener", bound=Callable[..., Awaitable[Any]])

_ANY = re.compile("")
#: Where a payload says what it is about, by kind of listener.
_NAMES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "command": lambda body: str(body["command"]),
    "action": lambda body: str(body["actions"][0]["action_id"]),
    "view": lambda body: str(body["view"]["callback_id"]),
    "view_closed": lambda body: str(body["view"]["callback_id"]),
    "event": lambda body: str(body["event"]["type"]),
}


# Bolt looks for SLACK_BOT_TOKEN in the environment itself, and would warn at every start that it does not use it.
logging.getLogger(f"slack_bolt.{AsyncApp.__name__}").addFilter(
    lambda record: record.getMessage() != warning_client_prioritized_and_token_skipped()
)


class NamedApp(AsyncApp):
    """Bolt's app with one listener of Bolt's for each kind, which hands on to ours by name.

    What Bolt does before, around and after a listener stays. A name goes before a pattern; of patterns the first that
    fits counts. Ours have neither matchers nor middleware of their own, as Bolt's may.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._kinds: dict[str, _Listeners] = {}

    def command(self, command: Named) -> Callable[[Listener], Listener]:  # type: ignore[override]  # see above
        """Listen to a slash command."""
        return self._listen("command", command)

    def action(self, constraints: Named) -> Callable[[Listener], Listener]:  # type: ignore[override]  # see above
        """Listen to a button or a menu in a message, a form or the Home tab."""
        return self._listen("action", constraints)

    def view(self, constraints: Named) -> Callable[[Listener], Listener]:  # type: ignore[override]  # see above
        """Listen to a form that is handed in."""
        return self._listen("view", constraints)

    def view_closed(self, constraints: Named) -> Callable[[Listener], Listener]:  # type: ignore[override]  # see above
        """Listen to a form that is closed."""
        return self._listen("view_closed", constraints)

    def event(self, event: Named) -> Callable[[Listener], Listener]:  # type: ignore[override]  # see above
        """Listen to an event."""
        return self._listen("event", event)

    def _listen(self, kind: str, wanted: Named) -> Callable[[Listener], Listener]:
        if kind not in self._kinds:
            self._kinds[kind] = _Listeners()
            getattr(super(), kind)(_ANY)(_handing_on(self._kinds[kind], _NAMES[kind]))
        return self._kinds[kind].adding(wanted)


@dataclass
class _Listeners:
    """The listeners of one kind."""

    named: dict[str, "_Called"] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], "_Called"]] = field(default_factory=list)

    def adding(self, wanted: Named) -> Callable[[Listener], Listener]:
        def add(listener: Listener) -> Listener:
            called = _Called(listener, tuple(inspect.signature(listener).parameters))
            if isinstance(wanted, re.Pattern):
                self.patterns.append((wanted, called))
            elif wanted in self.named:
                raise ValueError(f"Two listeners for {wanted}.")
            else:
                self.named[wanted] = called
            return listener

        return add

    def of(self, name: str) -> "_Called":
        """Return who listens; raises LookupError when nobody does."""
        if name in self.named:
            return self.named[name]
        for pattern, called in self.patterns:
            if pattern.search(name):
                return called
        raise LookupError(f"Nobody listens to {name}.")


@dataclass(frozen=True)
class _Called:
    """A listener, and what of Bolt's arguments it takes."""

    listener: Callable[..., Awaitable[Any]]
    names: tuple[str, ...]


def _handing_on(listeners: _Listeners, name_of: Callable[[Mapping[str, Any]], str]) -> Callable[..., Awaitable[None]]:
    async def hand_on(args: AsyncArgs) -> None:
        called = listeners.of(name_of(args.body))
        async with deadline.enforced():
            await called.listener(**{name: getattr(args, name) for name in called.names})

    return hand_on
