"""What an answer is, and how one is read from what somebody gave: the value, or the sentence that says what to do.

Nothing here knows where a form was shown: a dialogue and a page give the same raw values.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot.domain import personal_numbers
from bot.errors import Sentence

#: What a form gives for one question: a text or an id; several ids for `Choices`; None when it was left.
Raw = str | tuple[str, ...] | None
#: The answer to one question; each kind of question says which of these it has. None: not answered.
Value = str | int | Decimal | date | tuple[str, ...] | None
#: The answers of one row, by question id.
Row = Mapping[str, Value]
#: The answer to any question; that of `Rows` is a tuple of rows.
Answer = Value | tuple[Row, ...]
#: The answers of a form, by question id.
Answers = Mapping[str, Answer]

#: Characters the database or Slack's JSON cannot hold: NUL and halves of a character.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.(?P<decimals>[0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_PERSON = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
#: How much of a text that could not be read is said back.
_QUOTED = 40


def is_empty(raw: Raw) -> bool:
    """Tell whether a question was left: nothing, nothing chosen, or white space only."""
    return not raw or (isinstance(raw, str) and not raw.strip())


def one(raw: str | tuple[str, ...]) -> str:
    """Return what was given for a question with one value; TypeError when the form gave several."""
    if not isinstance(raw, str):
        raise TypeError("A question with one value was given several.")
    return raw


def read_text(raw: str, longest: int) -> str | Sentence:
    """Return a person's words untouched, or why they cannot be kept."""
    if len(raw) > longest:
        return Sentence("form-too-long", {"length": len(raw), "most": longest, "over": len(raw) - longest})
    if _UNSTORABLE.search(raw):
        return Sentence("form-characters")
    masked = personal_numbers.find(raw)
    return Sentence("form-personal-number", {"masked": masked}) if masked else raw


def read_link(raw: str, longest: int) -> str | Sentence:
    """Return an address on the web, without the white space around it."""
    address = raw.strip()
    return read_text(address, longest) if _LINK.fullmatch(address) else Sentence("form-link")


def read_option(raw: str, offered: Collection[str]) -> str | Sentence:
    """Return the id of an option that is offered to this person now; others are refused, whatever the form said."""
    return raw if raw in offered else Sentence("form-unknown-option")


def read_options(raw: Iterable[str], offered: Collection[str]) -> tuple[str, ...] | Sentence:
    """Return the chosen ids in the order they are offered; one that is not offered refuses them all."""
    chosen = frozenset(raw)
    if not chosen <= frozenset(offered):
        return Sentence("form-unknown-option")
    return tuple(option for option in offered if option in chosen)


def read_number(raw: str, decimals: int) -> int | Decimal | Sentence:
    """Return a figure written with a decimal comma or point, and with or without spaces between thousands."""
    match = _NUMBER.fullmatch("".join(raw.split()).replace(",", ".").replace("\u2212", "-"))
    if not match:
        return Sentence("form-number" if decimals else "form-whole-number", {"text": _quoted(raw)})
    if not match["decimals"]:
        return Decimal(match[0]) if decimals else int(match[0])
    if not decimals:
        return Sentence("form-whole-number", {"text": _quoted(raw)})
    if len(match["decimals"]) > decimals:
        return Sentence("form-decimals", {"decimals": decimals})
    return Decimal(match[0])


def within(value: Decimal | int, lowest: Decimal | None, highest: Decimal | None) -> Sentence | None:
    """Return what to say of a figure below the lowest or above the highest allowed; None when it is within."""
    if lowest is not None and value < lowest:
        return Sentence("form-number-low", {"lowest": lowest})
    if highest is not None and value > highest:
        return Sentence("form-number-high", {"highest": highest})
    return None


def read_date(raw: str) -> date | Sentence:
    """Return a day written as Slack and browsers give it: 2027-02-10."""
    problem = Sentence("form-date", {"text": _quoted(raw)})
    if not _DATE.fullmatch(raw):
        return problem
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return problem


def read_person(raw: str) -> str | Sentence:
    """Return a Slack user id."""
    return raw if _PERSON.fullmatch(raw) else Sentence("form-person")


def read_channel(raw: str) -> str | Sentence:
    """Return the id of a channel in Slack; a direct conversation is none."""
    return raw if _CHANNEL.fullmatch(raw) else Sentence("form-channel")


def _quoted(raw: str) -> str:
    return raw if len(raw) <= _QUOTED else raw[: _QUOTED - 1] + "…"


def as_raw(value: Value) -> Raw:
    """Return an answer as a form gives it, to be shown again or kept as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else value
