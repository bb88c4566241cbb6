"""Answers to somebody who asked: lists, help, sentences."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.errors import Sentence
from bot.language import Language, read_prompts
from bot.messages.lists import Page, help_blocks, list_blocks
from bot.storage.commitments import CommitmentView
from tests.messages.variants.facts import BORAS, HOSTILE, LONGEST, TODAY, WHOLE, commitment
from tests.messages.variants.shown import Variant
from tests.words.sentences import placeholders

#: What a placeholder stands for in the golden files; one without an example stands there by its name.
EXAMPLES: dict[str, Any] = {
    "red_day": "trettondedag jul",
    "recipient": "Kim Exempel",
    "kinds": "digest, late-question",
    "kind": "digest",
    "hour": "08:00",
    "bot": "B0BOT",
    "address": "https://slack.com/api/",
    "added": 3,
    "after": "Haparanda",
    "before": "Kalix",
    "changed": 1,
    "channel": "C0NORR",
    "choices": "percent, rank",
    "code": "2582",
    "count": 3001,
    "current": "0001",
    "day": date(2026, 11, 27),
    "decimals": 1,
    "ends": "2027-02-11",
    "field": "networks.Norr.channel",
    "file": "norr.yaml",
    "first": "2027-03-01",
    "highest": 100,
    "kept": "Robin Exempel",
    "key": "chanel",
    "known": "Boden, Kalix",
    "last": "2027-03-05",
    "length": 3012,
    "limit": 300,
    "line": 12,
    "lowest": 0,
    "masked": "…-1234",
    "meant": "Boden",
    "most": 3000,
    "municipality": BORAS,
    "name": "Norr",
    "names": "nvk, arshjul",
    "network": "Norr",
    "number": 112,
    "openable": "city, demo",
    "other": 3002,
    "over": 12,
    "path": "Norr › Boden",
    "people": "Kim Exempel",
    "playable": "cycle, wheel",
    "port": 3001,
    "problem": "did not find expected key",
    "programme": "pisa-2015",
    "quoted": "31 februari",
    "reason": "not a zone",
    "reference": "N-4F2K",
    "removed": 0,
    "role": "kontaktperson i Boden",
    "said": "Kim Exempel",
    "setting": "SLACK_BOT_TOKEN",
    "span": "mån 1–fre 5 mars, v. 9",
    "starts": "2027-02-10",
    "suggestion": date(2027, 2, 28),
    "text": "31 februari",
    "unchanged": 40,
    "value": "Bodne",
    "wanted": "sv / en",
    "week": 48,
    "what": "…",
    "who": "Robin Exempel",
    "working_day": date(2027, 4, 30),
}


def _list(which: str, commitments: Sequence[CommitmentView], **page: Any) -> Variant:
    total = page.pop("total", len(commitments))
    offset = page.pop("offset", 0)
    end = offset + len(commitments)
    network = page.pop("network", "Norr")
    led = page.pop("led", False)
    own = frozenset(one.id for one in commitments if one.municipality == "Boden")
    facts = Page(which, commitments, own, total, offset, end if end < total else None, network, TODAY, led)
    return lambda language: list_blocks(facts, language)


def _sentences(*begins: str) -> Variant:
    """The sentences whose names begin so; without a beginning, all that nobody else asks for."""
    others = "load-", "delivery-", "form-", "doctor-"

    def say(language: Language) -> str:
        names = [name for name in read_prompts("errors.yaml") if name.startswith(begins or others) == bool(begins)]
        return "\n".join(f"{name}: {language.say(Sentence(name, _values(name)))}" for name in names)

    return say


def _values(name: str) -> dict[str, Any]:
    mentioned = placeholders(read_prompts("errors.yaml")[name])
    return {value: EXAMPLES.get(value, value.upper()) for value in mentioned}


def _words(language: Language) -> str:
    lines = []
    for group, words in read_prompts("words.yaml").items():
        for name in words:
            text = language.word(f"{group}.{name}")
            shown = {key: _shown(EXAMPLES.get(key, key.upper()), language) for key in placeholders(text)}
            lines.append(f"{group}.{name}: {text.format(**shown)}")
    return "\n".join(lines)


def _shown(value: Any, language: Language) -> Any:
    return language.day(value) if isinstance(value, date) else value


def _dates(language: Language) -> str:
    days = [date(2026, 11, 23), date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 1), date(2028, 2, 29)]
    spans = [(date(2027, 2, 10), date(2027, 2, 11)), (date(2027, 3, 31), date(2027, 4, 1)), (days[1], days[2])]
    spans += [(date(2027, 1, 15), date(2027, 2, 12)), (date(2027, 2, 14), date(2027, 2, 15))]
    lines = [f"{day}: {language.day(day)} ({language.weekday(day)})" for day in days]
    return "\n".join([*lines, *(f"{first}/{last}: {language.span(first, last)}" for first, last in spans)])


_OF_ALL_KINDS = [
    WHOLE,
    commitment(7, due_on=date(2026, 11, 13)),
    commitment(8, municipality=BORAS, due_on=date(2026, 11, 13), text="Inte vårt, och visas inte som försenat."),
    commitment(9, state="done"),
    commitment(10, state="closed_early"),
    commitment(11, state="needs_support", due_on=date(2027, 1, 29)),
]
_THIRTEEN = [commitment(number, text=f"Åtagandets text, nummer {number}") for number in range(1, 14)]
_LATE = [commitment(number, due_on=date(2026, 11, 13)) for number in (7, 9)]

VARIANTS: dict[str, Variant] = {
    "list.network": _list("network", _OF_ALL_KINDS),
    "list.network-one": _list("network", _THIRTEEN[:1]),
    "list.several-networks": _list("network", _OF_ALL_KINDS[:2], network=None),
    "list.several-networks-one": _list("network", _THIRTEEN[:1], network=None),
    "list.mine": _list("mine", _OF_ALL_KINDS[:2]),
    "list.mine-one": _list("mine", _THIRTEEN[:1]),
    "list.mine-led": _list("mine", _OF_ALL_KINDS[:2], led=True),
    "list.late": _list("late", _LATE),
    "list.late-one": _list("late", _LATE[:1]),
    "list.first-page": _list("network", _THIRTEEN[:10], total=13),
    "list.last-page": _list("network", _THIRTEEN[10:], total=13, offset=10),
    "list.empty-network": _list("network", []),
    "list.empty-mine": _list("mine", []),
    "list.empty-late": _list("late", []),
    "list.longest": _list("network", [commitment(number, text=LONGEST) for number in range(1, 11)], total=40),
    "list.hostile": _list("network", [commitment(text=HOSTILE, municipality=HOSTILE)], network=HOSTILE),
    "help.help": help_blocks,
    "sentences.people": _sentences(),
    "sentences.forms": _sentences("form-"),
    "sentences.load": _sentences("load-"),
    "sentences.delivery": _sentences("delivery-"),
    "sentences.doctor": _sentences("doctor-"),
    "words.all": _words,
    "words.dates": _dates,
}
