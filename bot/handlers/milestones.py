"""The buttons of a milestone of an annual wheel: show, done, later, not for us, move; and the forms they open."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answer, Answers
from bot.domain.wheel_standing import Ref
from bot.errors import BadInput, NotFound, StaleVersion
from bot.handlers.asked import Asked, asked, number, value_of
from bot.handlers.forms import drawn, open_form, open_on, read_form
from bot.messages.milestones import SchoolDetails, Told, handed_blocks, handover_blocks, line, milestone_message
from bot.messages.registry import Message
from bot.services.handing import HAND, TAKE_BACK, hand_milestone, holds_more, take_back_milestone
from bot.services.milestones import (
    DONE,
    LATER,
    MOVE,
    WAIVE,
    MilestoneView,
    MilestoneWords,
    SentForm,
    confirm_milestone,
    finish_milestone,
    move_milestone,
    remind_of_milestone,
    reopen_milestone,
    shown_milestone,
    taken_up,
    waive_milestone,
)
from bot.services.people import Profile, profile_in
from bot.services.schools import DETAILS, Details, Handover, change_school, school_known, school_to_change
from bot.slack.answers import dialogue_of
from bot.slack.channels import enter
from bot.slack.forms import files
from bot.slack.forms.build import callback_id
from bot.slack.forms.read import typed
from bot.slack.forms.state import FormState
from bot.slack.people import user_of

Store = Callable[[Asked, FormState, Answers], Awaitable[MilestoneView]]


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to a milestone's buttons and to the forms they open."""
    _register_buttons(app, deps)
    for action, form in (
        ("milestone.later.v1", LATER),
        ("milestone.waive.v1", WAIVE),
        ("milestone.move.v1", MOVE),
        ("milestone.hand.v1", HAND),
    ):
        _on_press(app, deps, action, form)
    for form, store in ((LATER, _remind), (WAIVE, _waive), (MOVE, _move), (DONE, _finish), (TAKE_BACK, _take_back)):
        _on_form(app, deps, form, store)
    _on_details(app, deps)
    _on_hand(app, deps)


