"""How a message is recognised as a delivery's: an id in its metadata that tells nobody else anything."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.storage.tables import Workspace

EVENT_TYPE = "natverksbot_delivery"


def mark_of(workspace: Workspace, key: str) -> str:
    """Return a delivery's id: the same in every copy of the database, and not to be guessed from the key."""
    return hmac.new(workspace.salt.encode(), key.encode(), hashlib.sha256).hexdigest()


def metadata_of(workspace: Workspace, key: str) -> dict[str, Any]:
    """Return what a message carries. Every member of the Slack workspace can read it: no names, no row ids."""
    return {"event_type": EVENT_TYPE, "event_payload": {"d": mark_of(workspace, key), "i": workspace.installation}}


def mark_in(message: Mapping[str, Any], *, installation: str, bot_id: str | None) -> str | None:
    """Return the delivery's id of a message that this installation's bot posted, None of any other."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or payload.get("i") != installation:
        return None
    if bot_id is not None and message.get("bot_id") != bot_id:
        return None
    return str(payload.get("d"))
