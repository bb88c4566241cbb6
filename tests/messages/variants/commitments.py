"""Commitments: the card, the conference's collecting message, the request for support."""

from dataclasses import replace
from datetime import date

from bot.messages.commitments import Card, Collected, Support
from bot.storage.commitments import Activity, BoardDecision, CommitmentView
from tests.messages.variants.facts import BOARD, BORAS, HOSTILE, LONGEST, TODAY, WHOLE, commitment
from tests.messages.variants.shown import Variant, message

WRITTEN = date(2026, 11, 20)


def _card(commitment: CommitmentView, *, whole: bool = False, inside: bool = True) -> Variant:
    return message("commitment-card", Card(commitment, TODAY, WRITTEN, whole, inside))


def _collected(commitments: list[CommitmentView]) -> Variant:
    counted = dict.fromkeys(sorted({one.municipality for one in commitments}), 0)
    for one in commitments:
        counted[one.municipality] += 1
    return message(
        "conference-commitments", Collected("Norr", date(2027, 2, 10), date(2027, 2, 11), commitments, counted)
    )


def _decided(paragraph: str | None, diary_number: str | None) -> CommitmentView:
    return commitment(board=BoardDecision(paragraph=paragraph, diary_number=diary_number))


_HOSTILE = commitment(
    text=HOSTILE,
    municipality=HOSTILE,
    network=HOSTILE,
    author=HOSTILE,
    effect=HOSTILE,
    responsible=HOSTILE,
    theme_title=HOSTILE,
    state_comment=HOSTILE,
    activities=(Activity(HOSTILE, HOSTILE),),
    board=BoardDecision(HOSTILE, None, HOSTILE, HOSTILE),
)
_LONGEST = replace(
    WHOLE,
    text=LONGEST,
    effect=LONGEST[:700],
    follow_up=LONGEST[:700],
    responsible=LONGEST[:200],
    state_comment=LONGEST[:1000],
    activities=(Activity("ä" * 200, "ö" * 100, TODAY),) * 10,
    board=BoardDecision("å" * 200, TODAY, "§" * 50, "ä" * 100),
)
_FORTY = [
    commitment(number, municipality=("Boden", BORAS, "Kalix")[number % 3], text=f"Åtagandets text, nummer {number}")
    for number in range(1, 41)
]

VARIANTS: dict[str, Variant] = {
    "commitment-card.minimal": _card(commitment()),
    "commitment-card.everything": _card(WHOLE),
    "commitment-card.whole": _card(WHOLE, whole=True),
    "commitment-card.done": _card(replace(WHOLE, state="done", state_comment="Alla skolor är i gång.")),
    "commitment-card.closed-early": _card(
        commitment(state="closed_early", state_comment="Vi gör det tillsammans med åtagande 14.")
    ),
    "commitment-card.late": _card(commitment(due_on=date(2026, 11, 13))),
    "commitment-card.needs-support": _card(
        commitment(state="needs_support", due_on=date(2027, 1, 29), state_comment="En handledare till.")
    ),
    "commitment-card.decided": _card(replace(WHOLE, board=BOARD)),
    "commitment-card.decided-as-typed": _card(_decided("§ 12", "Dnr 2026/345")),
    "commitment-card.decided-two-paragraphs": _card(_decided("§§ 12–13", None)),
    "commitment-card.date-far-away": _card(commitment(due_on=date(2028, 6, 1), municipality=BORAS)),
    "commitment-card.nobody-wrote-it": _card(commitment(author="")),
    "commitment-card.longest": _card(_LONGEST),
    "commitment-card.longest-whole": _card(_LONGEST, whole=True),
    "commitment-card.hostile": _card(_HOSTILE),
    "commitment-card.hostile-late": _card(replace(_HOSTILE, due_on=date(2026, 11, 13)), whole=True),
    "conference-commitments.one": _collected([commitment(1)]),
    "conference-commitments.forty": _collected(_FORTY),
    "conference-commitments.hostile": _collected([_HOSTILE] * 7),
    "conference-commitments.longest": _collected([replace(_LONGEST, municipality=BORAS)] * 7),
    "support-request.with-text": message(
        "support-request", Support(WHOLE, "Kim Exempel", "Någon som har handlett lärare förut och kan komma hit.")
    ),
    "support-request.without-text": message("support-request", Support(commitment(), "Kim Exempel", None)),
    "support-request.nobody-asked": message("support-request", Support(commitment(), "", None)),
    "support-request.to-network": message(
        "support-request", Support(commitment(), "Kim Exempel", None, to_network=True)
    ),
    "support-request.to-network-nobody-asked": message(
        "support-request", Support(commitment(), "", None, to_network=True)
    ),
    "support-request.longest": message("support-request", Support(_LONGEST, "Kim Exempel", LONGEST[:1000])),
    "support-request.hostile": message("support-request", Support(_HOSTILE, HOSTILE, HOSTILE)),
}
