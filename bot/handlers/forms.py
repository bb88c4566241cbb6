"""What all forms have in common: opening, rows that come and go, and what is kept when one is closed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.people import Actor
from bot.domain.programme.answers import Answers
from bot.domain.programme.questions import Form
from bot.errors import NotFound
from bot.language import Language
from bot.services.drafts import keep_draft
from bot.services.inquiries import programme_form
from bot.slack.forms import drafts, files
from bot.slack.forms.build import ADD_ROW, REMOVE_ROW, build
from bot.slack.forms.read import Reading, read, read_partial, typed
from bot.slack.forms.state import Context, FormState, add_row, load, opened, remove_row, row_of
from bot.storage.inquiries import KINDS

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
    view = drawn(form, state, language, answers=answers, options=options, title=title, notice=notice)
    await client.views_open(trigger_id=trigger_id, view=view)


def drawn(
    form: Form,
    state: FormState,
    language: Language,
    *,
    answers: Answers | None = None,
    options: Options | None = None,
    title: str | None = None,
    notice: str | None = None,
) -> dict[str, Any]:
    """Return a form, of ours or of a programme, as the dialogue somebody sees."""
    return build(
        form,
        state=state,
        answers=answers or {},
        options=options or {},
        translate=language.text,
        title=title,
        notice=notice,
    )


async def form_of(deps: Deps, actor: Actor, state: FormState) -> Form:
    """Return the form of an open dialogue: one of ours, or what the programme asks about the meeting it is about."""
    if state.form in KINDS and state.subject is not None:
        return await deps.do(programme_form, actor, state.subject, state.form)
    return files.form(state.form)


def read_form(view: Mapping[str, Any], options: Options, form: Form | None = None) -> tuple[FormState, Reading]:
    """Return what a submitted form remembers, and its answers or what is wrong with them.

    `form` is one of `prompts/forms/` when it is left out.
    """
    state = load(view["private_metadata"])
    return state, read(form or files.form(state.form), state, view["state"]["values"], options)


def offered_in(view: Mapping[str, Any], form: Form) -> Options:
    """Return the choices that an open form shows, by question: enough to draw it again, never to trust."""
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
        state = load(body["view"]["private_metadata"])
        form = await form_of(deps, context["actor"], state)
        more = add_row(form, state, body["actions"][0]["value"])
        await _redraw(body["view"], form, more, client, context["language"])
        await ack()

    @app.action(REMOVE_ROW)
    async def remove(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        state = load(body["view"]["private_metadata"])
        form = await form_of(deps, context["actor"], state)
        less = remove_row(form, state, *row_of(body["actions"][0]["value"]))
        await _redraw(body["view"], form, less, client, context["language"])
        await ack()

    @app.view_closed(re.compile(r"^form\."))
    async def closed(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        state = load(view["private_metadata"])
        if (draft := left_in(view, files.form(state.form), state)) is not None:
            await deps.do(keep_draft, context["actor"], state.form, state.subject, draft)
        await ack()


async def _redraw(
    view: Mapping[str, Any], form: Form, state: FormState, client: AsyncWebClient, language: Language
) -> None:
    """Draw an open form again; the hash refuses when something newer is on the screen already."""
    again = drawn(
        form,
        state,
        language,
        answers=typed(form, state, view["state"]["values"]),
        options=offered_in(view, form),
        title=view["title"]["text"],
        notice=notice_of(view),
    )
    await client.views_update(view_id=view["id"], hash=view["hash"], view=again)


def notice_of(view: Mapping[str, Any]) -> str | None:
    """Return the line at the top of an open form, if it has one."""
    return next((block["elements"][0]["text"] for block in view["blocks"] if block.get("block_id") == "notice"), None)


def left_in(view: Mapping[str, Any], form: Form, state: FormState) -> str | None:
    """Return what was typed in a form that is closed, as a draft, where Slack tells; None when nothing was."""
    values = (view.get("state") or {}).get("values") or {}
    if not _is_changed(view, values):
        return None
    return drafts.dump(read_partial(form, state, values, offered_in(view, form)).answers)


def _is_changed(view: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> bool:
    """Return whether something else is written or chosen in a form than what it opened with."""
    for block in view["blocks"]:
        element = block.get("element") or {}
        given = values.get(block["block_id"], {}).get(element.get("action_id", ""), {})
        for now, at_first in _HELD:
            if given.get(now) and _ids(given[now]) != _ids(element.get(at_first)):
                return True
    return False


#: What an element holds now, and what it opened with.
_HELD = (
    ("value", "initial_value"),
    ("selected_option", "initial_option"),
    ("selected_options", "initial_options"),
    ("selected_date", "initial_date"),
    ("selected_user", "initial_user"),
)


def _ids(held: Any) -> Any:
    """Return what was given without the labels that Slack sends along."""
    if isinstance(held, list):
        return [_ids(option) for option in held]
    return held["value"] if isinstance(held, Mapping) else held
