"""The Home tab: published when it is opened, and again after what its reader did."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncCustomListenerCompletionHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.deps import Deps
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.home import home_facts
from bot.messages.home_view import home_view
from bot.services.home import gather, note_home_opened
from bot.slack.outcomes import CALL_ERRORS

log = structlog.get_logger(__name__)


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the Home tab being opened, and keep it current after its reader's own actions."""

    @app.event("app_home_opened")
    async def opened(ack: AsyncAck, event: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await deps.do(note_home_opened, context["actor"])
            await publish(deps, client, context["actor"], context["language"])
        await ack()

    async def after(body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        if "actor" in context and context["actor"].uses_home and _may_have_changed(body):
            deps.later(_keep_current(deps, client, context["actor"], context["language"]))

    # Bolt calls it when any listener has ended, before the receipt is sent: nothing here may keep that waiting.
    app.listener_runner.listener_completion_handler = AsyncCustomListenerCompletionHandler(app.logger, after)


async def publish(deps: Deps, client: AsyncWebClient, actor: Actor, language: Language) -> None:
    """Show somebody their Home tab as of now."""
    home = await deps.do(gather, actor, home_facts)
    await client.views_publish(user_id=actor.slack_user_id, view=home_view(home, language))


def _may_have_changed(body: dict[str, Any]) -> bool:
    """Return whether a form was handed in, or a button pressed on the Home tab or in an answer over it."""
    if body.get("type") == "view_submission":
        return True
    view = body.get("view")
    return body.get("type") == "block_actions" and isinstance(view, dict) and not view.get("callback_id")


async def _keep_current(deps: Deps, client: AsyncWebClient, actor: Actor, language: Language) -> None:
    """Publish again for somebody who uses the Home tab. What they did is done, whatever comes of this."""
    try:
        await publish(deps, client, actor, language)
    except (*CALL_ERRORS, SQLAlchemyError) as error:
        log.warning("A Home tab was not brought up to date", person=actor.person_id, error=type(error).__name__)
