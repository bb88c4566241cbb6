"""The form of a commitment: opened empty, from words typed after the command, from a message, or to change one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.dates import DueFound, find_due
from bot.domain.programme.answers import Answers
from bot.errors import NotFound, Sentence, StaleVersion
from bot.handlers.asked import Asked, asked, number
from bot.handlers.commitment_buttons import pressed_commitment, title_of
from bot.handlers.due_dates import due_day
from bot.handlers.forms import TYPED, open_form, open_on, read_form, went_on
from bot.language import Language
from bot.services.commitments import FORM, CommitmentWords
from bot.services.offers import Offer, begin, for_change
from bot.services.written import Change, New, change_written, log_written
from bot.slack.commands import typed_text
from bot.slack.forms import files
from bot.slack.forms.build import build, callback_id
from bot.slack.forms.read import typed
from bot.slack.forms.state import FormState, load
from bot.slack.guard import notice_view
from bot.storage.commitments import Activity, BoardDecision, CommitmentView

#: What the form's text may hold, in characters.
MOST_TEXT = 3000


async def open_typed(by: Asked, due: DueFound) -> None:
    """Open the form of a new commitment with what was typed after the command."""
    # Typed is typed: closing the form keeps a draft of it.
    await open_new(by, due, context={TYPED: 1})


async def open_new(
    by: Asked,
    typed: DueFound | None = None,
    notice: str | None = None,
    context: Mapping[str, str | int | None] | None = None,
) -> None:
    """Open the form of a new commitment: with words that were typed already, or else with the draft of last time."""
    offered, draft = await by.do(begin, by.channel_id)
    places = _choice_ids(offered)
    only = places[0] if len(places) == 1 else None
    answers: Answers = {"theme": offered.theme, "municipality": places[0]}
    if typed is not None:
        day, told = await due_day(by, typed, offered.choices[0])
        answers = {**answers, "text": typed.text, "due_on": day}
        notice = " ".join(filter(None, [notice, *map(by.language.say, told)])) or None
    opening: dict[str, Any] = {
        "answers": answers,
        "options": _options(offered, by.language),
        "context": {"channel": by.channel_id, "place": only, **(context or {})},
        "hide": ["change_reason", *(["municipality"] if only else [])],
        "notice": notice,
    }
    await open_form(by, FORM, **opening | went_on(by, answers, draft if typed is None else None))


async def open_change(by: Asked, commitment_id: int) -> None:
    """Open the form with what a commitment says now, for somebody who may change it."""
    commitment, themes = await by.do(for_change, commitment_id)
    await open_on(
        by,
        FORM,
        subject=commitment.id,
        version=commitment.version,
        answers=answers_of(commitment),
        options={"themes": _translated(themes, by.language)},
        hide=_hidden_in_change(commitment),
        title=title_of(commitment, by.language),
    )


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the commitment's form and to what opens it from a message or a button."""

    @app.view(callback_id(FORM))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await ack(**await _hand_in(asked(deps, body, client, context)))

    @app.message_shortcut("log_commitment")
    async def from_message(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]
    ) -> None:
        by = asked(deps, body, client, context)
        text = typed_text(body["message"].get("text") or "")
        cut = by.language.say(Sentence("message-cut", {"most": MOST_TEXT})) if len(text) > MOST_TEXT else None
        # The words are somebody's own and stay whole; the date in them is proposed.
        await open_new(by, replace(find_due(text, by.today), text=text[:MOST_TEXT]), cut)
        await ack()

    @app.action("commitment.write.v1")
    async def write(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await open_new(asked(deps, body, client, context))
        await ack()

    @app.action("commitment.update.v1")
    async def update(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await open_change(by, await pressed_commitment(by))
        await ack()


async def _hand_in(by: Asked) -> dict[str, Any]:
    """Store what was handed in; return the answer to Slack."""
    state = load(by.body["view"]["private_metadata"])
    try:
        commitment = await _store(by, state)
    except StaleVersion as stale:
        return {"response_action": "update", "view": await _once_more(by, state, stale)}
    by.deps.nudge()
    return _receipt(state, commitment, by.language)


async def _store(by: Asked, state: FormState) -> CommitmentView:
    view, language = by.body["view"], by.language

    def new(offered: Offer) -> New:
        _, answers = read_form(view, _options(offered, language))
        network_id, unit_id = _place_of(str(state.context.get("place") or answers["municipality"]))
        return New(network_id, unit_id, words_of(answers))

    def change(themes: Sequence[tuple[str, str]]) -> Change:
        _, answers = read_form(view, {"themes": _translated(themes, language)})
        reason = answers.get("change_reason")
        return Change(words_of(answers), reason if isinstance(reason, str) else None)

    if state.subject is not None:
        return await by.do(change_written, state.subject, change, state.key, version=state.version)
    channel = state.context.get("channel")
    return await by.do(log_written, str(channel) if channel else None, new, state.key)


async def _once_more(by: Asked, state: FormState, stale: StaleVersion) -> dict[str, Any]:
    """Return the form with everything typed in it, told that somebody else was first; it may be handed in again."""
    commitment, themes = await by.do(for_change, state.subject)
    fresh = replace(state, version=commitment.version, key=uuid4().hex, hidden=tuple(_hidden_in_change(commitment)))
    form = files.form(FORM)
    return build(
        form,
        state=fresh,
        answers=typed(form, fresh, by.body["view"]["state"]["values"]),
        options={"themes": _translated(themes, by.language)},
        translate=by.language.text,
        title=title_of(commitment, by.language),
        notice=by.language.say(stale.sentence),
    )


def _receipt(state: FormState, commitment: CommitmentView, language: Language) -> dict[str, Any]:
    """Close the form; one who wrote somewhere else than in the network's channel is told where it stands."""
    if state.subject is not None or state.context.get("channel") == commitment.channel_id:
        return {}
    lines = [language.word("forms.saved_where").format_map(vars(commitment))]
    if commitment.due_on is not None:
        lines.append(language.word("forms.saved_due").format(day=language.day(commitment.due_on)))
    return {"response_action": "update", "view": notice_view(" ".join(lines), language.word("forms.saved"))}


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


def _place_of(choice: str) -> tuple[int, int]:
    """Return network and municipality of a choice in the form."""
    network_id, dash, unit_id = choice.partition("-")
    if not dash:
        raise NotFound("network-unknown")
    return number(network_id), number(unit_id)


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
