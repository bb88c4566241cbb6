"""Whoever has moved to another zone is written to by its clock: each message where it would have been planned there."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.deliveries import TIMINGS, WhoseClock
from bot.domain.people import Actor
from bot.messages.registry import KINDS
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.people import Profile, note_profile
from bot.services.preparation import ensure_tasks
from bot.storage.deliveries import queue, queue_many
from bot.storage.tables import Delivery
from scheduler.plan import changes
from tests.preparation.conftest import Play, at
from tests.preparation.foresight import CONTACTS, PEOPLE, Term

#: Kinds that planning makes for channels only.
OF_CHANNELS = {"doors", "preparation-count", "school-milestones", "summary", "summary-municipality"}
#: Kinds that come as soon as their reader is at work: elsewhere that may be at once.
AS_SOON = {"contact-unreached", "uncertain-delivery", "welcome"}
ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Tokyo")

#: By kind, and by key, when it falls due.
Planned = dict[str, dict[str, datetime]]


def set_up(play: Play) -> None:
    """Let there be something to say of every kind that is planned, on a Tuesday evening."""
    play.now = at("2026-12-01", 19)
    term = Term(play, Random(1))
    term.set_up()
    bot = Actor(play.workspace, None, via="bot")
    for user in CONTACTS:
        words = CommitmentWords("Vi läser varandras planer.", due_on=at("2026-12-09").date())
        log_commitment(play.database, play.actor(user), *term._place(user), words, f"form {user}", now=play.now)
    robin, common = play.actor("U0KALIX").person_id, {"kind": "welcome", "due_at": play.now, "now": play.now}
    with play.database.transaction(bot, play.now) as session:
        ensure_tasks(session, play.workspace, now=play.now)
        for key in ("uncertain", "refused"):
            queue(session, key=key, recipient=f"person:{robin}", **common)
        for row in session.scalars(select(Delivery).where(Delivery.key.in_(("uncertain", "refused")))):
            row.status = "uncertain" if row.key == "uncertain" else "failed"
            row.reason, row.started_at = "user_disabled", play.now


def live_in(play: Play, zone: str) -> None:
    """Let everybody live by the clocks of a zone."""
    for user in PEOPLE:
        note_profile(play.database, play.workspace, Profile(user, timezone=zone), now=play.now)


def planned(play: Play) -> tuple[Planned, list[dict[str, object]]]:
    """Return what planning makes for people until the summer, and the rows."""
    found: Planned = defaultdict(dict)
    made = []
    with play.database.reading() as session:
        for kind in KINDS.values():
            end = play.now + timedelta(days=200)
            for row in changes(session, play.workspace, kind, play.now, end).new:
                if row["recipient"].startswith("person:"):
                    found[kind.name][row["key"]] = row["due_at"]
                    made.append(row)
    return found, made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_moved_is_where_it_would_have_been_planned(play: Play) -> None:
    set_up(play)
    in_zone = {}
    for zone in ZONES:
        live_in(play, zone)
        in_zone[zone], rows = planned(play)
        if zone == ZONES[0]:
            at_home = rows
    home = in_zone[ZONES[0]]
    assert set(home) == {kind.name for kind in KINDS.values() if kind.plan is not None} - OF_CHANNELS
    # What a kind says of its clock is true: its plan follows its readers' zone, or nobody's.
    for kind, hours in home.items():
        follows = any(hours != {key: in_zone[zone][kind].get(key) for key in hours} for zone in ZONES[1:])
        assert follows == (TIMINGS[kind].clock in {WhoseClock.READER, WhoseClock.LETTER}), kind
    live_in(play, ZONES[0])
    with play.database.transaction(Actor(play.workspace, None, via="bot"), play.now) as session:
        queue_many(session, at_home, now=play.now)
    for zone in (*ZONES[1:], ZONES[0]):
        live_in(play, zone)
        with play.database.reading() as session:
            waits = select(Delivery).where(Delivery.due_at > play.now, Delivery.kind.not_in(AS_SOON))
            moved = {row.key: (row.kind, row.due_at) for row in session.scalars(waits)}
        assert len(moved) > 100
        assert moved == {key: (kind, in_zone[zone][kind].get(key)) for key, (kind, _) in moved.items()}
