"""Installing an app by its manifest grants what it asks for and nothing else."""

import copy
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import NotPossibleError, Playground, manifest

Json = dict[str, Any]
MANIFEST: Json = {
    "display_information": {"name": "Nätverksbot", "description": "Åtaganden och konferenser"},
    "features": {
        "bot_user": {"display_name": "natverksbot"},
        "slash_commands": [{"command": "/atagande", "description": "Åtaganden"}],
        "shortcuts": [{"type": "message", "name": "Gör åtagande", "callback_id": "log", "description": "Av texten"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}


async def test_only_what_is_asked_for_is_granted(slack: Playground, client: AsyncWebClient) -> None:
    slack.install(MANIFEST)
    kim = slack.person("U0BODEN")
    await client.chat_postMessage(channel="C0NORR", text="hej")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.pins_add(channel="C0NORR", timestamp="1.0")
    with pytest.raises(NotPossibleError, match="/annat"):
        await kim.command("/annat")
    with pytest.raises(NotPossibleError, match="other"):
        await kim.shortcut("other")
    assert await slack.happenings.join(slack.workspace, slack.workspace.channel("C0NORR"), "U0BODEN") == []


async def test_what_is_optional_may_be_declined_and_nothing_else(slack: Playground, client: AsyncWebClient) -> None:
    asking = copy.deepcopy(MANIFEST)
    asking["oauth_config"]["scopes"] = {
        "bot": ["commands", "chat:write", "im:history", "pins:write", "files:read"],
        "bot_optional": ["pins:write", "files:read"],
    }
    slack.install(asking, without={"pins:write"})
    with pytest.raises(SlackApiError) as refused:
        await client.pins_add(channel="C0NORR", timestamp="1.0")
    told = "commands,chat:write,im:history,files:read"
    answer = refused.value.response
    assert answer.data == {"ok": False, "error": "missing_scope", "needed": "pins:write", "provided": told}
    assert answer.headers["x-oauth-scopes"] == told
    with pytest.raises(ValueError, match="chat:write"):
        slack.install(asking, without={"chat:write"})
    slack.install(asking)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.pins_add(channel="C0NORR", timestamp="1.0")


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("display_information name", "x" * 36, "/display_information/name"),
        ("display_information description", "x" * 141, "/display_information/description"),
        ("features bot_user display_name", "Nätverksbot", "/features/bot_user/display_name"),
        (
            "features slash_commands",
            [{"command": "/Atagande", "description": "x"}],
            "/features/slash_commands/0/command",
        ),
        ("oauth_config scopes bot", ["chat:write", "im:history"], "/oauth_config/scopes/bot"),
        ("oauth_config scopes bot", ["commands"], "/settings/event_subscriptions/bot_events"),
        ("oauth_config scopes bot_optional", ["pins:write"], "/oauth_config/scopes/bot_optional"),
    ],
)
def test_what_slack_would_refuse_is_named(path: str, value: Any, place: str) -> None:
    assert manifest.complaints(MANIFEST) == []
    changed = copy.deepcopy(MANIFEST)
    *parents, last = path.split()
    inner = changed
    for name in parents:
        inner = inner[name]
    inner[last] = value
    assert [found for found in manifest.complaints(changed) if found.endswith(f"[json-pointer:{place}]")]
    with pytest.raises(ValueError, match="json-pointer"):
        Playground().install(changed)
