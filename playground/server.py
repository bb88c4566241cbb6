"""The HTTP side of the playground: the Web API, response addresses, uploads, sockets and the control endpoints."""

import asyncio
import json
import socket
import struct
import time
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

import playground.methods
from playground import page, requests
from playground.calls import Call
from playground.clock import Clock
from playground.control import Control
from playground.errors import SlackError
from playground.faults import Fault
from playground.windows import Windows
from playground.workspace import Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
_LARGEST_BODY = 20 * 1024 * 1024
#: importing the methods registers them
_METHODS = requests.METHODS if playground.methods else {}


@web.middleware
async def _this_machine_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that name another host: web pages elsewhere may resolve their own name to this machine."""
    if (request.url.host or "") not in ("127.0.0.1", "localhost", "::1"):
        raise web.HTTPForbidden(text="this machine only")
    return await handler(request)


class Server:
    """Answers what the bot asks."""

    def __init__(self, slack: "Playground") -> None:
        self._slack = slack
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[_this_machine_only, self._tell_of_changes])
        app.router.add_route("*", "/api/{method}", self._api)
        for kind in ("commands", "actions", "app"):
            app.router.add_post(f"/{kind}/{{team}}/{{key}}", self._respond)
        app.router.add_post("/upload/{team}/{file}", self._upload)
        app.router.add_get("/files/{team}/{file}", self._download)
        app.router.add_get("/socket", self._slack.sockets.serve)
        for part in (Control(self._slack), Windows(self._slack), Clock(self._slack), page):
            part.add_routes(app.router)
        return app

    @web.middleware
    async def _tell_of_changes(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Wake the windows that wait, after everything that may have changed something."""
        try:
            return await handler(request)
        finally:
            if request.method != "GET":
                self._slack.changes.happened()

    async def start(self, host: str, port: int) -> int:
        """Listen; the port that was taken."""
        self._closing.clear()
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and let go of requests that hang."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _api(self, http: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        call = Call(http.match_info["method"], {}, "", time.time())
        self._slack.calls.append(call)
        try:
            response = await self._answered(http, call)
        except SlackError as refusal:
            response = self._json(call, refusal.as_json(), headers=self._scopes_of(call))
        call.seconds = time.perf_counter() - started
        return response

    async def _answered(self, http: web.Request, call: Call) -> web.StreamResponse:
        call.args = await arguments(http)
        request = self._authorised(http, call)
        fault = self._slack.faults.take(call.method, call.args)
        if fault is not None:
            call.fault = fault.kind
            return await self._with_fault(http, call, request, fault)
        return self._plainly(call, request)

    def _authorised(self, http: web.Request, call: Call) -> requests.Request:
        """Return the call with its workspace, or `unknown_method`, `not_authed`, `invalid_auth`, `missing_scope`."""
        method = _METHODS.get(call.method)
        if method is None:
            raise SlackError("unknown_method", req_method=call.method)
        token = str(call.args.pop("token", "")) or http.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        slack = self._slack
        if call.method in ("oauth.v2.access", "api.test"):
            call.team_id = slack.workspace.team_id
            return requests.Request(slack, slack.workspace, call.method, call.args, token)
        workspace = self._workspace(token, app_token=method.app_token)
        call.team_id = workspace.team_id
        granted = workspace.scopes
        if granted is not None and method.scopes and not set(method.scopes) & set(granted):
            raise SlackError("missing_scope", needed=method.scopes[0], provided=",".join(granted))
        return requests.Request(slack, workspace, call.method, call.args, token)

    def _workspace(self, token: str, *, app_token: bool) -> Workspace:
        slack = self._slack
        if not token:
            raise SlackError("not_authed")
        if token in slack.revoked:
            raise SlackError("token_revoked")
        if app_token != (token == slack.app_token):
            known = token == slack.app_token or any(one.token == token for one in slack.workspaces.values())
            raise SlackError("not_allowed_token_type" if known else "invalid_auth")
        if app_token:
            return slack.workspace
        for workspace in slack.workspaces.values():
            if workspace.token == token:
                return workspace
        raise SlackError("invalid_auth")

    def _plainly(self, call: Call, request: requests.Request) -> web.StreamResponse:
        method = _METHODS[call.method]
        channel = str(call.args.get("channel", ""))
        wait = self._slack.rates.refuse(call.team_id, call.method, method.per_minute, channel)
        if wait:
            return self._limited(call, str(wait))
        body = {"ok": True, **method.answer(request)}
        scopes = self._scopes_of(call)
        if method.scopes:
            scopes["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        return self._json(call, body, headers=scopes)

    def _scopes_of(self, call: Call) -> dict[str, str]:
        """Return the header that says what the token of a call may do, refused or not; nothing for a token not ours."""
        workspace = self._slack.workspaces.get(call.team_id)
        return {} if workspace is None else {"x-oauth-scopes": ",".join(workspace.scopes or _ALL_SCOPES)}

    def _limited(self, call: Call, seconds: str) -> web.StreamResponse:
        return self._json(call, {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": seconds})

    def _json(
        self, call: Call, body: Json, status: int = 200, headers: dict[str, str] | None = None
    ) -> web.StreamResponse:
        call.answer, call.status = body, status
        return web.json_response(body, status=status, headers=headers)

    async def _with_fault(
        self, http: web.Request, call: Call, request: requests.Request, fault: Fault
    ) -> web.StreamResponse:
        if fault.kind.startswith("error:"):
            raise SlackError(fault.detail)
        if fault.kind.startswith("ratelimited:"):
            return self._limited(call, fault.detail)
        if fault.kind.startswith("slow:"):
            await self._pause(float(fault.detail))
            return self._plainly(call, request)
        if fault.kind.endswith("_after_apply"):
            applied = self._plainly(call, request)
            if applied.status == web.HTTPTooManyRequests.status_code:
                return applied
        return await self._broken(http, call, fault.kind)

    async def _broken(self, http: web.Request, call: Call, kind: str) -> web.StreamResponse:
        """Return what the bot gets instead of the answer; `call.answer` keeps what was done, if it was."""
        call.status = 0
        if kind == "fatal_error_after_apply":
            return web.json_response({"ok": False, "error": "fatal_error"})
        if kind == "empty_after_apply":
            return web.json_response({"ok": True})
        if kind.startswith("http_500"):
            call.status = 500
            return web.Response(status=500, text="Internal Server Error")
        if kind == "hang_after_apply":
            await self._closing.wait()
        cut(http)
        return web.Response()

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    async def _respond(self, http: web.Request) -> web.Response:
        try:
            body = await arguments(http)
            self._slack.response_urls.answer(http.match_info["key"], body)
        except SlackError as refusal:
            missing = refusal.code in ("expired_url", "used_url")
            return web.json_response(refusal.as_json(), status=404 if missing else 400)
        return web.Response(text="ok")

    async def _upload(self, http: web.Request) -> web.Response:
        file = self._slack.workspaces[http.match_info["team"]].files.get(http.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        content = await _uploaded(http)
        if len(content) != file["length"]:
            raise web.HTTPBadRequest(text="the length is not the one announced")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, http: web.Request) -> web.Response:
        file = self._slack.workspaces[http.match_info["team"]].files.get(http.match_info["file"])
        if file is None or file["content"] is None:
            raise web.HTTPNotFound
        return web.Response(body=file["content"], content_type=page.kind_of(file["name"]), headers=page.OF_UPLOADS)


_ALL_SCOPES = sorted({scope for one in _METHODS.values() for scope in one.scopes} | {"commands", "app_mentions:read"})


async def _uploaded(http: web.Request) -> bytes:
    if not http.content_type.startswith("multipart/"):
        return await http.read()
    async for part in await http.multipart():
        if isinstance(part, BodyPartReader):
            return bytes(await part.read(decode=False))
    raise web.HTTPBadRequest(text="no file")


async def arguments(http: web.Request) -> Json:
    """Return the arguments of a call: JSON, form or query, together."""
    args: Json = dict(http.query)
    if http.content_type == "application/json":
        try:
            given = json.loads(await http.text() or "{}")
        except json.JSONDecodeError:
            raise SlackError("invalid_json") from None
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        return args | given
    return args | dict(await http.post())


def cut(http: web.Request) -> None:
    """Cut the connection without an answer, as a reset."""
    transport = http.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
