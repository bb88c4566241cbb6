"""Numbers in a sentence that count something: "1 juni, 34 skolor" holds no year."""

import re

from bot.domain.dates.words import pattern

#: What a number counts: "34 skolor" is no year.
COUNTED = (
    r"(?: ?%|(?<![0-9]{4}) [0-9]{3}\b| (?:av\b|(?:kommunala |olika |nya |första |fristående )?(?:skol|elev|lärare"
    r"|rektor|klass|grupp|förskol|barn|person|deltagare|medarbetare|kommun|enhet|procent|kr\b|kron|tkr|mkr|tim|min\b|minut|dag|veck|månad|plats"
    r"|st\b|styck|gång|lektion|träff|möte|besök|poäng|exemplar|team|arbetslag|pedagog|handledar|förstelärar|samtal|tillfälle"
    r"|ämne|avdelning|åtgärd|mål|delar|steg|school|pupil|student|teacher|class|group|people|percent|hour|lesson|meeting)))"
)
_COUNTS = pattern(COUNTED)
_SHORT_NUMBER = re.compile(r"(?<![-'/.0-9])[0-9]{2}\Z")
#: After two figures a word may be what they count, but not one that goes on with the sentence: "1 juni 28 ska alla …".
_MAY_BE_COUNTED = pattern(
    r" (?!(?:ska|skall|har|är|kommer|blir|finns|kan|vi|alla|samtliga|och|men|då|så|samt|will|we|all|and)\b)\w"
)


def is_counting(text: str, end: int) -> bool:
    """Tell whether the number that ends there counts what follows it: "1 juni, 34 skolor" holds no year."""
    if not text[end - 1].isdecimal():
        return False
    return bool(_COUNTS.match(text, end) or (_SHORT_NUMBER.search(text[:end]) and _MAY_BE_COUNTED.match(text, end)))
