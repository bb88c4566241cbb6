"""Everything that does not prove that nothing was done is unknown. Asked of a real server by the real client."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.config import Settings
from bot.slack.client import slack_client
from bot.slack.outcomes import (
    AFTER_LIMIT,
    CALL_ERRORS,
    DURING_MIGRATION,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    Fault,
    Refusal,
    refusal_of,
    retry_after,
)
from bot.slack.socket import SocketModeWebClient
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


NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
WAITS = {
    "7": 7,
    " 7 ": 7,
    "1.5": 1.5,
    "0": SHORTEST_WAIT,
    "600": LONGEST_WAIT,
    # What nobody means.
    "601": LONGEST_WAIT,
    "999999999": LONGEST_WAIT,
    "9" * 400: LONGEST_WAIT,
    "Mon, 30 Nov 2026 12:01:30 GMT": 90,
    "Mon, 30 Nov 2026 12:01:30 -0000": 90,
    "Mon, 30 Nov 2026 11:00:00 GMT": SHORTEST_WAIT,
    "Mon, 30 Nov 2056 12:00:00 GMT": LONGEST_WAIT,
    # What says nothing.
    "": AFTER_LIMIT,
    "-7": AFTER_LIMIT,
    "+7": AFTER_LIMIT,
    "1e9": AFTER_LIMIT,
    "1_000": AFTER_LIMIT,
    "7.": AFTER_LIMIT,
    "nan": AFTER_LIMIT,
    "inf": AFTER_LIMIT,
    "٣٠٠": AFTER_LIMIT,
    "７": AFTER_LIMIT,
    "soon": AFTER_LIMIT,
    "Mon, 99 Nov 2026 12:00:00 GMT": AFTER_LIMIT,
    "Mon, 30 Nov 99999 12:00:00 GMT": AFTER_LIMIT,
}


@pytest.mark.parametrize("told", WAITS)
def test_a_wait_is_never_longer_than_slack_can_mean(told: str) -> None:
    with capture_logs() as logged:
        assert retry_after({"retry-after": told}, NOON) == WAITS[told]
    bounded = WAITS[told] == LONGEST_WAIT and told != "600"
    assert [one["asked"] for one in logged] == ([told[:40]] if bounded else [])


@given(st.text())
def test_whatever_a_limit_says_the_wait_is_one(told: str) -> None:
    assert SHORTEST_WAIT <= retry_after({"Retry-After": told}, NOON) <= LONGEST_WAIT


@pytest.mark.parametrize("told", ["999999999", "9" * 400])
async def test_neither_sending_nor_socket_mode_waits_for_years(
    slack: Playground, client: AsyncWebClient, told: str
) -> None:
    slack.fail("chat.postMessage", kind=f"ratelimited:{told}")
    assert await post(client) == Refusal(Fault.RETRY, "ratelimited", LONGEST_WAIT)
    slack.fail("apps.connections.open", kind=f"ratelimited:{told}")
    opening = SocketModeWebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    with pytest.raises(SlackApiError) as refused:
        await opening
    # slack_sdk sleeps for as long as this says.
    assert refused.value.response.headers["Retry-After"] == "600"


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
