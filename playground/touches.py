"""Gestures by the ids of what is touched: a page knows the elements it shows, not only the words on them."""

from typing import Any

from playground import elements, inputs, plain
from playground.errors import NotPossibleError, NotShownError
from playground.fields import CHOSEN_MANY, CHOSEN_ONE
from playground.form import Form
from playground.inputs import Placed
from playground.messages import Message
from playground.methods import files
from playground.person import Person

Json = dict[str, Any]
#: block id -> action id -> what stands in the element; options by their `value`, files by their id
Values = dict[str, dict[str, Any]]


def message_of(person: Person, channel: str, ts: str) -> Message:
    """Return the message with this timestamp, as far as the person sees it."""
    for message in person.messages(channel):
        if message.ts == ts:
            return message
    raise NotShownError(f"no message {ts} in {channel}")


def view_of(person: Person, view_id: str) -> Form:
    """Return the view with this id on the person's screen: the Home tab or a modal."""
    home = person.workspace.homes.get(person.id)
    for view in [*person.workspace.stacks.get(person.id, []), *([home] if home else [])]:
        if view.id == view_id:
            return Form(person, view)
    raise NotShownError(f"no view {view_id} on the screen of {person.id}")


async def act(person: Person, body: Json) -> Json:
    """Press or choose: in a view (`view_id`, with the `values` of all fields) or a message (`channel`, `ts`)."""
    if "view_id" not in body:
        message = message_of(person, body["channel"], body["ts"])
        target = _target(person, message.blocks, body)
        delivered = await person.act_on(message, target)
    else:
        form = view_of(person, body["view_id"])
        put(form, body.get("values", {}))
        delivered = await form.act(_target(person, form.view.blocks, body, form.view.offered))
    return {"error": delivered.error, "status": delivered.status}


async def submit(person: Person, body: Json) -> Json:
    """Submit the modal `view_id` with these `values`; `places` says what is wrong by block id."""
    form = view_of(person, body["view_id"])
    put(form, body.get("values", {}))
    result = await form.submit()
    return {"closed": result.closed, "places": result.places, "sent": result.sent, "trouble": result.trouble}


async def suggest(person: Person, body: Json) -> Json:
    """Ask the bot for the options of a menu in a view while `text` is typed in it."""
    form = view_of(person, body["view_id"])
    wanted = _placed(form.view.blocks, body)
    return {"options": await form.suggestions(wanted, body["text"])}


def put(form: Form, values: Values) -> None:
    """Let these values stand in a view's fields; what it does not have is left out."""
    for placed in inputs.elements(form.view.blocks):
        block_id, action_id = placed.key
        if action_id in values.get(block_id, {}) and placed.key in form.view.values:
            raw = values[block_id][action_id]
            value = stored(form.person, placed.element, raw, form.view.offered.get(placed.key))
            form.view.values[placed.key] = inputs.with_value(placed.element, value)


def stored(person: Person, element: Json, raw: Any, offered: list[Json] | None = None) -> Any:
    """Return a value as a view's state carries it; NotPossibleError for an option that is not there."""
    kind, empty = element["type"], inputs.STATE_KEYS.get(element["type"], ("", "", None))[2]
    if raw in (None, "", []):
        return list(empty) if empty == [] else None
    options = {option.get("value"): option for option in [*(offered or []), *plain.options_of(element)]}
    try:
        if kind in (*CHOSEN_ONE, "overflow"):
            return options[raw]
        if kind in CHOSEN_MANY:
            return [options[value] for value in raw]
        return [_file(person, one) for one in raw] if kind == "file_input" else raw
    except KeyError as missing:
        raise NotPossibleError(f"{element['action_id']} has no option {missing}") from None


def _file(person: Person, file_id: str) -> Json:
    return files.as_json(person.playground, person.workspace, person.workspace.files[file_id])


def _placed(blocks: list[Json], body: Json) -> Placed:
    for placed in inputs.elements(blocks):
        if placed.key == (body["block_id"], body["action_id"]):
            return placed
    raise NotShownError(f"nothing here is {body['block_id']} {body['action_id']}")


def _target(
    person: Person, blocks: list[Json], body: Json, offered: dict[tuple[str, str], list[Json]] | None = None
) -> elements.Target:
    placed = _placed(blocks, body)
    known = (offered or {}).get(placed.key)
    return elements.Target(placed, stored(person, placed.element, body.get("value"), known))
