"""What is told of milestones that change hands, how they are shown meanwhile, and what the one who did it is shown."""

from dataclasses import replace
from typing import Any

from bot.language import Language
from bot.messages.holders import HandedMilestones
from bot.messages.milestones import Told, handed_blocks, milestone_message
from bot.messages.registry import Message
from bot.messages.wheel_answers import wheel_message
from bot.slack import blocks
from tests.messages.variants.facts import HOSTILE
from tests.messages.variants.shown import Variant, message
from tests.messages.variants.wheel import (
    HOSTILE_SCHOOL,
    LONGEST_SCHOOL,
    NAMELESS,
    SCHOOL,
    ZONE,
    all_of,
    shown_wheel,
    told,
)

LONG = "Å" * 120
HELD = replace(NAMELESS, holder_id=7, holder="Robin Bergslund")
_OF_TWO = {(2, step, 2026): HELD for step in ("forecast", "hr-economy-november")}


def _told(what: str, *steps: str, name: str = "Kim Bergslund") -> Variant:
    follows = what != "taken_back"
    milestones = [told(step, kept=HELD, may_follow=follows, reader_id=7) for step in steps or ("forecast",)]
    return message("milestone-handed", HandedMilestones(what, 2, "Exempelskolan", milestones, name))


def _shown(step: str, **more: Any) -> Variant:
    return lambda language: milestone_message(told(step, kept=HELD, may_hand=True, **more), language)


def _saved(count: int, holder: str) -> Variant:
    def shown(language: Language) -> Message:
        return Message(blocks.notification(language.word("forms.saved")), handed_blocks(count, holder, language))

    return shown


VARIANTS: dict[str, Variant] = {
    "milestone-handed.one": _told("handed"),
    "milestone-handed.several": _told("handed", "forecast", "hr-economy-november", "september-dialogue"),
    "milestone-handed.nameless": _told("handed", name=""),
    "milestone-handed.taken-back": _told("taken_back"),
    "milestone-handed.taken-back-several": _told("taken_back", "forecast", "hr-economy-november"),
    "milestone-handed.returned": _told("returned"),
    "milestone-handed.returned-several-nameless": _told("returned", "forecast", "hr-economy-november", name=""),
    "milestone-handed.longest": message(
        "milestone-handed",
        HandedMilestones("handed", 2, LONG, [Told(one, ZONE) for one in all_of(LONGEST_SCHOOL)], LONG),
    ),
    "milestone-handed.hostile": message(
        "milestone-handed",
        HandedMilestones("handed", 2, HOSTILE, [Told(one, ZONE) for one in all_of(HOSTILE_SCHOOL)], HOSTILE),
    ),
    "milestone.held": _shown("forecast"),
    "milestone.held-late": _shown("quality-report"),
    "milestone.may-be-handed": lambda language: milestone_message(told("forecast", may_hand=True), language),
    "milestone.held-by-the-reader": _shown("forecast", reader_id=7),
    "milestone.is-handed": _saved(1, "Robin Bergslund"),
    "milestone.are-handed": _saved(14, "Robin Bergslund"),
    "milestone.is-handed-hostile": _saved(1, HOSTILE),
    "wheel.held": lambda language: wheel_message([shown_wheel(SCHOOL, kept=_OF_TWO, may_follow=True)], language),
}
