"""A conference that moves or falls away is told once to those who were told the old days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.cli.content import told as words_of_load
from bot.domain.people import Actor
from bot.errors import Sentence
from bot.services.content import tried_load
from bot.services.preparation import ensure_tasks
from bot.storage.db import Database
from bot.storage.tables import Delivery
from scheduler.preview import upcoming
from tests.preparation.conftest import NORR, Play, at, conference

MOVED = "conference-moved"
OLD, NEW, NEWER = "2027-02-10", "2027-02-17", "2027-02-24"
CANCELLED = conference(OLD, more=", cancelled: true")
#: What no database can make different.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE = ("U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD")


def heard(play: Play, who: str) -> list[str]:
    """What somebody has been told of moves, in order; in the channel when `who` is one."""
    rows = play.rows(MOVED, status="sent") if who.startswith("C0") else play.rows(MOVED, who=who)
    stamps = {row.slack_ts for row in rows if who.startswith("U0") or row.recipient.startswith("network:")}
    reader = play.slack.person(who if who.startswith("U0") else "U0LEAD")
    seen = reader.direct_messages() if who.startswith("U0") else reader.messages(who)
    return [one.plain() for one in seen if one.ts in stamps]


async def at_mid_cycle(play: Play) -> None:
    """Letters and a step have been sent, on a Thursday at ten."""
    play.now = at("2026-12-16", 7)
    play.load(NORR + conference(OLD))
    await play.walk(at("2027-01-14"))
    assert play.rows("digest", who="U0BODEN")
    assert play.rows("preparation", who="U0BODEN")


async def test_everybody_who_was_told_the_old_days_is_told_once_the_channel_too(play: Play) -> None:
    await at_mid_cycle(play)
    play.load(NORR + conference(NEW))
    await play.walk(play.now)
    for who in PEOPLE:
        (told,) = heard(play, who)
        assert "Konferensen i Nätverk Norr har flyttats" in told
        assert "Den är nu *ons 17–tors 18 feb, v. 7*, i stället för ons 10–tors 11 feb, v. 6." in told
    (posted,) = heard(play, "C0NORR")
    assert "ons 17–tors 18 feb, v. 7" in posted
    # What was begun has a new last day, and the letters that told the old days say the new ones.
    assert "Skriv ert missiv, senast ons 27 jan, v. 4" in heard(play, "U0BODEN")[0]
    assert "Skriv ert missiv" not in heard(play, "U0LEAD")[0]
    await play.refresh()
    letters = play.mail("U0BODEN", "Din vecka")
    assert letters
    assert [one.plain() for one in letters if "10–tors 11 feb" in one.plain()] == []
    await play.walk(at("2027-01-26"))
    assert [len(heard(play, who)) for who in (*PEOPLE, "C0NORR")] == [1] * 5
    play.check_budget()


@once
async def test_a_cancelled_one_and_one_that_takes_place_after_all(play: Play) -> None:
    await at_mid_cycle(play)
    play.load(NORR + CANCELLED)
    await play.walk(play.now)
    (told,) = heard(play, "U0BODEN")
    assert "Konferensen i Nätverk Norr är inställd" in told
    assert "Den skulle ha varit ons 10–tors 11 feb, v. 6." in told
    assert "behöver inte göras" in told
    await play.refresh()
    letters = "\n".join(one.plain() for one in play.mail("U0BODEN", "Din vecka"))
    assert "Följ upp erfarenheter och åtaganden. Konferensen är inställd, så det här behövs inte." in letters
    play.now += timedelta(hours=1)
    play.load(NORR + conference(NEW, more=", cancelled: false"))
    await play.walk(play.now)
    assert "Den var inställd men blir av *ons 17–tors 18 feb, v. 7*." in heard(play, "U0BODEN")[-1]
    assert len(heard(play, "U0BODEN")) == 2


@once
@pytest.mark.parametrize(
    ("then", "told"),
    [
        (conference(NEWER), "Den är nu *ons 24–tors 25 feb, v. 8*, i stället för ons 10–tors 11 feb, v. 6."),
        (conference(NEW, more=", cancelled: true"), "Den skulle ha varit ons 10–tors 11 feb, v. 6."),
        (conference(OLD), None),
    ],
    ids=["moved again", "cancelled", "moved back"],
)
async def test_changed_again_before_it_was_told_is_told_once_or_not_at_all(
    play: Play, then: str, told: str | None
) -> None:
    await at_mid_cycle(play)
    play.now = at("2027-01-15", 19)  # a Friday evening: it waits for Monday
    play.load(NORR + conference(NEW))
    play.now = at("2027-01-16", 9)
    play.load(NORR + then)
    assert heard(play, "U0BODEN") == []
    await play.walk(at("2027-01-18", 9))
    assert [one.count(told or "") for one in heard(play, "U0BODEN")] == ([1] if told else [])
    assert len(heard(play, "C0NORR")) == (1 if told else 0)
    if told is None:
        assert {row.reason for row in play.rows(MOVED, status="skipped")} == {"moved-back"}


@once
async def test_a_second_move_after_the_first_was_told_is_told_from_there(play: Play) -> None:
    await at_mid_cycle(play)
    play.load(NORR + conference(NEW))
    await play.walk(play.now)
    play.now = at("2027-01-20")
    play.load(NORR + conference(NEWER))
    await play.walk(play.now)
    assert "*ons 24–tors 25 feb, v. 8*, i stället för ons 17–tors 18 feb, v. 7." in heard(play, "U0BODEN")[-1]
    assert len(heard(play, "U0BODEN")) == 2
    # The first message tells no longer that it has been moved: two that say the same would puzzle.
    await play.refresh()
    assert "har ändrats: konferensen är ons 24–tors 25 feb, v. 8." in heard(play, "U0BODEN")[0]
    assert "har ändrats: konferensen är ons 24–tors 25 feb, v. 8." in heard(play, "C0NORR")[0]


@once
@pytest.mark.parametrize(
    ("now", "starts", "due"),
    [
        ("2027-01-15T19", OLD, "2027-01-18T08"),
        # The day before people would travel nobody waits for the morning.
        ("2027-02-09T19", OLD, "2027-02-09T19"),
        # The silent weeks of summer do not keep it.
        ("2027-07-10T12", "2027-08-25", "2027-07-12T08"),
    ],
)
async def test_it_waits_for_working_hours_unless_people_are_about_to_travel(
    play: Play, now: str, starts: str, due: str
) -> None:
    day, _, hour = now.partition("T")
    play.load(NORR + conference(starts))
    play.now = at(day, int(hour))
    play.load(NORR + conference("2027-09-14"))
    (row,) = play.rows(MOVED, status="pending")
    day, _, hour = due.partition("T")
    assert (row.recipient.partition(":")[0], row.due_at) == ("network", at(day, int(hour)))


@once
@pytest.mark.parametrize(
    "then",
    [
        conference(OLD).replace("T10:00", "T09:00"),
        conference(OLD, more=", host: Kalix"),
        conference(OLD, themes="linked-levels"),
    ],
)
async def test_other_hours_a_host_or_themes_are_no_news(play: Play, then: str) -> None:
    await at_mid_cycle(play)
    play.load(NORR + then)
    assert play.rows(MOVED, status="pending") == []


@once
async def test_who_has_lost_the_role_or_was_told_nothing_hears_nothing(play: Play) -> None:
    await at_mid_cycle(play)
    ended = NORR.replace("[U0BODEN, U0BODEN2]", "[U0BODEN, {user: U0BODEN2, ended: 2027-01-13}, U0GAVLE]")
    play.load(ended + conference(NEW))
    await play.walk(play.now)
    assert len(heard(play, "U0BODEN")) == 1
    assert heard(play, "U0BODEN2") == []
    assert {row.reason for row in play.rows(MOVED, who="U0BODEN2", status="skipped")} == {"no-role"}
    assert play.mail("U0GAVLE", "har flyttats") == []


@once
async def test_the_load_says_to_how_many_and_the_preview_knows_it(play: Play, database: Database) -> None:
    await at_mid_cycle(play)
    play.now = at("2027-01-15", 19)
    play.file.write_text(NORR + conference(NEW), encoding="utf-8")
    actor = Actor(play.workspace, None, via="load")
    with tried_load(database, actor, [play.file], timezone="Europe/Stockholm", now=play.now) as (report, _):
        pass
    values = {"number": 1, "network": "Norr", "readers": 4, "channels": 1}
    assert Sentence("load-conference-announced", values) in list(words_of_load(report, dry_run=True))
    assert play.rows(MOVED, status="pending") == []
    play.load(NORR + conference(NEW))
    found = upcoming(database, play.workspace, play.now, at("2027-01-19"), now=play.now)
    coming = sorted((one.recipient.split()[0], one.why_not) for one in found if one.kind == MOVED)
    assert [why_not for _, why_not in coming] == [None] * 5
    # Planning anew takes back what it makes, and not this.
    with database.transaction(actor, play.now) as session:
        ensure_tasks(session, play.workspace, now=play.now)
        assert len(session.scalars(select(Delivery).where(Delivery.kind == MOVED)).all()) == 5
