"""Control endpoints: another process on this machine looks at the playground and drives it, in JSON.

GET  /control/state                       people, channels with messages, open forms, Home tabs, troubles
GET  /control/channels/ID?as=USER         what a person sees in a channel
GET  /control/calls?since=N&method=NAME   calls of the Web API from the Nth on
POST /control/users, /control/channels    the arguments of `add_user`, `add_channel`
POST /control/faults                      the arguments of `fail`; DELETE takes all faults away
POST /control/settings                    `bot_url`, `history_lag`, `file_looks`, `echo`
POST /control/happenings/NAME             `join`, `leave`, `archive`, `unarchive`, `change_user`, `change_channel_id`
GET  /control/people/USER                 the person's screen
POST /control/people/USER/GESTURE         see `gestures`

What cannot be done answers 409 with the reason in `error`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from playground import gestures, screens
from playground.errors import NotPossibleError, NotShownError, SlackError

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
_SETTINGS = ("bot_url", "history_lag", "file_looks", "echo")
_HAPPENINGS = ("join", "leave", "archive", "unarchive", "change_user", "change_channel_id")
_Answering = Callable[[web.Request], Awaitable[Any]]


class Control:
    """The endpoints under /control/, for the first workspace."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Put them on the server."""
        for path, answer in {"state": self._state, "channels/{id}": self._channel, "calls": self._calls}.items():
            router.add_get(f"/control/{path}", guarded(answer))
        router.add_get("/control/people/{user}", guarded(self._person))
        for path, answer in {
            "users": self._add_user,
            "channels": self._add_channel,
            "faults": self._fail,
            "settings": self._settings,
            "happenings/{name}": self._happen,
            "people/{user}/{gesture}": self._gesture,
        }.items():
            router.add_post(f"/control/{path}", guarded(answer))
        router.add_delete("/control/faults", guarded(self._clear_faults))

    async def _state(self, _: web.Request) -> Json:
        return screens.of_workspace(self._playground)

    async def _channel(self, http: web.Request) -> Json:
        person = self._playground.person(http.query["as"])
        return {"messages": [screens.of_message(message) for message in person.messages(http.match_info["id"])]}

    async def _calls(self, http: web.Request) -> Json:
        since, wanted = int(http.query.get("since", "0")), http.query.get("method")
        calls = [call for call in self._playground.calls[since:] if wanted in (None, call.method)]
        return {"calls": [screens.of_call(call) for call in calls], "next": len(self._playground.calls)}

    async def _person(self, http: web.Request) -> Json:
        return screens.of_person(self._playground.person(http.match_info["user"]))

    async def _add_user(self, http: web.Request) -> Json:
        return {"user": self._playground.add_user(**{"user_id": None, **await body_of(http)}).as_json(locale=True)}

    async def _add_channel(self, http: web.Request) -> Json:
        channel = self._playground.add_channel(**{"channel_id": None, **await body_of(http)})
        return {"id": channel.id, "name": channel.name, "members": channel.members}

    async def _fail(self, http: web.Request) -> Json:
        self._playground.fail(**await body_of(http))
        return {}

    async def _clear_faults(self, _: web.Request) -> Json:
        self._playground.faults.clear()
        return {}

    async def _settings(self, http: web.Request) -> Json:
        for name, value in (await body_of(http)).items():
            if name not in _SETTINGS:
                raise NotPossibleError(f"no setting {name!r}; there are {', '.join(_SETTINGS)}")
            setattr(self._playground, name, value)
        return {name: getattr(self._playground, name) for name in _SETTINGS}

    async def _happen(self, http: web.Request) -> Json:
        name, body = http.match_info["name"], await body_of(http)
        if name not in _HAPPENINGS:
            raise NotPossibleError(f"no happening {name!r}; there are {', '.join(_HAPPENINGS)}")
        workspace = self._playground.workspace
        args = [workspace.channel(body.pop("channel"))] if "channel" in body else []
        told = await getattr(self._playground.happenings, name)(workspace, *args, **body)
        return {"attempts": [screens.of_delivered(delivered) for delivered in told]}

    async def _gesture(self, http: web.Request) -> Json:
        person = self._playground.person(http.match_info["user"])
        outcome = await gestures.make(person, http.match_info["gesture"], await body_of(http))
        return {"outcome": outcome, "screen": screens.of_person(person)}


def guarded(answer: _Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answer in JSON; what cannot be done is 409 with its reason."""

    async def handler(http: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await answer(http)})
        except SlackError as refusal:
            return web.json_response(refusal.as_json(), status=409)
        except (NotShownError, NotPossibleError, TypeError, ValueError, KeyError) as fault:
            return web.json_response({"ok": False, "error": str(fault)}, status=409)

    return handler


async def body_of(http: web.Request) -> Json:
    """Return the JSON object of a request; a web page elsewhere cannot send one without being asked first."""
    if http.content_type != "application/json":
        raise NotPossibleError("send application/json")
    async with asyncio.timeout(5):
        given = json.loads(await http.text() or "{}")
    if not isinstance(given, dict):
        raise NotPossibleError("send a JSON object")
    return given
