"""What all forms have in common: opening, rows that come and go, and what is kept when one is closed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answer, Answers
from bot.domain.programme.questions import Form, Rows, Text
from bot.handlers.asked import Asked, asked, value_of
from bot.language import Language
from bot.services.drafts import Kept, drop_draft, keep_draft, kept_draft
from bot.services.inquiries import programme_form
from bot.slack.forms import drafts, files
from bot.slack.forms.build import ADD_ROW, REMOVE_ROW, build
from bot.slack.forms.read import NotFilledIn, read, read_partial, typed
from bot.slack.forms.state import Context, FormState, add_row, load, opened, remove_row, row_of
from bot.storage.inquiries import KINDS

#: What the choices of a form are, by the name the form asks for them with.
Options = Mapping[str, Sequence[tuple[str, str]]]

#: In a form's context: something was typed in it, though it may look as it did when it was drawn.
TYPED = "typed"
#: In a draft, beside the answers: the version of the subject that the form was opened with.
VERSION = "_version"


async def open_form(
    by: Asked,
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
    view = drawn(form, state, by.language, answers=answers, options=options, title=title, notice=notice)
    await by.client.views_open(trigger_id=by.trigger_id, view=view)


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
    """Return the dialogue of a form, ours or a programme's, in the reader's language."""
    return build(
        form,
        state=state,
        answers=answers or {},
        options=options or {},
        translate=language.text,
        title=title,
        notice=notice,
    )


async def open_on(
    by: Asked,
    name: str,
    *,
    subject: int | None,
    answers: Answers,
    version: int | None = None,
    notice: str | None = None,
    **more: Any,
) -> None:
    """Open a form with the person's draft of it, if there is one, in place of the answers it would begin with."""
    draft = await by.do(kept_draft, name, subject)
    opening = {"answers": answers, "version": version, "notice": notice, **more}
    await open_form(by, name, subject=subject, **opening | went_on(by, answers, draft))


def went_on(by: Asked, answers: Answers, draft: Kept | None) -> dict[str, Any]:
    """Return what a form opens with that goes on from a draft: its answers, and a line that says so.

    A draft keeps the version it was begun with: what somebody else changed since is not overwritten unseen.
    """
    if draft is None:
        return {}
    kept = dict(drafts.load(draft.answers))
    version = {"version": int(str(kept.pop(VERSION)))} if VERSION in kept else {}
    notice = by.language.word("forms.draft").format(day=by.language.day(by.day_of(draft.saved_at)))
    return {"answers": {**answers, **kept}, "notice": notice, **version}


async def form_of(by: Asked, state: FormState) -> Form:
    """Return the form of an open dialogue: one of ours, or what the programme asks about the meeting it is about."""
    if state.form in KINDS and state.subject is not None:
        return await by.do(programme_form, state.subject, state.form)
    return files.form(state.form)


def read_form(view: Mapping[str, Any], options: Options, form: Form | None = None) -> tuple[FormState, Answers]:
    """Return what a submitted form remembers, and its answers. Raises NotFilledIn when some of them do not hold.

    `form` is one of `prompts/forms/` when it is left out.
    """
    state = load(view["private_metadata"])
    reading = read(form or files.form(state.form), state, view["state"]["values"], options)
    if reading.problems:
        raise NotFilledIn(reading.problems)
    return state, reading.answers


def offered_in(view: Mapping[str, Any], form: Form) -> Options:
    """Return the choices that an open form shows, by question: enough to draw it again, never to trust."""
    shown = {block["block_id"]: block["element"] for block in _inputs(view)}
    sources = {question.id: getattr(question, "options_from", None) for question in form.questions}
    return {
        source: [(one["value"], one["text"]["text"]) for one in _options(shown.get(f"q.{question_id}", {}))]
        for question_id, source in sources.items()
        if source is not None
    }


def _inputs(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the blocks to write in; one without its element, which Slack may leave out, holds nothing."""
    return [block for block in view["blocks"] if block["type"] == "input" and block.get("element")]


def _options(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to what every form can do."""

    @app.action(ADD_ROW)
    async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state = load(by.dialogue["private_metadata"])
        form = await form_of(by, state)
        await _redraw(by, form, add_row(form, state, value_of(body)))
        await ack()

    @app.action(REMOVE_ROW)
    async def remove(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state = load(by.dialogue["private_metadata"])
        form = await form_of(by, state)
        await _redraw(by, form, remove_row(form, state, *row_of(value_of(body))))
        await ack()

    @app.view_closed(re.compile(r"^form\."))
    async def closed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _keep(asked(deps, body, client, context))
        await ack()


async def _redraw(by: Asked, form: Form, state: FormState) -> None:
    """Draw an open form again; the hash refuses when something newer is on the screen already."""
    view = by.dialogue
    if _is_typed_in(view):
        state = replace(state, context={**state.context, TYPED: 1})
    again = drawn(
        form,
        state,
        by.language,
        answers=typed(form, state, view["state"]["values"]),
        options=offered_in(view, form),
        title=view["title"]["text"],
        notice=notice_of(view),
    )
    try:
        await by.client.views_update(view_id=view["id"], hash=view["hash"], view=again)
    except SlackApiError as error:
        # The button was pressed twice: what the first press drew is on the screen.
        if error.response.get("error") != "hash_conflict":
            raise


def notice_of(view: Mapping[str, Any]) -> str | None:
    """Return the line at the top of an open form, if it has one."""
    notices = (block for block in view["blocks"] if block.get("block_id") == "notice")
    return next((one["text"] for block in notices for one in block.get("elements") or () if one.get("text")), None)


async def _keep(by: Asked) -> None:
    """Keep what was typed in a form that is closed, where Slack tells; a form that was emptied is forgotten."""
    view = by.body["view"]
    state = load(view["private_metadata"])
    form = files.form(state.form)
    answers = left_in(view, form, state)
    if answers is None:
        return
    if not _has_words(form, answers):
        await by.do(drop_draft, form.id, state.subject)
        return
    kept = dict(answers)
    if state.version is not None:
        kept[VERSION] = state.version
    await by.do(keep_draft, form.id, state.subject, drafts.dump(kept))


def left_in(view: Mapping[str, Any], form: Form, state: FormState) -> Answers | None:
    """Return what stands in a form that is closed, where Slack tells; None when it stands as it was opened."""
    if not view.get("state") or not _is_typed_in(view):
        return None
    return read_partial(form, state, view["state"]["values"], offered_in(view, form)).answers


def _has_words(form: Form, answers: Mapping[str, Answer]) -> bool:
    return any(answers.get(question.id) for question in form.questions if isinstance(question, Text | Rows))


def _is_typed_in(view: Mapping[str, Any]) -> bool:
    """Return whether something else stands in a form than what it was opened with."""
    if load(view["private_metadata"]).context.get(TYPED):
        return True
    values = (view.get("state") or {}).get("values") or {}
    return any(_differs(block["element"], values.get(block["block_id"], {})) for block in _inputs(view))


def _differs(element: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]]) -> bool:
    now = given.get(element["action_id"], {})
    kinds = (("value", "value"), *((f"selected_{name}", name) for name in ("date", "user", "conversation")))
    if any((now.get(key) or None) != (element.get(f"initial_{name}") or None) for key, name in kinds):
        return True
    return _chosen(now, "selected") != _chosen(element, "initial")


def _chosen(holder: Mapping[str, Any], word: str) -> list[str]:
    one, several = holder.get(f"{word}_option"), holder.get(f"{word}_options") or []
    return sorted(option["value"] for option in ([one] if one else several))
