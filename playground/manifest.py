"""The app's manifest: what Slack would refuse in it, and what installing it grants."""

import re
from collections.abc import Collection
from typing import Any

from playground.limits.objects import Complaints

Json = dict[str, Any]
#: event -> scopes of which the app needs one to subscribe
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}


def complaints(manifest: Json) -> list[str]:
    """Return what Slack would refuse, each with its place; empty when the app can be made from it."""
    found = Complaints()
    _names(found, manifest)
    asked = scopes(manifest)
    for event in events(manifest):
        needed = EVENT_SCOPES.get(event, ())
        if needed and not set(needed) & set(asked):
            place = "/settings/event_subscriptions/bot_events"
            found.add(place, f"{event} needs one of the scopes: {', '.join(needed)}")
    if (commands(manifest) or shortcuts(manifest)) and "commands" not in asked:
        found.add("/oauth_config/scopes/bot", "commands and shortcuts need the scope: commands")
    if strange := sorted(set(optional(manifest)) - set(asked)):
        found.add("/oauth_config/scopes/bot_optional", f"not among those in bot: {', '.join(strange)}")
    _features(found, manifest.get("features", {}))
    return found.found


def _names(found: Complaints, manifest: Json) -> None:
    about = manifest.get("display_information", {})
    found.string(about.get("name", ""), "/display_information/name", 35)
    found.string(about.get("description"), "/display_information/description", 140)
    found.string(about.get("long_description"), "/display_information/long_description", 4000, least=175)
    colour = about.get("background_color")
    if colour is not None and not re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", colour):
        found.add("/display_information/background_color", "must be a colour in hex")
    bot = manifest.get("features", {}).get("bot_user", {}).get("display_name", "")
    if not re.fullmatch(r"[a-z0-9._-]{1,80}", bot):
        found.add("/features/bot_user/display_name", "only a-z 0-9 - _ . are allowed")


def _features(found: Complaints, features: Json) -> None:
    for number, command in enumerate(features.get("slash_commands", [])):
        place = f"/features/slash_commands/{number}"
        if not re.fullmatch(r"/[^\s/A-Z]{1,31}", command.get("command", "")):
            found.add(f"{place}/command", "must begin with / and have at most 32 characters, none of them capital")
        found.string(command.get("description", ""), f"{place}/description", 2000)
        found.string(command.get("usage_hint"), f"{place}/usage_hint", 1000)
    for number, shortcut in enumerate(found.items(features.get("shortcuts", []), "/features/shortcuts", 0, 10)):
        place = f"/features/shortcuts/{number}"
        found.one_of(shortcut.get("type"), f"{place}/type", ("message", "global"))
        found.string(shortcut.get("name", ""), f"{place}/name", 24)
        found.string(shortcut.get("callback_id", ""), f"{place}/callback_id", 255)
        found.string(shortcut.get("description", ""), f"{place}/description", 150)


def scopes(manifest: Json) -> list[str]:
    """Return the scopes that are asked for, for the bot's token."""
    return list(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))


def optional(manifest: Json) -> list[str]:
    """Return those of the scopes that whoever installs the app may decline."""
    return list(manifest.get("oauth_config", {}).get("scopes", {}).get("bot_optional", []))


def granted(manifest: Json, without: Collection[str]) -> list[str]:
    """Return the scopes of the token when some were declined; ValueError when that cannot be."""
    if needed := sorted(set(without) - set(optional(manifest))):
        raise ValueError(f"nobody can decline {', '.join(needed)}")
    return [scope for scope in scopes(manifest) if scope not in without]


def events(manifest: Json) -> list[str]:
    """Return the events the app subscribes to."""
    return list(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))


def commands(manifest: Json) -> set[str]:
    """Return the slash commands."""
    return {command["command"] for command in manifest.get("features", {}).get("slash_commands", [])}


def offers(manifest: Json) -> Json:
    """Return what a client suggests while one types: `commands` and `shortcuts` with their names and descriptions."""
    features = manifest.get("features", {})
    kept = ("command", "description", "usage_hint")
    commands = [{key: one[key] for key in kept if key in one} for one in features.get("slash_commands", [])]
    return {"commands": commands, "shortcuts": list(features.get("shortcuts", []))}


def shortcuts(manifest: Json) -> set[str]:
    """Return the callback ids of shortcuts."""
    return {shortcut["callback_id"] for shortcut in manifest.get("features", {}).get("shortcuts", [])}
