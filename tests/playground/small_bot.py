"""A tiny real Bolt app beside a playground: what the playground is tried against."""

from typing import TYPE_CHECKING, Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Bot:
    """A Bolt app served over real HTTP, and the client it uses."""

    def __init__(self, slack: Playground, client: AsyncWebClient) -> None:
        self.slack = slack
        self.client = client
        self.app = AsyncApp(
            client=client,
            signing_secret=slack.signing_secret,
            process_before_response=True,
            request_verification_enabled=True,
        )
        #: requests that came in, newest last
        self.requests: list[AsyncBoltRequest] = []
        #: answers instead of Bolt, when set
        self.instead: Callable[[], Awaitable[web.Response]] | None = None

    async def serve(self, http: web.Request) -> web.Response:
        if self.instead:
            return await self.instead()
        request = AsyncBoltRequest(
            body=await http.text(), headers={name: [value] for name, value in http.headers.items()}
        )
        self.requests.append(request)
        answer = await self.app.async_dispatch(request)
        headers = {name: values[0] for name, values in answer.headers.items()}
        return web.Response(status=answer.status, body=(answer.body or "").encode(), headers=headers)


def form(**more: Any) -> dict[str, Any]:
    """A small modal in the words of the contract."""
    text = {"type": "plain_text_input", "action_id": "v", "multiline": True}
    date = {"type": "datepicker", "action_id": "v"}
    return {
        "type": "modal",
        "callback_id": "commitment",
        "title": {"type": "plain_text", "text": "Nytt åtagande"},
        "submit": {"type": "plain_text", "text": "Spara"},
        "blocks": [
            {"type": "input", "block_id": "text", "label": {"type": "plain_text", "text": "Åtagande"}, "element": text},
            {
                "type": "input",
                "block_id": "due",
                "optional": True,
                "label": {"type": "plain_text", "text": "Senast klart"},
                "element": date,
            },
        ],
        **more,
    }
