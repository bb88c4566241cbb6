"""apps.* and oauth.*: Socket Mode, who authorised an event, and installation."""

from typing import Any

from playground.errors import SlackError
from playground.requests import Request, method

Json = dict[str, Any]


@method("apps.connections.open", 20, app_token=True)
def connections_open(request: Request) -> Json:
    """Return a single-use websocket address for Socket Mode."""
    return {"url": request.playground.sockets.new_url()}


@method("apps.event.authorizations.list", 50, app_token=True)
def authorizations(request: Request) -> Json:
    """Who an event is for: the one installation of its workspace."""
    if request.needed("event_context") not in request.playground.events.contexts:
        raise SlackError("invalid_event_context")
    team = request.playground.events.contexts[request.text("event_context")]
    return {"authorizations": [request.playground.events.authorization(request.playground.workspaces[team])]}


@method("oauth.v2.access", 600)
def oauth_access(request: Request) -> Json:
    """Trade the code of an installation for the workspace's token; a code works once."""
    workspace = request.playground.codes.pop(request.text("code"), None)
    if workspace is None:
        raise SlackError("invalid_code")
    scopes = ",".join(workspace.scopes or [])
    body: Json = {"app_id": workspace.app_id, "authed_user": {"id": "U0INSTALL"}, "scope": scopes}
    body |= {"token_type": "bot", "access_token": workspace.token, "bot_user_id": workspace.bot_user}
    team = {"id": workspace.team_id, "name": workspace.name}
    return body | {"team": team, "enterprise": None, "is_enterprise_install": False}


@method("auth.revoke", 50)
def revoke(request: Request) -> Json:
    """Take the token out of use."""
    request.playground.revoked.add(request.token)
    return {"revoked": True}
