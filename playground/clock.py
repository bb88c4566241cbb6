"""The clock's endpoints: what time it is in the story, where one can jump, what is sent before that, and the jump.

GET  /control/timeline                     now, whether time is passing, and the jumps
GET  /control/timeline/upcoming?until=ISO  what will be sent from now until then
POST /control/timeline/go                  `at` (ISO with offset): answers when time has passed
GET  /control/tour                         the steps of the guided tour

Without a timeline the machine's time is shown and there are no jumps.
"""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aiohttp import web

from playground.control import body_of, guarded
from playground.errors import NotPossibleError
from playground.timeline import Timeline

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


class Clock:
    """Shows the timeline and lets time pass, once at a time."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._passing = False

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Put the endpoints on the server."""
        router.add_get("/control/timeline", guarded(self._now))
        router.add_get("/control/timeline/upcoming", guarded(self._upcoming))
        router.add_post("/control/timeline/go", guarded(self._go))
        router.add_get("/control/tour", guarded(self._tour))

    @property
    def _timeline(self) -> Timeline:
        if self._playground.timeline is None:
            raise NotPossibleError("there is no timeline: time passes by itself")
        return self._playground.timeline

    @property
    def _zone(self) -> ZoneInfo:
        """Where the bot is at home: a server's own zone is nobody's there."""
        workspace = self._playground.workspace
        return ZoneInfo(workspace.user(workspace.bot_user).tz)

    async def _now(self, _: web.Request) -> Json:
        if self._playground.timeline is None:
            return {
                "now": datetime.now(self._zone).isoformat(),
                "day": "",
                "moves": False,
                "passing": False,
                "jumps": [],
            }
        now, day = self._timeline.now(), self._timeline.day
        jumps = [] if self._passing else await self._timeline.jumps()
        shown = [{"id": one.id, "label": one.label, "at": one.at.isoformat(), "day": day(one.at)} for one in jumps]
        return {"now": now.isoformat(), "day": day(now), "moves": True, "passing": self._passing, "jumps": shown}

    async def _upcoming(self, http: web.Request) -> Json:
        coming = await self._timeline.upcoming(_instant(http.query["until"]))
        day = self._timeline.day
        return {"upcoming": [asdict(one) | {"at": one.at.isoformat(), "day": day(one.at)} for one in coming]}

    async def _go(self, http: web.Request) -> Json:
        instant = _instant((await body_of(http))["at"])
        if self._passing:
            raise NotPossibleError("time is passing already")
        self._passing = True
        self._playground.changes.happened()
        try:
            await self._timeline.go(instant)
        finally:
            self._passing = False
            self._playground.changes.happened()
        return {"now": self._timeline.now().isoformat()}

    async def _tour(self, _: web.Request) -> Json:
        return {"steps": [asdict(step) for step in self._playground.tour]}


def _instant(text: str) -> datetime:
    """Return a moment with offset; ValueError without one."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return instant
