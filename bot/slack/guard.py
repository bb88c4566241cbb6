"""The one place where errors become sentences, in the reader's language and in the right place."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot import deadline
from bot.clock import machine_clock
from bot.deadline import DeadlinePassed
from bot.errors import BadInput, BotError, Sentence
from bot.language import Language
from bot.slack import blocks
from bot.slack.answers import show
from bot.slack.commands import typed_text
from bot.slack.forms.build import block_id
from bot.slack.forms.read import NotFilledIn, errors
from bot.slack.forms.state import FormStateError
from bot.slack.outcomes import CALL_ERRORS, Fault, refusal_of

log = structlog.get_logger(__name__)

#: Of a reference that people read aloud: no letters that look or sound like another.
LETTERS = "23456789ACDEFHJKLMNPRTUVXY"
#: Above what we say in a dialogue.
OUR_NAME = "Nätverksbot"
#: How long a press that took too long may still wait until that is told, in seconds: Slack waits half a second more.
LAST_WORD = 0.3
#: How much of what was typed after a command is given back: what a paragraph holds.
MOST_GIVEN_BACK = 3000

#: What is said in place of a sentence about a database that is away when something may be stored all the same.
MAYBE = {"not-saved": "maybe-saved", "not-saved-bare": "maybe-saved-bare"}

Guard = Callable[..., Awaitable[BoltResponse | None]]


def guard(default_locale: str) -> Guard:
    """Return the error handler that stands around every listener."""

    async def answer(
        error: Exception, body: dict[str, Any], context: dict[str, Any], respond: AsyncRespond
    ) -> BoltResponse | None:
        language = context.get("language") or Language(default_locale, machine_clock().date())
        is_stored = _is_stored(error)
        if "command" in body:
            return _json(_after_command(error, body, language))
        if body["type"] == "view_submission":
            return _json(_in_form(error, body["view"], language))
        if body["type"] == "event_callback":
            return BoltResponse(status=503 if _is_worth_telling_again(error) else 200)
        sentence = sentence_for(error, "not-saved-bare")
        try:
            async with asyncio.timeout(_for_telling()):
                await _tell(body, sentence, language, context, respond)
        except CALL_ERRORS as untold:
            log.warning("An error could not be told", sentence=sentence.name, error=repr(untold))
            # Where something of ours failed Slack's client shows it by itself. A refusal that nobody can hear is
            # silence, and so is what was stored in spite of the error.
            return BoltResponse(status=200 if is_stored or isinstance(error, BotError) else 503)
        return BoltResponse(status=200)

    return answer


def _for_telling() -> float:
    """Return how long a press may wait until its error is told, in seconds."""
    gesture = deadline.current()
    return LAST_WORD if gesture is None else max(gesture.remaining, LAST_WORD)


def _is_worth_telling_again(error: Exception) -> bool:
    """Return whether an event may succeed when Slack tells of it again: the retry is then the only copy.

    So it is while the database or Slack is away; what is refused or not understood will be so again, and each answer
    that is no 200 brings the app nearer to being cut off from all events.
    """
    if isinstance(error, DeadlinePassed):
        log.warning("An event took too long", waited_for=error.waited_for, stored=error.stored)
        return not error.stored
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        log.warning("An event waits: the database is away", error=type(error).__name__)
        return True
    if isinstance(error, SlackClientError | aiohttp.ClientError | OSError):
        refusal = refusal_of(error)
        log.warning("An event came to nothing: Slack did not do what it was asked", code=refusal.code)
        return refusal.fault in {Fault.RETRY, Fault.UNKNOWN}
    # It is logged under its reference, for whoever looks for it.
    sentence_for(error)
    return False


def sentence_for(error: Exception, away: str = "not-saved") -> Sentence:
    """Return what to say about an error; one we do not know is logged under a reference that people can quote.

    `away` names the sentence about a database that cannot be reached: what was typed stands on only in a form.
    """
    if isinstance(error, BotError):
        return error.sentence
    if isinstance(error, FormStateError):
        return Sentence("form-too-old")
    if isinstance(error, DeadlinePassed):
        log.warning("A gesture took too long", waited_for=error.waited_for, stored=error.stored)
        return Sentence(_of_deadline(error, away))
    if isinstance(error, SlackApiError) and error.response.get("error") in {"expired_trigger_id", "trigger_expired"}:
        return Sentence("too-slow")
    reference = f"N-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    log.error("A listener failed", reference=reference, exc_info=error)
    if isinstance(error, DBAPIError | PoolTimeoutError):
        return Sentence(MAYBE[away] if _is_lost_at_commit(error) else away)
    return Sentence("unknown", {"reference": reference})


def _is_stored(error: Exception) -> bool:
    """Return whether what somebody did is stored, in spite of the error."""
    return isinstance(error, DeadlinePassed) and error.stored


def _is_lost_at_commit(error: Exception) -> bool:
    """Return whether a connection was lost while it committed: then nobody can tell whether something is stored."""
    return isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is None


def _of_deadline(error: DeadlinePassed, away: str) -> str:
    """Return which sentence says that a gesture took too long, and truly whether something of it is stored."""
    if error.waited_for == "database":
        return "saved-late" if error.stored else away
    return "slack-silent-stored" if error.stored else "slack-silent"


def _after_command(error: Exception, body: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the answer to a command; when it is no fault of what was typed, that is given back."""
    sentence = sentence_for(error, "not-saved-bare")
    shown = [blocks.section(language.say_mrkdwn(sentence))]
    typed = typed_text(body.get("text", ""))
    if typed and not isinstance(error, BotError) and not _is_stored(error):
        shown.append(blocks.quote(f"{body['command']} {typed}"[:MOST_GIVEN_BACK]))
    return {"response_type": "ephemeral", "text": blocks.notification(language.say(sentence)), "blocks": shown}


def _in_form(error: Exception, view: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the answer that keeps a form open with the sentence at its question, else at the first one."""
    if isinstance(error, NotFilledIn):
        return errors(error.problems, language.say)
    said = language.say(sentence_for(error))
    if _is_stored(error):
        return {"response_action": "update", "view": notice_view(said)}
    places = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    field = block_id(error.field) if isinstance(error, BadInput) and error.field else ""
    if not places:
        return {"response_action": "push", "view": notice_view(said)}
    return {"response_action": "errors", "errors": {field if field in places else places[0]: said}}


async def _tell(
    body: Mapping[str, Any], sentence: Sentence, language: Language, context: Mapping[str, Any], respond: AsyncRespond
) -> None:
    """Say something to the one who pressed: beside the message, or over the form that is open."""
    text = language.say(sentence)
    if body.get("response_url"):
        await show(respond, blocks.notification(text), [blocks.section(language.say_mrkdwn(sentence))])
    elif body.get("trigger_id"):
        over_a_form = (body.get("view") or {}).get("type") == "modal"
        open_view = context["client"].views_push if over_a_form else context["client"].views_open
        await open_view(trigger_id=body["trigger_id"], view=notice_view(text))


def notice_view(text: str, title: str = OUR_NAME) -> dict[str, Any]:
    """Return a dialogue that only says something."""
    return {"type": "modal", "title": blocks.plain(title), "blocks": [blocks.plain_section(text)]}


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": "application/json"})
