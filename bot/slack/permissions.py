"""What the bot's token may do, as Slack says with every answer; so nothing is called that was declined."""

from collections.abc import Mapping
from types import SimpleNamespace

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.outcomes import CALL_ERRORS, refusal_of

log = structlog.get_logger(__name__)

#: The header in which Slack says it.
HEADER = "x-oauth-scopes"


def told_scopes(headers: Mapping[str, str]) -> frozenset[str] | None:
    """Return the scopes that an answer's headers name; None when they name none, as there is no token without any."""
    told = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    return frozenset(scope.strip() for scope in told.split(",") if scope.strip()) or None


class Permissions:
    """The scopes of the bot's token as of Slack's latest answer. Installing the app again may change them any time."""

    def __init__(self, granted: frozenset[str] | None = None) -> None:
        #: None until Slack has said.
        self.granted = granted

    def lack(self, *scopes: str) -> bool:
        """Return whether Slack has said that one of these was not granted."""
        return self.granted is not None and not self.granted.issuperset(scopes)

    @property
    def may_join(self) -> bool:
        """Whether the bot may go into an open channel by itself, as far as is known."""
        return not self.lack("channels:join")

    def watch(self, token: str | None) -> aiohttp.TraceConfig:
        """Return what takes notice of the scopes in every answer to a call with this token, and with no other."""

        async def answered(_: object, __: SimpleNamespace, what: aiohttp.TraceRequestEndParams) -> None:
            is_ours = what.headers.get("Authorization") == f"Bearer {token}"
            if is_ours and (told := told_scopes(what.response.headers)) is not None:
                self.granted = told

        watch = aiohttp.TraceConfig()
        watch.on_request_end.append(answered)
        return watch

    async def ask(self, slack: AsyncWebClient) -> None:
        """Call Slack for nothing but its answer's headers; when it does not tell, nothing is known as before."""
        try:
            await slack.auth_test()
        except CALL_ERRORS as error:
            log.warning("Slack does not tell what the bot may do", code=refusal_of(error).code)
