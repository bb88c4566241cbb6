"""response_url: lets an app answer a gesture for thirty minutes, five times."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from playground.errors import SlackError
from playground.messages import Message
from playground.methods.chat import checked_blocks
from playground.views import with_ids
from playground.workspace import Workspace

Json = dict[str, Any]
_MOST_USES = 5


@dataclass
class ResponseUrl:
    """Where answers to one gesture go."""

    workspace: Workspace
    channel: str
    user: str
    #: the message whose button was pressed; None after a command
    message: Message | None
    born: float
    uses: int = 0


class ResponseUrls:
    """All that were handed out."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._given: dict[str, ResponseUrl] = {}

    def new(self, workspace: Workspace, channel: str, user: str, message: Message | None = None) -> str:
        """Return the secret last part of an address."""
        key = secrets.token_hex(12)
        self._given[key] = ResponseUrl(workspace, channel, user, message, time.monotonic())
        return key

    def answer(self, key: str, body: Json) -> None:
        """Do what was sent to the address, or refuse with `expired_url` or `used_url`."""
        url = self._given.get(key)
        if url is None or time.monotonic() - url.born > self.seconds:
            raise SlackError("expired_url")
        if url.uses >= _MOST_USES:
            raise SlackError("used_url")
        apply(url.workspace, url.channel, url.user, body, url.message)
        url.uses += 1


def apply(workspace: Workspace, channel_id: str, user: str, body: Json, original: Message | None = None) -> None:
    """Post, replace or delete as an answer's body says; without `response_type` only the person sees it."""
    channel = workspace.channel(channel_id)
    if body.get("delete_original") and original:
        original.deleted = True
        (channel.ephemerals if original.ephemeral_to else channel.messages).pop(original.ts, None)
        return
    text = str(body.get("text") or "")
    blocks = checked_blocks(workspace, body.get("blocks"))
    if not text.strip() and not blocks and not body.get("attachments"):
        raise SlackError("no_text")
    if body.get("replace_original") and original and not original.deleted:
        original.rewrite(text, with_ids(blocks), body.get("metadata"))
        return
    if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_arguments")
    shown_to = None if body.get("response_type") == "in_channel" else user
    workspace.post_as_bot(channel, text, blocks, ephemeral_to=shown_to, thread_ts=body.get("thread_ts"))
