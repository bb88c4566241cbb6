"""Answers about the network and about one's own times."""

from datetime import date

from bot.domain.letters import LetterTime
from bot.messages.network import (
    ContactPerson,
    Members,
    Standing,
    network_help_blocks,
    saved_blocks,
    standing_blocks,
)
from bot.messages.own_times import Absent, NextLetter, OwnTimes
from bot.messages.readers import SteppedInFor
from bot.messages.registry import Message
from tests.messages.variants.facts import BORAS, TODAY
from tests.messages.variants.shown import Variant

STRANGE = "A & B <c>"
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
KIM = ContactPerson("Kim Exempel")
NORR = Members("Norr", [("Boden", [KIM]), (BORAS, [])])
SET = OwnTimes(LetterTime(3, 7), NextLetter(date(2026, 12, 9)), "en")
NEVER = OwnTimes()
MOVED = OwnTimes(LetterTime(4, 13), NextLetter(date(2026, 12, 28), "Julafton", eve=True))
RED = OwnTimes(LetterTime(), NextLetter(date(2027, 3, 30), "Annandag påsk"))
PAUSED = OwnTimes(LetterTime(), None, is_paused=True)
AWAY = OwnTimes(
    LetterTime(),
    NextLetter(date(2026, 12, 14)),
    is_paused=True,
    paused_until=FRIDAY,
    absent=Absent(MONDAY, FRIDAY, ("Noa Exempel", "")),
    stands_in_for=[SteppedInFor("Robin Exempel", FRIDAY), SteppedInFor("", FRIDAY)],
)
ALONE = OwnTimes(LetterTime(), absent=Absent(MONDAY, MONDAY))


def _standing(*networks: Members, times: OwnTimes = SET, left: int = 0) -> Variant:
    return lambda language: standing_blocks(Standing(networks, left, times), language)


def _saved(times: OwnTimes, name: str = "") -> Variant:
    return lambda language: Message("-", saved_blocks(times, name, language))


_AWAY = ContactPerson("Kim Exempel", is_away=True, instead=("Noa Exempel",))
_LONGEST = Members("Å" * 120, [("Ä" * 120, [ContactPerson("Ö" * 120, is_away=True, instead=("Å" * 120,) * 2)] * 2)] * 8)
_HOSTILE = Members(STRANGE, [(STRANGE, [ContactPerson(STRANGE, is_away=True, instead=(STRANGE,))])])

VARIANTS: dict[str, Variant] = {
    "network.standing": _standing(NORR),
    "network.nowhere": _standing(times=NEVER),
    "network.away": _standing(
        Members(
            "Norr", [("Boden", [_AWAY, ContactPerson("Robin Exempel", is_away=True)]), ("Kalix", [ContactPerson("")])]
        ),
        times=AWAY,
    ),
    "network.several": _standing(NORR, Members("Väst", [("Mark", [KIM, ContactPerson("Robin Exempel")])]), left=2),
    "network.longest": _standing(*[_LONGEST] * 3, times=AWAY, left=9),
    "network.strange-names": _standing(
        _HOSTILE,
        times=OwnTimes(absent=Absent(TODAY, TODAY, (STRANGE,)), stands_in_for=[SteppedInFor(STRANGE, TODAY)]),
    ),
    "network.eve": _saved(MOVED),
    "network.red-day": _saved(RED),
    "network.paused": _saved(PAUSED),
    "network.alone": _saved(ALONE),
    "network.saved-for-another": _saved(SET, "Kim Exempel"),
    "network.help": network_help_blocks,
}
