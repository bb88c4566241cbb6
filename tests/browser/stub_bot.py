"""A tiny bot beside a playground: it shows every block, opens a form with every element, and keeps what it is sent."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Stubben", "description": "Svarar på allt"},
    "features": {
        "bot_user": {"display_name": "natverksbot"},
        "slash_commands": [
            {"command": "/atagande", "description": "Skriv ett åtagande", "usage_hint": "[text] senast [datum]"},
            {"command": "/allt", "description": "Ett formulär med alla slags fält"},
            {"command": "/hjalp", "description": "Vad du kan göra"},
        ],
        "shortcuts": [
            {"type": "message", "name": "Gör till åtagande", "callback_id": "log", "description": "Av texten"},
            {"type": "global", "name": "Nytt åtagande", "callback_id": "new", "description": "Öppnar formuläret"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "im:history", "im:write", "pins:write", "channels:read"]}
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*texts: str) -> list[Json]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "v", **element},
        **more,
    }


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def modal(title: str, blocks: list[Json], **more: Any) -> Json:
    body: Json = {"type": "modal", "callback_id": title, "title": plain(title), "blocks": blocks}
    return body | {"submit": plain("Spara"), "close": plain("Avbryt")} | more


COMMITMENT = modal(
    "Nytt åtagande",
    [
        field(
            "text",
            "Vad åtar ni er?",
            {"type": "plain_text_input", "multiline": True, "placeholder": plain("Vi inför …")},
            hint=plain("En mening räcker. Resten kan ni fylla i hemma."),
        ),
        field("due", "Senast klart", {"type": "datepicker", "initial_date": "2027-05-28"}),
        field("who", "Ansvarig", {"type": "users_select", "placeholder": plain("Välj person")}, optional=True),
    ],
    notify_on_close=True,
)

EVERY_ELEMENT = modal(
    "Alla fält",
    [
        section("Här finns *alla* slags fält. Inget av det du skriver lämnar datorn."),
        field("line", "En rad", {"type": "plain_text_input"}, hint=plain("Kort och gott.")),
        field("lines", "Flera rader", {"type": "plain_text_input", "multiline": True}),
        field("number", "Antal", {"type": "number_input", "is_decimal_allowed": False, "max_value": "6"}),
        field("url", "Länk", {"type": "url_text_input"}),
        field("email", "E-post", {"type": "email_text_input"}),
        field(
            "one", "Ett av flera", {"type": "static_select", "options": options("Planera", "Genomföra", "Följa upp")}
        ),
        field("radio", "Hur går det?", {"type": "radio_buttons", "options": options("Pågår", "Klart")}),
        field("boxes", "Vilka?", {"type": "checkboxes", "options": options("Skola", "Förvaltning")}),
        field("many", "Teman", {"type": "multi_static_select", "options": options("Matematik", "Språk", "Trygghet")}),
        field("user", "Person", {"type": "users_select"}),
        field("users", "Personer", {"type": "multi_users_select"}),
        field("channel", "Kanal", {"type": "channels_select"}),
        field("place", "Konversation", {"type": "conversations_select"}),
        field("asked", "Skola", {"type": "external_select", "min_query_length": 1}),
        field("date", "Datum", {"type": "datepicker"}),
        field("time", "Tid", {"type": "timepicker"}),
        field("moment", "Tidpunkt", {"type": "datetimepicker"}),
        field("rich", "Berättelse", {"type": "rich_text_input"}),
        field("file", "Bilaga", {"type": "file_input", "filetypes": ["txt"]}),
        field("told", "Kommun", {"type": "static_select", "options": options("Boden", "Kalix")}, dispatch_action=True),
        field("free", "Övrigt", {"type": "plain_text_input"}, optional=True),
    ],
)

CARD = [
    {"type": "header", "text": plain("Åtagande 12: Kollegial handledning")},
    section(
        "Vi inför kollegial handledning i matematik på alla högstadieskolor.",
        fields=[
            {"type": "mrkdwn", "text": "*Kommun*\nBoden"},
            {"type": "mrkdwn", "text": "*Senast klart*\nfre 28 maj, v. 21"},
        ],
    ),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Pågår · skrivet av <@U0BODEN> i <#C0NORR>"}]},
    {
        "type": "actions",
        "elements": [
            button("Markera som klart", "done", style="primary"),
            button("Vi behöver stöd", "support"),
            button(
                "Avsluta",
                "end",
                style="danger",
                confirm={
                    "title": plain("Avsluta åtagandet?"),
                    "text": plain("Det går att öppna igen."),
                    "confirm": plain("Avsluta"),
                    "deny": plain("Låt vara"),
                },
            ),
            {
                "type": "overflow",
                "action_id": "rest",
                "options": options("Nytt datum", "Historik"),
            },
        ],
    },
]

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Din vecka: mån 18 jan, v. 3")},
        section("*Lämna in ert missiv*\nsenast ons 20 jan, v. 3", accessory=button("Öppna missivet", "done")),
        {"type": "divider"},
        section("*Åtagande 12: Kollegial handledning*\nPågår · senast klart fre 28 maj, v. 21"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Nästa konferens: ons 10–tors 11 feb, v. 6"}]},
    ],
}


class StubBot:
    """Answers signed payloads; what it was sent is kept by kind."""

    def __init__(self, token: str, api_url: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=api_url)
        self.sent: list[Json] = []
        #: what the next submission is answered with
        self.answer: Json | None = None
        #: what is still to be said
        self.saying: set[asyncio.Task[Any]] = set()
        #: the end of a form waits for this
        self.may_close = asyncio.Event()
        self.may_close.set()
        #: suggestions wait for this
        self.may_suggest = asyncio.Event()
        self.may_suggest.set()

    def of(self, kind: str) -> list[Json]:
        return [one for one in self.sent if one.get("type", "command" if "command" in one else "") == kind]

    async def serve(self, http: web.Request) -> web.Response:
        if http.content_type == "application/json":
            return await self._event((await http.json())["event"])
        form = dict(await http.post())
        body: Json = json.loads(str(form["payload"])) if "payload" in form else form
        self.sent.append(body)
        if "command" in body:
            return await self._command(body)
        answer: web.Response = await getattr(self, f"_{body['type']}")(body)
        return answer

    async def _event(self, event: Json) -> web.Response:
        if event["type"] == "app_home_opened":
            await self.client.views_publish(user_id=event["user"], view=HOME)
        return web.Response()

    async def _command(self, body: Json) -> web.Response:
        if body["command"] == "/hjalp":
            return web.json_response({"text": "*Det här kan du göra*\n`/atagande Vi inför …`: skriv ett åtagande"})
        view = EVERY_ELEMENT if body["command"] == "/allt" else COMMITMENT
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)
        return web.Response()

    async def _view_submission(self, body: Json) -> web.Response:
        answer, self.answer = self.answer, None
        if answer is None and body["view"]["callback_id"] == "Nytt åtagande":
            text = body["view"]["state"]["values"]["text"]["v"]["value"]
            self._soon(self.client.chat_postMessage(channel="C0NORR", text=text, blocks=CARD))
        return web.json_response(answer) if answer else web.Response()

    async def _block_actions(self, body: Json) -> web.Response:
        action = body["actions"][0]["action_id"]
        if action == "done" and "message" in body:
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            await self.client.chat_update(
                **where, text="Klart", blocks=[section("Åtagande 12 är *klart*. Bra jobbat.")]
            )
        elif action == "support" and "channel" in body:
            await self.client.chat_postEphemeral(
                channel=body["channel"]["id"], user=body["user"]["id"], text="Vem ska få veta att ni behöver stöd?"
            )
        return web.Response()

    async def _block_suggestion(self, body: Json) -> web.Response:
        await self.may_suggest.wait()
        return web.json_response({"options": options(f"{body['value'].capitalize()}skolan")})

    async def _shortcut(self, body: Json) -> web.Response:
        await self.client.views_open(trigger_id=body["trigger_id"], view=COMMITMENT)
        return web.Response()

    _message_action = _shortcut

    async def _view_closed(self, body: Json) -> web.Response:
        await self.may_close.wait()
        return web.Response()

    def _soon(self, saying: Coroutine[Any, Any, Any]) -> None:
        """Say something after the receipt, as a bot with a queue does."""
        task = asyncio.get_running_loop().create_task(saying)
        self.saying.add(task)
        task.add_done_callback(self.saying.discard)
