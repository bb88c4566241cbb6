"""The buttons of a commitment, wherever they stand: done, open again, a new date, support, closed early."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.people import Place, may
from bot.domain.programme.answers import Answers
from bot.handlers.asked import Asked, asked, pressed
from bot.handlers.forms import open_form, open_on, read_form
from bot.language import Language
from bot.messages.commitments import card, card_blocks
from bot.messages.registry import Message
from bot.services.cards import check_card
from bot.services.lists import commitment_by_id
from bot.services.offers import for_change
from bot.services.progress import (
    AUDIENCES,
    CLOSE_FORM,
    SUPPORT_FORM,
    SupportAsked,
    ask_support,
    close_early,
    mark_done,
    move_date,
    reopen,
)
from bot.slack.forms.build import callback_id
from bot.slack.forms.state import FormState
from bot.storage.commitments import CommitmentView

DATE_FORM = "commitment_date"

#: Stores what a small form says.
Store = Callable[[Asked, FormState, Answers], Awaitable[CommitmentView]]


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to a commitment's buttons and to the small forms they open."""
    for action, use_case in (("commitment.done.v1", mark_done), ("commitment.reopen.v1", reopen)):
        _on_press(app, deps, action, use_case)
    for action, form in (
        ("commitment.support.v1", SUPPORT_FORM),
        ("commitment.date.v1", DATE_FORM),
        ("commitment.close.v1", CLOSE_FORM),
    ):
        _on_press_form(app, deps, action, form)
    for form, store in ((SUPPORT_FORM, _ask_support), (DATE_FORM, _move_date), (CLOSE_FORM, _close_early)):
        _on_form(app, deps, form, store)

    @app.action("commitment.open.v1")
    async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        commitment = await by.do(commitment_by_id, await pressed_commitment(by))
        await by.show(whole_card(by, commitment), title_of(commitment, by.language))
        await ack()


def _on_press(app: AsyncApp, deps: Deps, action: str, use_case: Callable[..., CommitmentView]) -> None:
    """Listen to a button that says all there is to say."""

    @app.action(action)
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        commitment = await by.do(use_case, await pressed_commitment(by))
        deps.nudge()
        await by.bring_up_to_date(whole_card(by, commitment), by.pressed_alone, title_of(commitment, by.language))
        await ack()


def _on_press_form(app: AsyncApp, deps: Deps, action: str, form: str) -> None:
    """Listen to a button that opens a small form."""

    @app.action(action)
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await open_small(by, form, await pressed_commitment(by))
        await ack()


def _on_form(app: AsyncApp, deps: Deps, form: str, store: Store) -> None:
    """Listen to a small form that is handed in."""

    @app.view(callback_id(form))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], _options(by.language))
        commitment = await store(by, state, answers)
        deps.nudge()
        alone = state.context.get("alone")
        await by.bring_up_to_date(whole_card(by, commitment), str(alone) if alone else None)
        await ack()


async def pressed_commitment(by: Asked) -> int:
    """Return which commitment a pressed button is about, by id. Raises NotFound in a card that is none of ours."""
    commitment_id, stands = pressed(by.body), by.body.get("container") or {}
    if stands.get("type") == "message" and not stands.get("is_ephemeral"):
        await by.do(check_card, commitment_id, str(stands["channel_id"]), str(stands["message_ts"]))
    return commitment_id


async def _ask_support(by: Asked, state: FormState, answers: Answers) -> CommitmentView:
    wish = answers["wish"]
    said = SupportAsked(str(answers["tell"]), wish if isinstance(wish, str) else None, state.key)
    return await by.do(ask_support, state.subject, said)


async def _move_date(by: Asked, state: FormState, answers: Answers) -> CommitmentView:
    return await by.do(move_date, state.subject, answers["due_on"])


async def _close_early(by: Asked, state: FormState, answers: Answers) -> CommitmentView:
    return await by.do(close_early, state.subject, str(answers["reason"]))


async def open_small(by: Asked, form: str, commitment_id: int, said: Mapping[str, str] | None = None) -> None:
    """Open one of a commitment's small forms for somebody who may change it, with what was said already."""
    commitment, _ = await by.do(for_change, commitment_id)
    # What is said now goes before a draft of what was said earlier.
    opener = open_form if said else open_on
    await opener(
        by,
        form,
        answers={"due_on": commitment.due_on, **(said or {})},
        options=_options(by.language),
        subject=commitment.id,
        context={"alone": by.pressed_alone},
    )


def whole_card(by: Asked, commitment: CommitmentView) -> Message:
    """Return a commitment with everything it says, for one person."""
    place = Place(commitment.programme_id, commitment.network_id, commitment.unit_id)
    inside = may(by.actor, "log", place)
    shown = card(commitment, ZoneInfo(by.actor.timezone), by.now, whole=True, inside=inside)
    return card_blocks(shown, by.language)


def title_of(commitment: CommitmentView, language: Language) -> str:
    """Return what a commitment is called at the top of a dialogue."""
    return language.word("forms.change").format(number=commitment.number)


def _options(language: Language) -> dict[str, list[tuple[str, str]]]:
    return {"supporters": [(audience, language.word(f"supporters.{audience}")) for audience in AUDIENCES]}
