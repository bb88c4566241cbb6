"""A workspace kept in a file, so that a demo goes on where it was left: people, conversations, Home tabs, files.

What belongs to one moment is not kept: open modals, trigger ids and the addresses to answer gestures with.
"""

import base64
import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from playground.messages import Message
from playground.views import View
from playground.workspace import Channel, User, Workspace

Json = dict[str, Any]

#: Rises when an older file can no longer be read.
VERSION = 1
#: What of a message or a view is not its own: the workspace it stands in, and the machine's clock.
_NOT_KEPT = frozenset({"workspace", "born"})
_BYTES = "base64"


class NotReadableError(Exception):
    """The file is not a workspace that this version kept."""


def keep(workspace: Workspace, file: Path) -> None:
    """Write the workspace, with the time of its clock; whoever reads the file meanwhile finds the old one whole."""
    body = {"version": VERSION, "now": workspace.clock(), "workspace": as_json(workspace)}
    beside = file.with_name(f"{file.name}.new")
    with open(beside, "w", encoding="utf-8", opener=_open_private) as written:
        json.dump(body, written, ensure_ascii=False, default=_of_bytes)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(file)


def _open_private(file: str, flags: int) -> int:
    return os.open(file, flags, 0o600)


def bring_back(workspace: Workspace, file: Path) -> float:
    """Put what was kept in place of what is there; return what time it was by the workspace's clock.

    Raises NotReadableError when the file is broken or of another version; then nothing has changed.
    """
    try:
        body = json.loads(file.read_text(encoding="utf-8"), object_hook=_to_bytes)
        if body["version"] != VERSION:
            raise NotReadableError(f"version {body['version']}")
        restored = _Restored(workspace, body["workspace"])
        now = float(body["now"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotReadableError(str(fault)) from fault
    restored.put_in_place()
    return now


def as_json(workspace: Workspace) -> Json:
    """Return what is kept of a workspace; what stands in files stays bytes."""
    return {
        "users": [_plainly(user) for user in workspace.users.values()],
        "channels": [_channel(channel) for channel in workspace.channels.values()],
        "homes": [_view(view) for view in workspace.homes.values()],
        "files": workspace.files,
        "read": workspace.read,
        "last": workspace.timestamps.last,
    }


def _plainly(thing: Any) -> Json:
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in _NOT_KEPT}


def _channel(channel: Channel) -> Json:
    messages = {name: [_plainly(one) for one in getattr(channel, name).values()] for name in ("messages", "ephemerals")}
    return _plainly(channel) | messages


def _view(view: View) -> Json:
    pairs = {name: [[*key, value] for key, value in getattr(view, name).items()] for name in ("values", "offered")}
    return _plainly(view) | pairs


class _Restored:
    """What was kept, made again from a file, before it takes the place of what is there."""

    def __init__(self, workspace: Workspace, body: Json) -> None:
        self._workspace = workspace
        self._files: dict[str, Json] = body["files"]
        self._read: dict[str, dict[str, str]] = body["read"]
        self._last: dict[str, int] = body["last"]
        self._users = {user["id"]: User(**user) for user in body["users"]}
        self._channels = {channel["id"]: self._channel(channel) for channel in body["channels"]}
        self._homes = {view["user"]: self._view(view) for view in body["homes"]}

    def put_in_place(self) -> None:
        """Let the workspace be what was kept."""
        workspace = self._workspace
        workspace.users, workspace.channels, workspace.homes = self._users, self._channels, self._homes
        workspace.files, workspace.read, workspace.timestamps.last = self._files, self._read, self._last
        workspace.stacks = {}

    def _channel(self, body: Json) -> Channel:
        made = Channel(**body | {"messages": {}, "ephemerals": {}})
        for name in ("messages", "ephemerals"):
            getattr(made, name).update({one["ts"]: Message(workspace=self._workspace, **one) for one in body[name]})
        return made

    def _view(self, body: Json) -> View:
        view = View(self._workspace, body["user"], body["given"])
        pairs = {
            name: {(block, action): value for block, action, value in body[name]} for name in ("values", "offered")
        }
        for name, value in (body | pairs).items():
            setattr(view, name, value)
        return view


def _of_bytes(value: Any) -> Json:
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _to_bytes(body: Json) -> Any:
    return base64.b64decode(body[_BYTES]) if body.keys() == {_BYTES} else body
