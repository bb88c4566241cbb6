"""What comes in is Slack's own, fresh and whole, or nothing is done."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, MutableMapping
from copy import deepcopy
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.slack.intake import MOST_UNPROVEN, USUAL_BYTES, Intake
from bot.storage.tables import Draft, Event
from playground.delivery import sign
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.knocking import FORM, JSON, as_form, knock

MIB = 1024 * 1024


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough here: nothing reaches it."""
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return f"sqlite:///{tmp_path / 'natverksbot.db'}"


def happened(house: House) -> tuple[int, int, int]:
    """Count what has been done: changes, drafts, and calls to Slack."""
    with house.database.reading() as session:
        # What Slack tells about people and the workspace comes by itself.
        by_itself = Event.subject.in_(["people", "workspaces"])
        changes = session.scalar(select(func.count()).select_from(Event).where(~by_itself))
        drafts = session.scalar(select(func.count()).select_from(Draft))
    answers = [call for call in house.slack.calls if call.method.startswith(("chat.", "views."))]
    return changes or 0, drafts or 0, len(answers)


@pytest.fixture
async def quiet(house: House) -> AsyncIterator[House]:
    """A house in which nothing may have been done when the test ends."""
    await house.person("U0BODEN").command("/atagande", "hjälp", channel=CHANNEL)
    before = happened(house)
    yield house
    assert happened(house) == before


def command(text: str = "Vi inför kollegial handledning") -> dict[str, str]:
    return {
        "command": "/atagande",
        "text": text,
        "user_id": "U0BODEN",
        "channel_id": CHANNEL,
        "trigger_id": "1.2.3",
        "team_id": "T0NETWORK",
    }


async def test_an_unsigned_request_is_refused(quiet: House) -> None:
    body = urlencode(command()).encode()
    assert (await knock(quiet, body, signature="")).status == 401
    assert (await knock(quiet, body, signature="v0=" + "0" * 64)).status == 401
    assert (await knock(quiet, body, signature="v0=åäö")).status == 401


async def test_without_a_secret_nobody_can_prove_to_be_slack() -> None:
    answered: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": urlencode(command()).encode()}

    async def send(message: MutableMapping[str, Any]) -> None:
        answered.append(message)

    async def app(*_: object) -> None:
        raise AssertionError("Nobody may come this far.")

    timestamp = str(int(time.time()))
    signature = sign("", timestamp, urlencode(command()).encode())
    headers = [(b"x-slack-request-timestamp", timestamp.encode()), (b"x-slack-signature", signature.encode())]
    await Intake(app, None)({"headers": headers}, receive, send)
    assert answered[0]["status"] == 401


async def test_large_bodies_that_nobody_has_signed_are_not_all_held_at_once() -> None:
    statuses: list[int] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def app(*_: object) -> None:
        raise AssertionError("Nobody may come this far.")

    intake, forged = Intake(app, "secret"), f"v0={'0' * 64}".encode()
    headers = [(b"x-slack-request-timestamp", str(int(time.time())).encode()), (b"x-slack-signature", forged)]

    async def asks(length: int) -> None:
        first = {"type": "http.request", "body": b"x" * length, "more_body": True}
        pieces: list[MutableMapping[str, Any]] = [first, {"type": "http.request"}]

        async def receive() -> MutableMapping[str, Any]:
            await asyncio.sleep(0)
            return pieces.pop(0)

        await intake({"headers": headers}, receive, send)

    await asyncio.gather(*(asks(MIB) for _ in range(40)))
    assert (statuses.count(401), statuses.count(503)) == (32, 8)
    # What is as small as Slack's usually are is looked at however much is under way, and nothing is left behind.
    statuses.clear()
    intake.unproven = MOST_UNPROVEN
    await asks(USUAL_BYTES)
    assert (statuses, intake.unproven) == ([401], MOST_UNPROVEN)


@pytest.mark.parametrize("timestamp", ["", "abc", "-1", "1e9", "²", "9" * 5000, "1764000000.5"])
async def test_a_timestamp_that_is_no_time_is_refused(quiet: House, timestamp: str) -> None:
    body = urlencode(command()).encode()
    assert (await knock(quiet, body, timestamp=timestamp)).status == 401


@pytest.mark.parametrize("age", [301, -301, 86_400])
async def test_a_request_of_more_than_five_minutes_is_refused(quiet: House, age: float) -> None:
    assert (await knock(quiet, urlencode(command()).encode(), age=age)).status == 401


async def test_a_request_of_nearly_five_minutes_is_taken(house: House) -> None:
    answer = await knock(house, urlencode(command("hjälp")).encode(), age=290)
    assert answer.status == 200
    assert "Det här kan du göra" in answer.json()["text"]


