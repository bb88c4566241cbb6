"""A person's gestures by name, for the control endpoints."""

from collections.abc import Awaitable, Callable
from typing import Any

from playground import touches, unread
from playground.delivery import Delivered
from playground.errors import NotPossibleError
from playground.form import Form, Submitted
from playground.messages import Message
from playground.person import Person

Json = dict[str, Any]


def _message(person: Person, body: Json) -> Message:
    return touches.message_of(person, body["channel"], body["ts"])


def _view(person: Person, body: Json) -> Form:
    return person.home if body.get("on") == "home" else person.form


def _delivered(delivered: Delivered | None) -> Json:
    return {"error": delivered.error, "status": delivered.status} if delivered else {}


async def _command(person: Person, body: Json) -> Json:
    return _delivered(await person.command(body["command"], body.get("text", ""), body.get("channel")))


async def _click(person: Person, body: Json) -> Json:
    if "ts" in body:
        return _delivered(await person.click(body["text"], in_=_message(person, body), nth=body.get("nth")))
    return _delivered(await _view(person, body).click(body["text"], body.get("nth")))


async def _fill(person: Person, body: Json) -> Json:
    for label, value in body["values"].items():
        person.form.fill(label, value)
    return {}


async def _change(person: Person, body: Json) -> Json:
    return _delivered(await _view(person, body).change(body["label"], body["value"]))


async def _submit(person: Person, body: Json) -> Json:
    if "view_id" in body:
        return await touches.submit(person, body)
    result: Submitted = await person.form.submit()
    return {"closed": result.closed, "errors": result.errors, "sent": result.sent, "trouble": result.trouble}


async def _close(person: Person, body: Json) -> Json:
    touches.put(person.form, body.get("values", {}))
    await person.form.close(all_of_them=bool(body.get("all")))
    return {}


async def _say(person: Person, body: Json) -> Json:
    thread = _message(person, {"channel": body["channel"], "ts": body["thread"]}) if "thread" in body else None
    speak = person.mention if body.get("mention") else person.say
    return {"ts": (await speak(body.get("channel", person.dm.id), body["text"], thread=thread)).ts}


async def _shortcut(person: Person, body: Json) -> Json:
    if "ts" in body:
        return _delivered(await person.message_shortcut(body["callback_id"], _message(person, body)))
    return _delivered(await person.shortcut(body["callback_id"]))


async def _open_home(person: Person, _: Json) -> Json:
    await person.open_home()
    return {}


async def _read(person: Person, body: Json) -> Json:
    unread.mark_read(person, body["channel"], body["ts"])
    return {}


#: name -> what it does; the keys of the body: command (command, text, channel) · click (text, nth; channel and ts for a
#: message, `on: home` for the Home tab) · fill (values by label) · change (label, value) · submit · close (all,
#: values by id) · say (channel, text, mention, thread) · shortcut (callback_id; channel and ts for a message) ·
#: open_home · read (channel, ts) · by ids: act (view_id and values, or channel and ts; block_id, action_id, value),
#: submit (view_id, values), suggest (view_id, block_id, action_id, text)
GESTURES: dict[str, Callable[[Person, Json], Awaitable[Json]]] = {
    "command": _command,
    "click": _click,
    "fill": _fill,
    "change": _change,
    "submit": _submit,
    "close": _close,
    "say": _say,
    "shortcut": _shortcut,
    "open_home": _open_home,
    "read": _read,
    "act": touches.act,
    "suggest": touches.suggest,
}


async def make(person: Person, name: str, body: Json) -> Json:
    """Make a gesture and return what came of it; NotPossibleError for an unknown name."""
    if name not in GESTURES:
        raise NotPossibleError(f"no gesture {name!r}; there are {', '.join(GESTURES)}")
    return await GESTURES[name](person, body)
