"""The command for commitments: write one, list them, show one, say how it goes."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.dates import find_due
from bot.domain.programme.answers import read_text
from bot.errors import BadInput, NotFound, Sentence
from bot.handlers.asked import MOST_FIGURES, Asked, asked, number, value_of
from bot.handlers.commitment_buttons import DATE_FORM, open_small, whole_card
from bot.handlers.commitment_forms import MOST_TEXT, open_change, open_new, open_typed
from bot.handlers.due_dates import day_typed
from bot.language import Language
from bot.messages.lists import Page, help_blocks, list_blocks
from bot.messages.registry import Message
from bot.services.lists import LISTS, PAGE, Listing, commitment_by_number, list_commitments
from bot.services.progress import CLOSE_FORM, SUPPORT_FORM, close_early, mark_done, move_date
from bot.slack import blocks
from bot.slack.commands import command_name, typed_text, understood
from bot.storage.commitments import CommitmentView

#: What can be said after a commitment's number, and what a comment or a reason may hold, in characters.
VERBS = frozenset({"done", "support", "close", "update", "due"})
MOST_COMMENT = 1000
#: "12 senast tors den 3 december 2027 kl 14": so many words may be a commitment's number and its date.
MOST_OF_A_DATE = 8
#: A paragraph of a message holds so much.
MOST_IN_A_PARAGRAPH = 3000


@dataclass(frozen=True)
class Wish:
    """What somebody wants with the command."""

    #: write · help · list · unknown-list · one of VERBS · show
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
    if first == "list" and len(words) <= 2:
        return _list_of(words[1:])
    return _about_a_number(text, words) or Wish("write", text=text)


def _list_of(words: list[str]) -> Wish:
    if not words:
        return Wish("list")
    which = understood(words[0])
    return Wish("list", text=which) if which in LISTS else Wish("unknown-list", text=words[0])


def _about_a_number(text: str, words: list[str]) -> Wish | None:
    digits = words[0].removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_FIGURES):
        return None
    if len(words) == 1:
        return Wish("show", int(digits))
    verb = understood(words[1]) or ""
    # The whole form has no place for words that follow: then they are a commitment. So are many after "senast", which
    # may as well be "the last".
    if verb not in VERBS or (verb == "update" and len(words) > 2) or (verb == "due" and len(words) > MOST_OF_A_DATE):
        return None
    rest = text.split(maxsplit=2)
    return Wish(verb, int(digits), rest[2] if len(rest) > 2 else "")


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the command and to the buttons that show lists."""

    @app.command(command_name("commitments"))
    async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        text = typed_text(body.get("text", "")).strip()
        answer = await _answer(asked(deps, body, client, context), read_wish(text))
        if answer is None:
            await ack()
        else:
            await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")

    @app.action("commitments.mine.v1")
    async def mine(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await by.show(await _list_page(by, "mine"), by.language.word("buttons.our_commitments"))
        await ack()

    @app.action("commitments.page.v1")
    async def page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        which, _, offset = value_of(body).partition(":")
        if which not in LISTS:
            raise NotFound("button-too-old")
        by = asked(deps, body, client, context)
        # The next page takes the place of a list; a message that everybody sees stays what it is.
        shown_alone = by.pressed_alone is not None or "view" in body
        title = by.language.word("buttons.our_commitments")
        await by.show(await _list_page(by, which, number(offset)), title, replace=shown_alone)
        await ack()


async def _answer(by: Asked, wish: Wish) -> Message | None:
    """Do what is wished; return what to answer, None when a form was opened."""
    match wish.name:
        case "write":
            return await _write(by, wish.text)
        case "help":
            return help_blocks(by.language)
        case "list":
            return await _list_page(by, wish.text or None)
        case "unknown-list":
            raise BadInput("list-unknown", word=blocks.excerpt(wish.text, 50))
    return await _about(by, wish)


async def _write(by: Asked, text: str) -> Message | None:
    if not text:
        await open_new(by)
        return None
    due = find_due(text, by.today)
    if len(due.text) > MOST_TEXT:
        return _given_back(text, len(due.text), MOST_TEXT, by.language)
    await open_typed(by, due)
    return None


async def _about(by: Asked, wish: Wish) -> Message | None:
    commitment = await by.do(commitment_by_number, wish.number)
    if wish.name == "update":
        await open_change(by, commitment.id)
    elif wish.name == "show":
        return whole_card(by, commitment)
    elif wish.name == "due" and wish.text:
        return await _move_date(by, commitment, wish.text)
    elif wish.name == "due":
        await open_small(by, DATE_FORM, commitment.id)
    elif len(wish.text) > MOST_COMMENT:
        return _given_back(wish.text, len(wish.text), MOST_COMMENT, by.language)
    elif wish.name == "support":
        await open_small(by, SUPPORT_FORM, commitment.id, {"wish": wish.text} if wish.text else None)
    elif wish.name == "close" and not wish.text:
        await open_small(by, CLOSE_FORM, commitment.id)
    else:
        return whole_card(by, await _set_state(by, wish, commitment))
    return None


async def _move_date(by: Asked, commitment: CommitmentView, words: str) -> Message:
    """Give a commitment the date that was typed after it; BadInput with a question when it is none."""
    day, told = await day_typed(by, words, commitment)
    changed = await by.do(move_date, commitment.id, day)
    by.deps.nudge()
    answer = whole_card(by, changed)
    return Message(answer.text, [*map(blocks.plain_section, map(by.language.say, told)), *answer.blocks])


async def _set_state(by: Asked, wish: Wish, commitment: CommitmentView) -> CommitmentView:
    said = read_text(wish.text, MOST_COMMENT)
    if isinstance(said, Sentence):
        raise BadInput(said.name, **said.values)
    if wish.name == "done":
        changed = await by.do(mark_done, commitment.id, said or None)
    else:
        changed = await by.do(close_early, commitment.id, said)
    by.deps.nudge()
    return changed


async def _list_page(by: Asked, which: str | None, offset: int = 0) -> Message:
    """Return a page of a list for one person."""
    listing: Listing = await by.do(list_commitments, which, by.channel_id, offset)
    end = listing.offset + PAGE
    page = Page(
        which=listing.which,
        commitments=listing.commitments,
        own=listing.own,
        total=listing.total,
        offset=listing.offset,
        next_offset=end if end < listing.total else None,
        network=listing.network,
        today=by.today,
        led=listing.led,
    )
    return list_blocks(page, by.language)


def _given_back(text: str, count: int, most: int, language: Language) -> Message:
    """Return a text that is too long to the one who typed it, so that nothing is lost."""
    sentence = language.say(Sentence("commitment-too-long", {"count": count, "most": most}))
    parts = [text[start : start + MOST_IN_A_PARAGRAPH] for start in range(0, len(text), MOST_IN_A_PARAGRAPH)]
    return Message(blocks.notification(sentence), [blocks.plain_section(sentence), *map(blocks.plain_section, parts)])
