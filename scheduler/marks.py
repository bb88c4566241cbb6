"""How a message is recognised as a delivery's: an id in its metadata that tells nobody else anything."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.storage.tables import Workspace

EVENT_TYPE = "natverksbot_delivery"


@dataclass(frozen=True)
class Mark:
    """What a message says about itself: of which delivery it is, and of which installation."""

    delivery: str
    installation: str


@dataclass(frozen=True)
class Ours:
    """What this installation's messages look like."""

    installation: str
    bot_id: str | None


def mark_of(workspace: Workspace, key: str) -> str:
    """Return a delivery's id: the same in every copy of the database, and not to be guessed from the key."""
    return hmac.new(workspace.salt.encode(), key.encode(), hashlib.sha256).hexdigest()


def metadata_of(workspace: Workspace, key: str) -> dict[str, Any]:
    """Return what a message carries. Every member of the Slack workspace can read it: no names, no row ids."""
    return {"event_type": EVENT_TYPE, "event_payload": {"d": mark_of(workspace, key), "i": workspace.installation}}


def mark_in(message: Mapping[str, Any], ours: Ours) -> Mark | None:
    """Return what a message of our bot says about itself, in whosever name; None of any other message."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or not payload.get("i"):
        return None
    if ours.bot_id is not None and message.get("bot_id") != ours.bot_id:
        return None
    return Mark(str(payload.get("d")), str(payload["i"]))
