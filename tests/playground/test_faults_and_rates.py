"""Faults that a test orders, and hidden rates."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, Rates

APPLIED = ["reset_after_apply", "hang_after_apply", "http_500_after_apply", "fatal_error_after_apply"]
NOT_APPLIED = ["http_500_before", "reset_before", "error:internal_error", "ratelimited:7"]


def impatient(slack: Playground, handlers: list[AsyncRetryHandler] | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=slack.token, base_url=slack.api_url, retry_handlers=handlers or [], timeout=1)


def posted(slack: Playground) -> int:
    return len(slack.person("U0BODEN").messages("C0NORR"))


@pytest.mark.parametrize("kind", APPLIED)
async def test_applied_but_not_answered(slack: Playground, kind: str) -> None:
    slack.fail("chat.postMessage", kind=kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError, TimeoutError)):
        await impatient(slack).chat_postMessage(channel="C0NORR", text="hej")
    assert posted(slack) == 1
    await impatient(slack).chat_postMessage(channel="C0NORR", text="hej")
    assert posted(slack) == 2
    assert slack.calls[0].fault == kind
    assert slack.calls[0].answer["ok"], "the record says what was done"


@pytest.mark.parametrize("kind", NOT_APPLIED)
async def test_not_applied(slack: Playground, kind: str) -> None:
    slack.fail("chat.postMessage", kind=kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError)) as refusal:
        await impatient(slack).chat_postMessage(channel="C0NORR", text="hej")
    assert posted(slack) == 0
    if kind == "ratelimited:7" and isinstance(refusal.value, SlackApiError):
        assert (refusal.value.response.status_code, refusal.value.response.headers["Retry-After"]) == (429, "7")


async def test_the_clients_own_retry_doubles_a_message_after_a_reset(slack: Playground) -> None:
    slack.fail("chat.postMessage", kind="reset_after_apply")
    await impatient(slack, [AsyncConnectionErrorRetryHandler()]).chat_postMessage(channel="C0NORR", text="hej")
    assert posted(slack) == 2


async def test_faults_can_wait_and_aim(slack: Playground) -> None:
    slack.add_channel("C0SYD", "syd", ("U0BODEN",))
    slack.fail("chat.postMessage", kind="error:is_archived", channel="C0SYD", after=1, times=2)
    client = impatient(slack)
    outcomes = [await _error(client, channel) for channel in ("C0SYD", "C0NORR", "C0SYD", "C0SYD", "C0SYD")]
    assert outcomes == ["", "", "is_archived", "is_archived", ""]
    with pytest.raises(ValueError, match="unknown fault"):
        slack.fail("chat.postMessage", kind="explode")


async def _error(client: AsyncWebClient, channel: str) -> str:
    try:
        await client.chat_postMessage(channel=channel, text="hej")
    except SlackApiError as refusal:
        return str(refusal.response["error"])
    return ""


async def test_slow_answers(slack: Playground) -> None:
    slack.fail("chat.postMessage", kind="slow:1.5")
    with pytest.raises(TimeoutError):
        await impatient(slack).chat_postMessage(channel="C0NORR", text="hej")
    assert slack.calls[0].fault == "slow:1.5"


async def test_a_hanging_request_does_not_delay_the_end() -> None:
    async with asyncio.timeout(120), Playground.running() as slack:
        slack.add_channel("C0NORR", "norr")
        slack.fail("chat.postMessage", kind="hang_after_apply")
        client = AsyncWebClient(token=slack.token, base_url=slack.api_url, retry_handlers=[], timeout=3600)
        slack.happenings.soon(client.chat_postMessage(channel="C0NORR", text="hej"))
        await slack.until(lambda: slack.workspace.channel("C0NORR").messages)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def burst(client: AsyncWebClient, channel: str, count: int) -> tuple[int, set[str]]:
    refusals = []
    for _ in range(count):
        try:
            await client.chat_postMessage(channel=channel, text="hej")
        except SlackApiError as refusal:
            refusals.append(refusal.response)
    return len(refusals), {response.headers["Retry-After"] for response in refusals if response.status_code == 429}


async def test_a_channel_takes_a_burst_then_one_a_second() -> None:
    clock = Clock()
    async with Playground.running(rates=Rates(enabled=True, channel_burst=4, now=clock)) as slack:
        slack.add_channel("C0NORR", "norr")
        client = impatient(slack)
        assert await burst(client, "C0NORR", 6) == (2, {"1"})
        clock.now = 3.0
        assert await burst(client, "C0NORR", 4) == (1, {"1"})
        assert [call.status for call in slack.calls].count(429) == 3


async def test_a_workspace_has_a_limit_over_all_channels() -> None:
    rates = Rates(enabled=True, workspace_burst=5, workspace_per_minute=60, now=Clock())
    async with Playground.running(rates=rates) as slack:
        client = impatient(slack)
        outcome: list[Any] = []
        for number in range(8):
            slack.add_channel(f"C0NR{number}", f"nr-{number}")
            outcome.append((await burst(client, f"C0NR{number}", 1))[0])
        assert outcome == [0] * 5 + [1] * 3


async def test_other_methods_have_their_own_rates() -> None:
    rates = Rates(enabled=True, method_burst=0.1, per_minute={"users.info": 1}, now=Clock())
    async with Playground.running(rates=rates) as slack:
        client = impatient(slack)
        statuses = []
        for _ in range(3):
            try:
                statuses.append((await client.conversations_list()).status_code)
            except SlackApiError as refusal:
                statuses.append(refusal.response.status_code)
        assert statuses == [200, 200, 429]
        assert (await client.auth_test())["ok"]
        await client.users_info(user=slack.workspace.bot_user)
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.users_info(user=slack.workspace.bot_user)
        assert slack.calls[-1].status == 429
