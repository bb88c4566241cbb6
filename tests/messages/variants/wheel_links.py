"""Addresses of a wheel outside Slack."""

from bot.language import Language
from bot.messages.registry import Message
from bot.messages.wheel_links import links_message, revoked_message
from tests.messages.variants.facts import HOSTILE
from tests.messages.variants.shown import Variant

_TOKEN = "s4mpl3-" * 6 + "x"


def _links(unit: str, *, own: bool) -> Variant:
    def shown(language: Language) -> Message:
        page, calendar = f"https://bot.example/wheel/{_TOKEN}", f"https://bot.example/calendar/{_TOKEN}.ics"
        return links_message(unit, page, calendar, calendar if own else None, language)

    return shown


VARIANTS: dict[str, Variant] = {
    "wheel-links.one-school": _links("Exempelskolan", own=False),
    "wheel-links.several-schools": _links("Exempelskolan", own=True),
    "wheel-links.hostile": _links(HOSTILE, own=True),
    "wheel-links.revoked": lambda language: revoked_message(3, language),
    "wheel-links.one-revoked": lambda language: revoked_message(1, language),
    "wheel-links.none-to-revoke": lambda language: revoked_message(0, language),
}
