"""What only a real workspace can tell: whether a message can be found again, how soon, and what a repeated one does.

It posts three short messages in one channel and takes them away again, whatever comes in between.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.findings import Finding, doubt, well, wrong
from bot.errors import Sentence
from bot.slack.outcomes import CALL_ERRORS, given, refusal_of

#: As in the metadata of what the bot sends, but no delivery's.
EVENT_TYPE = "natverksbot_doctor"
#: How often the history is asked, in seconds: Slack answers it about fifty times a minute.
ASK_EVERY = 1.5


@dataclass
class Trial:
    """One go at a channel: what is asked of the history, for how long, and what has been posted."""

    slack: AsyncWebClient
    channel: str
    #: What the message says.
    text: str
    #: How long the history is given, in seconds.
    patience: float
    mark: str = field(default_factory=lambda: uuid4().hex)
    posted: list[tuple[str, str]] = field(default_factory=list)

    async def post(self, **more: Any) -> str:
        """Post a message and return its timestamp; it is taken away at the end."""
        answer: Any = await self.slack.chat_postMessage(channel=self.channel, text=self.text, **more)
        ts = str(given(answer, "ts"))
        self.posted.append((str(given(answer, "channel")), ts))
        return ts

    async def is_shown(self, ts: str) -> bool:
        """Return whether the history shows our message with what it carries."""
        channel, _ = self.posted[0]
        page: Any = await self.slack.conversations_history(
            channel=channel, oldest=ts, inclusive=True, limit=15, include_all_metadata=True
        )
        return any(
            (message.get("metadata") or {}).get("event_payload", {}).get("d") == self.mark
            for message in given(page, "messages")
            if message["ts"] == ts
        )


async def try_out(
    slack: AsyncWebClient, channel: str, text: str, *, settle: float, patience: float
) -> AsyncIterator[Finding]:
    """Try it in a channel, and tell what came of each step; `settle` is what we give the history in earnest."""
    trial = Trial(slack, channel, text, patience)
    try:
        async for finding in _message(trial, settle):
            yield finding
        yield await _twice(trial)
    except CALL_ERRORS as error:
        yield wrong(Sentence("doctor-live-refused", {"channel": channel, "code": refusal_of(error).code}))
    yield await _taken_away(trial)


async def _message(trial: Trial, settle: float) -> AsyncIterator[Finding]:
    began = time.monotonic()
    payload = {"event_type": EVENT_TYPE, "event_payload": {"d": trial.mark}}
    ts = await trial.post(metadata=payload)
    answered = time.monotonic()
    yield well(Sentence("doctor-live-posted", {"seconds": f"{answered - began:.2f}"}))
    yield await _history(trial, ts, answered, settle)
    began = time.monotonic()
    await trial.slack.chat_update(channel=trial.posted[0][0], ts=ts, text=f"{trial.text} ✓")
    yield well(Sentence("doctor-live-updated", {"seconds": f"{time.monotonic() - began:.2f}"}))


async def _history(trial: Trial, ts: str, answered: float, settle: float) -> Finding:
    """Ask the history until it shows the message: this is what tells a lost message from a sent one."""
    while not await trial.is_shown(ts):
        if time.monotonic() - answered > trial.patience:
            return wrong(Sentence("doctor-live-unseen", {"seconds": f"{trial.patience:.0f}"}))
        await asyncio.sleep(ASK_EVERY)
    lag = time.monotonic() - answered
    values = {"seconds": f"{lag:.2f}", "settle": f"{settle:g}"}
    return wrong(Sentence("doctor-live-slow", values)) if lag > settle else well(Sentence("doctor-live-seen", values))


async def _twice(trial: Trial) -> Finding:
    """Post the same thing twice under one id: whether Slack then takes the second for the first is not documented."""
    client_msg_id = str(uuid4())
    first = await trial.post(client_msg_id=client_msg_id)
    try:
        second = await trial.post(client_msg_id=client_msg_id)
    except CALL_ERRORS as error:
        return well(Sentence("doctor-live-second-refused", {"code": refusal_of(error).code}))
    return well(Sentence("doctor-live-once" if second == first else "doctor-live-twice"))


async def _taken_away(trial: Trial) -> Finding:
    """Delete what was posted."""
    left = 0
    for channel, ts in dict.fromkeys(trial.posted):
        try:
            await trial.slack.chat_delete(channel=channel, ts=ts)
        except CALL_ERRORS:
            left += 1
    if left:
        return doubt(Sentence("doctor-live-left", {"count": left}))
    return well(Sentence("doctor-live-deleted", {"count": len(dict.fromkeys(trial.posted))}))
