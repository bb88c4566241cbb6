"""Listeners are found by name, whatever the order they were told in."""

import json
import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.listeners import NamedApp


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-unused")


@pytest.fixture
def app() -> NamedApp:
    return NamedApp(
        authorize=_authorize, signing_secret="x", request_verification_enabled=False, process_before_response=True
    )


async def pressed(app: NamedApp, action_id: str) -> tuple[int, str]:
    body: dict[str, Any] = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1.2"}
    body |= {"actions": [{"action_id": action_id, "type": "button", "block_id": "b", "value": "7"}]}
    request = AsyncBoltRequest(body=f"payload={json.dumps(body)}", headers={})
    answer = await app.async_dispatch(request)
    return answer.status, answer.body


def listening(app: NamedApp, wanted: str | re.Pattern[str], word: str) -> None:
    @app.action(wanted)
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(text=f"{word} {body['actions'][0]['value']}")


async def test_a_name_goes_before_a_pattern_and_the_first_pattern_before_the_next(app: NamedApp) -> None:
    listening(app, re.compile(r"^task\."), "pattern")
    listening(app, re.compile(""), "any")
    listening(app, "task.done.v1", "name")
    answers = [(await pressed(app, one))[1] for one in ("task.done.v1", "task.x", "other")]
    assert answers == ["name 7", "pattern 7", "any 7"]


def test_one_name_has_one_listener(app: NamedApp) -> None:
    listening(app, "task.done.v1", "one")
    with pytest.raises(ValueError, match=r"task\.done\.v1"):
        listening(app, "task.done.v1", "another")


async def test_what_nobody_listens_to_is_an_error_that_the_guard_tells(app: NamedApp) -> None:
    listening(app, "task.done.v1", "name")
    told: list[Exception] = []

    @app.error
    async def guard(error: Exception) -> None:
        told.append(error)

    assert (await pressed(app, "unknown"))[0] == 500
    assert [type(error) for error in told] == [LookupError]


def test_a_token_in_the_environment_is_nothing_to_warn_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-set-as-documented")
    NamedApp(client=AsyncWebClient(), authorize=_authorize, signing_secret="x", request_verification_enabled=False)
    assert caplog.records == []
