"""Somebody has become a school's principal, or is it no longer, by what somebody else said: they are told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.language import Language
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.storage.history import last_changed_by
from bot.storage.people import held
from bot.storage.tables import Delivery, Person, Role, Unit

#: The name of the message.
PRINCIPAL_CHANGED = "principal-changed"


@dataclass(frozen=True)
class NewPrincipal:
    """What has become of a school's principal, as one of the two is told."""

    school_id: int
    school: str
    #: Whether the reader is the one who became it.
    became: bool
    #: Who is principal now, empty when nobody is or the name is unknown; and who changed it, empty when unknown.
    principal: str
    changed_by: str


def principal_facts(session: Session, row: Delivery, now: datetime) -> NewPrincipal | Skip:
    """Gather who is principal now; what has been changed back before it was told is not told."""
    role = session.get(Role, row.subject_id)
    school = session.get(Unit, role.unit_id) if role is not None else None
    if role is None or school is None:
        return Skip("not-needed")
    principals = session.execute(
        select(Person.id, Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id == school.id, Role.kind == "principal", *held(now))
        .order_by(Role.id.desc())
    ).all()
    # The row was made in the moment that it tells of.
    tells_of_beginning = role.valid_from == row.created_at
    if tells_of_beginning != any(person_id == role.person_id for person_id, _ in principals):
        return Skip("not-needed")
    principal = next((name for _, name in principals), "")
    return NewPrincipal(school.id, school.name, tells_of_beginning, principal, last_changed_by(session, role))


def principal_blocks(new: NewPrincipal, language: Language) -> Message:
    """Say what the reader is, or is no longer, who said so, and whom to ask when it is not right."""
    say = language.template(PRINCIPAL_CHANGED)
    values = {"school": new.school, "principal": new.principal, "changed_by": new.changed_by}
    name = "became" if new.became else "was"
    body = [blocks.section(say(name, **values)), blocks.section(say(f"{name}_what", **values))]
    if new.became:
        show = blocks.button("wheel.show.v1", language.word("buttons.wheel"), str(new.school_id))
        body.append(blocks.actions(show))
    return Message(blocks.notification(say.plain("notice", is_reader=new.became, school=new.school)), body)


register(Kind(PRINCIPAL_CHANGED, principal_facts, principal_blocks))
