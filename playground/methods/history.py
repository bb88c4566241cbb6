"""conversations.history and conversations.replies: what was said, newest first and in a thread."""

import time
from typing import Any

from playground.errors import SlackError
from playground.messages import Message
from playground.requests import Request, method
from playground.workspace import Channel

Json = dict[str, Any]
_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")


def _readable(request: Request) -> Channel:
    channel = request.visible_channel()
    if request.workspace.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _shown(request: Request, channel: Channel) -> list[Message]:
    """Return the messages that a lagging history already shows."""
    lag = request.playground.history_lag
    if not lag:
        return list(channel.messages.values())
    return [message for message in channel.messages.values() if time.monotonic() - message.born >= lag]


def _within(request: Request, message: Message) -> bool:
    oldest, latest = _instant(request, "oldest"), _instant(request, "latest")
    ts = float(message.ts)
    if request.flag("inclusive") and ts in (oldest, latest):
        return True
    newest = max(ts, message.stored) if request.playground.oldest_by_machine else ts
    return (oldest is None or newest > oldest) and (latest is None or ts < latest)


def _instant(request: Request, name: str) -> float | None:
    value = request.text(name)
    try:
        return float(value) if value and value != "now" else None
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _threads(channel: Channel) -> dict[str, list[Message]]:
    """Return the replies of every thread, by its parent's timestamp."""
    threads: dict[str, list[Message]] = {}
    for message in channel.messages.values():
        if message.thread_ts and message.thread_ts != message.ts:
            threads.setdefault(message.thread_ts, []).append(message)
    return threads


def _as_json(request: Request, channel: Channel, message: Message, replies: list[Message]) -> Json:
    body = message.as_json(with_metadata=request.flag("include_all_metadata"))
    if replies:
        users = list(dict.fromkeys(one.user for one in replies))
        body |= {"thread_ts": message.ts, "reply_count": len(replies), "reply_users": users}
        body |= {"latest_reply": replies[-1].ts, "reply_users_count": len(users), "subscribed": False}
    parent = channel.messages.get(str(message.thread_ts))
    if message.is_reply and parent:
        body["parent_user_id"] = parent.user
    return body


@method("conversations.history", 50, *_SCOPES)
def history(request: Request) -> Json:
    """Messages of a channel, newest first, without what stands only in threads."""
    channel = _readable(request)
    found = [one for one in _shown(request, channel) if not one.is_reply and _within(request, one)]
    return _answer(request, channel, found[::-1])


@method("conversations.replies", 50, *_SCOPES)
def replies(request: Request) -> Json:
    """Return a message and the replies in its thread, oldest first; the parent is always there."""
    channel = _readable(request)
    shown = {message.ts: message for message in _shown(request, channel)}
    asked = shown.get(request.needed("ts"))
    parent = shown.get(asked.thread_ts or asked.ts) if asked else None
    if parent is None:
        raise SlackError("thread_not_found")
    found = [one for one in shown.values() if one.thread_ts == parent.ts and one.ts != parent.ts]
    return _answer(request, channel, [parent, *(one for one in found if _within(request, one))])


def _answer(request: Request, channel: Channel, found: list[Message]) -> Json:
    page, metadata = request.page(found, 100, 999)
    threads = _threads(channel)
    body: Json = {"messages": [_as_json(request, channel, one, threads.get(one.ts, [])) for one in page]}
    body |= {"has_more": bool(metadata["next_cursor"]), "pin_count": len(channel.pins)}
    return body | ({"response_metadata": metadata} if metadata["next_cursor"] else {})
