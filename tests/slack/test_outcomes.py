"""Everything that does not prove that nothing was done is unknown. Asked of a real server by the real client."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.slack.client import slack_client
from bot.slack.outcomes import AFTER_LIMIT, CALL_ERRORS, DURING_MIGRATION, Fault, Refusal, refusal_of
from playground import Playground


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        slack.add_channel("C0NORR", "norr")
        yield slack


@pytest.fixture
async def client(slack: Playground) -> AsyncIterator[AsyncWebClient]:
    settings = Settings(SLACK_API_URL=slack.api_url, SLACK_BOT_TOKEN=slack.token)
    async with slack_client(settings, timeout_seconds=1.5) as client:
        yield client


async def post(client: AsyncWebClient) -> Refusal | None:
    try:
        await client.chat_postMessage(channel="C0NORR", text="Hej")
    except CALL_ERRORS as error:
        return refusal_of(error)
    return None


async def test_ok_is_no_refusal(client: AsyncWebClient) -> None:
    assert await post(client) is None


@pytest.mark.parametrize(
    "kind",
    [
        "reset_after_apply",
        "hang_after_apply",
        "http_500_after_apply",
        "fatal_error_after_apply",
        "http_500_before",
        "reset_before",
        "error:internal_error",
        "error:service_unavailable",
        "error:request_timeout",
        "error:duplicate_message_not_found",
        "error:a_code_of_next_year",
    ],
)
async def test_what_may_have_been_done_is_unknown(slack: Playground, client: AsyncWebClient, kind: str) -> None:
    slack.fail("chat.postMessage", kind=kind)
    refusal = await post(client)
    assert refusal is not None
    assert refusal.fault is Fault.UNKNOWN
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "is_archived",
        "restricted_action_read_only_channel",
        "invalid_blocks_format",
        "msg_too_long",
    ],
)
async def test_what_can_never_be_posted_is_given_up(slack: Playground, client: AsyncWebClient, code: str) -> None:
    slack.fail("chat.postMessage", kind=f"error:{code}")
    assert await post(client) == Refusal(Fault.DELIVERY, code)


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "invalid_auth", "missing_scope"])
async def test_a_dead_token_concerns_everything(slack: Playground, client: AsyncWebClient, code: str) -> None:
    slack.fail("chat.postMessage", kind=f"error:{code}")
    assert await post(client) == Refusal(Fault.WORKSPACE, code)


async def test_a_limit_says_how_long_to_wait(slack: Playground, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", kind="ratelimited:7")
    assert await post(client) == Refusal(Fault.RETRY, "ratelimited", 7)
    slack.fail("chat.postMessage", kind="error:rate_limited")
    assert await post(client) == Refusal(Fault.RETRY, "rate_limited", AFTER_LIMIT)


async def test_a_workspace_that_moves_takes_hours(slack: Playground, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", kind="error:team_added_to_org")
    assert await post(client) == Refusal(Fault.RETRY, "team_added_to_org", DURING_MIGRATION)


async def test_nobody_there_means_nothing_was_done(slack: Playground, client: AsyncWebClient) -> None:
    await slack.stop()
    refusal = await post(client)
    assert refusal is not None
    assert refusal.fault is Fault.RETRY


async def test_an_answer_that_is_not_slacks_is_unknown(client: AsyncWebClient) -> None:
    client.base_url = client.base_url.removesuffix("api/") + "control/nowhere/"
    refusal = await post(client)
    assert refusal is not None
    assert refusal.fault is Fault.UNKNOWN


async def test_words_instead_of_json_are_unknown() -> None:
    class Words(AsyncWebClient):
        async def _request(self, **_: object) -> dict[str, object]:
            return {"data": "<html>", "headers": {}, "status_code": 200}

    refusal = await post(Words(token="xoxb-1"))
    assert refusal == Refusal(Fault.UNKNOWN, "AttributeError")
