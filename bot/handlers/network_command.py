"""The command for the network: who takes part, when the bot writes, and one's own settings."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answers
from bot.handlers.asked import Asked, asked
from bot.handlers.own_settings import open_settings
from bot.messages.network import network_help_blocks, standing_blocks, standing_facts
from bot.messages.registry import Message
from bot.services.home import gather
from bot.services.settings import person_called
from bot.slack.commands import command_name, typed_text, understood


@dataclass(frozen=True)
class Wish:
    """What somebody wants with the command."""

    #: standing · help · settings · pause · away
    name: str
    #: Whose settings are meant, as it was typed.
    of: str = ""


def read_wish(text: str) -> Wish:
    """Return what somebody wants; words that are not understood get the help."""
    first, _, rest = text.strip().partition(" ")
    if not first:
        return Wish("standing")
    name = understood(first)
    if name == "settings":
        return Wish("settings", rest.strip())
    return Wish(name) if name in {"pause", "away"} and not rest.strip() else Wish("help")


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the command."""

    @app.command(command_name("network"))
    async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        answer = await _answer(by, read_wish(typed_text(body.get("text", ""))))
        if answer is None:
            await ack()
        else:
            await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")


async def _answer(by: Asked, wish: Wish) -> Message | None:
    """Do what is wished; return what to answer, None when a form was opened."""
    if wish.name == "help":
        return network_help_blocks(by.language)
    if wish.name == "standing":
        return standing_blocks(await by.do(gather, standing_facts, by.channel_id), by.language)
    person_id = await by.do(person_called, wish.of) if wish.of else None
    await open_settings(by, person_id, _begun(by, wish.name))
    return None


def _begun(by: Asked, name: str) -> Answers:
    """Return what the form begins with besides what is set already."""
    if name == "pause":
        return {"pause": "open"}
    return {"away": "days", "away_from": by.today} if name == "away" else {}
