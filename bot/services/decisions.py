"""What a board has decided about a commitment: from then on it is changed only with a reason, and kept as it was."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.commitments import is_decided
from bot.domain.people import Actor
from bot.errors import BadInput
from bot.storage.commitments import BoardDecision
from bot.storage.tables import Commitment, DecidedText


def changes_the_decided(commitment: Commitment, text: str, board: BoardDecision | None) -> bool:
    """Return whether something decided would be changed: the text, or what is recorded of the decision.

    What was not recorded yet, such as the diary number, may be added.
    """
    if not is_decided(commitment):
        return False
    board = board or BoardDecision()
    recorded = (
        (commitment.board_body, board.body),
        (commitment.board_date, board.decided_on),
        (commitment.board_paragraph, board.paragraph),
        (commitment.board_diary_number, board.diary_number),
    )
    return text != commitment.text or any(before and before != after for before, after in recorded)


def keep_the_decided(session: Session, actor: Actor, commitment: Commitment, reason: str | None, now: datetime) -> None:
    """Keep a commitment as it was decided, before it is changed. Raises BadInput without a reason."""
    if not reason:
        raise BadInput("reason-needed", field="change_reason")
    earlier = session.scalar(
        select(func.count()).select_from(DecidedText).where(DecidedText.commitment_id == commitment.id)
    )
    session.add(
        DecidedText(
            workspace_id=commitment.workspace_id,
            commitment_id=commitment.id,
            number=(earlier or 0) + 1,
            text=commitment.text,
            board_body=commitment.board_body,
            board_date=commitment.board_date,
            board_paragraph=commitment.board_paragraph,
            board_diary_number=commitment.board_diary_number,
            reason=reason,
            replaced_at=now,
            replaced_by_id=actor.person_id,
        )
    )
