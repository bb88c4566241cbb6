"""Somebody who hears from the bot for the first time: who they are, and what they are told first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.language import Language
from bot.messages.places import leaders, named_places
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.tables import Delivery, Person, Unit

#: Schools that somebody's first letter names.
MOST_UNITS = 3


@dataclass(frozen=True)
class Newcomer:
    """A new contact person, and of what."""

    first_name: str
    networks: list[str]
    municipalities: list[str]


@dataclass(frozen=True)
class InWheels:
    """Somebody in annual wheels whom the bot has not written to before."""

    first_name: str
    units: list[str]
    #: Whom to tell that it is somebody else's business.
    leaders: list[str]


def newcomer(session: Session, person: Person, now: datetime) -> Newcomer | None:
    """Return whom to welcome to what; None for somebody who is contact person no longer."""
    places = named_places(session, person.id, now, {"contact_person"})
    if not places:
        return None
    return Newcomer(
        first_name=first_name(person.name),
        networks=list(dict.fromkeys(place.network for place in places)),
        municipalities=list(dict.fromkeys(place.municipality for place in places)),
    )


def welcome_words(who: Newcomer, language: Language, *, plain: bool = False) -> str:
    """Say who the bot is and when it writes."""
    say = language.template("welcome")
    put = say.plain if plain else say
    return put("welcome", first_name=who.first_name, networks=who.networks, municipalities=who.municipalities)


def welcome_buttons(language: Language) -> Block:
    """Return what a newcomer begins with: to see whether the details are right, and when to be written to."""
    see = blocks.button("profile.show.v1", language.word("buttons.see_details"), "show", primary=True)
    change = blocks.button("settings.open.v1", language.word("buttons.change_day"), "own")
    return blocks.actions(see, change)


def new_in_wheels(
    session: Session, person: Person, unit_ids: Collection[int], programme_ids: Collection[int], now: datetime
) -> InWheels:
    """Return who the bot is introduced to in a letter about annual wheels."""
    units = session.scalars(select(Unit.name).where(Unit.id.in_(unit_ids)).order_by(Unit.name)).all()
    named = leaders(session, person.workspace_id, programme_ids, now)
    return InWheels(first_name(person.name), list(units), [name for name in named if name != person.name])


def is_introduced(session: Session, row: Delivery, kinds: Collection[str]) -> bool:
    """Return whether the bot says who it is in a message: its recipient has been sent none of these kinds before.

    One that is brought up to date stays as it came.
    """
    if row.said:
        return bool(row.said.get("introduced"))
    earlier = select(Delivery.id).where(
        Delivery.workspace_id == row.workspace_id,
        Delivery.recipient == row.recipient,
        Delivery.kind.in_(kinds),
        Delivery.sent_at.is_not(None),
    )
    return session.scalar(earlier.limit(1)) is None


def introduction(who: InWheels, language: Language) -> list[Block]:
    """Say who the bot is, before the first thing it says about an annual wheel."""
    say, more = language.template("welcome"), max(0, len(who.units) - MOST_UNITS)
    named = {"first_name": who.first_name, "units": who.units[:MOST_UNITS], "more": more, "leaders": who.leaders}
    change = blocks.button("settings.open.v1", language.word("buttons.change_day"), "own")
    return [blocks.section(say("in_wheels", **named)), blocks.actions(change)]


def welcome_of(session: Session, workspace_id: int, person_id: int) -> Delivery | None:
    """Return the row of somebody's welcome, or None when none is planned."""
    return session.scalar(
        select(Delivery).where(Delivery.workspace_id == workspace_id, Delivery.key == welcome_key(person_id))
    )


def welcome_key(person_id: int) -> str:
    """Return the key of somebody's welcome: there is one for life."""
    return f"welcome:people-{person_id}:once:person:{person_id}"


def first_name(name: str) -> str:
    """Return what somebody is called, or nothing when the name is unknown."""
    return next(iter(name.split()), "")
