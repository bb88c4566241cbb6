"""Logging a dialogue that was held (W4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answer
from bot.handlers.asked import Asked, asked, number
from bot.handlers.forms import open_form, read_form
from bot.messages.milestones import titled
from bot.services.dialogues import DialogueWords, Logged, dialogue_offer, log_dialogue
from bot.slack.answers import dialogue_of
from bot.slack.blocks import plain_section
from bot.slack.forms.build import callback_id

FORM = "dialogue"

Offered = Mapping[str, Sequence[tuple[str, str]]]


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the button that opens the form, and to the form."""

    @app.action("dialogue.open.v1")
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await open_dialogue(asked(deps, body, client, context))
        await ack()

    @app.view(callback_id(FORM))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], await _offered(by))
        words = DialogueWords(*(_text(answers.get(name)) for name in ("who", "note", "link")))
        place, dialogue = number(str(answers["place"])), str(answers["dialogue"])
        logged = await by.do(log_dialogue, place, dialogue, answers["held_on"], words, state.key)
        deps.nudge()
        receipt = dialogue_of(by.language.word("forms.saved"), [plain_section(_receipt(logged, by))])
        await ack(response_action="update", view=receipt)


async def open_dialogue(by: Asked) -> None:
    """Open the form that logs a dialogue, for who holds one."""
    offered = await _offered(by)
    answers: dict[str, Answer] = {"held_on": by.today}
    for name, source in (("place", "places"), ("dialogue", "dialogues")):
        if len(offered[source]) == 1:
            answers[name] = offered[source][0][0]
    await open_form(by, FORM, answers=answers, options=offered)


async def _offered(by: Asked) -> Offered:
    """Return what this person may choose now: ids in payloads are never trusted."""
    offer = await by.do(dialogue_offer)
    return {
        "places": [(str(unit_id), name) for unit_id, name in offer.places],
        "dialogues": [(plan.id, by.language.text(plan.title)) for plan in offer.dialogues],
    }


def _receipt(logged: Logged, by: Asked) -> str:
    return by.language.template("wheel").plain(
        "logged",
        title=by.language.text(logged.dialogue.title),
        unit=logged.unit,
        day=logged.held_on,
        milestone=titled(logged.milestone, by.language) if logged.milestone else None,
    )


def _text(answer: Answer) -> str | None:
    return answer if isinstance(answer, str) else None
