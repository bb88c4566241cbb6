"""A wheel's picture, and its addresses outside Slack."""

from dataclasses import replace

from bot.language import Language
from bot.messages.registry import Message
from bot.messages.wheel_links import links_message, picture_message, revoked_message
from bot.messages.wheel_picture import Asked
from tests.documents.wheels import wheel_of
from tests.messages.variants.facts import HOSTILE
from tests.messages.variants.shown import Variant, message

_TOKEN = "s4mpl3-" * 6 + "x"


def _links(unit: str, *, own: bool) -> Variant:
    def shown(language: Language) -> Message:
        page, calendar = f"https://bot.example/wheel/{_TOKEN}", f"https://bot.example/calendar/{_TOKEN}.ics"
        return links_message(unit, page, calendar, calendar if own else None, language)

    return shown


VARIANTS: dict[str, Variant] = {
    "wheel-picture.small": message(
        "wheel-picture", Asked(2, replace(wheel_of(5), title="Exempelskolan", subtitle="2026/27"))
    ),
    "wheel-picture.longest": message(
        "wheel-picture", Asked(2, replace(wheel_of(60), title="Ö" * 80, subtitle="2026/27"))
    ),
    "wheel-picture.hostile": message(
        "wheel-picture", Asked(2, replace(wheel_of(5), title=HOSTILE, subtitle="2026/27"))
    ),
    "wheel-links.picture": lambda language: picture_message("Exempelskolan", language),
    "wheel-links.picture-hostile": lambda language: picture_message(HOSTILE, language),
    "wheel-links.one-school": _links("Exempelskolan", own=False),
    "wheel-links.several-schools": _links("Exempelskolan", own=True),
    "wheel-links.hostile": _links(HOSTILE, own=True),
    "wheel-links.revoked": lambda language: revoked_message(3, language),
    "wheel-links.one-revoked": lambda language: revoked_message(1, language),
    "wheel-links.none-to-revoke": lambda language: revoked_message(0, language),
}
