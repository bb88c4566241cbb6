"""files.*: uploading in Slack's three steps, and what became of a file."""

import mimetypes
from typing import TYPE_CHECKING, Any

from playground import ids
from playground.errors import SlackError
from playground.methods.chat import target
from playground.requests import Request, method
from playground.workspace import Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


@method("files.getUploadURLExternal", 100, "files:write")
def upload_url(request: Request) -> Json:
    """Return the address to send the bytes to, and the id the file will have."""
    name = request.needed("filename")
    length = int(request.needed("length"))
    if length <= 0:
        raise SlackError("invalid_arguments", ["length must be positive"])
    file_id = ids.new_id("F")
    request.workspace.files[file_id] = {"id": file_id, "name": name, "length": length, "content": None, "done": False}
    return {"upload_url": f"{request.playground.url}/upload/{request.workspace.team_id}/{file_id}", "file_id": file_id}


@method("files.completeUploadExternal", 100, "files:write")
def complete(request: Request) -> Json:
    """Finish uploads; with a channel they are posted there, without it they wait to be used."""
    given = request.structure("files") or []
    if not given:
        raise SlackError("invalid_arguments", ["missing required field: files"])
    channel = target(request) if _with_channel(request) else None
    done = [_finished(request, item) for item in given]
    if channel:
        files = [as_json(request.playground, request.workspace, one) for one in done]
        comment = request.text("initial_comment")
        request.workspace.post_as_bot(channel, comment, [], files=files, thread_ts=request.text("thread_ts") or None)
    return {"files": [{"id": one["id"], "title": one["title"]} for one in done]}


def _with_channel(request: Request) -> bool:
    request.args["channel"] = request.text("channel_id")
    return bool(request.text("channel_id"))


def _finished(request: Request, item: Json) -> Json:
    file = request.workspace.files.get(str(item.get("id")))
    if file is None or file["content"] is None:
        raise SlackError("file_not_found")
    file |= {"done": True, "title": item.get("title", file["name"]), "asked": 0}
    return file


def as_json(playground: "Playground", workspace: Workspace, file: Json) -> Json:
    """Return a file as files.info shows it; its type is known only once Slack has looked at it."""
    known = file["asked"] > playground.file_looks
    kind = mimetypes.guess_type(file["name"])[0] or "application/octet-stream"
    body: Json = {"id": file["id"], "name": file["name"], "title": file["title"], "size": file["length"]}
    private = f"{playground.url}/files/{workspace.team_id}/{file['id']}"
    owner = file.get("user", workspace.bot_user)
    return body | {"mimetype": kind if known else "", "url_private": private, "user": owner}


def uploaded(playground: "Playground", workspace: Workspace, user: str, name: str, content: bytes) -> Json:
    """Keep a file that a person gives a form; `no_file_data` when there is nothing in it."""
    if not content:
        raise SlackError("no_file_data")
    file: Json = {"id": ids.new_id("F"), "name": name, "title": name, "length": len(content), "content": content}
    file |= {"user": user, "done": True, "ready": True, "asked": playground.file_looks + 1}
    workspace.files[file["id"]] = file
    return as_json(playground, workspace, file)


@method("files.info", 100, "files:read")
def info(request: Request) -> Json:
    """One file. Right after the upload `mimetype` is empty, as in Slack."""
    file = request.workspace.files.get(request.needed("file"))
    if file is None or not file["done"]:
        raise SlackError("file_not_found")
    file["asked"] += 1
    if file["asked"] > request.playground.file_looks:
        file["ready"] = True
    return {"file": as_json(request.playground, request.workspace, file)}


@method("files.delete", 50, "files:write")
def delete(request: Request) -> Json:
    """Delete a file."""
    if request.workspace.files.pop(request.needed("file"), None) is None:
        raise SlackError("file_not_found")
    return {}
