"""What one person's window shows, as JSON for the page.

GET  /control/window/USER?in=CHANNEL   people, conversations with what is new, the open one, forms, Home tab
GET  /control/changes                  server-sent events: a number that rises whenever there is something new to see
POST /control/files?as=USER&name=NAME  the bytes of a file (application/octet-stream) for a form's file field
"""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from playground import inputs, unread
from playground.control import guarded
from playground.errors import NotPossibleError
from playground.messages import Message
from playground.methods import files
from playground.person import Person
from playground.workspace import Channel

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


class Windows:
    """The endpoints for the page, for the first workspace."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Put them on the server."""
        router.add_get("/control/window", guarded(self._people))
        router.add_get("/control/window/{user}", guarded(self._window))
        router.add_get("/control/changes", self._playground.changes.serve)
        router.add_post("/control/files", guarded(self._upload))

    async def _people(self, _: web.Request) -> Json:
        return {"people": self._everybody()}

    async def _window(self, http: web.Request) -> Json:
        person = self._playground.person(http.match_info["user"])
        channel = http.query.get("in")
        seen: Json = {"workspace": self._workspace(), "people": self._everybody(), "offers": self._offers(person)}
        seen |= {"places": [_place(person, one) for one in unread.conversations(person)], "dm": person.dm.id}
        seen |= {"forms": [view.as_json() for view in person.workspace.stacks.get(person.id, [])]}
        home = person.workspace.homes.get(person.id)
        seen["home"] = home.as_json() if home else None
        return seen | {"conversation": _conversation(person, channel) if channel else None}

    def _workspace(self) -> Json:
        workspace = self._playground.workspace
        app = {"id": workspace.bot_user, "name": workspace.name_of(workspace.bot_user), "handle": workspace.bot_name}
        told = {"id": workspace.team_id, "name": workspace.name, "app": app}
        return told | {"tour": bool(self._playground.tour), "run": self._playground.run}

    def _everybody(self) -> list[Json]:
        people = [self._playground.person(user) for user in self._playground.workspace.users]
        return [_somebody(person) for person in people]

    def _offers(self, person: Person) -> Json:
        """Return the commands and shortcuts there are for a person: an app's are not there for people of elsewhere."""
        if person.workspace.user(person.id).team_id != person.workspace.team_id:
            return {"commands": [], "shortcuts": []}
        offers = self._playground.offers
        if offers["commands"] or not self._playground.commands:
            return offers
        return offers | {"commands": [{"command": name} for name in sorted(self._playground.commands)]}

    async def _upload(self, http: web.Request) -> Json:
        if http.content_type != "application/octet-stream":
            raise NotPossibleError("send application/octet-stream")
        person = self._playground.person(http.query["as"])
        return {
            "file": files.uploaded(self._playground, person.workspace, person.id, http.query["name"], await http.read())
        }


def _somebody(person: Person) -> Json:
    user = person.workspace.user(person.id)
    body: Json = {"id": user.id, "name": user.real_name, "title": user.title, "is_bot": user.is_bot}
    body |= {"locale": user.locale, "tz": user.tz, "deleted": user.deleted}
    body["from_elsewhere"] = user.team_id != person.workspace.team_id
    return body | {"unread": 0 if user.is_bot else unread.count(person)}


def _place(person: Person, channel: Channel) -> Json:
    body: Json = {"id": channel.id, "name": channel.name, "kind": channel.kind, "members": channel.members}
    body |= {"is_member": person.id in channel.members, "is_archived": channel.is_archived}
    body["newest"] = max((one.ts for one in person.messages(channel.id) if one.user != person.id), default="")
    return body | {"unread": len(unread.new_messages(person, channel)), "pins": len(channel.pins)}


def _conversation(person: Person, channel_id: str) -> Json:
    seen = person.messages(channel_id)
    pins = person.workspace.channel(channel_id).pins
    body: Json = {"id": channel_id, "read_until": unread.read_until(person, channel_id), "pins": pins}
    return body | {"messages": [_message(person, message) for message in seen]}


def _message(person: Person, message: Message) -> Json:
    shown = message.as_json() | {"ephemeral": message.ephemeral_to is not None, "broadcast": message.broadcast}
    chosen = person.chosen.get(message)
    return shown | {"chosen": inputs.as_state(chosen)["values"]} if chosen else shown
