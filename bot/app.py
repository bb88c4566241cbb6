"""The only wiring: settings become Deps, Deps become the Bolt app and the web app."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.deps import Deps
from bot.handlers import (
    channel_buttons,
    commitment_buttons,
    commitment_command,
    commitment_forms,
    conference_command,
    dialogues,
    doors,
    follow,
    foreign,
    forms,
    home,
    identity,
    inquiries,
    letter_buttons,
    many_milestones,
    milestones,
    network_command,
    own_settings,
    preparation,
    talk,
    uncertain,
    wheel_command,
    wheel_links,
)
from bot.metrics import Metrics
from bot.services.workspaces import workspace_id
from bot.slack.client import slack_client
from bot.slack.guard import guard
from bot.slack.intake import PAYLOAD, Intake
from bot.slack.listeners import NamedApp
from bot.slack.permissions import Permissions
from bot.storage.db import Database
from bot.storage.migrate import make_ready
from bot.web import health
from bot.web import wheel as wheel_pages


@asynccontextmanager
async def open_deps(settings: Settings, clock: Clock = machine_clock) -> AsyncIterator[Deps]:
    """Open the database (made ready), Slack and the threads that use cases run in; close them in order at the end."""
    database = Database(settings.database_url)
    try:
        make_ready(database)
        workspace = workspace_id(database, settings.timezone, settings.locale, now=clock())
        metrics, permissions = Metrics(), Permissions()
        watch = [metrics.trace(settings.slack_api_url), permissions.watch(settings.slack_bot_token)]
        async with slack_client(settings, watch=watch) as slack:
            deps = Deps(settings, database, slack, workspace, clock, metrics=metrics, permissions=permissions)
            try:
                yield deps
            finally:
                await deps.finish()
    finally:
        database.close()


def bolt_app(deps: Deps) -> AsyncApp:
    """Return the Bolt app with every listener.

    An ack is a receipt: `process_before_response` sends it when the listener has ended, so that an error after it
    cannot be lost.
    """
    app = NamedApp(
        # Without a token of its own: authorize gives each request its workspace's.
        client=AsyncWebClient(
            base_url=deps.slack.base_url, session=deps.slack.session, retry_handlers=deps.slack.retry_handlers
        ),
        authorize=_authorize(deps),
        signing_secret=deps.settings.slack_signing_secret,
        # Every request passes Intake, which checks signature and age; Socket Mode has none.
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    app.error(guard(deps.settings.locale))
    foreign.register_first(app, deps)
    identity.register(app, deps)
    for handlers in (
        commitment_command,
        commitment_forms,
        commitment_buttons,
        letter_buttons,
        preparation,
        inquiries,
        conference_command,
        own_settings,
        network_command,
        home,
        doors,
        channel_buttons,
        follow,
        uncertain,
        talk,
        wheel_command,
        wheel_links,
        many_milestones,
        milestones,
        dialogues,
        forms,
    ):
        handlers.register(app, deps)
    identity.register_last(app)
    return app


def web_app(deps: Deps, app: AsyncApp) -> Starlette:
    """Return the web app: where Slack knocks, and whether we are well."""

    async def events(request: Request) -> Response:
        # Bolt takes a payload that is read already in this mode only; reading it twice costs as much as storing it.
        read = AsyncBoltRequest(body=request.scope[PAYLOAD], headers=dict(request.headers), mode="socket_mode")
        return to_starlette_response(await app.async_dispatch(read))

    knock = Route("/slack/events", events, methods=["POST"])
    # Without the secret nobody can prove to be Slack: Socket Mode needs no door.
    knock.app = Intake(knock.app, deps.settings.slack_signing_secret)
    return Starlette(routes=[knock, *health.routes(deps), *wheel_pages.routes(deps)])


def health_app(deps: Deps) -> Starlette:
    """Return the web app of a process that Slack does not knock at."""
    return Starlette(routes=health.routes(deps))


def _authorize(deps: Deps) -> Callable[[str | None, str | None], Awaitable[AuthorizeResult]]:
    """Return what tells Bolt as whom it speaks, without asking Slack on every request."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=deps.settings.slack_bot_token)

    return authorize
