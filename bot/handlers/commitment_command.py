"""The command for commitments: write one, list them, show one, say how it goes."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.dates import find_due
from bot.domain.people import Actor
from bot.domain.personal_numbers import find as find_personal_number
from bot.errors import BadInput, Sentence
from bot.handlers.answers import answer
from bot.handlers.commitment_buttons import open_support, whole_card
from bot.handlers.commitment_forms import MOST_TEXT, open_change, open_new
from bot.language import Language
from bot.messages.lists import Page, help_blocks, list_blocks
from bot.messages.registry import Message
from bot.services.lists import LISTS, PAGE, Listing, commitment_by_number, list_commitments
from bot.services.progress import close_early, mark_done
from bot.slack import blocks
from bot.slack.commands import command_name, typed_text, understood
from bot.storage.commitments import CommitmentView

#: What can be said after a commitment's number.
VERBS = frozenset({"done", "support", "close", "update"})


@dataclass(frozen=True)
class Wish:
    """What somebody wants with the command."""

    #: write · help · list · one of VERBS · show
    name: str
    number: int = 0
    #: The words that follow: a commitment, a comment, a list's name.
    text: str = ""


def read_wish(text: str) -> Wish:
    """Return what somebody wants. What is nearly a command ("lista alla elever …") is a commitment's first words."""
    words = text.split()
    if not words:
        return Wish("write")
    first = understood(words[0])
    if first == "help" and len(words) == 1:
        return Wish("help")
    if first == "list" and len(words) == 1:
        return Wish("list")
    if first == "list" and len(words) == 2 and understood(words[1]) in LISTS:
        return Wish("list", text=understood(words[1]) or "")
    return _about_a_number(text, words) or Wish("write", text=text)


def _about_a_number(text: str, words: list[str]) -> Wish | None:
    digits = words[0].removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        return None
    if len(words) == 1:
        return Wish("show", int(digits))
    verb = understood(words[1])
    if verb not in VERBS:
        return None
    rest = text.split(maxsplit=2)
    return Wish(verb or "", int(digits), rest[2] if len(rest) > 2 else "")


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the command and to the buttons that show lists."""

    @app.command(command_name("commitments"))
    async def command(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        wish = read_wish(typed_text(command.get("text", "")).strip())
        asked = _Asked(
            deps, client, command["trigger_id"], context["actor"], context["language"], command["channel_id"]
        )
        answer = await asked.answer(wish)
        if answer is None:
            await ack()
        else:
            await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")

    @app.action("commitments.mine.v1")
    async def mine(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        shown = await list_page(deps, context["actor"], context["language"], "mine", None)
        await answer(body, client, respond, shown, context["language"].word("buttons.our_commitments"))
        await ack()

    @app.action("commitments.page.v1")
    async def page(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        which, _, offset = body["actions"][0]["value"].partition(":")
        channel_id = (body.get("channel") or {}).get("id")
        shown = await list_page(deps, context["actor"], context["language"], which, channel_id, int(offset))
        # The next page takes the place of a list; a message that everybody sees stays what it is.
        own = "view" in body or bool(body.get("container", {}).get("is_ephemeral"))
        title = context["language"].word("buttons.our_commitments")
        await answer(body, client, respond, shown, title, replace=own)
        await ack()


@dataclass(frozen=True)
class _Asked:
    """Somebody asks, somewhere; a form opens, or an answer comes back."""

    deps: Deps
    client: AsyncWebClient
    trigger_id: str
    actor: Actor
    language: Language
    channel_id: str

    async def answer(self, wish: Wish) -> Message | None:
        if wish.name == "write":
            return await self.write(wish.text)
        if wish.name == "help":
            return help_blocks(self.language)
        if wish.name == "list":
            return await list_page(self.deps, self.actor, self.language, wish.text or None, self.channel_id)
        return await self.about(wish)

    async def write(self, text: str) -> Message | None:
        today = local_day(self.deps.clock(), ZoneInfo(self.actor.timezone))
        due = find_due(text, today)
        if len(due.text) > MOST_TEXT:
            return _given_back(text, len(due.text), self.language)
        await open_new(
            self.deps,
            self.client,
            self.trigger_id,
            self.actor,
            self.language,
            channel_id=self.channel_id,
            due=due,
        )
        return None

    async def about(self, wish: Wish) -> Message | None:
        commitment = await self.deps.do(commitment_by_number, self.actor, wish.number)
        if wish.name == "update":
            await open_change(self.deps, self.client, self.trigger_id, self.actor, self.language, commitment.id)
            return None
        if wish.name == "support":
            await open_support(self.deps, self.client, self.trigger_id, self.actor, self.language, commitment.id)
            return None
        if wish.name != "show":
            commitment = await self.set_state(wish, commitment)
        return whole_card(self.deps, self.actor, self.language, commitment)

    async def set_state(self, wish: Wish, commitment: CommitmentView) -> CommitmentView:
        if (masked := find_personal_number(wish.text)) is not None:
            raise BadInput("form-personal-number", number=masked)
        if wish.name == "done":
            changed = await self.deps.do(mark_done, self.actor, commitment.id, wish.text or None)
        else:
            changed = await self.deps.do(close_early, self.actor, commitment.id, wish.text)
        self.deps.nudge()
        return changed


async def list_page(
    deps: Deps, actor: Actor, language: Language, which: str | None, channel_id: str | None, offset: int = 0
) -> Message:
    """Return a page of a list for one person."""
    listing: Listing = await deps.do(list_commitments, actor, which, channel_id, offset)
    end = listing.offset + PAGE
    today = local_day(deps.clock(), ZoneInfo(actor.timezone))
    page = Page(
        which=listing.which,
        commitments=listing.commitments,
        own=listing.own,
        total=listing.total,
        offset=listing.offset,
        next_offset=end if end < listing.total else None,
        network=listing.network,
        today=today,
    )
    return list_blocks(page, language)


def _given_back(text: str, count: int, language: Language) -> Message:
    """Return a text that is too long to the one who typed it, so that nothing is lost."""
    sentence = language.say(Sentence("commitment-too-long", {"count": count, "most": MOST_TEXT}))
    return Message(blocks.notification(sentence), [blocks.plain_section(sentence), blocks.quote(text)])
