"""What somebody had typed in a form that was not handed in, kept until it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.storage.db import Database, only_reads, run
from bot.storage.tables import Draft

_IS_IT = and_(
    Draft.workspace_id == bindparam("of_workspace"),
    Draft.person_id == bindparam("of_person"),
    Draft.form == bindparam("of_form"),
    Draft.subject == bindparam("of_subject"),
)
_FIND = select(Draft).where(_IS_IT)
_KEPT = select(Draft.answers, Draft.saved_at).where(_IS_IT)
_FORGET = delete(Draft).where(_IS_IT)


@dataclass(frozen=True)
class Kept:
    """A draft: JSON as the form engine wrote it, and when."""

    answers: str
    saved_at: datetime


def keep_draft(
    database: Database, actor: Actor, form: str, subject: int | None, answers: str, *, now: datetime
) -> None:
    """Keep what was typed, in place of an earlier draft of the same."""
    with database.transaction(actor, now) as session:
        draft = session.scalar(_FIND, _of(actor, form, subject))
        if draft is None:
            draft = Draft(workspace_id=actor.workspace_id, person_id=actor.person_id, form=form, subject=_name(subject))
            session.add(draft)
        draft.answers, draft.saved_at = answers, now


@only_reads
def kept_draft(database: Database, actor: Actor, form: str, subject: int | None, *, now: datetime) -> Kept | None:
    """Return the actor's draft of this form about this subject, or None."""
    with database.reading() as session:
        return find_draft(session, actor, form, subject)


def find_draft(session: Session, actor: Actor, form: str, subject: int | None) -> Kept | None:
    """Return what `kept_draft` does, among other questions of the same gesture."""
    draft = run(session, _KEPT, _of(actor, form, subject)).first()
    return None if draft is None else Kept(*draft)


def drop_draft(database: Database, actor: Actor, form: str, subject: int | None, *, now: datetime) -> None:
    """Forget a draft: the person has emptied the form."""
    with database.transaction(actor, now) as session:
        forget_draft(session, actor, form, subject)


def forget_draft(session: Session, actor: Actor, form: str, subject: int | None) -> None:
    """Forget a draft in the transaction that stores what was handed in."""
    run(session, _FORGET, _of(actor, form, subject))


def _of(actor: Actor, form: str, subject: int | None) -> dict[str, Any]:
    return {
        "of_workspace": actor.workspace_id,
        "of_person": actor.person_id,
        "of_form": form,
        "of_subject": _name(subject),
    }


def _name(subject: int | None) -> str:
    return "" if subject is None else str(subject)
