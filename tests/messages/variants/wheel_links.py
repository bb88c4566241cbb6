"""A wheel's picture, and its addresses outside Slack."""

from dataclasses import replace
from datetime import date

from bot.language import Language
from bot.messages.registry import Message
from bot.messages.wheel_links import (
    NewLinks,
    ShownLink,
    links_message,
    live_links_message,
    picture_message,
    revoked_message,
)
from bot.messages.wheel_picture import Asked
from tests.documents.wheels import wheel_of
from tests.messages.variants.facts import HOSTILE
from tests.messages.variants.shown import Variant, message

_TOKEN = "s4mpl3-" * 6 + "x"


def _links(unit: str, *, own: bool, ended: int = 0) -> Variant:
    def shown(language: Language) -> Message:
        page, calendar = f"https://bot.example/wheel/{_TOKEN}", f"https://bot.example/calendar/{_TOKEN}.ics"
        gone = [_link(number, unit) for number in range(ended)]
        return links_message(NewLinks(2, unit, page, calendar, calendar if own else None, gone), language)

    return shown


def _link(number: int, unit: str, person: str = "Kim Exempel") -> ShownLink:
    kind, of = [("wheel", unit), ("calendar", unit), ("calendar", None)][number % 3]
    return ShownLink(number, kind, of, person, date(2026, 8, 10))


def _live(
    count: int, unit: str = "Exempelskolan", person: str = "Kim Exempel", *, offset: int = 0, ended: int = 0
) -> Variant:
    links = [_link(number, unit, person) for number in range(count)]
    return lambda language: live_links_message(2, unit, links, offset, language, ended=ended)


VARIANTS: dict[str, Variant] = {
    "wheel-picture.small": message(
        "wheel-picture", Asked(2, replace(wheel_of(5), title="Exempelskolan", subtitle="2026/27"))
    ),
    "wheel-picture.of-somebody-elses": message(
        "wheel-picture", Asked(2, replace(wheel_of(5), title="Exempelskolan", subtitle="2026/27"), may_publish=False)
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
    "wheel-links.gave-way": _links("Exempelskolan", own=True, ended=3),
    "wheel-links.many-gave-way": _links("Ö" * 80, own=True, ended=200),
    "wheel-links.everybodys": _live(3),
    "wheel-links.everybodys-many": _live(200, ended=1),
    "wheel-links.everybodys-last": _live(200, offset=190),
    "wheel-links.everybodys-longest": _live(20, "Ö" * 120, "Å" * 120),
    "wheel-links.everybodys-hostile": _live(2, HOSTILE, HOSTILE),
    "wheel-links.everybodys-none": _live(0, ended=12),
    "wheel-links.revoked": lambda language: revoked_message(3, language),
    "wheel-links.one-revoked": lambda language: revoked_message(1, language),
    "wheel-links.none-to-revoke": lambda language: revoked_message(0, language),
}
