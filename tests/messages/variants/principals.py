"""What the two are told between whom a school changes its principal, and what the one who changed it is shown."""

from bot.language import Language
from bot.messages.milestones import SchoolDetails, handover_blocks
from bot.messages.principals import NewPrincipal
from bot.messages.registry import Message
from bot.slack import blocks
from tests.messages.variants.facts import HOSTILE
from tests.messages.variants.shown import Variant, message

LONG = "Å" * 120


def _told(what: str, school: str = "Exempelskolan", new: str = "Kim Exempel", by: str = "Alex Exempel") -> Variant:
    return message("principal-changed", NewPrincipal(2, school, what == "became", new, by))


def _shown(school: str, principal: str, channel_id: str | None, *told: str) -> Variant:
    def shown(language: Language) -> Message:
        details = SchoolDetails(principal, channel_id)
        new = {"has_new_principal": bool(told), "has_new_channel": channel_id is not None}
        # A dialogue notifies nobody: its name stands where a message has its notification.
        saved = blocks.notification(language.word("forms.saved"))
        return Message(saved, handover_blocks(school, details, told, language, **new))

    return shown


VARIANTS: dict[str, Variant] = {
    "principal-changed.became": _told("became"),
    "principal-changed.became-by-nobody-known": _told("became", by=""),
    "principal-changed.became-hostile": _told("became", school=HOSTILE, new=HOSTILE, by=HOSTILE),
    "principal-changed.was": _told("was"),
    "principal-changed.was-by-nobody-known": _told("was", by=""),
    "principal-changed.was-nobody-is": _told("was", new=""),
    "principal-changed.was-nothing-known": _told("was", new="", by=""),
    "principal-changed.was-longest": _told("was", school=LONG, new=LONG, by=LONG),
    "principal-changed.was-hostile": _told("was", school=HOSTILE, new=HOSTILE, by=HOSTILE),
    "milestone.handed-over": _shown("Exempelskolan", "Kim Exempel", "C0EXEMPEL", "Alex Exempel", "Kim Exempel"),
    "milestone.new-channel": _shown("Exempelskolan", "Kim Exempel", "C0EXEMPEL"),
    "milestone.handed-over-hostile": _shown(HOSTILE, HOSTILE, "C0EXEMPEL", HOSTILE),
}
