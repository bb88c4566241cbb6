"""The buttons of a step before a conference: done, open again, a note with a link, more time, the whole step."""

from dataclasses import replace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.people import FOR_MUNICIPALITY
from bot.domain.programme.answers import Answers
from bot.errors import NotFound, StaleVersion
from bot.handlers.asked import Asked, asked, pressed
from bot.handlers.forms import drawn, open_on, read_form
from bot.messages.registry import Message
from bot.messages.steps import Step, carried_lines, ladder_blocks, shown_step, where_of
from bot.services.drafts import drop_draft
from bot.services.preparation import ladder
from bot.services.tasks import TaskWords, give_more_time, mark_task_done, note_task, reopen_task, shown_task
from bot.slack.forms import files
from bot.slack.forms.build import callback_id
from bot.slack.forms.read import typed
from bot.slack.forms.state import FormState
from bot.storage.preparation import PreparationTask

NOTE, MORE_TIME = "task_note", "task_more_time"


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to a step's buttons and to the small forms they open."""
    _register_buttons(app, deps)
    _register_openers(app, deps)
    _register_forms(app, deps)


def _register_buttons(app: AsyncApp, deps: Deps) -> None:
    @app.action("task.show.v1")
    async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await by.show(await _whole(by, pressed(body)), by.language.word("tasks.step"))
        await ack()

    @app.action("task.done.v1")
    async def done(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await by.do(mark_task_done, pressed(body))
        await _bring_up_to_date(by, pressed(body), by.pressed_alone)
        await ack()

    @app.action("task.reopen.v1")
    async def reopen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await by.do(reopen_task, pressed(body))
        await _bring_up_to_date(by, pressed(body), by.pressed_alone)
        await ack()

    @app.action("preparation.ladder.v1")
    async def how_far(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        found = await by.do(ladder, pressed(body))
        if found is None:
            raise NotFound("ladder-not-yours")
        rows = [
            (name, [(rung.task.title, rung.state, rung.task.last_day) for rung in rungs])
            for name, rungs in found.municipalities
        ]
        shown = ladder_blocks(found.network, found.first_day, rows, by.language)
        await by.show(shown, by.language.word("tasks.preparation"))
        await ack()


def _register_openers(app: AsyncApp, deps: Deps) -> None:
    @app.action("task.note.v1")
    async def note(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        task, carried = await by.do(shown_task, pressed(body))
        notice = carried_lines(carried, by.today, by.language) if carried else None
        await _open(by, NOTE, task, {"note": task.note, "link": task.link}, notice)
        await ack()

    @app.action("task.more_time.v1")
    async def more_time(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        task, _ = await by.do(shown_task, pressed(body))
        title, day = by.language.text(task.title), by.language.day(task.last_day)
        notice = by.language.word("tasks.title").format(title=title, day=day)
        await _open(by, MORE_TIME, task, {"due_on": task.last_day}, notice)
        await ack()


def _register_forms(app: AsyncApp, deps: Deps) -> None:
    @app.view(callback_id(NOTE))
    async def note(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        try:
            await by.do(note_task, state.subject, _words(answers), state.key, version=state.version)
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(by, state, stale))
            return
        await by.do(drop_draft, NOTE, state.subject)
        await _after_form(by, state)
        await ack()

    @app.view(callback_id(MORE_TIME))
    async def more_time(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        await by.do(give_more_time, state.subject, answers["due_on"])
        await _after_form(by, state)
        await ack()


async def _open(by: Asked, name: str, task: PreparationTask, answers: Answers, notice: str | None) -> None:
    context = {"alone": by.pressed_alone}
    await open_on(by, name, subject=task.id, answers=answers, version=task.version, notice=notice, context=context)


async def _whole(by: Asked, task_id: int | None) -> Message:
    """Return a step with everything it says, for the one who asks."""
    task, carried = await by.do(shown_task, task_id)
    roles = by.actor.roles
    places = [(r.network_id, r.unit_id) for r in roles if r.kind in FOR_MUNICIPALITY and r.unit_id is not None]
    step = Step(task, ZoneInfo(by.actor.timezone), carried, where_of(task, places))
    return shown_step(step, by.today, by.language)


async def _bring_up_to_date(by: Asked, task_id: int | None, response_url: str | None) -> None:
    """Have everybody's messages brought up to date, and what was pressed when only this person sees it."""
    by.deps.nudge()
    await by.bring_up_to_date(await _whole(by, task_id), response_url, by.language.word("tasks.step"))


async def _after_form(by: Asked, state: FormState) -> None:
    alone = state.context.get("alone")
    await _bring_up_to_date(by, state.subject, str(alone) if alone else None)


async def _side_by_side(by: Asked, state: FormState, stale: StaleVersion) -> dict[str, Any]:
    """Return the form once more with everything typed in it, and what somebody else wrote meanwhile."""
    task, _ = await by.do(shown_task, state.subject)
    form, fresh = files.form(NOTE), replace(state, version=task.version, key=uuid4().hex)
    theirs = "\n".join(words for words in (task.note, task.link) if words)
    notice = "\n".join((by.language.say(stale.sentence), theirs)).strip()
    answers = typed(form, fresh, by.body["view"]["state"]["values"])
    return drawn(form, fresh, by.language, answers=answers, notice=notice)


def _words(answers: Answers) -> TaskWords:
    note, link = answers.get("note"), answers.get("link")
    return TaskWords(note if isinstance(note, str) else None, link if isinstance(link, str) else None)
