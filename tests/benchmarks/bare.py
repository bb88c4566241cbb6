"""The bare app: what somebody writes with Bolt alone. It opens the same form and commits the same rows as the bot.

It asks who writes for whom and which themes there are, since both stand in the form. It does not ask what people may,
what they had begun, or whether a form was handed in before, and it sends nothing.
"""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import create_engine, text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

URL, FORM = os.environ["DATABASE_URL"], json.loads(Path(os.environ["BENCHMARK_FORM"]).read_text(encoding="utf-8"))
# One connection makes SQLite's writers queue in Python; its own way of waiting is a sleep, and slower.
ENGINE = create_engine(URL, pool_size=1 if URL.startswith("sqlite") else 8, max_overflow=0)
WHO = text("SELECT * FROM roles r JOIN people p ON p.id = r.person_id WHERE p.slack_user_id = :user")
AREAS = text("SELECT p.content FROM programmes p JOIN networks n ON n.programme_id = p.id WHERE n.id = :network_id")
NUMBER = text("UPDATE workspaces SET commitments_made = commitments_made + 1 RETURNING commitments_made")
COMMITMENT = text(
    "INSERT INTO commitments (workspace_id, number, network_id, unit_id, author_id, text, due_on, due_changes, state,"
    " version, form_key, created_at) VALUES (:workspace_id, :number, :network_id, :unit_id, :person_id, :text, :due_on,"
    " 0, 'ongoing', 1, :form_key, :now) RETURNING id"
)
EVENT = text(
    "INSERT INTO events (workspace_id, at, person_id, via, action, subject, subject_id, changes)"
    " VALUES (:workspace_id, :now, :person_id, 'slack', 'created', 'commitments', :id, :changes)"
)
DELIVERY = text(
    "INSERT INTO deliveries (workspace_id, key, kind, subject, subject_id, recipient, due_at, expires_at, status,"
    " attempt, refresh_version, created_at) VALUES (:workspace_id, :key, 'commitment-card', 'commitments', :id,"
    " :recipient, :now, :later, 'pending', 0, 0, :now)"
)
slack = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = AsyncApp(client=slack, signing_secret=os.environ["SLACK_SIGNING_SECRET"], process_before_response=True)


@app.command("/atagande")
async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    view = await asyncio.to_thread(form_for, body["user_id"])
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


@app.view(FORM["callback_id"])
async def hand_in(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
    await asyncio.to_thread(store, body["user"]["id"], view)
    await ack()


@app.event("reaction_added")
async def only_ack(ack: AsyncAck) -> None:
    await ack()


def form_for(user: str) -> dict[str, Any]:
    with ENGINE.connect() as connection:
        row = connection.execute(WHO, {"user": user}).mappings().one()
        content = connection.execute(AREAS, {"network_id": row["network_id"]}).scalar_one()
    areas = (json.loads(content) if isinstance(content, str) else content)["areas"]
    themes = [
        {"value": theme["id"], "text": {"type": "plain_text", "text": theme["title"][:75]}}
        for area in areas
        for theme in area["themes"]
    ]
    blocks = [
        block | {"element": block["element"] | {"options": themes}} if block["block_id"] == "q.theme" else block
        for block in FORM["blocks"]
    ]
    return FORM | {"blocks": blocks, "private_metadata": uuid4().hex}


def store(user: str, view: dict[str, Any]) -> None:
    now, values = datetime.now(UTC), view["state"]["values"]
    said = {"text": values["q.text"]["a.text"]["value"], "due_on": values["q.due_on"]["a.due_on"]["selected_date"]}
    with ENGINE.begin() as connection:
        row = dict(connection.execute(WHO, {"user": user}).mappings().one())
        row |= {"number": connection.execute(NUMBER).scalar_one(), "form_key": view["private_metadata"], **said}
        row |= {"now": str(now), "later": str(now + timedelta(days=30)), "changes": json.dumps(said | {"user": user})}
        row["id"] = connection.execute(COMMITMENT, row).scalar_one()
        connection.execute(EVENT, row)
        row |= {"recipient": f"network:{row['network_id']}", "key": f"commitment-card:commitments-{row['id']}:once"}
        connection.execute(DELIVERY, row)


async def events(request: Request) -> Response:
    return await AsyncSlackRequestHandler(app).handle(request)


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


if __name__ == "__main__":
    routes = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", healthz)]
    uvicorn.run(Starlette(routes=routes), port=int(os.environ["PORT"]), access_log=False, log_level="warning")
