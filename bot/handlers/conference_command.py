"""The command for conferences: the next one and the latest, and what the leadership can do about one."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.people import Actor
from bot.handlers.asked import asked, pressed
from bot.language import Language
from bot.messages.conference_answers import (
    Shown,
    SilentOnes,
    conference_blocks,
    conference_help_blocks,
    silent_blocks,
)
from bot.messages.registry import Message
from bot.messages.summary import gist, preview_blocks
from bot.services.conferences import Conferences, preview_summary, send_summary, show_conferences, who_is_silent
from bot.slack.blocks import section
from bot.slack.commands import command_name, typed_text, understood

#: A conference's number has at most so many digits: more are no number that anybody means.
MOST_DIGITS = 4


@dataclass(frozen=True)
class Wish:
    """Which conference somebody means: of which network, and with which number; both may be left out."""

    name: str | None = None
    number: int | None = None
    help: bool = False


def read_wish(text: str) -> Wish:
    """Return what somebody wants: a network's name, a number, both, or nothing."""
    words = text.split()
    if len(words) == 1 and understood(words[0]) == "help":
        return Wish(help=True)
    number = None
    if words and _is_number(words[-1]):
        number = int(words.pop().removeprefix("#"))
    return Wish(" ".join(words) or None, number)


def _is_number(word: str) -> bool:
    digits = word.removeprefix("#")
    return digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the command and to the buttons in its answer."""

    @app.command(command_name("conferences"))
    async def command(ack: AsyncAck, command: dict[str, Any], context: dict[str, Any]) -> None:
        wish = read_wish(typed_text(command.get("text", "")))
        answer = await _answer(deps, context["actor"], context["language"], wish, command["channel_id"])
        await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")

    @app.action("conference.preview.v1")
    async def preview(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        shown = await by.do(preview_summary, pressed(body))
        summary = gist(shown.said, shown.next_one, by.now)
        await by.show(preview_blocks(summary, shown.posted_on, by.language))
        await ack()

    @app.action("conference.silent.v1")
    async def silent(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        answers = await by.do(who_is_silent, pressed(body))
        ones = [(one.municipality, one.missing, one.contact_persons) for one in answers.silent]
        shown = SilentOnes(answers.conference, ones, answers.declined)
        await by.show(silent_blocks(shown, by.language))
        await ack()

    @app.action("conference.send.v1")
    async def send(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        happened = await by.do(send_summary, pressed(body))
        deps.nudge()
        text = by.language.template("conference")(happened)
        await by.show(Message(text, [section(text)]))
        await ack()


async def _answer(deps: Deps, actor: Actor, language: Language, wish: Wish, channel_id: str) -> Message:
    if wish.help:
        return conference_help_blocks(language)
    found = await deps.do(show_conferences, actor, channel_id, wish.name, wish.number)
    return conference_blocks(_shown(deps, found), language)


def _shown(deps: Deps, found: Conferences) -> Shown:
    now = deps.clock()
    under = [("asked", found.asked_for), ("next", found.next_one)]
    if found.latest is not None:
        under.append(("now" if found.latest.ends_at > now else "latest", found.latest))
    begun = found.asked_for or found.latest
    led = begun if found.leads and begun is not None and begun.starts_at <= now and not begun.cancelled else None
    return Shown(found.network, [(heading, one) for heading, one in under if one is not None], led, now)
