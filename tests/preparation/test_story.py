"""Preparation over whole months: each step told once, whatever becomes of the conference."""

from collections import Counter

import pytest

from tests.preparation.conftest import HOGBO, NORR, Play, at, conference

STEPS = ["follow-up", "own-brief", "read-briefs", "points", "spreading"]
FEBRUARY, SEPTEMBER = "2027-02-10", "2027-09-15"
#: What no database can make different.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_the_five_steps_come_in_their_weeks_to_each_contact_person(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-02-09", 20))
    for who in ("U0BODEN", "U0BODEN2", "U0KALIX"):
        assert play.told(who) == STEPS
    assert play.told_on("U0BODEN") == ["2026-12-02", "2026-12-17", "2027-01-21", "2027-01-28", "2027-02-04"]
    play.check_budget(conference_weeks=[6])


@once
async def test_nothing_is_asked_between_midsummer_and_week_33_for_a_conference_in_september(play: Play) -> None:
    play.now = at("2027-05-31")
    play.load(NORR + conference(SEPTEMBER))
    await play.walk(at("2027-09-14", 20))
    assert play.told("U0BODEN") == STEPS
    assert play.told_on("U0BODEN") == ["2027-06-02", "2027-06-17", "2027-08-26", "2027-09-02", "2027-09-09"]
    (count,) = play.rows("preparation-count")
    assert count.due_at == at("2027-08-26", 8)


@once
async def test_what_is_known_in_summer_only_is_told_of_when_people_are_back(play: Play) -> None:
    play.now = at("2027-06-23")
    play.load(NORR + conference(SEPTEMBER))
    # Week 26 and week 32 have letters.
    await play.walk(at("2027-08-15"))
    assert play.told("U0KALIX", "digest", "preparation") == []
    await play.walk(at("2027-08-16", 20))
    assert play.told("U0KALIX", "digest") == STEPS[:2]


async def test_a_conference_moved_twice_after_three_steps_tells_each_step_once(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-01-22"))
    assert play.told("U0BODEN") == STEPS[:3]
    play.load(NORR + conference("2027-03-10"))
    await play.walk(at("2027-01-26"))
    play.load(NORR + conference("2027-03-17"))
    await play.walk(at("2027-03-16", 20))
    for who in ("U0BODEN", "U0BODEN2", "U0KALIX"):
        assert Counter(play.told(who)) == Counter(STEPS)
    assert play.told_on("U0BODEN")[3:] == ["2027-03-04", "2027-03-11"]
    play.check_budget(conference_weeks=[11])


async def test_a_conference_moved_nearer_tells_what_is_left_at_its_new_time(play: Play) -> None:
    play.load(NORR + conference("2027-03-10"))
    await play.walk(at("2027-01-21"))
    assert play.told("U0KALIX") == ["follow-up"]
    play.load(NORR + conference("2027-03-03"))
    await play.walk(at("2027-03-02", 20))
    assert Counter(play.told("U0KALIX")) == Counter(STEPS)
    play.check_budget(conference_weeks=[9])


async def test_a_cancelled_conference_says_nothing_more(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-01-08"))
    play.load(NORR + conference(FEBRUARY, more=", cancelled: true"))
    await play.walk(at("2027-02-20"))
    assert play.told("U0BODEN") == STEPS[:2]
    assert play.told("U0BODEN", "digest") == ["follow-up"]
    assert play.channel("missiv") == []
    await play.refresh()
    assert "Konferensen är inställd" in play.mail("U0BODEN", "Skriv ert missiv")[0].plain()


async def test_a_conference_taken_up_again_goes_on_where_it_was(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-01-08"))
    play.load(NORR + conference(FEBRUARY, more=", cancelled: true"))
    play.load(NORR + conference(FEBRUARY, more=", cancelled: false"))
    await play.walk(at("2027-02-09", 20))
    assert play.told("U0BODEN") == STEPS


async def test_what_is_past_at_load_is_never_told_but_stands_in_one_letter(play: Play) -> None:
    play.now = at("2027-01-21", 12)
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-01-25", 20))
    assert play.told("U0KALIX") == []
    assert play.told("U0KALIX", "digest") == STEPS[:3]
    await play.walk(at("2027-02-09", 20))
    assert play.told("U0KALIX") == ["points", "spreading"]
    # What was due long ago stands there once; what falls in the week stands there for its week, and the week after.
    assert Counter(play.told("U0KALIX", "digest"))["follow-up"] == 1
    play.check_budget(conference_weeks=[6])


async def test_a_contact_person_of_two_networks_gets_one_message_for_both(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY) + HOGBO % "U0BODEN" + conference(FEBRUARY))
    await play.walk(at("2027-02-09", 20))
    assert Counter(play.told("U0BODEN")) == Counter(STEPS * 2)
    first = play.mail("U0BODEN", "Följ upp erfarenheter")[0].plain()
    assert "Boden, Norr: Följ upp erfarenheter" in first
    assert "Gävle, Högbo: Följ upp erfarenheter" in first
    play.check_budget(conference_weeks=[6])


async def test_what_begins_later_in_the_week_is_told_of_in_the_week_s_one_message(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY) + HOGBO % "U0BODEN" + conference("2027-02-11"))
    await play.walk(at("2027-02-09", 20))
    assert play.told_on("U0BODEN") == ["2026-12-02", "2026-12-17", "2027-01-21", "2027-01-28", "2027-02-04"]
    assert Counter(play.told("U0BODEN")) == Counter(STEPS * 2)
    play.check_budget(conference_weeks=[6])


async def test_a_step_that_begins_on_the_day_of_the_letter_stands_in_it(play: Play) -> None:
    # Told of 34 days before: a Monday.
    play.load(NORR + conference("2027-02-14"))
    await play.walk(at("2027-01-11", 20))
    assert "own-brief" in play.told("U0KALIX", "digest")
    assert "own-brief" not in play.told("U0KALIX")
    assert "in-letter" in {row.reason for row in play.rows("preparation", who="U0KALIX", status="skipped")}
    assert "Skriv ert missiv, senast sön 24 jan, v. 3" in play.mail("U0KALIX", "Din vecka")[-1].plain()


async def test_the_channel_hears_numbers_the_day_after_and_later_ones_count_too(play: Play) -> None:
    play.load(NORR + conference(FEBRUARY))
    await play.walk(at("2027-01-21", 7))
    assert play.channel("missiv") == []
    await play.walk(at("2027-01-21", 9))
    (count,) = play.channel("missiv")
    assert "Ingen har lämnat in missiv än." in count.plain()
    assert "Boden" not in count.plain()
