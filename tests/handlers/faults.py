"""Something goes wrong at one chosen line of a listener: before a use case, at its commit, after it, or at Slack."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.deps import Deps
from tests.handlers.conftest import House

#: Use cases that run by themselves.
BACKGROUND = frozenset({"people_to_look_up", "store_profile"})
#: The mode, and what a person's gesture comes to before it is hit.
MODES = ("before", "commit", "after", "away", "slack")


class Struck(RuntimeError):
    """What no listener expects."""


class Fault:
    """Strikes at the nth line of its kind that a gesture comes to."""

    def __init__(self, mode: str, at: int) -> None:
        self.mode = mode
        self.at = at
        self.hit = False
        self._passed = 0

    def strikes(self) -> bool:
        """Count a line; return whether this is the one."""
        strikes = self._passed == self.at
        self._passed += 1
        self.hit = self.hit or strikes
        return strikes


@contextmanager
def struck(monkeypatch: pytest.MonkeyPatch, house: House, mode: str, at: int) -> Iterator[Fault]:
    """Let the nth line of a kind fail while the block runs."""
    fault = Fault(mode, at)
    with monkeypatch.context() as patch:
        if mode == "slack":
            _strike_slack(patch, house, fault)
        elif mode == "commit":
            with _strike_commits(patch, house, fault):
                yield fault
            return
        else:
            _strike_use_cases(patch, fault)
        yield fault


def _strike_use_cases(patch: pytest.MonkeyPatch, fault: Fault) -> None:
    do = Deps.do

    async def struck(self: Deps, use_case: Callable[..., Any], *args: Any, **named: Any) -> Any:
        strikes = _is_of_a_listener(use_case) and fault.strikes()
        if strikes and fault.mode == "before":
            raise Struck
        if strikes and fault.mode == "away":
            raise OperationalError("BEGIN", {}, ConnectionError("away"))
        result = await do(self, use_case, *args, **named)
        if strikes:
            raise Struck
        return result

    patch.setattr(Deps, "do", struck)


def _is_of_a_listener(use_case: Callable[..., Any]) -> bool:
    return use_case.__module__.startswith("bot.services") and use_case.__name__ not in BACKGROUND


def _strike_slack(patch: pytest.MonkeyPatch, house: House, fault: Fault) -> None:
    for client, method in ((AsyncWebClient, "api_call"), (AsyncWebhookClient, "send_dict")):
        patch.setattr(client, method, _failing(getattr(client, method), house, fault))


def _failing(call: Callable[..., Any], house: House, fault: Fault) -> Callable[..., Any]:
    async def struck(self: Any, *args: Any, **named: Any) -> Any:
        if self is not house.deps.slack and fault.strikes():
            raise ConnectionResetError
        return await call(self, *args, **named)

    return struck


@contextmanager
def _strike_commits(patch: pytest.MonkeyPatch, house: House, fault: Fault) -> Iterator[None]:
    """Let the database go away as a listener's use case commits; the sender's own commits pass."""
    here, do = threading.local(), Deps.do

    def marked(use_case: Callable[..., Any], *args: Any, **named: Any) -> Any:
        here.is_listener = True
        try:
            return use_case(*args, **named)
        finally:
            here.is_listener = False

    async def through(self: Deps, use_case: Callable[..., Any], *args: Any, **named: Any) -> Any:
        run = partial(marked, use_case) if _is_of_a_listener(use_case) else use_case
        return await do(self, run, *args, **named)

    def commit(_connection: Any) -> None:
        if getattr(here, "is_listener", False) and fault.strikes():
            raise OperationalError("COMMIT", {}, ConnectionError("away"))

    patch.setattr(Deps, "do", through)
    event.listen(house.deps.database.writer, "commit", commit)
    try:
        yield
    finally:
        event.remove(house.deps.database.writer, "commit", commit)
