"""Made-up facts that many variants share."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.storage.commitments import Activity, BoardDecision, CommitmentView

#: The day all golden files are read on: a Monday, v. 48.
TODAY = date(2026, 11, 23)
#: Words that would do something if they were not shown as they were typed.
HOSTILE = "<!channel> <@U0BODEN> A & B <c> {{ 7*7 }} {0} %(x)s `*_~` &amp; https://exempel.se|x :smile: 'a' \"b\""
LONGEST = "å" * 3000
#: A name that takes no s in Swedish's genitive.
BORAS = "Borås"


def commitment(number: int = 12, **changes: Any) -> CommitmentView:
    """A commitment that says nothing but its text, unless told otherwise."""
    minimal = CommitmentView(
        id=number,
        number=number,
        version=1,
        programme_id=1,
        network_id=1,
        network="Norr",
        channel_id="C0NORR",
        unit_id=1,
        municipality="Boden",
        text="Vi inför kollegial handledning i matematik på alla högstadieskolor.",
        state="ongoing",
        author="Kim Exempel",
        author_id=1,
        created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    return replace(minimal, **changes)


ACTIVITIES = (
    Activity("Handledare utses på varje skola", "Rektorerna", date(2026, 11, 27)),
    Activity("Handledarna möts", None, date(2026, 12, 4)),
    Activity("Lärarna handleder varandra två och två", "Ämneslagen"),
    Activity("Uppföljning i ledningsgruppen"),
)

WHOLE = commitment(
    due_on=date(2027, 6, 1),
    effect="Fler elever når målen i matematik, särskilt i årskurs 9.",
    follow_up="Lektionsbesök och betygen i juni.",
    theme="teachers-competence",
    theme_title="Lärarnas kompetens och samarbete",
    level="administration",
    responsible="Robin Exempel, utvecklingsledare",
    activities=ACTIVITIES,
)

BOARD = BoardDecision("Barn- och utbildningsnämnden", date(2026, 11, 18), "12", "2026/345")
