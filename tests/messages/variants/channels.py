"""What the leadership is told when a network's channel, or a municipality's only contact person, is lost."""

from bot.messages.channels import LostChannel, let_be_blocks
from bot.messages.departures import Departure
from bot.messages.unreached import MOST_SHOWN, Unreached
from tests.messages.variants.facts import BORAS, HOSTILE
from tests.messages.variants.shown import Variant, message

KIM = "Kim Exempel"


def _unreached(*people: tuple[str, list[tuple[str, str]]]) -> Variant:
    found = [Unreached(number, 0, name, tuple(places)) for number, (name, places) in enumerate(people)]
    return message("contact-unreached", found)


def _lost(because: str | None, network: str = "Norr", channel_id: str | None = "C0NORR") -> Variant:
    return message("channel-lost", LostChannel(3, network, because, channel_id))


VARIANTS: dict[str, Variant] = {
    "channel-lost.archived": _lost("is_archived"),
    "channel-lost.without-bot": _lost("not_in_channel"),
    "channel-lost.gone": _lost("channel_not_found"),
    "channel-lost.found": _lost(None),
    "channel-lost.let-be": lambda language: let_be_blocks(3, "Norr", language),
    "channel-lost.longest": _lost("channel_not_found", "Å" * 120),
    "channel-lost.hostile": _lost("is_archived", HOSTILE),
    "contact-gone.one": message("contact-gone", Departure("Kim Exempel", [("Norr", "Boden")])),
    "contact-gone.several": message("contact-gone", Departure("Kim Exempel", [("Norr", "Boden"), ("Väst", BORAS)])),
    "contact-gone.nameless": message("contact-gone", Departure("", [("Norr", "Boden")])),
    "contact-gone.longest": message("contact-gone", Departure("Å" * 120, [("Ä" * 120, "Ö" * 120)] * 5)),
    "contact-gone.hostile": message("contact-gone", Departure(HOSTILE, [(HOSTILE, HOSTILE)])),
    "contact-unreached.one": _unreached((KIM, [("Norr", "Boden")])),
    "contact-unreached.two-places": _unreached((KIM, [("Norr", "Boden"), ("Väst", BORAS)])),
    "contact-unreached.several": _unreached((KIM, [("Norr", "Boden")]), ("robin@exempel.se", [("Väst", BORAS)])),
    "contact-unreached.nameless": _unreached(("", [("Norr", "Boden")])),
    "contact-unreached.longest": _unreached(*[("Å" * 120, [("Ä" * 120, "Ö" * 120)])] * MOST_SHOWN),
    "contact-unreached.hostile": _unreached((HOSTILE, [(HOSTILE, HOSTILE)])),
}
