"""What somebody is answered who asks for a wheel's picture or calendar: where it comes, links, and everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language import Language
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block

#: Links in one message: the rest is a press away.
MOST_SHOWN = 10
#: Of links that gave way to new ones.
MOST_ENDED = 5


@dataclass(frozen=True)
class ShownLink:
    """A link that somebody has: to the picture or the calendar of a unit, without one to all they are in."""

    id: int
    kind: str
    unit: str | None
    person: str
    since: date


@dataclass(frozen=True)
class NewLinks:
    """The addresses that somebody is given of a unit, of their own calendar when it holds more, and what gave way."""

    unit_id: int
    unit: str
    page: str
    calendar: str
    own: str | None = None
    ended: Sequence[ShownLink] = ()


def links_message(new: NewLinks, language: Language) -> Message:
    """Return the links to a unit's picture and calendar, and what can be done about links that were given before."""
    say = language.template("wheel-links")
    told = [say("page", address=new.page), say("calendar", unit=new.unit, address=new.calendar)]
    if new.own is not None:
        told.append(say("own", address=new.own))
    body = [blocks.section(say("headline", unit=new.unit)), *(blocks.section(each) for each in told)]
    body.append(blocks.context(say("care")))
    if new.ended:
        lines = [_line(one, language) for one in new.ended[:MOST_ENDED]]
        if more := len(new.ended) - len(lines):
            lines.append(say.plain("more_ended", count=more))
        body.append(blocks.bullets(say.plain("ended"), lines))
    everybody = blocks.button("wheel.live_links.v1", language.word("buttons.live_links"), f"{new.unit_id}:0")
    mine = blocks.button("wheel.revoke.v1", language.word("buttons.revoke_links"), "all")
    body.append(blocks.actions(everybody, mine))
    return Message(blocks.notification(say.plain("headline", unit=new.unit).strip("*")), body)


def live_links_message(
    unit_id: int, unit: str, links: Sequence[ShownLink], offset: int, language: Language, *, ended: int = 0
) -> Message:
    """Return everybody's links to a unit, from one of them on, each with a button that ends it.

    `ended` is how many the reader has just ended.
    """
    say = language.template("wheel-links")
    body = [blocks.section(say("everybody", unit=unit))]
    if ended:
        body.append(blocks.section(say("ended_some", count=ended)))
    body.append(blocks.context(say("what_links_show" if links else "no_links")))
    shown = links[offset : offset + MOST_SHOWN]
    body += [_with_end(one, unit_id, offset, language) for one in shown]
    buttons = []
    if (left := offset + MOST_SHOWN) < len(links):
        buttons.append(blocks.button("wheel.live_links.v1", language.word("buttons.more"), f"{unit_id}:{left}"))
    if len(links) > 1:
        label = say.plain("end_all", count=len(links))
        confirm = (
            say.plain("end_all_sure", unit=unit),
            language.word("buttons.end_link"),
            language.word("buttons.let_be"),
        )
        buttons.append(blocks.confirmed(blocks.button("wheel.end_links.v1", label, str(unit_id)), *confirm))
    if buttons:
        body.append(blocks.actions(*buttons))
    return Message(blocks.notification(say.plain("everybody", unit=unit).strip("*")), body)


def _with_end(one: ShownLink, unit_id: int, offset: int, language: Language) -> Block:
    end = blocks.button("wheel.end_link.v1", language.word("buttons.end_link"), f"{unit_id}:{one.id}:{offset}")
    return blocks.plain_section(f"{one.person}: {_line(one, language)}", end)


def _line(one: ShownLink, language: Language) -> str:
    return language.template("wheel-links").plain("link", kind=one.kind, unit=one.unit, day=one.since)


def picture_message(unit: str, language: Language) -> Message:
    """Return that the picture comes in private."""
    say = language.template("wheel-links")
    return Message(blocks.notification(say.plain("picture", unit=unit)), [blocks.section(say("picture", unit=unit))])


def revoked_message(count: int, language: Language) -> Message:
    """Return that links work no longer."""
    say = language.template("wheel-links")
    name, values = ("revoked", {"count": count}) if count else ("none_to_revoke", {})
    return Message(blocks.notification(say.plain(name, **values)), [blocks.section(say(name, **values))])
