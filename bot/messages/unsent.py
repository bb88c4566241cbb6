"""What never came in the week before, told to the leadership by kind and number."""

from collections.abc import Iterator, Sequence

from bot.language import Language, Words
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.doubts import Unsent

#: Kinds of messages that are named.
MOST_UNSENT = 6


def unsent_blocks(unsent: Sequence[Unsent], language: Language) -> Iterator[Block]:
    """Yield a list of what never came; nothing when everything did."""
    say = language.template("leadership-letter")
    if unsent:
        yield blocks.bullets(say.plain("unsent"), [_line(one, say) for one in unsent[:MOST_UNSENT]])


def _line(one: Unsent, say: Words) -> str:
    kind = say.language.word(f"kinds.{one.kind}")
    return say.plain("unsent_line", kind=kind[:1].upper() + kind[1:], status=one.status, count=one.count)
