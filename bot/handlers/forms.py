"""What all forms have in common: opening, rows that come and go, and what is kept when one is closed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.people import Actor
from bot.domain.programme.answers import Answers
from bot.errors import NotFound
from bot.language import Language
from bot.services.drafts import keep_draft
from bot.slack.forms import drafts, files
from bot.slack.forms.build import ADD_ROW, REMOVE_ROW, build
from bot.slack.forms.read import Reading, read, read_partial, typed
from bot.slack.forms.state import Context, FormState, add_row, load, opened, remove_row, row_of

#: What the choices of a form are, by the name the form asks for them with.
Options = Mapping[str, Sequence[tuple[str, str]]]


async def open_form(
    client: AsyncWebClient,
    trigger_id: str,
    language: Language,
    name: str,
    *,
    answers: Answers | None = None,
    options: Options | None = None,
    subject: int | None = None,
    version: int | None = None,
    context: Context | None = None,
    hide: Iterable[str] = (),
    title: str | None = None,
    notice: str | None = None,
) -> None:
    """Open a form of `prompts/forms/` for somebody."""
    form = files.form(name)
    state = opened(form, answers=answers, subject=subject, version=version, context=context, hide=hide)
    view = build(
        form,
        state=state,
        answers=answers or {},
        options=options or {},
        translate=language.text,
        title=title,
        notice=notice,
    )
    await client.views_open(trigger_id=trigger_id, view=view)


def read_form(view: Mapping[str, Any], options: Options) -> tuple[FormState, Reading]:
    """Return what a submitted form remembers, and its answers or what is wrong with them."""
    state = load(view["private_metadata"])
    return state, read(files.form(state.form), state, view["state"]["values"], options)


def offered_in(view: Mapping[str, Any]) -> Options:
    """Return the choices that an open form shows, by question: enough to draw it again, never to trust."""
    form = files.form(load(view["private_metadata"]).form)
    shown = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    found: dict[str, Sequence[tuple[str, str]]] = {}
    for question in form.questions:
        source, element = getattr(question, "options_from", None), shown.get(f"q.{question.id}")
        if source and element:
            found[source] = [(option["value"], option["text"]["text"]) for option in _options(element)]
    return found


def _options(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]


def pressed(body: Mapping[str, Any]) -> int:
    """Return the id of the row that a pressed button is about."""
    value = str(body["actions"][0].get("value"))
    if not (value.isascii() and value.isdecimal()):
        raise NotFound("button-too-old")
    return int(value)


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to what every form can do."""

    @app.action(ADD_ROW)
    async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        form, state = _form_of(body["view"])
        await _redraw(body["view"], add_row(form, state, body["actions"][0]["value"]), client, context["language"])
        await ack()

    @app.action(REMOVE_ROW)
    async def remove(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        form, state = _form_of(body["view"])
        gone = remove_row(form, state, *row_of(body["actions"][0]["value"]))
        await _redraw(body["view"], gone, client, context["language"])
        await ack()

    @app.view_closed(re.compile(r"^form\."))
    async def closed(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        await _keep(deps, context["actor"], view)
        await ack()


def _form_of(view: Mapping[str, Any]) -> tuple[Any, FormState]:
    state = load(view["private_metadata"])
    return files.form(state.form), state


async def _redraw(view: Mapping[str, Any], state: FormState, client: AsyncWebClient, language: Language) -> None:
    """Draw an open form again; the hash refuses when something newer is on the screen already."""
    form = files.form(state.form)
    drawn = build(
        form,
        state=state,
        answers=typed(form, state, view["state"]["values"]),
        options=offered_in(view),
        translate=language.text,
        title=view["title"]["text"],
        notice=notice_of(view),
    )
    await client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def notice_of(view: Mapping[str, Any]) -> str | None:
    """Return the line at the top of an open form, if it has one."""
    return next((block["elements"][0]["text"] for block in view["blocks"] if block.get("block_id") == "notice"), None)


async def _keep(deps: Deps, actor: Actor, view: Mapping[str, Any]) -> None:
    """Keep what was typed in a form that is closed, where Slack tells."""
    values = (view.get("state") or {}).get("values") or {}
    if not _is_changed(view, values):
        return
    form, state = _form_of(view)
    reading = read_partial(form, state, values, offered_in(view))
    await deps.do(keep_draft, actor, state.form, state.subject, drafts.dump(reading.answers))


def _is_changed(view: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> bool:
    """Return whether something else is written in a form than what it opened with."""
    for block in view["blocks"]:
        element = block.get("element") or {}
        typed_now = values.get(block["block_id"], {}).get(element.get("action_id", ""), {}).get("value")
        if typed_now and typed_now != element.get("initial_value"):
            return True
    return False
