"""Somebody asks for something, somewhere: what a listener hands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.language import Language
from bot.messages.registry import Message
from bot.slack.answers import bring_up_to_date, dialogue_of, show, show_over

T = TypeVar("T")

#: Figures of the largest id or offset that a button may name.
MOST_FIGURES = 9


@dataclass(frozen=True)
class Asked:
    """Who asks, in which language and channel, and the ways to answer."""

    deps: Deps
    client: AsyncWebClient
    actor: Actor
    language: Language
    body: Mapping[str, Any]
    channel_id: str | None

    async def do(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case in the name of the one who asks."""
        return await self.deps.do(use_case, self.actor, *args, **named)

    @property
    def trigger_id(self) -> str:
        """What lets a form open."""
        return str(self.body["trigger_id"])

    @property
    def dialogue(self) -> Mapping[str, Any]:
        """The dialogue that something was pressed in. Raises NotFound when there is none, or too little of it."""
        view: Mapping[str, Any] = self.body.get("view") or {}
        if not all(view.get(part) for part in ("title", "hash", "state")):
            raise NotFound("form-too-old")
        return view

    @property
    def now(self) -> datetime:
        """The story's time."""
        return self.deps.clock()

    @property
    def today(self) -> date:
        """The day it is where the person is."""
        return self.day_of(self.now)

    def day_of(self, instant: datetime) -> date:
        """Return the day that an instant belongs to, where the person is."""
        return local_day(instant, ZoneInfo(self.actor.timezone))

    @property
    def pressed_alone(self) -> str | None:
        """Where to answer when what was pressed is seen by this person only: nothing else reaches that message."""
        is_ephemeral = (self.body.get("container") or {}).get("is_ephemeral")
        return self.body.get("response_url") if is_ephemeral else None

    async def show(self, message: Message, title: str = "", *, replace: bool = False) -> None:
        """Show something to this person only.

        Beside the message that was pressed in, or in its place; over the Home tab or a dialogue, in a dialogue with
        this title.
        """
        if view := self.body.get("view"):
            dialogue = dialogue_of(title, message.blocks)
            await show_over(self.client, view, self.trigger_id, dialogue, replace=replace)
            return
        respond = AsyncRespond(response_url=self.body.get("response_url"))
        await show(respond, message.text, message.blocks, replace=replace)

    async def bring_up_to_date(self, message: Message, response_url: str | None, title: str = "") -> None:
        """Replace what only this person sees, if there is such a message or dialogue, after the change is stored."""
        view = self.body.get("view") or {}
        if response_url is not None:
            await bring_up_to_date(AsyncRespond(response_url=response_url), message.text, message.blocks)
        elif view.get("type") == "modal" and not view.get("callback_id"):
            await self.show(message, title, replace=True)


def asked(deps: Deps, body: Mapping[str, Any], client: AsyncWebClient, context: Mapping[str, Any]) -> Asked:
    """Return who asks what, from the arguments of a listener."""
    return Asked(deps, client, context["actor"], context["language"], body, context.get("channel_id"))


def value_of(body: Mapping[str, Any]) -> str:
    """Return what a pressed button carries."""
    return str(body["actions"][0].get("value") or "")


def pressed(body: Mapping[str, Any]) -> int:
    """Return the id of the row that a pressed button is about."""
    return number(value_of(body))


def number(figures: str) -> int:
    """Return an id or an offset that a payload names. Raises NotFound for anything else."""
    if not (figures.isascii() and figures.isdecimal() and len(figures) <= MOST_FIGURES):
        raise NotFound("button-too-old")
    return int(figures)


def numbers(value: str, count: int) -> list[int]:
    """Return the ids and offsets that a button carries, so many of them. Raises NotFound for anything else."""
    parts = value.split(":")
    if len(parts) != count:
        raise NotFound("button-too-old")
    return [number(part) for part in parts]
