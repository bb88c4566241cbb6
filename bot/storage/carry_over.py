"""What a municipality took home when a theme was last on the table: put before it when the theme returns (N8)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.programme.questions import Text
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.inquiries import TAKEAWAYS, form_of, stands
from bot.storage.tables import Commitment, Meeting, Network, Programme
from bot.storage.themes import themes_of


@dataclass(frozen=True)
class CarryOver:
    """What returns with a theme."""

    #: The titles of the themes that return, in the order of the coming conference.
    themes: tuple[str, ...]
    #: The municipality's own words, the earliest conference first.
    takeaways: tuple[str, ...]
    commitments: tuple[CommitmentView, ...]


def carry_over(session: Session, meeting_id: int, unit_id: int) -> CarryOver | None:
    """Return what a municipality took home from earlier conferences of the network with a theme of this one.

    Its takeaways that were handed in, and its commitments: those made at these conferences, and those on the themes.
    None when no theme returns, or when it took nothing home.
    """
    meeting = session.get_one(Meeting, meeting_id)
    earlier = _earlier(session, meeting)
    returning = [theme for theme in meeting.themes if any(theme in each.themes for each in earlier)]
    if not returning:
        return None
    takeaways = tuple(words for each in earlier for words in _takeaways(session, each.id, unit_id))
    commitments = commitment_views(
        session,
        Commitment.network_id == meeting.network_id,
        Commitment.unit_id == unit_id,
        or_(Commitment.theme.in_(returning), Commitment.meeting_id.in_([each.id for each in earlier])),
    )
    if not (takeaways or commitments):
        return None
    titles = _titles(session, meeting)
    return CarryOver(tuple(titles.get(theme, theme) for theme in returning), takeaways, tuple(commitments))


def _earlier(session: Session, meeting: Meeting) -> list[Meeting]:
    """Return the network's conferences before this one that had a theme of it, in order."""
    before = session.scalars(
        select(Meeting)
        .where(Meeting.network_id == meeting.network_id, Meeting.kind == meeting.kind)
        .where(Meeting.starts_at < meeting.starts_at, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at)
    )
    return [each for each in before if set(each.themes) & set(meeting.themes)]


def _takeaways(session: Session, meeting_id: int, unit_id: int) -> list[str]:
    """Return what a municipality handed in as takeaways: its answers to the form's questions in words."""
    stand = stands(session, meeting_id, TAKEAWAYS).get(unit_id)
    form = form_of(session, meeting_id, TAKEAWAYS)
    if stand is None or form is None or stand.handed_in_at is None:
        return []
    answers = json.loads(stand.answers)
    asked = [question.id for question in form.questions if isinstance(question, Text)]
    return [answers[question] for question in asked if answers.get(question)]


def _titles(session: Session, meeting: Meeting) -> Mapping[str, str]:
    of_programme = select(Programme.content_hash).join(Network, Network.programme_id == Programme.id)
    return themes_of(session, session.scalars(of_programme.where(Network.id == meeting.network_id)).one())
