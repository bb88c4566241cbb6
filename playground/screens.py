"""What can be seen, as JSON: messages, a person's screen, the whole workspace."""

from typing import TYPE_CHECKING, Any

from playground import fields
from playground.calls import Call
from playground.delivery import Delivered
from playground.messages import Message
from playground.person import Person
from playground.views import View

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


def of_message(message: Message) -> Json:
    """Return a message as the API shows it, with its words as a person reads them and what only we know."""
    more: Json = {"channel": message.channel, "plain": message.plain(), "notifies": message.notifies}
    more |= {"ephemeral_to": message.ephemeral_to, "author": message.workspace.name_of(message.user)}
    return message.as_json(with_metadata=True) | more


def of_view(view: View) -> Json:
    """Return a form or Home tab with its words and the values of its fields by label."""
    values = {field.label: field.value() for field in fields.of(view)}
    return {"id": view.id, "plain": view.plain(), "fields": values, "view": view.as_json()}


def of_person(person: Person) -> Json:
    """Return all a person has on their screen outside the channels."""
    home = person.workspace.homes.get(person.id)
    stack = person.workspace.stacks.get(person.id, [])
    seen: Json = {"id": person.id, "name": person.workspace.name_of(person.id), "dm": person.dm.id}
    seen |= {"forms": [of_view(view) for view in stack], "home": of_view(home) if home else None}
    seen["direct_messages"] = [of_message(message) for message in person.direct_messages()]
    return seen | {"troubles": [{"kind": one.kind, "detail": one.detail} for one in person.seen]}


def of_call(call: Call) -> Json:
    """Return the record of a call."""
    body: Json = {"method": call.method, "args": call.args, "team_id": call.team_id, "at": call.at}
    return body | {"status": call.status, "answer": call.answer, "seconds": call.seconds, "fault": call.fault}


def of_delivered(delivered: Delivered) -> Json:
    """Return what came back from the bot."""
    body: Json = {"kind": delivered.kind, "status": delivered.status, "body": delivered.body}
    return body | {"error": delivered.error, "seconds": delivered.seconds}


def of_workspace(playground: "Playground") -> Json:
    """Return the first workspace whole. `revision` rises with everything that passes between bot and Slack."""
    workspace = playground.workspace
    channels = [
        {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "members": channel.members,
            "is_archived": channel.is_archived,
            "pins": channel.pins,
            "messages": [of_message(message) for message in channel.messages.values()],
            "ephemerals": [of_message(message) for message in channel.ephemerals.values()],
        }
        for channel in workspace.channels.values()
    ]
    people = [of_person(playground.person(user.id)) for user in list(workspace.users.values()) if not user.is_bot]
    revision = len(playground.calls) + len(playground.delivery.sent)
    return {"team_id": workspace.team_id, "revision": revision, "channels": channels, "people": people}
