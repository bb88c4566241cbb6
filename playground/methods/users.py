"""users.*: people, and the channels they are in."""

from typing import Any

from playground.errors import SlackError
from playground.methods.conversations import as_json, of_kinds
from playground.requests import Request, method
from playground.workspace import User

Json = dict[str, Any]


def _shown(request: Request, user: User) -> Json:
    granted = request.workspace.scopes
    email = granted is None or "users:read.email" in granted
    return user.as_json(locale=request.flag("include_locale"), email=email)


@method("users.info", 100, "users:read")
def info(request: Request) -> Json:
    """One person; the locale only with include_locale."""
    return {"user": _shown(request, request.workspace.user(request.needed("user")))}


@method("users.list", 20, "users:read")
def list_users(request: Request) -> Json:
    """Everybody, in pages."""
    users, metadata = request.page(list(request.workspace.users.values()), 1000, 1000)
    return {"members": [_shown(request, user) for user in users], "response_metadata": metadata}


@method("users.lookupByEmail", 50, "users:read.email")
def lookup(request: Request) -> Json:
    """Return a person by e-mail address; deactivated people are not found."""
    email = request.needed("email").lower()
    for user in request.workspace.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"user": _shown(request, user)}
    raise SlackError("users_not_found")


@method("users.conversations", 50, "channels:read", "groups:read", "im:read", "mpim:read")
def conversations(request: Request) -> Json:
    """Return the channels a person, or without `user` the bot, is a member of."""
    user = request.workspace.user(request.text("user", request.workspace.bot_user))
    channels = [channel for channel in of_kinds(request) if user.id in channel.members]
    page, metadata = request.page(channels, 100, 1000)
    return {"channels": [as_json(request, channel) for channel in page], "response_metadata": metadata}
