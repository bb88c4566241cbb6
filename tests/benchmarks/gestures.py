"""What people do, as the signed requests that Slack makes of it."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

SECRET = "benchmark-signing-secret"
CHANNEL = "C0NORR"


def command(name: str, user: str, trigger: str) -> bytes:
    """Return a slash command without words."""
    body = {"token": "old", "team_id": "T0BENCH", "team_domain": "bench", "channel_id": CHANNEL, "channel_name": "norr"}
    body |= {"user_id": user, "user_name": user.lower(), "command": name, "text": "", "api_app_id": "A0BENCH"}
    body |= {"is_enterprise_install": "false", "response_url": "http://127.0.0.1:9/unused", "trigger_id": trigger}
    return signed(urlencode(body))


def submission(view: dict[str, Any], user: str, trigger: str, text: str, due_on: str) -> bytes:
    """Return the form handed in: its text and its date filled in, the rest left empty."""
    values = {one["block_id"]: {one["element"]["action_id"]: _left(one["element"])} for one in _inputs(view)}
    values["q.text"]["a.text"]["value"] = text
    values["q.due_on"]["a.due_on"]["selected_date"] = due_on
    shown = view | {"id": "V0BENCH", "hash": "1.a", "team_id": "T0BENCH", "state": {"values": values}}
    body: dict[str, Any] = {"type": "view_submission", "team": {"id": "T0BENCH", "domain": "bench"}, "enterprise": None}
    body |= {"user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": "T0BENCH"}}
    body |= {"api_app_id": "A0BENCH", "token": "old", "is_enterprise_install": False, "trigger_id": trigger}
    return signed(urlencode({"payload": json.dumps(body | {"view": shown, "response_urls": []})}))


def event(user: str, trigger: str) -> bytes:
    """Return an event that neither app does anything about."""
    happened = {"type": "reaction_added", "user": user, "reaction": "eyes", "event_ts": "1.1", "item_user": user}
    body = {"type": "event_callback", "team_id": "T0BENCH", "api_app_id": "A0BENCH", "event_id": f"Ev{trigger}"}
    return signed(json.dumps(body | {"token": "old", "event_time": 1, "event": happened}), "application/json")


def signed(body: str, content_type: str = "application/x-www-form-urlencoded") -> bytes:
    """Return a request to /slack/events with Slack's signature."""
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    head = f"POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {content_type}\r\n"
    head += (
        f"x-slack-request-timestamp: {now}\r\nx-slack-signature: v0={signature}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def _inputs(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def _left(element: dict[str, Any]) -> dict[str, Any]:
    empty = {"plain_text_input": "value", "datepicker": "selected_date", "static_select": "selected_option"}
    chosen = element.get("initial_option") if element["type"] == "static_select" else None
    return {"type": element["type"], empty[element["type"]]: chosen}
