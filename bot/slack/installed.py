"""Which app we are, in which workspace: as Slack tells, and not as a payload says. What is for another is foreign.

A signature proves that Slack sent a payload of an app with our signing secret. An app that is installed in several
workspaces has one secret for all of them, and Slack Connect brings other workspaces' people into our channels.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.outcomes import CALL_ERRORS, given, refusal_of

log = structlog.get_logger(__name__)

#: How long it takes until Slack is asked again what it did not tell, in seconds.
ASK_AGAIN = 60.0


@dataclass(frozen=True)
class InstalledApp:
    """What is known of our app where it is installed. None is not known, and is not compared with anything."""

    app_id: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None
    bot_user_id: str | None = None
    #: Installed for a whole organisation: then any of its workspaces is ours.
    is_enterprise_install: bool = False

    @property
    def is_known(self) -> bool:
        """Whether a foreign payload can be told from one of ours."""
        return self.app_id is not None and self.team_id is not None

    def is_elsewhere(self, team_id: object, enterprise_id: object, *, is_enterprise_install: bool = False) -> bool:
        """Return whether somewhere is another workspace, or organisation where no workspace is named."""
        if self.is_enterprise_install or is_enterprise_install or not team_id:
            return _differ(enterprise_id, self.enterprise_id)
        return _differ(team_id, self.team_id)


def is_foreign(payload: Mapping[str, Any], ours: InstalledApp) -> bool:
    """Return whether a payload is meant for another app, or for ours in another workspace.

    An event says by its authorizations for whom it is told: its outer `team_id` is the one where it happened, which
    in a channel shared by Slack Connect is any of several. For the same reason the team of whoever presses is not
    looked at; slash commands reach no workspace but the app's own.
    """
    if _differ(payload.get("api_app_id"), ours.app_id):
        return True
    if payload.get("type") == "event_callback":
        told_for = payload.get("authorizations") or []
        return bool(told_for) and all(_is_for_another(one, ours) for one in told_for)
    if "command" in payload:
        return _is_for_another(payload, ours)
    view = payload.get("view")
    return isinstance(view, dict) and _differ(view.get("app_installed_team_id"), ours.team_id)


def _is_for_another(named: Mapping[str, Any], ours: InstalledApp) -> bool:
    is_of_organisation = named.get("is_enterprise_install") in (True, "true")
    return ours.is_elsewhere(named.get("team_id"), named.get("enterprise_id"), is_enterprise_install=is_of_organisation)


def _differ(told: object, known: str | None) -> bool:
    return bool(told) and known is not None and told != known


class Lookup:
    """Finds out which app we are: once, while everything else goes on."""

    def __init__(self) -> None:
        self.found = InstalledApp()
        self._asking: asyncio.Task[None] | None = None
        self._asked_at: float | None = None

    def begin(self, slack: AsyncWebClient) -> asyncio.Task[None] | None:
        """Ask Slack what is not known yet, now and then; return what is under way, None when nothing is."""
        now = asyncio.get_running_loop().time()
        is_under_way = self._asking is not None and not self._asking.done()
        is_time = self._asked_at is None or now - self._asked_at > ASK_AGAIN
        if not self.found.is_known and not is_under_way and is_time:
            self._asked_at = now
            self._asking = asyncio.create_task(self._ask(slack))
        return self._asking if self._asking is not None and not self._asking.done() else None

    async def _ask(self, slack: AsyncWebClient) -> None:
        try:
            told: Any = await slack.auth_test()
            self.found = InstalledApp(
                app_id=self.found.app_id,
                team_id=str(given(told, "team_id")),
                enterprise_id=told.get("enterprise_id"),
                bot_user_id=told.get("user_id"),
                is_enterprise_install=bool(told.get("is_enterprise_install")),
            )
            bot: Any = await slack.bots_info(bot=given(told, "bot_id"))
            self.found = replace(self.found, app_id=str(given(bot, "bot", "app_id")))
        except CALL_ERRORS as error:
            log.warning("Slack does not tell which app we are; foreign payloads pass", code=refusal_of(error).code)
