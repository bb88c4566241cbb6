"""Messages as the playground keeps them."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground import elements, mentions, plain

if TYPE_CHECKING:
    from playground.workspace import Workspace

Json = dict[str, Any]


@dataclass(eq=False)
class Message:
    """One message. It is changed in place, so whoever holds it sees its newest words."""

    workspace: "Workspace" = field(repr=False)
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    bot_id: str | None = None
    subtype: str | None = None
    #: the only person who sees it; None for a message that everybody in the channel sees
    ephemeral_to: str | None = None
    edited: Json | None = None
    files: list[Json] = field(default_factory=list)
    #: emoji name -> user ids
    reactions: dict[str, list[str]] = field(default_factory=dict)
    #: mentions that notify somebody: user ids, `channel`, `here`, `everyone`, `subteam^S…`
    notifies: list[str] = field(default_factory=list)
    deleted: bool = False
    #: the machine's time when it was stored, which a story's timestamps do not tell
    stored: float = field(default_factory=time.time)
    #: the machine's monotonic clock when it was stored, for a history that lags
    born: float = field(default_factory=time.monotonic)

    def rewrite(self, text: str, blocks: list[Json], metadata: Json | None = None) -> None:
        """Return new words in the same place."""
        self.text, self.blocks = mentions.normalised(text), blocks
        self.notifies = mentions.notified(text, blocks)
        if metadata is not None:
            self.metadata = metadata or None

    def bury(self) -> None:
        """Leave a tombstone, as Slack does where a deleted message has replies."""
        self.rewrite("This message was deleted.", [])
        self.deleted, self.subtype, self.user = True, "tombstone", "USLACKBOT"
        self.bot_id = self.metadata = None
        self.attachments, self.files = [], []

    def as_json(self, *, with_metadata: bool = False) -> Json:
        """Return the message as the Web API and payloads show it; metadata only when asked for."""
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        body["team"] = self.workspace.team_id
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.workspace.app_id}
            body["bot_profile"] = self.workspace.bot_profile()
        optional: Json = {"subtype": self.subtype, "thread_ts": self.thread_ts, "edited": self.edited}
        optional |= {"blocks": self.blocks, "attachments": self.attachments, "files": self.files}
        body |= {key: value for key, value in optional.items() if value}
        if self.reactions:
            body["reactions"] = [
                {"name": name, "users": users, "count": len(users)} for name, users in self.reactions.items()
            ]
        if with_metadata and self.metadata:
            body["metadata"] = self.metadata
        return body

    def plain(self) -> str:
        """All a person reads in it: the blocks when there are any, else the text."""
        if self.blocks:
            return plain.blocks_as_text(self.blocks, self.workspace.name_of)
        return mentions.read(self.text, self.workspace.name_of)

    def buttons(self) -> list[str]:
        """Return the texts of its buttons, in order."""
        return elements.buttons(self.blocks)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread only."""
        return self.thread_ts is not None and self.thread_ts != self.ts and not self.broadcast
