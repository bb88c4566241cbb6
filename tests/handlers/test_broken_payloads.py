"""Payloads that lack something, and answers that cannot be given: sentences or silence, and no retry in vain."""

import json
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from sqlalchemy.exc import DataError, OperationalError

from bot.deps import Deps
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.knocking import JSON, Answer, as_form, knock
from tests.handlers.stories import TEXT
from tests.handlers.test_intake import happened

DIRECT = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0BODEN", "text": "hej", "ts": "1.2"}
MENTION = {"type": "app_mention", "channel": CHANNEL, "user": "U0BODEN", "text": "hej", "ts": "1.3"}


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough here: what is wrong is wrong before it."""
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return f"sqlite:///{tmp_path / 'natverksbot.db'}"


def tracebacks(house: House) -> list[str]:
    return [one["event"] for one in house.logged if one.get("exc_info")]


async def tell(house: House, event: dict[str, Any], **envelope: Any) -> Answer:
    return await knock(house, json.dumps({"type": "event_callback", "event": event, **envelope}).encode(), JSON)


# forms


async def test_a_form_that_is_closed_without_its_elements_is_silence(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    closed = kim.payloads.closed(kim.form.view, cleared=False)
    before = happened(house)
    for block in closed["view"]["blocks"]:
        block.pop("element", None)
        block.pop("elements", None)
    assert (await knock(house, as_form(closed))).status == 200
    del closed["view"]["state"]
    assert (await knock(house, as_form(closed))).status == 200
    del closed["view"]
    assert (await knock(house, as_form(closed))).status == 400
    assert happened(house)[0] == before[0]
    assert tracebacks(house) == []


@pytest.mark.parametrize("without", ["view", "title", "hash", "state"])
async def test_a_button_of_a_form_without_its_form_is_an_old_one(house: House, without: str) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    action = {"type": "button", "action_id": "form.add_row.v1", "block_id": "b", "value": "activities"}
    press = kim.payloads.view_actions(kim.form.view, action)
    if without == "view":
        del press["view"]
    else:
        press["view"] = {name: value for name, value in press["view"].items() if name != without}
    assert (await knock(house, as_form(press))).status == 200
    assert "äldre version" in kim.form.plain()
    assert tracebacks(house) == []


# events


@pytest.mark.parametrize("event", [DIRECT, MENTION])
async def test_a_message_that_does_not_say_which_or_where_is_silence(house: House, event: dict[str, Any]) -> None:
    for left_out in (("channel",), ("ts",), ("user",), ("channel", "ts", "user")):
        told = {name: value for name, value in event.items() if name not in left_out}
        assert (await tell(house, told)).status == 200
    assert (await tell(house, event | {"message": {"bot_id": "B1"}})).status == 200
    assert house.slack.called("chat.postMessage") == house.slack.called("chat.postEphemeral") == []
    assert tracebacks(house) == []


async def test_a_message_without_an_event_id_is_answered_once(house: House) -> None:
    for _ in range(2):
        assert (await tell(house, MENTION)).status == 200
    assert len(house.slack.called("chat.postEphemeral")) == 1


@pytest.mark.parametrize(
    ("kind", "statuses", "posted"),
    [
        # Given up, stopped, unknown: telling again mends nothing.
        ("error:channel_not_found", [200, 200], 1),
        ("error:token_revoked", [200, 200], 1),
        ("http_500_before", [200, 200], 1),
        ("fatal_error_after_apply", [200, 200], 1),
        # Nothing was done, and it is worth trying again.
        ("ratelimited:1", [503, 200], 2),
    ],
)
async def test_an_answer_that_cannot_be_posted(house: House, kind: str, statuses: list[int], posted: int) -> None:
    house.slack.fail("chat.postEphemeral", kind=kind)
    assert [(await tell(house, MENTION, event_id="Ev1")).status for _ in range(2)] == statuses
    assert len(house.slack.called("chat.postEphemeral")) == posted
    assert tracebacks(house) == []
    house.slack.calls.clear()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT", {}, ConnectionError("away")), 503),
        (ConnectionResetError(), 503),
        (ClientConnectionError(), 503),
        (DataError("INSERT", {}, ValueError("a NUL")), 200),
        (RuntimeError("a slip of ours"), 200),
        (KeyError("event_id"), 200),
    ],
)
async def test_an_event_is_told_again_only_where_that_mends_it(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Deps, "do", fails)
    assert (await tell(house, {"type": "channel_archive", "channel": CHANNEL})).status == status


async def test_somebody_without_an_id_changes_nobody(house: House) -> None:
    for user in ({"deleted": True}, {"id": None, "deleted": True}, {"id": "", "deleted": True}):
        assert (await tell(house, {"type": "user_change", "user": user})).status in (200, 400)
    assert tracebacks(house) == []
