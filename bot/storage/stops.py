"""What keeps messages from being sent: pauses, and other installations that speak with the same bot."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from bot.storage.channels import waits_for_channel
from bot.storage.tables import Delivery, Pause
from bot.storage.tables.deliveries import OtherInstallation


def is_stopped(workspace_id: int) -> ColumnElement[bool]:
    """Return the condition on `deliveries`: somebody has paused it, or another installation is in the way."""
    return or_(_is_paused(workspace_id), in_the_way(workspace_id).exists())


def is_held_back(workspace_id: int) -> ColumnElement[bool]:
    """Return the condition on `deliveries`: people know that it waits: paused, or its channel asked about."""
    return or_(_is_paused(workspace_id), waits_for_channel(workspace_id))


def _is_paused(workspace_id: int) -> ColumnElement[bool]:
    stops = or_(Pause.kind == "", Pause.kind == Delivery.kind)
    return select(Pause.id).where(Pause.workspace_id == workspace_id, stops).exists()


def in_the_way(workspace_id: int) -> Select[Any]:
    """Select the other installations that speak with the same bot, which nobody has settled yet (`adopt`)."""
    return select(OtherInstallation.installation).where(
        OtherInstallation.workspace_id == workspace_id, OtherInstallation.settled_at.is_(None)
    )