async def test_what_is_too_large_is_refused(quiet: House) -> None:
    assert (await knock(quiet, b"x" * (MIB + 1))).status == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b"x" * (MIB // 16)

    assert (await knock(quiet, pieces())).status == 413


async def test_what_is_just_small_enough_is_looked_at(quiet: House) -> None:
    assert (await knock(quiet, b"x" * MIB)).status == 400


async def test_only_posts_are_taken(quiet: House) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert (await knock(quiet, b"", method=method)).status == 405


UNREADABLE = {
    "nothing": (b"", FORM),
    "no payload": (b"a=b", FORM),
    "broken JSON in a form": (b"payload=%7B%22type", FORM),
    "broken JSON": (b'{"type": ', JSON),
    "JSON in a form's clothes": (b'{"type":"event_callback","event":{"type":"x"}}', FORM),
    "a list": (b"[1]", JSON),
    "a number": (b"payload=1", FORM),
    "null": (b"payload=null", FORM),
    "bytes that are no UTF-8": (b"\xff\xfe", FORM),
    "such bytes in a form": (b"command=%FF", FORM),
    "such bytes in JSON": (b'{"type":"\xe5"}', JSON),
    "deep JSON": (b"payload=" + b"[" * 100_000, FORM),
    "rather deep JSON": (b'payload={"type":"x","a":' + b"[" * 900 + b"]" * 900 + b"}", FORM),
    "a figure without end": (b'{"type":"x","a":' + b"9" * 5000 + b"}", JSON),
    "another kind of body": (b"payload=%7B%22type%22%3A%22shortcut%22%7D", "text/plain"),
    "no type": (b"payload=%7B%7D", FORM),
    "a type that is no word": (b"payload=%7B%22type%22%3A1%7D", FORM),
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_a_signed_request_that_cannot_be_read_is_a_bad_one(quiet: House, name: str) -> None:
    body, content_type = UNREADABLE[name]
    assert (await knock(quiet, body, content_type)).status == 400


USER: dict[str, Any] = {"id": "U0BODEN"}
VIEW: dict[str, Any] = {
    "id": "V1",
    "type": "modal",
    "callback_id": "form.commitment.v1",
    "private_metadata": "",
    "blocks": [{"type": "input", "block_id": "q.text"}],
    "state": {"values": {"q.text": {"a.text": {"type": "plain_text_input", "value": "Vi inför …"}}}},
}
PAYLOADS: dict[str, dict[str, Any]] = {
    "block_actions": {
        "type": "block_actions",
        "user": USER,
        "channel": {"id": CHANNEL},
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": "commitment.done.v1", "value": "1"}],
    },
    "view_submission": {"type": "view_submission", "user": USER, "view": VIEW, "trigger_id": "1.2.3"},
    "view_closed": {"type": "view_closed", "user": USER, "view": VIEW},
    "message_action": {
        "type": "message_action",
        "user": USER,
        "callback_id": "log_commitment",
        "channel": {"id": CHANNEL},
        "message": {"text": "Vi inför …"},
        "trigger_id": "1.2.3",
    },
    "shortcut": {"type": "shortcut", "user": USER, "callback_id": "log_commitment", "trigger_id": "1.2.3"},
    "block_suggestion": {
        "type": "block_suggestion",
        "user": USER,
        "action_id": "a.text",
        "block_id": "b",
        "value": "x",
    },
    "event_callback": {"type": "event_callback", "event": {"type": "message", "user": "U0BODEN", "channel": CHANNEL}},
    "url_verification": {"type": "url_verification", "challenge": "x"},
}
#: Where something may stand that Bolt or a listener reads, and what must not stand there.
WRONG: dict[str, list[tuple[str, Any]]] = {
    "block_actions": [
        ("user", None),
        ("user", "U0BODEN"),
        ("user.id", 7),
        ("user.id", "U\u0000"),
        ("channel", []),
        ("actions", []),
        ("actions", {}),
        ("actions.0", "x"),
        ("actions.0.action_id", None),
        ("actions.0.value", {"a": 1}),
        ("trigger_id", None),
        ("response_url", 1),
        ("team", 3),
        ("enterprise", 3),
        ("container", "x"),
        ("view", {"id": "V1"}),
    ],
    "view_submission": [
        ("view", None),
        ("view.state", None),
        ("view.state.values", []),
        ("view.state.values", {"q.text": {"a.text": {"value": 1}}}),
        ("view.state.values", {"q.level": {"a.level": {"selected_option": "x"}}}),
        ("view.state.values", {"q.text": 3}),
        ("view.blocks", "x"),
        ("view.blocks.0", "x"),
        ("view.blocks.0.block_id", 1),
        ("view.private_metadata", {}),
        ("view.callback_id", None),
        ("view.type", None),
        ("view.type", "workflow_step"),
        ("response_urls", [1]),
        ("response_urls", None),
        ("event", {"authorizations": True}),
    ],
    "view_closed": [("view", []), ("view.blocks", None), ("user", {}), ("view.title", "x")],
    "message_action": [("message", None), ("message", "x"), ("message.text", 1), ("channel", None), ("channel.id", 1)],
    "shortcut": [("callback_id", None), ("user", 1), ("trigger_id", 1)],
    "block_suggestion": [("action_id", None), ("value", None)],
    "event_callback": [
        ("event", None),
        ("event", "x"),
        ("event.type", 1),
        ("event.user", 1),
        ("event.user", {"id": 1}),
        ("event.channel", 3),
        ("authorizations", 1),
        ("authorizations", ["x"]),
    ],
    "url_verification": [("challenge", None), ("challenge", 1)],
}


def changed(payload: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with something else at a place."""
    copied = deepcopy(payload)
    *way, last = path.split(".")
    place: Any = copied
    for step in way:
        place = place[int(step)] if step.isdecimal() else place[step]
    place[int(last) if last.isdecimal() else last] = value
    return copied


def encoded(payload: dict[str, Any]) -> tuple[bytes, str]:
    is_event = payload["type"] in ("event_callback", "url_verification")
    return (json.dumps(payload).encode(), JSON) if is_event else (as_form(payload), FORM)


@pytest.mark.parametrize("kind", WRONG)
async def test_a_payload_of_the_wrong_shape_is_a_bad_request(quiet: House, kind: str) -> None:
    for path, value in WRONG[kind]:
        answer = await knock(quiet, *encoded(changed(PAYLOADS[kind], path, value)))
        assert answer.status == 400, (path, value)


@pytest.mark.parametrize("left_out", ["user_id", "channel_id", "trigger_id"])
async def test_a_command_without_what_we_need_is_a_bad_request(quiet: House, left_out: str) -> None:
    given = {name: value for name, value in command().items() if name != left_out}
    assert (await knock(quiet, urlencode(given).encode())).status == 400


@pytest.mark.parametrize("kind", ["interactive_message", "dialog_submission", "workflow_step_edit", "x"])
async def test_a_kind_that_is_none_of_ours_is_a_bad_request(quiet: House, kind: str) -> None:
    assert (await knock(quiet, as_form({"type": kind, "user": USER, "callback_id": "x"}))).status == 400


@pytest.mark.parametrize("kind", PAYLOADS)
async def test_the_right_shape_passes(house: House, kind: str) -> None:
    answer = await knock(house, *encoded(PAYLOADS[kind]))
    # The trigger is made up, so that nobody can be told: what failed is shown by Slack's client, a refusal is silence.
    house.slack.calls.clear()
    untold = {"message_action": 503}
    assert answer.status == untold.get(kind, 200)


async def test_a_certificate_is_tried(quiet: House) -> None:
    assert (await knock(quiet, b"ssl_check=1&token=x")).status == 200


async def test_the_address_is_proven_ours(quiet: House) -> None:
    payload = {"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}
    answer = await knock(quiet, json.dumps(payload).encode(), JSON)
    assert (answer.status, answer.json()["challenge"]) == (200, "3eZbrw1a")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("U0BODEN"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "type"]), inner),
    max_leaves=6,
)
PLACES = sorted({path for places in WRONG.values() for path, _ in places} - {"event.type"})
MORE = [
    "team_id",
    "is_enterprise_install",
    "is_ext_shared_channel",
    "authorizations",
    "event",
    "message",
    "item",
    "view",
]


def _hurt(payload: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    for path, value in places.items():
        try:
            payload = changed(payload, path, value)
        except (LookupError, TypeError, ValueError):
            continue
    return payload


HURT = st.builds(
    _hurt, st.sampled_from(list(PAYLOADS.values())), st.dictionaries(st.sampled_from(PLACES + MORE), VALUES, max_size=3)
)
BODIES: dict[str, st.SearchStrategy[tuple[bytes, str]]] = {
    "any bytes": st.tuples(st.binary(), st.sampled_from([FORM, JSON, "", "text/plain"])),
    "any fields": st.builds(
        lambda fields: (urlencode(fields).encode(), FORM),
        st.dictionaries(st.sampled_from([*command(), "payload", "ssl_check", "type"]), st.text()),
    ),
    "hurt payloads": HURT.map(lambda payload: encoded({"type": "x", **payload})),
}


@pytest.mark.parametrize("name", BODIES)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_no_signed_bytes_break_the_bot(house: House, name: str, data: Any) -> None:
    draw: Callable[[Any], tuple[bytes, str]] = data.draw
    answer = await knock(house, *draw(BODIES[name]))
    assert answer.status in (200, 400, 404, 503), answer.body
    house.slack.calls.clear()
