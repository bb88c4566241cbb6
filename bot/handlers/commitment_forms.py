"""The form of a commitment: opened empty, from words typed after the command, from a message, or to change one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.dates import DueFound, ImpossibleDate
from bot.domain.people import Actor
from bot.domain.programme.answers import Answers
from bot.errors import Sentence, StaleVersion
from bot.handlers.forms import open_form, pressed, read_form
from bot.language import Language
from bot.services.commitments import CommitmentWords, change_commitment, log_commitment
from bot.services.drafts import drop_draft, kept_draft
from bot.services.lists import Offer, for_change, offer
from bot.slack.commands import typed_text
from bot.slack.forms import drafts, files
from bot.slack.forms.build import build, callback_id
from bot.slack.forms.read import errors, typed
from bot.slack.forms.state import FormState, load
from bot.storage.commitments import Activity, BoardDecision, CommitmentView

FORM = "commitment"
#: What the form's text may hold, in characters.
MOST_TEXT = 3000


async def open_new(
    deps: Deps,
    client: AsyncWebClient,
    trigger_id: str,
    actor: Actor,
    language: Language,
    *,
    channel_id: str | None,
    due: DueFound | None = None,
) -> None:
    """Open the form of a new commitment: filled with what was typed, or with the draft of last time."""
    offered = await deps.do(offer, actor, channel_id)
    answers: dict[str, Any] = {"theme": offered.theme}
    notice = None
    if due is not None and due.text:
        answers |= {"text": due.text, "due_on": due.due}
        notice = None if due.question is None else language.say(_question(due.question))
    elif (draft := await deps.do(kept_draft, actor, FORM, None)) is not None:
        answers |= drafts.load(draft.answers)
        notice = language.word("forms.draft").format(day=language.day(_day(draft.saved_at, actor)))
    only = len(offered.choices) == 1
    answers["municipality"] = answers.get("municipality") or _choice_ids(offered)[0]
    await open_form(
        client,
        trigger_id,
        language,
        FORM,
        answers=answers,
        options=_options(offered, language),
        context={"channel": channel_id, "place": _choice_ids(offered)[0] if only else None},
        hide=["change_reason", *(["municipality"] if only else [])],
        notice=notice,
    )


async def open_change(
    deps: Deps, client: AsyncWebClient, trigger_id: str, actor: Actor, language: Language, commitment_id: int
) -> None:
    """Open the form with what a commitment says now, for somebody who may change it."""
    commitment, themes = await deps.do(for_change, actor, commitment_id)
    answers, notice = answers_of(commitment), None
    if (draft := await deps.do(kept_draft, actor, FORM, commitment.id)) is not None:
        answers |= drafts.load(draft.answers)
        notice = language.word("forms.draft").format(day=language.day(_day(draft.saved_at, actor)))
    await open_form(
        client,
        trigger_id,
        language,
        FORM,
        answers=answers,
        options={"themes": _translated(themes, language)},
        subject=commitment.id,
        version=commitment.version,
        hide=_hidden_in_change(commitment),
        title=_title(commitment, language),
        notice=notice,
    )


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the commitment's form and to what opens it from a message or a button."""

    @app.view(callback_id(FORM))
    async def submit(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        actor, language = context["actor"], context["language"]
        options = await _options_for(deps, actor, language, view)
        state, reading = read_form(view, options)
        if reading.problems:
            await ack(**errors(reading.problems, language.say))
            return
        try:
            commitment = await _store(deps, actor, state, reading.answers)
        except StaleVersion as stale:
            await ack(response_action="update", view=await _side_by_side(deps, actor, language, view, state, stale))
            return
        deps.nudge()
        await deps.do(drop_draft, actor, FORM, state.subject)
        await _close(ack, state, commitment, language)

    @app.message_shortcut("log_commitment")
    async def from_message(
        ack: AsyncAck, shortcut: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]
    ) -> None:
        text = typed_text(shortcut["message"].get("text", ""))[:MOST_TEXT]
        await open_new(
            deps,
            client,
            shortcut["trigger_id"],
            context["actor"],
            context["language"],
            channel_id=shortcut["channel"]["id"],
            due=DueFound(text, None, None),
        )
        await ack()

    @app.action("commitment.write.v1")
    async def write(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        channel_id = (body.get("channel") or {}).get("id")
        await open_new(deps, client, body["trigger_id"], context["actor"], context["language"], channel_id=channel_id)
        await ack()

    @app.action("commitment.update.v1")
    async def update(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await open_change(deps, client, body["trigger_id"], context["actor"], context["language"], pressed(body))
        await ack()


async def _store(deps: Deps, actor: Actor, state: FormState, answers: Answers) -> CommitmentView:
    words = words_of(answers)
    if state.subject is not None:
        reason = answers.get("change_reason")
        return await deps.do(
            change_commitment, actor, state.subject, words, state.key, version=state.version, reason=reason
        )
    network_id, unit_id = str(state.context.get("place") or answers["municipality"]).split("-")
    return await deps.do(log_commitment, actor, int(network_id), int(unit_id), words, state.key)


async def _options_for(deps: Deps, actor: Actor, language: Language, view: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what this person may choose now: ids in payloads are never trusted."""
    state = load(view["private_metadata"])
    if state.subject is not None:
        _, themes = await deps.do(for_change, actor, state.subject)
        return {"themes": _translated(themes, language)}
    channel = state.context.get("channel")
    return _options(await deps.do(offer, actor, str(channel) if channel else None), language)


async def _side_by_side(
    deps: Deps, actor: Actor, language: Language, view: Mapping[str, Any], state: FormState, stale: StaleVersion
) -> dict[str, Any]:
    """Return the form once more with everything typed in it, told that somebody else was first."""
    commitment, themes = await deps.do(for_change, actor, state.subject)
    fresh = replace(state, version=commitment.version, key=uuid4().hex, hidden=tuple(_hidden_in_change(commitment)))
    form = files.form(FORM)
    return build(
        form,
        state=fresh,
        answers=typed(form, fresh, view["state"]["values"]),
        options={"themes": _translated(themes, language)},
        translate=language.text,
        title=_title(commitment, language),
        notice=language.say(stale.sentence),
    )


async def _close(ack: AsyncAck, state: FormState, commitment: CommitmentView, language: Language) -> None:
    """Close the form; one who wrote somewhere else than in the network's channel is told where it stands."""
    if state.subject is not None or state.context.get("channel") == commitment.channel_id:
        await ack()
        return
    lines = [language.word("forms.saved_where").format_map(vars(commitment))]
    if commitment.due_on is not None:
        lines.append(language.word("forms.saved_due").format(day=language.day(commitment.due_on)))
    await ack(
        response_action="update",
        view={
            "type": "modal",
            "title": {"type": "plain_text", "text": language.word("forms.saved")},
            "blocks": [{"type": "section", "text": {"type": "plain_text", "text": " ".join(lines)}}],
        },
    )


def words_of(answers: Answers) -> CommitmentWords:
    """Return what a form says about a commitment."""
    boards: Sequence[Mapping[str, Any]] = answers.get("board_decision") or ()  # type: ignore[assignment]  # rows
    activities: Sequence[Mapping[str, Any]] = answers.get("activities") or ()  # type: ignore[assignment]  # rows
    given: dict[str, Any] = {name: answers.get(name) for name in _SAME}
    return CommitmentWords(
        **given,
        activities=[Activity(row["how"], row.get("who"), row.get("when")) for row in activities],
        board=next((BoardDecision(**row) for row in boards), None),
    )


def answers_of(commitment: CommitmentView) -> dict[str, Any]:
    """Return the answers that a commitment's form opens with."""
    board = () if commitment.board is None else (vars(commitment.board),)
    rows = tuple({"how": a.how, "who": a.who, "when": a.due_on} for a in commitment.activities)
    return {name: getattr(commitment, name) for name in _SAME} | {"activities": rows, "board_decision": board}


#: Questions that a commitment holds under the same name.
_SAME = ("text", "due_on", "effect", "follow_up", "theme", "level", "responsible")


def _hidden_in_change(commitment: CommitmentView) -> list[str]:
    decided = commitment.board is not None
    return ["municipality"] if decided else ["municipality", "change_reason"]


def _title(commitment: CommitmentView, language: Language) -> str:
    return language.word("forms.change").format(number=commitment.number)


def _choice_ids(offered: Offer) -> list[str]:
    return [f"{choice.network_id}-{choice.unit_id}" for choice in offered.choices]


def _options(offered: Offer, language: Language) -> dict[str, list[tuple[str, str]]]:
    several = len({choice.network_id for choice in offered.choices}) > 1
    labels = [f"{c.municipality} ({c.network})" if several else c.municipality for c in offered.choices]
    return {
        "municipalities": list(zip(_choice_ids(offered), labels, strict=True)),
        "themes": _translated(offered.themes, language),
    }


def _translated(themes: Sequence[tuple[str, str]], language: Language) -> list[tuple[str, str]]:
    return [(theme, language.text(title)) for theme, title in themes]


def _question(problem: Exception) -> Sentence:
    text = str(getattr(problem, "text", ""))
    if isinstance(problem, ImpossibleDate):
        if problem.suggestion is None:
            return Sentence("due-impossible-bare", {"text": text})
        return Sentence("due-impossible", {"text": text, "suggestion": problem.suggestion})
    return Sentence("due-unreadable", {"text": text})


def _day(instant: datetime, actor: Actor) -> date:
    return local_day(instant, ZoneInfo(actor.timezone))
