"""What a call to Slack that did not end in `ok` means for what was to be done: given up, stopped, again, or unknown.

Only an answer that proves that nothing was done lets us do it again. Everything else is unknown, and Slack's history
decides (`scheduler.reconcile`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import machine_clock

log = structlog.get_logger(__name__)

#: What a call through the SDK raises. A 200 that is no JSON comes out as an AttributeError, bad UTF-8 as a ValueError,
#: like an `ok` without what was asked for (`given`).
CALL_ERRORS = (SlackClientError, aiohttp.ClientError, OSError, ValueError, AttributeError)

#: Seconds to wait: when Slack does not say how long, when no connection came about, while a workspace moves.
AFTER_LIMIT = 30.0
AFTER_NO_CONNECTION = 10.0
DURING_MIGRATION = 3600.0

#: The least and the most of what Slack's Retry-After may ask for, in seconds. Slack counts calls by the minute, so ten
#: minutes are more than it ever means; asking once too early costs a refused call, while a wrong figure would park
#: everything for years. Below a second we would only be refused again at once.
SHORTEST_WAIT = 1.0
LONGEST_WAIT = 600.0

#: Seconds as RFC 9110 writes them, and with the fraction that proxies add.
SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
#: How much of a header that says too much stands in the log.
MOST_LOGGED = 40


class NotGiven(ValueError):
    """Slack said `ok`, and not what it was asked for."""


def given(answer: Any, *path: str | int) -> Any:
    """Return what an answer holds at the end of a path of names and positions. Raises NotGiven.

    The SDK's own answer gives None for what is not there.
    """
    for step in path:
        found = answer.get(step) if isinstance(step, str) else next(iter(answer[step : step + 1]), None)
        if found is None:
            raise NotGiven(f"no {'.'.join(map(str, path))}")
        answer = found
    return answer


class Fault(StrEnum):
    """What a refusal is about."""

    #: This message, person or channel: it is given up.
    DELIVERY = "delivery"
    #: The token or the workspace: nothing can be sent until somebody has looked.
    WORKSPACE = "workspace"
    #: Nothing was done, and it is worth trying again.
    RETRY = "retry"
    #: It may have been done.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Refusal:
    """Why a call did not succeed: Slack's code or the exception's name, and how many seconds to wait."""

    fault: Fault
    code: str
    retry_after: float = 0.0


_WORKSPACE = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "deprecated_endpoint",
        "enterprise_is_restricted",
        "invalid_auth",
        "method_deprecated",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
#: Of somebody's own conversation: nothing reaches this person.
PERSON_REFUSALS = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_inactive",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
_DELIVERY = PERSON_REFUSALS | frozenset(
    {
        "cannot_reply_to_message",
        "ekm_access_denied",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "is_archived",
        "messages_tab_disabled",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "thread_not_found",
        "too_many_attachments",
        "too_many_contact_cards",
        # Of chat.update:
        "block_mismatch",
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
    }
)
_DELIVERY_PREFIXES = ("restricted_action", "invalid_blocks", "invalid_metadata", "metadata_", "slack_connect_")
_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_MIGRATION = frozenset({"org_login_required", "team_added_to_org", "external_channel_migrating"})


def refusal_of(error: Exception) -> Refusal:
    """Return what an exception of CALL_ERRORS means."""
    if isinstance(error, SlackApiError):
        return _of_answer(error.response)
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Refusal(Fault.RETRY, name, AFTER_NO_CONNECTION)
    return Refusal(Fault.UNKNOWN, name)


def _of_answer(answer: Any) -> Refusal:
    # Usually the SDK's own response; aiohttp's when the body could not be read.
    status: int = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
    data = getattr(answer, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or code in _LIMITED:
        return Refusal(Fault.RETRY, code or "ratelimited", retry_after(answer.headers, machine_clock()))
    if status >= 500 or not code:
        return Refusal(Fault.UNKNOWN, code or f"http_{status}")
    if code in _MIGRATION:
        return Refusal(Fault.RETRY, code, DURING_MIGRATION)
    return Refusal(_fault_of(code), code)


def _fault_of(code: str) -> Fault:
    if code in _WORKSPACE:
        return Fault.WORKSPACE
    if code in _DELIVERY or code.startswith(_DELIVERY_PREFIXES):
        return Fault.DELIVERY
    return Fault.UNKNOWN


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Return how many seconds a refusal asks to wait, from SHORTEST_WAIT to LONGEST_WAIT; AFTER_LIMIT when unsaid.

    `now` is the machine's clock, for a header that names an instant. What had to be bounded is logged.
    """
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), "").strip()
    asked = _seconds_in(told, now)
    bounded = min(max(asked, SHORTEST_WAIT), LONGEST_WAIT)
    if asked > LONGEST_WAIT:
        log.warning("Slack asks for a longer wait than it is given", asked=told[:MOST_LOGGED], seconds=bounded)
    return bounded


def _seconds_in(told: str, now: datetime) -> float:
    if SECONDS.fullmatch(told):
        # Of very many figures this is infinity.
        return float(told)
    try:
        instant = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return AFTER_LIMIT
    # `-0000` is UTC of which nobody says where.
    return ((instant if instant.tzinfo else instant.replace(tzinfo=UTC)) - now).total_seconds()
