"""The picture of an annual wheel, sent to somebody who asked for it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.domain.wheel import Wheel
from bot.domain.wheel_drawing import drawn
from bot.domain.wheel_people import may_turn
from bot.domain.wheel_year import shown_year
from bot.language import Language
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Picture, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.people import actor_of
from bot.storage.tables import Delivery, Person
from bot.storage.wheel import done_by_all, wheels_of

WHEEL_PICTURE = "wheel-picture"
#: Characters of a picture's words, and of its title, that Slack takes.
MOST_ALT, MOST_TITLE = 2000, 200


@dataclass(frozen=True)
class Asked:
    """Whose wheel, and the wheel as the reader may see it."""

    unit_id: int
    wheel: Wheel
    #: Whether the reader may have links to it.
    may_publish: bool = True


def picture_facts(session: Session, row: Delivery, now: datetime) -> Asked | Skip:
    """Gather the wheel of the year that is shown today."""
    person = session.get_one(Person, reader_of(row))
    actor = actor_of(session, person.workspace_id, person.slack_user_id or "", now)
    if actor is None:
        return Skip("not-in-slack")
    today, unit_id = actor.day(now), row.subject_id or 0
    wheels = wheels_of(session, [unit_id], today)
    unit = wheels.units.get(unit_id)
    if unit is None:
        return Skip("not-needed")
    year = shown_year(unit.follower.wheel.year, today)
    finished = done_by_all(session, unit, year, today)
    wheel = drawn(wheels, unit, year, today, red_day, actor, finished)
    return Asked(unit_id, wheel, may_turn(actor, "publish", unit.place()))


def picture_blocks(asked: Asked, language: Language) -> Message:
    """Return the picture; its words stand in its place where Slack does not take it."""
    from bot.documents.wheel_svg import content_key
    from bot.documents.wheel_words import brief, in_words

    wheel = in_words(asked.wheel, language)
    words = brief(wheel, language)
    buttons = [blocks.button("wheel.show.v1", language.word("buttons.whole_year"), str(asked.unit_id))]
    link = language.word("buttons.wheel_links") if asked.may_publish else ""
    if link:
        buttons.append(blocks.button("wheel.links.v1", link, str(asked.unit_id)))
    picture = Picture(
        key=content_key(wheel, language),
        draw=partial(_draw, wheel, language),
        name=f"{language.word('picture.file')}.png",
        title=blocks.excerpt(wheel.title, MOST_TITLE),
        alt=words if len(words) <= MOST_ALT else blocks.excerpt(words, MOST_ALT),
    )
    instead = blocks.plain_section(language.template(WHEEL_PICTURE).plain("instead", words=words, button=link))
    return Message(blocks.notification(words), [instead, blocks.actions(*buttons)], picture=picture)


def _draw(wheel: Wheel, language: Language) -> bytes:
    from bot.documents.wheel_png import wheel_png
    from bot.documents.wheel_svg import wheel_svg

    return wheel_png(wheel_svg(wheel, language))


register(Kind(WHEEL_PICTURE, picture_facts, picture_blocks))
