"""chat.*: posting, changing and deleting messages."""

import json
from typing import Any

from playground import events, limits
from playground.errors import SlackError
from playground.messages import Message
from playground.requests import Request, method
from playground.views import with_ids
from playground.workspace import Channel, Workspace

Json = dict[str, Any]
_LONGEST_TEXT = 40_000
_LONGEST_UPDATE_BYTES = 4_000
_LONGEST_BLOCKS = 13_200
_LARGEST_METADATA = 8_000


def target(request: Request) -> Channel:
    """Return the channel to post in: its id, its name, or a person's id for the direct conversation."""
    given = request.text("channel")
    if not given:
        raise SlackError("channel_not_found")
    channel = _named(request.workspace, given)
    if channel.kind == "private_channel" and request.workspace.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if request.workspace.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _named(workspace: Workspace, given: str) -> Channel:
    if given in workspace.channels:
        return workspace.channels[given]
    if given in workspace.users and not workspace.users[given].is_bot:
        return workspace.direct(given)
    name = given.removeprefix("#")
    for channel in workspace.channels.values():
        if channel.name == name and not channel.is_im:
            return channel
    raise SlackError("channel_not_found")


def checked_blocks(workspace: Workspace, blocks: Any) -> list[Json]:
    """Blocks that a message may carry, else `invalid_blocks` with the places, or `msg_blocks_too_long`."""
    if not blocks:
        return []
    complaints = limits.of_message(blocks)
    if not complaints:
        complaints = limits.of_files(blocks, workspace.files)
    if complaints:
        raise SlackError("invalid_blocks", complaints)
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > _LONGEST_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return list(blocks)


def _content(request: Request) -> tuple[str, list[Json], list[Json]]:
    text = request.text("text")
    given = request.structure("blocks", "invalid_blocks_format")
    blocks = checked_blocks(request.workspace, given)
    attachments = request.structure("attachments") or []
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    return text[:_LONGEST_TEXT], blocks, attachments


def _metadata(request: Request) -> Json | None:
    given = request.structure("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if given and (not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict)):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(given)) > _LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return given


def _thread(request: Request, channel: Channel) -> str | None:
    given = request.text("thread_ts")
    if not given:
        return None
    if given not in channel.messages:
        raise SlackError("thread_not_found")
    return channel.messages[given].thread_ts or given


@method("chat.postMessage", 10_000, "chat:write")
def post_message(request: Request) -> Json:
    """Post a message in a channel, a thread or to a person."""
    text, blocks, attachments = _content(request)
    metadata = _metadata(request)
    channel = target(request)
    thread = _thread(request, channel)
    more: Json = {"attachments": attachments, "metadata": metadata, "thread_ts": thread}
    more["broadcast"] = request.flag("reply_broadcast")
    message = request.workspace.post_as_bot(channel, text, blocks, **more)
    if request.playground.echo:
        event, name = events.of_message(channel, message)
        request.playground.happenings.soon(request.playground.events.tell(request.workspace, event, name))
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": message.as_json()}
    if len(request.text("text")) > _LONGEST_TEXT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def _existing(request: Request, error: str) -> tuple[Channel, Message]:
    channel = request.visible_channel()
    message = channel.messages.get(request.text("ts"))
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    if message.bot_id != request.workspace.bot_id:
        raise SlackError(error)
    return channel, message


@method("chat.update", 50, "chat:write")
def update(request: Request) -> Json:
    """Change a message of the app; blocks that are left out stay as they were, and `[]` takes them away."""
    text, blocks, attachments = _content(request)
    if len(text.encode()) > _LONGEST_UPDATE_BYTES:
        raise SlackError("msg_too_long")
    metadata = _metadata(request)
    channel, message = _existing(request, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    kept = request.structure("blocks") is None
    if _only_rich_text(message.blocks) and blocks and not any(block["type"] == "rich_text" for block in blocks):
        raise SlackError("block_mismatch")
    message.rewrite(text, message.blocks if kept else with_ids(blocks), metadata)
    if request.structure("attachments") is not None:
        message.attachments = attachments
    edited = request.workspace.timestamps.next("edits")
    message.edited = {"user": request.workspace.bot_user, "ts": edited}
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.as_json()}


def _only_rich_text(blocks: list[Json]) -> bool:
    return bool(blocks) and all(block["type"] == "rich_text" for block in blocks)


@method("chat.delete", 50, "chat:write")
def delete(request: Request) -> Json:
    """Delete a message of the app; one with replies leaves a tombstone at the head of its thread."""
    channel, message = _existing(request, "cant_delete_message")
    if any(one.thread_ts == message.ts and one is not message for one in channel.messages.values()):
        message.bury()
    else:
        message.deleted = True
        del channel.messages[message.ts]
    if message.ts in channel.pins:
        channel.pins.remove(message.ts)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral", 100, "chat:write")
def post_ephemeral(request: Request) -> Json:
    """Post a message that one member of the channel sees; it is in no history."""
    text, blocks, attachments = _content(request)
    channel = target(request)
    user = request.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    more: Json = {"attachments": attachments, "ephemeral_to": user, "thread_ts": _thread(request, channel)}
    message = request.workspace.post_as_bot(channel, text, blocks, **more)
    return {"message_ts": message.ts}


@method("chat.getPermalink", 1_000)
def permalink(request: Request) -> Json:
    """Return the address of a message."""
    channel = request.visible_channel()
    ts = request.needed("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    address = request.playground.workspace_url(request.workspace)
    return {"channel": channel.id, "permalink": f"{address}archives/{channel.id}/p{ts.replace('.', '')}"}