def _register_buttons(app: AsyncApp, deps: Deps) -> None:
    @app.action("milestone.show.v1")
    async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        view = await by.do(shown_milestone, ref_of(value_of(body)), by.channel_id)
        await by.show(await _whole(by, view), by.language.word("milestones.one"))
        await ack()

    @app.action("milestone.pick.v1")
    async def pick(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        chosen = str((body["actions"][0].get("selected_option") or {}).get("value") or "")
        view = await by.do(shown_milestone, ref_of(chosen), by.channel_id)
        await by.show(await _whole(by, view), by.language.word("milestones.one"))
        await ack()

    @app.action("milestone.done.v1")
    async def done(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        view = await by.do(taken_up, ref_of(value_of(body)), by.channel_id)
        if view.standing.asks_for_details:
            confirmed = await by.do(confirm_milestone, view.task_id, by.channel_id)
            await _bring_up_to_date(by, confirmed, by.pressed_alone)
        else:
            kept = view.standing.kept
            words = {"note": kept.note, "link": kept.link} if kept is not None else {}
            title = by.language.word("milestones.considered") if view.standing.plan.level == "board" else None
            await _open(by, DONE, view, words, title)
        await ack()

    @app.action("milestone.reopen.v1")
    async def reopen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        view = await by.do(reopen_milestone, ref_of(value_of(body)), by.channel_id)
        await _bring_up_to_date(by, view, by.pressed_alone)
        await ack()

    @app.action("milestone.take_back.v1")
    async def take_back(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        ref = ref_of(value_of(body))
        view = await by.do(taken_up, ref, by.channel_id, action="hand")
        if await by.do(holds_more, ref):
            await _open(by, TAKE_BACK, view, {"what": "one"})
        else:
            taken = await by.do(take_back_milestone, view.task_id, by.channel_id)
            await _bring_up_to_date(by, taken, by.pressed_alone)
        await ack()

    @app.action("milestone.details.v1")
    async def details(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        ref = ref_of(value_of(body))
        view = await by.do(taken_up, ref, by.channel_id, action="appoint")
        school = await by.do(school_known, ref[0])
        await _open(by, DETAILS, view, {"principal": school.slack_user_id, "channel": school.channel_id})
        await ack()


def _on_press(app: AsyncApp, deps: Deps, action: str, form: str) -> None:
    """Listen to a button that opens one of a milestone's forms."""

    @app.action(action)
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        wanted = {MOVE: "move", HAND: "hand"}.get(form, "do")
        view = await by.do(taken_up, ref_of(value_of(body)), by.channel_id, action=wanted)
        kept = view.standing.kept
        answers: dict[str, Answer] = {}
        if form == MOVE:
            answers = {"due_on": view.standing.occurrence.ends_on}
        elif form == HAND:
            answers = {"what": "one"}
        elif form == LATER and kept is not None:
            answers = {"remind_on": kept.remind_on}
        await _open(by, form, view, answers)
        await ack()


def _on_form(app: AsyncApp, deps: Deps, form: str, store: Store) -> None:
    """Listen to one of a milestone's forms that is handed in."""

    @app.view(callback_id(form))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        try:
            view = await store(by, state, answers)
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(by, state, stale))
            return
        await _bring_up_to_date(by, view, _alone(state))
        await ack()


def _on_details(app: AsyncApp, deps: Deps) -> None:
    """Listen to the form with a school's details; who changed something is shown what, and who is told."""

    @app.view(callback_id(DETAILS))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        try:
            view, handover = await _hand_over(by, state, answers)
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(by, state, stale))
            return
        await _bring_up_to_date(by, view, _alone(state))
        if shown := handover_blocks(
            view.standing.unit.name,
            SchoolDetails(handover.school.principal, handover.school.channel_id),
            handover.told,
            by.language,
            has_new_principal=handover.has_new_principal,
            has_new_channel=handover.has_new_channel,
        ):
            await ack(response_action="update", view=dialogue_of(by.language.word("forms.saved"), shown))
        else:
            await ack()


def _on_hand(app: AsyncApp, deps: Deps) -> None:
    """Listen to the form that hands milestones to somebody else; who did it is shown how many, and who is told."""

    @app.view(callback_id(HAND))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        # Slack is asked about nobody for somebody who may not hand it over.
        await by.do(taken_up, _ref(state), _channel(state), action="hand")
        holder = await _profile(by, str(answers["holder"]), "holder")
        try:
            view, handed = await by.do(hand_milestone, holder, _sent(state), rest_of_year=answers["what"] == "year")
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(by, state, stale))
            return
        await _bring_up_to_date(by, view, _alone(state))
        if handed.count:
            shown = handed_blocks(handed.count, handed.holder, by.language)
            await ack(response_action="update", view=dialogue_of(by.language.word("forms.saved"), shown))
        else:
            await ack()


async def _open(by: Asked, form: str, view: MilestoneView, answers: Answers, title: str | None = None) -> None:
    """Open one of a milestone's forms; where it was pressed goes with it, for that is a school's right to answer."""
    notice = line(Told(view.standing, ZoneInfo(by.actor.timezone)), by.language)
    unit_id, step, year = view.standing.ref
    context = {
        "alone": by.pressed_alone,
        "channel": by.channel_id,
        "unit": unit_id,
        "step": step,
        "year": year,
    }
    version = view.standing.kept.version if view.standing.kept else None
    opener = open_on if form == DONE else open_form
    await opener(
        by,
        form,
        subject=view.task_id,
        version=version,
        answers=answers,
        title=title,
        notice=notice,
        context=context,
    )


async def _finish(by: Asked, state: FormState, answers: Answers) -> MilestoneView:
    words = MilestoneWords(_text(answers.get("note")), _text(answers.get("link")))
    return await by.do(finish_milestone, words, _sent(state))


async def _remind(by: Asked, state: FormState, answers: Answers) -> MilestoneView:
    return await by.do(remind_of_milestone, state.subject, answers["remind_on"], _channel(state))


async def _waive(by: Asked, state: FormState, answers: Answers) -> MilestoneView:
    return await by.do(waive_milestone, state.subject, str(answers["reason"]), _channel(state))


async def _move(by: Asked, state: FormState, answers: Answers) -> MilestoneView:
    return await by.do(move_milestone, state.subject, answers["due_on"])


async def _take_back(by: Asked, state: FormState, answers: Answers) -> MilestoneView:
    rest_of_year = answers["what"] == "year"
    return await by.do(take_back_milestone, state.subject, _channel(state), rest_of_year=rest_of_year)


async def _hand_over(by: Asked, state: FormState, answers: Answers) -> tuple[MilestoneView, Handover]:
    """Change what the school said; whom and which channel they chose is looked up in Slack before it is stored."""
    principal, channel = _text(answers.get("principal")), _text(answers.get("channel"))
    known = await by.do(school_to_change, _ref(state), channel, _channel(state))
    new_principal = None if principal in {None, known.slack_user_id} else await _profile(by, str(principal))
    new_channel = None if channel == known.channel_id else channel
    if new_channel is not None:
        may_join, chosen_by = by.deps.permissions.may_join, by.actor.slack_user_id
        await enter(by.client, new_channel, field="channel", may_join=may_join, chosen_by=chosen_by)
    return await by.do(change_school, Details(new_principal, new_channel), _sent(state))


async def _profile(by: Asked, slack_user_id: str, field: str = "principal") -> Profile:
    user = await user_of(by.client, slack_user_id)
    if user is None:
        raise BadInput("principal-unreachable", field=field)
    return profile_in(user)


async def _whole(by: Asked, view: MilestoneView) -> Message:
    details = None
    if view.standing.asks_for_details:
        school = await by.do(school_known, view.standing.unit.id)
        details = SchoolDetails(school.principal, school.channel_id)
    told = Told(
        view.standing,
        ZoneInfo(by.actor.timezone),
        view.standing.unit.name,
        may_do=view.may_do,
        may_move=view.may_move,
        may_hand=view.may_hand,
        may_appoint=view.may_appoint,
        may_follow=view.may_follow,
        details=details,
        reader_id=by.actor.person_id,
    )
    return milestone_message(told, by.language)


async def _bring_up_to_date(by: Asked, view: MilestoneView, response_url: str | None) -> None:
    """Have everybody's messages brought up to date, and what was pressed when only this person sees it."""
    by.deps.nudge()
    await by.bring_up_to_date(await _whole(by, view), response_url, by.language.word("milestones.one"))


async def _side_by_side(by: Asked, state: FormState, stale: StaleVersion) -> dict[str, Any]:
    """Return the form once more with everything typed in it, and what somebody else wrote meanwhile."""
    kept = (await by.do(shown_milestone, _ref(state), _channel(state))).standing.kept
    form, fresh = files.form(state.form), replace(state, version=kept.version if kept else None, key=uuid4().hex)
    theirs = "\n".join(words for words in (kept.note, kept.link) if words) if kept else ""
    notice = "\n".join((by.language.say(stale.sentence), theirs)).strip()
    view = by.dialogue
    answers = typed(form, fresh, view["state"]["values"])
    return drawn(form, fresh, by.language, answers=answers, title=view["title"]["text"], notice=notice)


def ref_of(value: str) -> Ref:
    """Return the milestone that a button is about. Raises NotFound for anything else."""
    parts = value.split(":")
    if len(parts) != 3 or not parts[1]:
        raise NotFound("button-too-old")
    return number(parts[0]), parts[1], number(parts[2])


def _ref(state: FormState) -> Ref:
    return int(str(state.context["unit"])), str(state.context["step"]), int(str(state.context["year"]))


def _sent(state: FormState) -> SentForm:
    if state.subject is None:
        raise NotFound("form-too-old")
    return SentForm(state.key, state.subject, state.version, _channel(state))


def _alone(state: FormState) -> str | None:
    alone = state.context.get("alone")
    return str(alone) if alone else None


def _channel(state: FormState) -> str | None:
    channel = state.context.get("channel")
    return str(channel) if channel else None


def _text(answer: Answer) -> str | None:
    return answer if isinstance(answer, str) else None
