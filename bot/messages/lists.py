"""Answers to somebody who asked: a list of commitments, and what can be done. Only the one who asked sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.commitments import shown_state
from bot.language import Language, Words
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import CommitmentView

#: Of people's own words in a list.
SHOWN = 200


@dataclass(frozen=True)
class Page:
    """One page of a list, as of a day."""

    which: str
    commitments: Sequence[CommitmentView]
    #: Those that are shown as late or in need of support when they are: the reader's own, to the leadership all.
    own: frozenset[int]
    total: int
    offset: int
    #: Where the next page begins; None on the last one.
    next_offset: int | None
    network: str | None
    today: date
    #: Whether they are those of the networks that the reader leads.
    led: bool = False


def list_blocks(page: Page, language: Language) -> Message:
    """Put a page of commitments into words, each with a button that shows it whole."""
    say = language.template("commitment-list")
    values = {"which": page.which, "network": page.network, "count": page.total, "led": page.led}
    if not page.commitments:
        empty = say("empty", **values)
        write = blocks.button("commitment.write.v1", language.word("buttons.write"), "new", primary=True)
        return Message(
            blocks.notification(say.plain("empty", **values)), [blocks.section(empty), blocks.actions(write)]
        )
    body = [blocks.section(say("headline", **values))]
    body += [_row(commitment, page, say) for commitment in page.commitments]
    body += _more(page, say)
    return Message(blocks.notification(say.plain("notice", **values)), body)


def _row(commitment: CommitmentView, page: Page, say: Words) -> Block:
    state = shown_state(commitment.state, commitment.due_on, page.today, inside=commitment.id in page.own)
    line = say.plain(
        "line",
        commitment=commitment,
        state=state,
        text=blocks.excerpt(commitment.text, SHOWN),
        due=commitment.due_on,
    )
    show = blocks.button("commitment.open.v1", say.language.word("buttons.show"), str(commitment.id))
    return blocks.plain_section(line, show)


def _more(page: Page, say: Words) -> Iterator[Block]:
    last = page.offset + len(page.commitments)
    yield blocks.context(say("shown", first=page.offset + 1, last=last, count=page.total))
    if page.next_offset is not None:
        value = f"{page.which}:{page.next_offset}"
        yield blocks.actions(blocks.button("commitments.page.v1", say.language.word("buttons.more"), value))


def help_blocks(language: Language) -> Message:
    """Say what can be done."""
    say = language.template("help")
    write = blocks.button("commitment.write.v1", language.word("buttons.write"), "new", primary=True)
    mine = blocks.button("commitments.mine.v1", language.word("buttons.our_commitments"), "mine")
    return Message(
        blocks.notification(say.plain("notice")),
        [
            blocks.section(say("headline")),
            blocks.section(say("commands")),
            blocks.actions(write, mine),
            blocks.context(say("public")),
        ],
    )
