"""What nobody can tell about."""

from dataclasses import replace
from datetime import date, time

from bot.messages.uncertain import Doubtful
from tests.messages.variants.people import HOSTILE_NAME
from tests.messages.variants.shown import Variant, message

LETTER = Doubtful(7, 1, "digest", "Kim Exempel", date(2027, 1, 18), time(8))
SUMMARY = Doubtful(8, 2, "summary", "Norr", date(2027, 2, 15), time(12))


def _asked(*rows: Doubtful) -> Variant:
    return message("uncertain-delivery", list(rows))


VARIANTS: dict[str, Variant] = {
    "uncertain-delivery.one": _asked(LETTER),
    "uncertain-delivery.two": _asked(LETTER, SUMMARY),
    "uncertain-delivery.after-one-answer": _asked(replace(LETTER, state="arrived"), SUMMARY),
    "uncertain-delivery.answered": _asked(replace(LETTER, state="arrived"), replace(SUMMARY, state="again")),
    "uncertain-delivery.longest": _asked(
        *(replace(LETTER, delivery_id=number, recipient="Å" * 200) for number in range(200))
    ),
    "uncertain-delivery.hostile-name": _asked(replace(SUMMARY, recipient=HOSTILE_NAME)),
}
