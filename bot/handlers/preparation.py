"""The buttons of a step before a conference: done, open again, a note with a link, more time, the whole step."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.people import FOR_MUNICIPALITY, Actor
from bot.domain.programme.answers import Answers
from bot.errors import NotFound, StaleVersion
from bot.handlers.answers import answer
from bot.handlers.forms import drawn, open_form, pressed, read_form
from bot.language import Language
from bot.messages.registry import Message
from bot.messages.steps import Step, carried_lines, ladder_blocks, shown_step, where_of
from bot.services.drafts import drop_draft, kept_draft
from bot.services.preparation import ladder
from bot.services.tasks import TaskWords, give_more_time, mark_task_done, note_task, reopen_task, shown_task
from bot.slack.forms import drafts, files
from bot.slack.forms.build import callback_id
from bot.slack.forms.read import errors, typed
from bot.slack.forms.state import FormState
from bot.storage.carry_over import CarryOver
from bot.storage.preparation import PreparationTask

NOTE, MORE_TIME = "task_note", "task_more_time"


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to a step's buttons and to the small forms they open."""
    _register_buttons(app, deps)
    _register_openers(app, deps)
    _register_forms(app, deps)


def _register_buttons(app: AsyncApp, deps: Deps) -> None:
    @app.action("task.show.v1")
    async def show(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        shown = await _whole(deps, context, pressed(body))
        await answer(body, client, respond, shown, context["language"].word("tasks.step"))
        await ack()

    @app.action("task.done.v1")
    async def done(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        await deps.do(mark_task_done, context["actor"], pressed(body))
        await _redraw(deps, body, client, context, respond)
        await ack()

    @app.action("task.reopen.v1")
    async def reopen(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        await deps.do(reopen_task, context["actor"], pressed(body))
        await _redraw(deps, body, client, context, respond)
        await ack()

    @app.action("preparation.ladder.v1")
    async def how_far(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        language = context["language"]
        found = await deps.do(ladder, context["actor"], pressed(body))
        if found is None:
            raise NotFound("ladder-not-yours")
        rows = [
            (name, [(rung.task.title, rung.state, rung.task.last_day) for rung in rungs])
            for name, rungs in found.municipalities
        ]
        shown = ladder_blocks(found.network, found.first_day, rows, language)
        await answer(body, client, respond, shown, language.word("tasks.preparation"))
        await ack()


def _register_openers(app: AsyncApp, deps: Deps) -> None:
    @app.action("task.note.v1")
    async def note(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        actor, language = context["actor"], context["language"]
        task, carried = await deps.do(shown_task, actor, pressed(body))
        answers: dict[str, Any] = {"note": task.note, "link": task.link}
        lines = [_carried(deps, actor, language, carried)] if carried else []
        if (draft := await deps.do(kept_draft, actor, NOTE, task.id)) is not None:
            answers |= drafts.load(draft.answers)
            saved = local_day(draft.saved_at, ZoneInfo(actor.timezone))
            lines.insert(0, language.word("forms.draft").format(day=language.day(saved)))
        await _open(client, body, context, NOTE, task, answers, "\n".join(lines) or None)
        await ack()

    @app.action("task.more_time.v1")
    async def more_time(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        task, _ = await deps.do(shown_task, context["actor"], pressed(body))
        language = context["language"]
        notice = language.word("tasks.title").format(title=language.text(task.title), day=language.day(task.last_day))
        await _open(client, body, context, MORE_TIME, task, {"due_on": task.last_day}, notice)
        await ack()


def _register_forms(app: AsyncApp, deps: Deps) -> None:
    @app.view(callback_id(NOTE))
    async def note(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        actor, language = context["actor"], context["language"]
        state, reading = read_form(view, {})
        if reading.problems:
            await ack(**errors(reading.problems, language.say))
            return
        words = _words(reading.answers)
        try:
            await deps.do(note_task, actor, state.subject, words, state.key, version=state.version)
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(deps, actor, language, view, state, stale))
            return
        await deps.do(drop_draft, actor, NOTE, state.subject)
        await _after_form(deps, context, state)
        await ack()

    @app.view(callback_id(MORE_TIME))
    async def more_time(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        state, reading = read_form(view, {})
        if reading.problems:
            await ack(**errors(reading.problems, context["language"].say))
            return
        await deps.do(give_more_time, context["actor"], state.subject, reading.answers["due_on"])
        await _after_form(deps, context, state)
        await ack()


async def _open(
    client: AsyncWebClient,
    body: dict[str, Any],
    context: dict[str, Any],
    name: str,
    task: PreparationTask,
    answers: Answers,
    notice: str | None,
) -> None:
    ephemeral = body.get("container", {}).get("is_ephemeral")
    await open_form(
        client,
        body["trigger_id"],
        context["language"],
        name,
        answers=answers,
        subject=task.id,
        version=task.version,
        # Only a response_url reaches a message that one person sees.
        context={"redraw": body["response_url"] if ephemeral else None},
        notice=notice,
    )


async def _whole(deps: Deps, context: dict[str, Any], task_id: int | None) -> Message:
    """Return a step with everything it says, for the one who asks."""
    actor = context["actor"]
    task, carried = await deps.do(shown_task, actor, task_id)
    places = [(r.network_id, r.unit_id) for r in actor.roles if r.kind in FOR_MUNICIPALITY and r.unit_id is not None]
    step = Step(task, ZoneInfo(actor.timezone), carried, where_of(task, places))
    return shown_step(step, _today(deps, actor), context["language"])


async def _redraw(
    deps: Deps, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
) -> None:
    """Have everybody's messages brought up to date, and what was pressed when only this person sees it."""
    deps.nudge()
    in_dialogue = (body.get("view") or {}).get("type") == "modal"
    if in_dialogue or body.get("container", {}).get("is_ephemeral"):
        shown = await _whole(deps, context, pressed(body))
        await answer(body, client, respond, shown, context["language"].word("tasks.step"), replace=True)


async def _after_form(deps: Deps, context: dict[str, Any], state: FormState) -> None:
    deps.nudge()
    if url := state.context.get("redraw"):
        shown = await _whole(deps, context, state.subject)
        await AsyncWebhookClient(str(url)).send(text=shown.text, blocks=shown.blocks, replace_original=True)


async def _side_by_side(
    deps: Deps, actor: Actor, language: Language, view: dict[str, Any], state: FormState, stale: StaleVersion
) -> dict[str, Any]:
    """Return the form once more with everything typed in it, and what somebody else wrote meanwhile."""
    task, _ = await deps.do(shown_task, actor, state.subject)
    form, fresh = files.form(NOTE), replace(state, version=task.version, key=uuid4().hex)
    theirs = "\n".join(words for words in (task.note, task.link) if words)
    notice = "\n".join((language.say(stale.sentence), theirs)).strip()
    return drawn(form, fresh, language, answers=typed(form, fresh, view["state"]["values"]), notice=notice)


def _carried(deps: Deps, actor: Actor, language: Language, carried: CarryOver) -> str:
    return carried_lines(carried, _today(deps, actor), language)


def _today(deps: Deps, actor: Actor) -> date:
    return local_day(deps.clock(), ZoneInfo(actor.timezone))


def _words(answers: Answers) -> TaskWords:
    note, link = answers.get("note"), answers.get("link")
    return TaskWords(note if isinstance(note, str) else None, link if isinstance(link, str) else None)
