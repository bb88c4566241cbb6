"""Control endpoints: another process on this machine looks at the playground and drives it, in JSON."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


class Control:
    """The endpoints under /control/."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Put them on the server."""
        router.add_get("/control/health", self._health)

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True})
