"""views.*: modals and the Home tab."""

import json
from typing import Any

from playground import limits
from playground.errors import SlackError
from playground.requests import Request, method
from playground.views import View
from playground.workspace import Workspace

Json = dict[str, Any]
_LARGEST = 250_000
_DEEPEST = 3


def checked(workspace: Workspace, given: Any, surface: str) -> Json:
    """Return a view of this surface (`modal` or `home`) within the limits, else `invalid_arguments` with the places."""
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments", ["missing required field: view"])
    complaints = limits.of_view(given, surface)
    if not complaints:
        complaints = limits.of_files(given["blocks"], workspace.files)
    if complaints:
        raise SlackError("invalid_arguments", complaints)
    if len(json.dumps(given)) > _LARGEST:
        raise SlackError("view_too_large")
    return given


def refuse_taken_external_id(workspace: Workspace, given: Json, *, except_for: View | None = None) -> None:
    """`duplicate_external_id` when another view on somebody's screen has it."""
    wanted = given.get("external_id")
    if wanted and any(view is not except_for and view.given.get("external_id") == wanted for view in workspace.views()):
        raise SlackError("duplicate_external_id")


@method("views.open", 100)
def open_view(request: Request) -> Json:
    """Open a modal for whoever the trigger belongs to."""
    given = checked(request.workspace, request.structure("view"), "modal")
    refuse_taken_external_id(request.workspace, given)
    trigger = request.playground.triggers.exchange(request.text("trigger_id"))
    view = View(request.workspace, trigger.user, given)
    request.workspace.stacks[trigger.user] = [view]
    return {"view": view.as_json()}


@method("views.push", 100)
def push_view(request: Request) -> Json:
    """Put a modal on top of the one the trigger came from; at most three."""
    given = checked(request.workspace, request.structure("view"), "modal")
    refuse_taken_external_id(request.workspace, given)
    trigger = request.playground.triggers.exchange(request.text("trigger_id"))
    return {"view": push(request.workspace, trigger.user, given, trigger.view_id).as_json()}


def push(workspace: Workspace, user: str, given: Json, on_view: str | None) -> View:
    """Put a modal on top of a person's stack, else `not_found` or `push_limit_reached`."""
    stack = workspace.stacks.get(user, [])
    if not any(view.id == on_view for view in stack):
        raise SlackError("not_found")
    if len(stack) >= _DEEPEST:
        raise SlackError("push_limit_reached")
    view = View(workspace, user, given, root_id=stack[0].id, previous_id=stack[-1].id)
    stack.append(view)
    return view


@method("views.update", 100)
def update_view(request: Request) -> Json:
    """Show other content in a modal that is open; with a hash only when nothing changed since."""
    given = checked(request.workspace, request.structure("view"), "modal")
    view = _open(request)
    if request.text("hash") and request.text("hash") != view.hash:
        raise SlackError("hash_conflict")
    refuse_taken_external_id(request.workspace, given, except_for=view)
    view.show(given)
    return {"view": view.as_json()}


def _open(request: Request) -> View:
    view_id, external_id = request.text("view_id"), request.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["either view_id or external_id is required"])
    for stack in request.workspace.stacks.values():
        for view in stack:
            if view.id == view_id or (external_id and view.given.get("external_id") == external_id):
                return view
    raise SlackError("not_found")


@method("views.publish", 100)
def publish_view(request: Request) -> Json:
    """Show a Home tab to one person."""
    given = checked(request.workspace, request.structure("view"), "home")
    user = request.workspace.user(request.needed("user_id"))
    home = request.workspace.homes.get(user.id)
    refuse_taken_external_id(request.workspace, given, except_for=home)
    if home is None:
        home = request.workspace.homes[user.id] = View(request.workspace, user.id, given)
    elif request.text("hash") and request.text("hash") != home.hash:
        raise SlackError("hash_conflict")
    else:
        home.show(given)
    return {"view": home.as_json()}
