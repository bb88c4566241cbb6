"""Somebody's own settings: the form, for themselves or, for the leadership, for others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.letters import LetterTime
from bot.domain.programme.answers import Answers
from bot.errors import BadInput
from bot.handlers.asked import Asked, asked
from bot.handlers.forms import open_form, read_form
from bot.messages.network import saved_blocks, times_facts
from bot.services.absences import Away
from bot.services.home import gather
from bot.services.settings import Pause, Settings, SettingsOf, set_settings, settings_of
from bot.slack.answers import dialogue_of
from bot.slack.forms.build import callback_id
from bot.slack.forms.state import FormState
from bot.slack.people import user_of

FORM = "settings"
#: What a choice says when nothing is chosen by it.
NONE = "none"
SLACK = "slack"


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the button that opens the settings, and to the form."""

    @app.action("settings.open.v1")
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await open_settings(asked(deps, body, client, context))
        await ack()

    @app.view(callback_id(FORM))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        settings = settings_in(answers, state)
        await _refuse_unreachable(client, settings.away)
        await by.do(set_settings, state.subject, settings)
        times = await by.do(gather, times_facts, state.subject)
        name = str(state.context.get("name") or "")
        dialogue = dialogue_of(by.language.word("buttons.settings"), saved_blocks(times, name, by.language))
        await ack(response_action="update", view=dialogue)


async def _refuse_unreachable(client: AsyncWebClient, away: Away | None) -> None:
    """Refuse a deputy who is a bot or not in Slack now: whoever steps in has the same roles. Raises BadInput."""
    if away is not None and away.deputy is not None and await user_of(client, away.deputy) is None:
        raise BadInput("deputy-unreachable", field="deputy")


async def open_settings(by: Asked, person_id: int | None = None, begun: Answers | None = None) -> None:
    """Open the settings of the one who asks, or of somebody else, some of it perhaps answered already."""
    found = await by.do(settings_of, person_id)
    answers = answers_of(found)
    is_own = found.person_id == by.actor.person_id
    # The days it opens with: one that is chosen besides is meant, whatever the choice above it says.
    context = {name: _iso(answers[name]) for name in ("pause_until", "away_from", "away_to")}
    await open_form(
        by,
        FORM,
        answers={**answers, **(begun or {})},
        subject=found.person_id,
        context={**context, "name": None if is_own else found.name},
        title=None if is_own else found.name,
    )


def answers_of(found: SettingsOf) -> dict[str, Any]:
    """Return settings as the form's answers."""
    chosen = found.settings
    pause, away = chosen.pause, chosen.away
    return {
        "letter_weekday": str(chosen.letter.weekday),
        "letter_hour": str(chosen.letter.hour),
        "language": chosen.language or SLACK,
        "pause": NONE if pause is None else "open" if pause.until is None else "until",
        "pause_until": None if pause is None else pause.until,
        "away": NONE if away is None else "days",
        "away_from": None if away is None else away.first_day,
        "away_to": None if away is None else away.last_day,
        "deputy": found.usual_deputy if away is None else away.deputy,
    }


def settings_in(answers: Answers, state: FormState) -> Settings:
    """Return the settings that a form says. Raises BadInput where a choice and its days do not go together."""
    language = str(answers["language"])
    return Settings(
        letter=LetterTime(int(str(answers["letter_weekday"])), int(str(answers["letter_hour"]))),
        language=None if language == SLACK else language,
        pause=_pause(answers, state.context),
        away=_away(answers, state.context),
    )


def _pause(answers: Answers, opened_with: Mapping[str, Any]) -> Pause | None:
    chosen, until = answers["pause"], _day(answers["pause_until"])
    if chosen == "open":
        return Pause()
    if chosen == "until":
        if until is None:
            raise BadInput("pause-without-day", field="pause_until")
        return Pause(until)
    if until is not None and _iso(until) != opened_with.get("pause_until"):
        raise BadInput("pause-not-chosen", field="pause")
    return None


def _away(answers: Answers, opened_with: Mapping[str, Any]) -> Away | None:
    days = {name: _day(answers[name]) for name in ("away_from", "away_to")}
    first, last = days.values()
    if answers["away"] == NONE:
        if any(day is not None and _iso(day) != opened_with.get(name) for name, day in days.items()):
            raise BadInput("away-not-chosen", field="away")
        return None
    if first is None or last is None:
        raise BadInput("away-without-days", field="away_from" if first is None else "away_to")
    deputy = answers["deputy"]
    return Away(first, last, deputy if isinstance(deputy, str) else None)


def _day(answer: Any) -> date | None:
    return answer if isinstance(answer, date) else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
