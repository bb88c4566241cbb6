"""Socket Mode: websockets that the bot opens, and envelopes it acknowledges."""

import asyncio
import json
import secrets
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from playground.errors import SlackError

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
_MOST_CONNECTIONS = 10


class Sockets:
    """The open connections; payloads go to them in turn."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    @property
    def connected(self) -> bool:
        """Whether the bot listens over a socket."""
        return bool(self._open)

    def new_url(self) -> str:
        """Return a websocket address that works once."""
        if len(self._open) >= _MOST_CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{self._playground.url.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id=A0PLAYGRND"

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection: say hello, then take acknowledgements until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=None)
        await socket.prepare(request)
        info = {"app_id": "A0PLAYGRND"}
        self._open.append(socket)
        try:
            await socket.send_json(
                {"type": "hello", "num_connections": len(self._open), "connection_info": info, "debug_info": {}}
            )
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self._open.remove(socket)
        return socket

    def _acknowledge(self, answer: Json) -> None:
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    async def send(self, kind: str, payload: Json, headers: dict[str, str]) -> Any:
        """Send an envelope and wait for its acknowledgement's payload."""
        envelope_id = str(uuid.uuid4())
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if "x-slack-retry-num" in headers:
            envelope |= {"retry_attempt": int(headers["x-slack-retry-num"])}
            envelope |= {"retry_reason": headers["x-slack-retry-reason"]}
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        self._open.append(self._open.pop(0))
        try:
            await self._open[-1].send_json(envelope)
            return _body(await answer)
        finally:
            del self._waiting[envelope_id]

    async def ask_to_reconnect(self) -> None:
        """Tell every connection that it will be refreshed, and close it, as Slack does every few hours."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await socket.close()

    async def close(self) -> None:
        """Close all connections."""
        for socket in list(self._open):
            await socket.close()


def _body(payload: Any) -> Any:
    """Return an acknowledgement's payload; a bare text comes wrapped."""
    if isinstance(payload, dict) and payload.keys() == {"text"} and not payload["text"]:
        return None
    return payload or None
