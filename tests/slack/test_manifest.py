"""The app asks for what it uses, hears what it listens to, and says why: nothing more, nothing less."""

import ast
import io
import json
from collections.abc import Iterator
from datetime import date

import pytest
from jsonschema import Draft7Validator
from PIL import Image
from slack_sdk.web.async_client import AsyncWebClient

from bot.language import LOCALES, Language
from bot.slack.commands import command_names
from bot.slack.manifest import EVENTS, SCOPES, manifest, why
from playground import manifest as in_slack
from tests.house.listeners import listeners
from tests.syntax import tree_of
from tests.words.sentences import ROOT
from tools.slack_app import SIZES, TABLE, icon, icon_file, scope_table

TODAY = date(2026, 11, 23)
BASE = "https://natverksbot.exempel.se"

#: What each method of the SDK that we call needs, in every kind of conversation we call it in (public and private
#: channels, and direct ones where `im:` stands): docs.slack.dev/reference/methods.
METHODS: dict[str, tuple[str, ...]] = {
    "apps_connections_open": (),  # the app-level token's connections:write
    "auth_test": (),
    "bots_info": ("users:read",),
    "chat_delete": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_join": ("channels:join",),
    "conversations_members": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "files_completeUploadExternal": ("files:write",),
    "files_getUploadURLExternal": ("files:write",),
    "files_info": ("files:read",),
    "files_upload_v2": ("files:write",),
    "pins_add": ("pins:write",),
    "users_conversations": ("channels:read", "groups:read"),
    "users_info": ("users:read",),
    "users_lookupByEmail": ("users:read.email",),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
#: What each event we subscribe to needs: docs.slack.dev/reference/events.
HEARD: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}


def called() -> Iterator[str]:
    """Every method of Slack's Web API that the bot calls, by the SDK's name for it."""
    known = {name for name in dir(AsyncWebClient) if "_" in name.strip("_") and name != "api_call"}
    for folder in ("bot", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(tree_of(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in known:
                    yield node.attr


def test_every_permission_is_used_and_every_use_is_permitted() -> None:
    methods = set(called())
    assert {"chat_postMessage", "conversations_history", "views_open"} <= methods
    assert methods - METHODS.keys() == set(), "say in METHODS what it needs"
    by_methods = {scope for method in methods for scope in METHODS[method]}
    by_events = {scope for event in EVENTS for scope in HEARD[event]}
    # Slash commands and shortcuts.
    assert set(SCOPES) == by_methods | by_events | {"commands"}


def test_the_app_subscribes_to_what_it_listens_to(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = set(listeners(monkeypatch).events.ids)
    assert {event.partition(".")[0] for event in EVENTS} == heard


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("socket", [True, False])
def test_slack_would_take_it(locale: str, socket: bool) -> None:
    made = manifest(Language(locale, TODAY), BASE, socket=socket)
    assert in_slack.complaints(made) == []
    assert in_slack.commands(made) == set(command_names().values())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("version", [1, 2])
def test_slack_s_own_schema_takes_it(locale: str, version: int) -> None:
    schema = json.loads((ROOT / "tests" / "schemas" / f"slack-manifest.schema.{version}.json").read_text("utf-8"))
    check = Draft7Validator(schema)
    for socket in (True, False):
        made = manifest(Language(locale, TODAY), BASE, socket=socket)
        assert [error.message for error in check.iter_errors(made)] == []
        # And it is the schema that says so.
        made["display_information"]["long_description"] = "Kort."
        assert [list(error.path) for error in check.iter_errors(made)] == [["display_information", "long_description"]]


def test_every_permission_says_why_in_words_of_its_own() -> None:
    for locale in LOCALES:
        reasons = [why(scope, Language(locale, TODAY)) for scope in SCOPES]
        assert len(set(reasons)) == len(SCOPES)


def test_with_socket_mode_no_address_stands_in_it() -> None:
    made = manifest(Language("sv", TODAY), BASE, socket=True)
    assert BASE not in str(made)
    assert made["settings"]["socket_mode_enabled"] is True


def test_without_socket_mode_everything_goes_to_one_address() -> None:
    made = manifest(Language("sv", TODAY), f"{BASE}/", socket=False)
    addresses = {command["url"] for command in made["features"]["slash_commands"]}
    addresses |= {made["settings"][name]["request_url"] for name in ("event_subscriptions", "interactivity")}
    assert addresses == {f"{BASE}/slack/events"}


def test_the_document_says_why_each_permission_is_asked_for_and_what_is_lost_without_it() -> None:
    assert TABLE.findall((ROOT / "docs" / "slack.md").read_text(encoding="utf-8")) == [scope_table()]


@pytest.mark.parametrize("size", SIZES)
def test_the_icon_is_the_mark_as_it_is_drawn_now(size: int) -> None:
    drawn = Image.open(io.BytesIO(icon(size)))
    with Image.open(icon_file(size)) as shipped:
        assert shipped.size == (size, size)
        assert shipped.tobytes() == drawn.tobytes()
        # Slack rounds the corners: nothing may shine through there.
        assert {shipped.getpixel((x, y)) for x in (0, size - 1) for y in (0, size - 1)} == {(0x0B, 0x5D, 0x5E, 255)}
