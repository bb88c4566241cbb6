"""Dialogues that are announced in time to book them (W4), as both of their parties are told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.wheel_standing import Standing
from bot.language import Language
from bot.messages.milestones import titled
from bot.slack import blocks
from bot.slack.blocks import Block

KIND = "booking"
#: Dialogues in one list; how many are left is not said: the wheel shows them.
MOST = 8
#: Schools that are named in a line; more are counted.
MOST_NAMED = 3


@dataclass(frozen=True)
class ToBook:
    """A dialogue that a reader is asked to book, with one school or several."""

    #: The milestone as it stands for one of them.
    standing: Standing
    #: The reader's own schools, for who has several.
    places: Sequence[str] = ()
    #: With how many schools a head or an administration holds it; none for the reader's own.
    schools: int = 0
    #: Whether those are all the schools that the reader heads.
    are_own: bool = False


def own_bookings(standings: Iterable[Standing], *, has_several: bool) -> Iterator[ToBook]:
    """Yield a reader's own dialogues to book, each once for all their schools that hold it in the same days."""
    found: dict[object, list[Standing]] = {}
    for one in standings:
        _, step, year = one.ref
        days = one.occurrence.starts_on, one.occurrence.ends_on
        found.setdefault((one.unit.follower.id, step, year, days), []).append(one)
    for same in found.values():
        yield ToBook(same[0], [one.unit.name for one in same] if has_several else ())


def booking_blocks(to_book: Sequence[ToBook], language: Language) -> Iterator[Block]:
    """Yield what is to be booked, a line each, and what to do when it has been held."""
    say = language.template(KIND)
    yield blocks.bullets(say.plain("headline"), [booking_line(one, language) for one in to_book[:MOST]])
    yield blocks.context(say("log", count=sum(one.schools or len(one.places) or 1 for one in to_book)))


def booking_line(booking: ToBook, language: Language) -> str:
    """Return one dialogue to book: what, with whom, and when it is held."""
    say, standing = language.template(KIND), booking.standing
    occurrence, who = standing.occurrence, standing.plan.who
    values = {
        "title": titled(standing, language),
        "at_meeting": standing.at_meeting,
        "is_provisional": occurrence.is_provisional,
        "opens": occurrence.starts_on if occurrence.starts_on < occurrence.ends_on else None,
        "due": occurrence.ends_on,
    }
    when = say.plain("when", **values)
    if booking.schools:
        book = say.plain("with_schools", count=booking.schools, are_own=booking.are_own, **values)
        return f"{book} {when}"
    many = len(booking.places) if len(booking.places) > MOST_NAMED else 0
    parts = [say.plain("own", places=booking.places, many=many, **values), when]
    return " ".join(parts if who is None else [*parts, say.plain("who", who=language.text(who))])
