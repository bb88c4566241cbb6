"""What the real app listens to, as it is wired."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot.app
from bot.config import Settings
from bot.deps import Deps
from bot.slack.listeners import NamedApp

Constraint = str | re.Pattern[str]

#: What `register_last` answers with its sentence when nobody else listens.
EVERYTHING = re.compile("")


@dataclass
class Heard:
    """Ids and patterns of one kind of listener, in order, each with the module it stands in."""

    listeners: list[tuple[Constraint, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The ids that are listened to by name."""
        return [constraint for constraint, _ in self.listeners if isinstance(constraint, str)]

    def hears(self, sent: str) -> bool:
        """Whether somebody listens to this id, other than to say that it is too old."""
        return any(
            constraint == sent if isinstance(constraint, str) else bool(constraint.search(sent))
            for constraint, _ in self.listeners
            if constraint != EVERYTHING
        )


@dataclass
class Listeners:
    """Everything the app listens to, by Bolt's name for it."""

    actions: Heard = field(default_factory=Heard)
    views: Heard = field(default_factory=Heard)
    closed: Heard = field(default_factory=Heard)
    commands: Heard = field(default_factory=Heard)
    events: Heard = field(default_factory=Heard)

    @property
    def modules(self) -> set[str]:
        """The modules that listen to something."""
        every = (self.actions, self.views, self.closed, self.commands, self.events)
        return {module for heard in every for _, module in heard.listeners}


def listeners(monkeypatch: pytest.MonkeyPatch) -> Listeners:
    """Wire the real app, writing down what it listens to."""
    found = Listeners()

    def writing(heard: Heard, register: Callable[..., Any]) -> Callable[..., Any]:
        def asked(constraint: Constraint, *args: Any, **named: Any) -> Callable[..., Any]:
            def decorate(listener: Callable[..., Any]) -> Any:
                heard.listeners.append((constraint, listener.__module__))
                return register(constraint, *args, **named)(listener)

            return decorate

        return asked

    class Written(NamedApp):
        def __init__(self, **named: Any) -> None:
            super().__init__(**named)
            self.action = writing(found.actions, self.action)  # type: ignore[method-assign]  # the same, written down
            self.view = writing(found.views, self.view)  # type: ignore[method-assign]
            self.view_closed = writing(found.closed, self.view_closed)  # type: ignore[method-assign]
            self.command = writing(found.commands, self.command)  # type: ignore[method-assign]
            self.event = writing(found.events, self.event)  # type: ignore[method-assign]

    monkeypatch.setattr(bot.app, "NamedApp", Written)
    settings = Settings(SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", DATABASE_URL="sqlite:///unused.db")
    # Wiring opens nothing: no listener is called here.
    deps = Deps(settings, database=None, slack=AsyncWebClient(), workspace_id=1)  # type: ignore[arg-type]
    bot.app.bolt_app(deps)
    return found
