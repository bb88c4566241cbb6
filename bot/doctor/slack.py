"""What Slack says about the bot itself: who it is, what it may do, and what time it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.doctor.findings import Finding, doubt, well, wrong
from bot.errors import Sentence
from bot.slack.manifest import OPTIONAL, SCOPES, lost_without
from bot.slack.outcomes import CALL_ERRORS, Fault, given, refusal_of
from bot.slack.permissions import told_scopes
from bot.storage.tables import Workspace

#: Seconds that the machine's clock may differ from Slack's without anybody noticing, and without harm: a signature
#: holds for five minutes, and the time Slack's history is given is measured by the clock too.
CLOCK_MAY_DIFFER = 10
CLOCK_DIFFERS_BADLY = 60


@dataclass(frozen=True)
class Answered:
    """What Slack told about the token."""

    team_id: str
    team: str
    bot: str
    bot_id: str | None
    #: None when Slack did not say.
    scopes: frozenset[str] | None
    #: How many seconds the machine's clock is ahead of Slack's; None when Slack did not say.
    ahead: float | None


async def token_found(slack: AsyncWebClient, machine: Clock) -> tuple[Finding, Answered | None]:
    """Ask Slack whose token it is; without an answer nothing else about Slack can be found out."""
    try:
        answer: Any = await slack.auth_test()
        team_id = str(given(answer, "team_id"))
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        if refusal.fault is Fault.WORKSPACE:
            return wrong(Sentence("doctor-token-refused", {"code": refusal.code})), None
        return wrong(Sentence("doctor-no-answer", {"address": slack.base_url, "code": refusal.code})), None
    told = Answered(
        team_id=team_id,
        team=answer.get("team") or team_id,
        bot=answer.get("user") or answer.get("user_id") or "",
        bot_id=answer.get("bot_id"),
        scopes=told_scopes(answer.headers),
        ahead=_ahead(answer.headers, machine()),
    )
    return well(Sentence("doctor-token", {"bot": told.bot, "team": told.team})), told


async def app_token_found(slack: AsyncWebClient, token: str) -> Finding:
    """Ask Slack for a connection as Socket Mode does; it is not opened."""
    try:
        await slack.apps_connections_open(app_token=token)
    except CALL_ERRORS as error:
        return wrong(Sentence("doctor-app-token-refused", {"code": refusal_of(error).code}))
    return well(Sentence("doctor-app-token"))


def installation_found(known: Workspace | None, told: Answered, api_url: str) -> Iterator[Finding]:
    """Compare with whom the database has spoken for; a new one speaks for nobody yet."""
    if known is None or known.bot_id is None:
        return
    if known.bot_id != told.bot_id or known.team_id not in {None, told.team_id} or known.api_url != api_url:
        values = {"known": known.bot_id, "address": known.api_url, "bot": told.bot_id, "here": api_url}
        yield wrong(Sentence("doctor-other-installation", values))
    else:
        yield well(Sentence("doctor-installation"))


def scopes_found(told: Answered) -> Iterator[Finding]:
    """Compare what the token may do with the manifest; what whoever installed the app declined is no fault."""
    if told.scopes is None:
        yield doubt(Sentence("doctor-scopes-unknown"))
        return
    needed = [scope for scope in SCOPES if scope not in OPTIONAL]
    if lacking := sorted(set(needed) - told.scopes):
        yield wrong(Sentence("doctor-scopes-lacking", {"scopes": ", ".join(lacking)}))
    else:
        yield well(Sentence("doctor-scopes", {"count": len(needed)}))
    for scope in OPTIONAL:
        if scope not in told.scopes:
            yield doubt(Sentence("doctor-scope-declined", {"scope": scope, "lost": lost_without(scope)}))
    if more := sorted(told.scopes - set(SCOPES)):
        yield doubt(Sentence("doctor-scopes-more", {"scopes": ", ".join(more)}))


def clock_found(told: Answered) -> Finding:
    """Compare the machine's clock with Slack's."""
    if told.ahead is None:
        return doubt(Sentence("doctor-clock-unknown"))
    values = {"seconds": round(abs(told.ahead))}
    if abs(told.ahead) <= CLOCK_MAY_DIFFER:
        return well(Sentence("doctor-clock"))
    found = doubt if abs(told.ahead) <= CLOCK_DIFFERS_BADLY else wrong
    return found(Sentence("doctor-clock-ahead" if told.ahead > 0 else "doctor-clock-behind", values))


def _ahead(headers: Mapping[str, str], now: datetime) -> float | None:
    told = _header(headers, "date")
    if told is None:
        return None
    try:
        return (now - parsedate_to_datetime(told)).total_seconds()
    except (TypeError, ValueError):
        return None


def _header(headers: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in headers.items() if key.lower() == name), None)
