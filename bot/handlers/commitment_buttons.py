"""The buttons of a commitment, wherever they stand: done, open again, a new date, support, closed early."""

from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.deps import Deps
from bot.domain.people import Actor
from bot.handlers.answers import answer
from bot.handlers.forms import open_form, pressed, read_form
from bot.language import Language
from bot.messages.commitments import card, card_blocks
from bot.messages.registry import Message
from bot.services.lists import commitment_by_id, for_change
from bot.services.progress import AUDIENCES, SupportAsked, ask_support, close_early, mark_done, move_date, reopen
from bot.slack.forms.build import callback_id
from bot.slack.forms.read import errors
from bot.slack.forms.state import FormState
from bot.storage.commitments import CommitmentView


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to a commitment's buttons and to the small forms they open."""
    _register_buttons(app, deps)
    _register_forms(app, deps)


def _register_buttons(app: AsyncApp, deps: Deps) -> None:
    @app.action("commitment.done.v1")
    async def done(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        commitment = await deps.do(mark_done, context["actor"], pressed(body))
        deps.nudge()
        await _redraw(deps, body, client, respond, context, commitment)
        await ack()

    @app.action("commitment.reopen.v1")
    async def open_again(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        commitment = await deps.do(reopen, context["actor"], pressed(body))
        deps.nudge()
        await _redraw(deps, body, client, respond, context, commitment)
        await ack()

    @app.action("commitment.open.v1")
    async def show(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        commitment = await deps.do(commitment_by_id, context["actor"], pressed(body))
        shown = whole_card(deps, context["actor"], context["language"], commitment)
        await answer(body, client, respond, shown, _title(commitment, context["language"]))
        await ack()

    @app.action("commitment.support.v1")
    async def support(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        options = {"supporters": _supporters(context["language"])}
        await _open_small(deps, client, body, context, "commitment_support", options)
        await ack()

    @app.action("commitment.date.v1")
    async def new_date(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _open_small(deps, client, body, context, "commitment_date", {})
        await ack()

    @app.action("commitment.close.v1")
    async def close(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _open_small(deps, client, body, context, "commitment_close", {})
        await ack()


def _register_forms(app: AsyncApp, deps: Deps) -> None:
    @app.view(callback_id("commitment_support"))
    async def support(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        state, reading = read_form(view, {"supporters": _supporters(context["language"])})
        if reading.problems:
            await ack(**errors(reading.problems, context["language"].say))
            return
        asked = SupportAsked(str(reading.answers["tell"]), _text(reading.answers.get("wish")), state.key)
        await _after_form(deps, context, state, await deps.do(ask_support, context["actor"], state.subject, asked))
        await ack()

    @app.view(callback_id("commitment_date"))
    async def new_date(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        state, reading = read_form(view, {})
        if reading.problems:
            await ack(**errors(reading.problems, context["language"].say))
            return
        moved = await deps.do(move_date, context["actor"], state.subject, reading.answers["due_on"])
        await _after_form(deps, context, state, moved)
        await ack()

    @app.view(callback_id("commitment_close"))
    async def close(ack: AsyncAck, view: dict[str, Any], context: dict[str, Any]) -> None:
        state, reading = read_form(view, {})
        if reading.problems:
            await ack(**errors(reading.problems, context["language"].say))
            return
        closed = await deps.do(close_early, context["actor"], state.subject, str(reading.answers["reason"]))
        await _after_form(deps, context, state, closed)
        await ack()


def whole_card(deps: Deps, actor: Actor, language: Language, commitment: CommitmentView) -> Message:
    """Return a commitment with everything it says, for one person."""
    return card_blocks(card(commitment, ZoneInfo(actor.timezone), deps.clock(), whole=True), language)


async def open_support(
    deps: Deps, client: AsyncWebClient, trigger_id: str, actor: Actor, language: Language, commitment_id: int
) -> None:
    """Ask who may know that a commitment needs support."""
    commitment, _ = await deps.do(for_change, actor, commitment_id)
    await open_form(
        client,
        trigger_id,
        language,
        "commitment_support",
        options={"supporters": _supporters(language)},
        subject=commitment.id,
    )


async def _open_small(
    deps: Deps,
    client: AsyncWebClient,
    body: dict[str, Any],
    context: dict[str, Any],
    name: str,
    options: dict[str, Any],
) -> None:
    commitment, _ = await deps.do(for_change, context["actor"], pressed(body))
    ephemeral = body.get("container", {}).get("is_ephemeral")
    await open_form(
        client,
        body["trigger_id"],
        context["language"],
        name,
        answers={"due_on": commitment.due_on},
        options=options,
        subject=commitment.id,
        # Only a response_url reaches a message that one person sees.
        context={"redraw": body["response_url"] if ephemeral else None},
    )


async def _after_form(deps: Deps, context: dict[str, Any], state: FormState, commitment: CommitmentView) -> None:
    """Have everybody's messages brought up to date, and the one that only this person sees."""
    deps.nudge()
    if url := state.context.get("redraw"):
        shown = whole_card(deps, context["actor"], context["language"], commitment)
        await AsyncWebhookClient(str(url)).send(text=shown.text, blocks=shown.blocks, replace_original=True)


async def _redraw(
    deps: Deps,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    context: dict[str, Any],
    commitment: CommitmentView,
) -> None:
    """Bring what was pressed up to date when only this person sees it; the rest is refreshed for everybody."""
    in_dialogue = body.get("view", {}).get("type") == "modal"
    if in_dialogue or body.get("container", {}).get("is_ephemeral"):
        shown = whole_card(deps, context["actor"], context["language"], commitment)
        await answer(body, client, respond, shown, _title(commitment, context["language"]), replace=True)


def _title(commitment: CommitmentView, language: Language) -> str:
    return language.word("forms.change").format(number=commitment.number)


def _supporters(language: Language) -> list[tuple[str, str]]:
    return [(audience, language.word(f"supporters.{audience}")) for audience in AUDIENCES]


def _text(answer: object) -> str | None:
    return answer if isinstance(answer, str) else None
