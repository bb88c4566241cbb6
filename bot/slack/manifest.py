"""The Slack app's manifest: what it is called, what it offers, what it hears of, and what it may do."""

from collections.abc import Mapping
from typing import Any

from bot.errors import Sentence
from bot.language import Language
from bot.slack.commands import command_names

NAME = "Nätverksbot"
#: Slack takes only a-z 0-9 - _ . here.
DISPLAY_NAME = "natverksbot"
#: Behind the icon wherever Slack shows the app large: the green of `playground/page/mark.svg`.
BACKGROUND = "#0b5d5e"
#: Where Slack sends everything, below NATVERKSBOT_BASE_URL.
PATH = "/slack/events"

#: What the bot hears of without anybody pressing anything: each has its listener.
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_id_changed",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
    "user_change",
)

#: What the bot's token is asked to be allowed, and nothing that it does not use. Why stands in `prompts/words.yaml`, in
#: `scopes`.
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "pins:write",
    "users:read",
    "users:read.email",
)

#: Those of them that whoever installs the app may decline. Then something comes another way, and nothing fails; what is
#: lost stands in `prompts/errors.yaml`.
OPTIONAL = ("channels:join", "files:read", "files:write", "pins:write", "users:read.email")


def manifest(language: Language, base_url: str, *, socket: bool) -> dict[str, Any]:
    """Return the manifest, with words in one language.

    With `socket` Slack's payloads come over a connection that the bot opens, and no address of ours stands in it.
    """
    address: Mapping[str, Any] = {} if socket else {"request_url": base_url.rstrip("/") + PATH}
    return {
        "display_information": {
            "name": NAME,
            "description": language.word("app.description"),
            "long_description": language.word("app.long_description"),
            "background_color": BACKGROUND,
        },
        "features": _features(language, {} if socket else {"url": address["request_url"]}),
        # What is optional stands in both: Slack asks for what is in `bot`, and lets decline what is in the other.
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def why(scope: str, language: Language) -> str:
    """Return what the bot needs a scope for."""
    return language.word(f"scopes.{scope.replace(':', '_').replace('.', '_')}")


def lost_without(scope: str) -> Sentence:
    """Return what comes another way where an optional scope was declined, and what to do instead."""
    return Sentence(f"without-{scope.replace(':', '-').replace('.', '-')}")


def _features(language: Language, address: Mapping[str, Any]) -> dict[str, Any]:
    return {
        # Somebody writes to the bot and it answers: a read-only tab would shut that door.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": DISPLAY_NAME, "always_online": True},
        "shortcuts": [
            {
                "name": language.word("app.shortcut"),
                "type": "message",
                "callback_id": "log_commitment",
                "description": language.word("app.shortcut_does"),
            }
        ],
        "slash_commands": [
            {
                "command": command,
                "description": language.word(f"app.{name}"),
                "usage_hint": language.word(f"app.{name}_hint"),
                # What people type comes as they typed it: names and channels are not turned into ids.
                "should_escape": False,
                **address,
            }
            for name, command in command_names().items()
        ],
    }
