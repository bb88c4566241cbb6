"""conversations.*: channels and who is in them (what was said in them: history)."""

from typing import Any

from playground.errors import SlackError
from playground.requests import Request, method
from playground.workspace import Channel

Json = dict[str, Any]
_KINDS = ("public_channel", "private_channel", "im", "mpim")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def as_json(request: Request, channel: Channel) -> Json:
    """Return a channel as conversations.info shows it."""
    body: Json = {"id": channel.id, "created": channel.created, "is_im": channel.is_im, "is_mpim": channel.is_mpim}
    body |= {"is_archived": channel.is_archived, "is_private": channel.kind != "public_channel"}
    body |= {"context_team_id": request.workspace.team_id, "is_org_shared": False, "is_ext_shared": channel.is_shared}
    if channel.is_im:
        user = next((one for one in channel.members if one != request.workspace.bot_user), "")
        return body | {"user": user, "is_user_deleted": user and request.workspace.user(user).deleted}
    topic = {"value": "", "creator": "", "last_set": 0}
    body |= {"name": channel.name, "name_normalized": channel.name, "is_channel": not channel.is_private}
    body |= {"is_group": channel.is_private, "is_general": False, "is_shared": channel.is_shared}
    return body | {"is_member": request.workspace.bot_user in channel.members, "topic": topic, "purpose": topic}


def of_kinds(request: Request) -> list[Channel]:
    """Return the channels the bot can see, of the types asked for (public ones unless told)."""
    kinds = [kind.strip() for kind in request.text("types", "public_channel").split(",")]
    if any(kind not in _KINDS for kind in kinds):
        raise SlackError("invalid_types")
    bot, hidden = request.workspace.bot_user, request.flag("exclude_archived")
    return [
        channel
        for channel in request.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "public_channel" or bot in channel.members)
        and not (hidden and channel.is_archived)
    ]


@method("conversations.info", 50, *_READ)
def info(request: Request) -> Json:
    """One channel; the number of members only when asked for."""
    channel = request.visible_channel()
    body = as_json(request, channel)
    if request.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    if request.flag("include_locale"):
        body["locale"] = "sv-SE"
    return {"channel": body}


@method("conversations.list", 20, *_READ)
def list_channels(request: Request) -> Json:
    """Return the channels of a workspace, in pages."""
    page, metadata = request.page(of_kinds(request), 100, 1000)
    return {"channels": [as_json(request, channel) for channel in page], "response_metadata": metadata}


@method("conversations.members", 100, *_READ)
def members(request: Request) -> Json:
    """Who is in a channel, in pages."""
    page, metadata = request.page(request.visible_channel().members, 100, 1000)
    return {"members": page, "response_metadata": metadata}


@method("conversations.open", 50, "im:write", "mpim:write", "channels:manage", "groups:write")
def open_conversation(request: Request) -> Json:
    """Return the direct conversation with one person, or several."""
    if request.text("channel"):
        channel = request.visible_channel()
    else:
        channel = _direct(request, request.needed("users").split(","))
    body: Json = {"id": channel.id}
    if request.flag("return_im"):
        body = as_json(request, channel)
    return {"channel": body, "no_op": True, "already_open": True} if channel.messages else {"channel": body}


def _direct(request: Request, users: list[str]) -> Channel:
    for user in users:
        if request.workspace.user(user.strip()).is_bot:
            raise SlackError("cannot_dm_bot")
    if len(users) > 8:
        raise SlackError("too_many_users")
    return request.workspace.direct(*(user.strip() for user in users))


@method("conversations.join", 50, "channels:join")
def join(request: Request) -> Json:
    """Return the bot joins a public channel."""
    channel = request.visible_channel()
    if channel.kind != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if request.workspace.bot_user in channel.members:
        return {"channel": as_json(request, channel), "warning": "already_in_channel"}
    channel.members.append(request.workspace.bot_user)
    request.playground.happenings.soon(request.playground.happenings.join(request.workspace, channel))
    return {"channel": as_json(request, channel)}


@method("conversations.leave", 50, "channels:manage", "groups:write")
def leave(request: Request) -> Json:
    """Return the bot leaves a channel."""
    channel = request.visible_channel()
    if request.workspace.bot_user not in channel.members:
        return {"not_in_channel": True}
    channel.members.remove(request.workspace.bot_user)
    return {}
