"""What is meant for another app or workspace, told by what Slack says of it and never by where it happened."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.config import Settings
from bot.slack.client import slack_client
from bot.slack.installed import InstalledApp, Lookup, is_foreign
from playground import Playground

OURS = InstalledApp("A0OURS", "T0OURS", "E0OURS", "U0BOT")
ORGANISATION = replace(OURS, is_enterprise_install=True)


def event(outer: str, *told_for: Any, app: str | None = "A0OURS", **more: Any) -> dict[str, Any]:
    """An event that happened in a team and is told for others (`T0OURS`, or team and enterprise)."""
    pairs = [one if isinstance(one, tuple) else (one, None) for one in told_for]
    named = [{"team_id": team, "enterprise_id": enterprise, "is_bot": True} for team, enterprise in pairs]
    body = {"type": "event_callback", "team_id": outer, "event": {"type": "message"}, "authorizations": named}
    return body | ({"api_app_id": app} if app else {}) | more


PRESS: dict[str, Any] = {"type": "block_actions", "api_app_id": "A0OURS", "team": {"id": "T0OTHER"}}
PRESS |= {"user": {"id": "U1", "team_id": "T0OTHER"}}
COMMAND = {"command": "/atagande", "team_id": "T0OURS", "api_app_id": "A0OURS", "is_enterprise_install": "false"}

FOREIGN = {
    "another app": event("T0OURS", "T0OURS", app="A0OTHER"),
    "told for another workspace": event("T0OURS", "T0OTHER"),
    "told for another workspace, without an app": event("T0OURS", "T0OTHER", app=None),
    "told for another organisation": event("T0OURS", (None, "E0OTHER")),
    "a press of another app": PRESS | {"api_app_id": "A0OTHER"},
    "a dialogue of another workspace's installation": PRESS | {"view": {"app_installed_team_id": "T0OTHER"}},
    "a command in another workspace": COMMAND | {"team_id": "T0OTHER"},
    "a command of another app": COMMAND | {"api_app_id": "A0OTHER"},
}
OF_OURS = {
    "an event": event("T0OURS", "T0OURS"),
    "what happened elsewhere in a shared channel": event("T0OTHER", "T0OURS", is_ext_shared_channel=True),
    "told for several": event("T0OTHER", "T0OTHER", "T0OURS"),
    "told for nobody in particular": event("T0OTHER"),
    "told before Slack said for whom": {"type": "event_callback", "team_id": "T0OTHER", "event": {"type": "x"}},
    "told for our organisation": event("T0OTHER", (None, "E0OURS")),
    "told for a place without a name": event("T0OTHER", (None, None)),
    "a press of somebody whom Slack Connect brings": PRESS,
    "a press in a dialogue of ours there": PRESS | {"view": {"app_installed_team_id": "T0OURS"}},
    "a command": COMMAND,
    "a command without an app": {"command": "/atagande", "team_id": "T0OURS"},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_foreign(name: str) -> None:
    assert is_foreign(FOREIGN[name], OURS)
    assert not is_foreign(FOREIGN[name], InstalledApp()), "What is not known is not compared."


@pytest.mark.parametrize("name", OF_OURS)
def test_what_is_ours(name: str) -> None:
    assert not is_foreign(OF_OURS[name], OURS)


def test_an_app_of_a_whole_organisation_is_at_home_in_all_its_workspaces() -> None:
    assert not is_foreign(event("T0OTHER", ("T0OTHER", "E0OURS")), ORGANISATION)
    assert is_foreign(event("T0OTHER", ("T0OTHER", "E0OTHER")), ORGANISATION)
    assert not is_foreign(COMMAND | {"team_id": "T0OTHER", "enterprise_id": "E0OURS"}, ORGANISATION)


async def test_slack_is_asked_once_and_again_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Playground.running() as slack, slack_client(_settings(slack)) as client:
        lookup = Lookup()
        slack.fail("bots.info", kind="error:missing_scope")
        first = [lookup.begin(client), lookup.begin(client)]
        assert first[0] is first[1]
        await asyncio.gather(*filter(None, first))
        # The workspace is known, the app is not.
        assert lookup.found == InstalledApp(None, "T0NETWORK", None, "U0BOT")
        assert lookup.begin(client) is None
        monkeypatch.setattr("bot.slack.installed.ASK_AGAIN", -1)
        await asyncio.gather(*filter(None, [lookup.begin(client)]))
        assert lookup.found == InstalledApp("A0PLAYGRND", "T0NETWORK", None, "U0BOT")
        assert lookup.begin(client) is None
        assert len(slack.called("auth.test")) == 2


async def test_without_slack_nothing_is_known_and_nothing_falls() -> None:
    async with Playground.running() as slack, slack_client(_settings(slack)) as client:
        await slack.stop()
        lookup = Lookup()
        asking = lookup.begin(client)
        assert asking is not None
        await asking
        assert lookup.found == InstalledApp()


def _settings(slack: Playground) -> Settings:
    return Settings(SLACK_API_URL=slack.api_url, SLACK_BOT_TOKEN=slack.token)
