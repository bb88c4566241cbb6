"""auth.test, team.info, bots.info, api.test: who is asking, and where."""

from typing import Any

from playground.errors import SlackError
from playground.requests import Request, method

Json = dict[str, Any]


@method("api.test", 100)
def api_test(request: Request) -> Json:
    """Answer with what was sent."""
    return {"args": request.args}


@method("auth.test", 500)
def auth_test(request: Request) -> Json:
    """Who the token speaks for."""
    workspace = request.workspace
    body: Json = {"url": request.playground.workspace_url(workspace), "team": workspace.name}
    body |= {"team_id": workspace.team_id, "user": workspace.bot_name, "user_id": workspace.bot_user}
    return body | {"bot_id": workspace.bot_id, "is_enterprise_install": False}


@method("team.info", 50, "team:read")
def team_info(request: Request) -> Json:
    """Return the workspace's name and domain."""
    workspace = request.workspace
    team: Json = {"id": workspace.team_id, "name": workspace.name, "domain": "playground", "email_domain": ""}
    return {"team": team | {"icon": {}, "url": request.playground.workspace_url(workspace)}}


@method("bots.info", 50, "users:read")
def bots_info(request: Request) -> Json:
    """Return the app as a bot."""
    if request.text("bot", request.workspace.bot_id) != request.workspace.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": request.workspace.bot_profile()}
