"""The feed is written with icalendar and read back with vobject, which shares no code with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.calendar_feed import Entry, calendar_feed, uid

ZONE = ZoneInfo("Europe/Stockholm")
CHANGED = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
REPORT = Entry(
    uid_parts=("milestone", "12", "quality-report", "2026"),
    title="Exempelskolan: kvalitetsrapport, kvalitetsplan och åtaganden; klara",
    day=date(2026, 9, 1),
    last_day=None,
    description="Åtagandena från förra planen finns i mallen.\nI september går du igenom dem.",
    url="https://bot.example/wheel/abc",
    sequence=0,
    cancelled=False,
    changed_at=CHANGED,
)


def read(feed: bytes) -> Any:
    return vobject.readOne(feed.decode("utf-8"))


def events(*entries: Entry) -> list[Any]:
    return list(read(calendar_feed("Årshjul", entries, ZONE)).vevent_list)


def test_a_milestone_is_a_whole_day_that_ends_the_morning_after():
    (event,) = events(REPORT)

    assert event.dtstart.value == date(2026, 9, 1)
    assert event.dtend.value == date(2026, 9, 2)
    assert event.summary.value == REPORT.title
    assert event.description.value == REPORT.description
    assert event.url.value == REPORT.url
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"
    assert event.dtstamp.value == CHANGED


def test_a_period_lasts_through_its_last_day():
    (event,) = events(replace(REPORT, day=date(2026, 9, 7), last_day=date(2026, 9, 30)))

    assert (event.dtstart.value, event.dtend.value) == (date(2026, 9, 7), date(2026, 10, 1))


def test_a_moved_entry_keeps_its_uid_and_raises_its_sequence():
    (before,), (after,) = events(REPORT), events(replace(REPORT, day=date(2026, 9, 8), title="Annat", sequence=1))

    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")


def test_what_is_cancelled_stays_and_says_so():
    (event,) = events(replace(REPORT, cancelled=True, sequence=2))

    assert event.status.value == "CANCELLED"


def test_a_time_of_day_is_told_in_the_zone_with_the_zone_explained():
    starts = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
    feed = calendar_feed("Nätverk Norr", [replace(REPORT, starts_at=starts, ends_at=starts + timedelta(hours=3))], ZONE)
    (event,) = read(feed).vevent_list

    assert event.dtstart.value.astimezone(UTC) == starts
    assert event.dtstart.value.utcoffset() == timedelta(hours=1)
    assert read(feed).vtimezone.tzid.value == "Europe/Stockholm"
    assert b"DTSTART;TZID=Europe/Stockholm:20270210T100000" in feed


def test_the_calendar_has_its_name_its_zone_and_how_often_to_ask():
    calendar = read(calendar_feed("Årshjul för Exempelskolan", [REPORT], ZONE))

    assert calendar.contents["x-wr-calname"][0].value == "Årshjul för Exempelskolan"
    assert calendar.contents["x-wr-timezone"][0].value == "Europe/Stockholm"
    assert calendar.contents["refresh-interval"][0].value == "PT6H"
    assert calendar.version.value == "2.0"
    assert calendar.method.value == "PUBLISH"


def test_an_empty_calendar_can_be_read():
    assert "vevent" not in read(calendar_feed("Tom", [], ZONE)).contents


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=120)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400), st.integers(0, 99))
def test_whatever_people_write_comes_back(title: str, description: str, day: date, days: int, sequence: int):
    entry = replace(REPORT, title=title, description=description, day=day, last_day=day + timedelta(days=days))
    feed = calendar_feed("Årshjul", [replace(entry, sequence=sequence)], ZONE)
    (event,) = read(feed).vevent_list

    assert event.summary.value == title
    assert getattr(event, "description", None) is None or event.description.value == description
    assert event.dtend.value - event.dtstart.value == timedelta(days=days + 1)
    assert int(event.sequence.value) == sequence
    assert all(len(line) <= 75 for line in feed.split(b"\r\n")), "folded for programs that read no longer lines"


def test_the_same_entries_give_the_same_bytes_in_any_order():
    other = replace(REPORT, uid_parts=("milestone", "12", "self-assessment", "2026"))

    assert calendar_feed("A", [REPORT, other], ZONE) == calendar_feed("A", [other, REPORT], ZONE)


def test_parts_do_not_run_together_into_one_identity():
    assert uid(("a", "bc")) != uid(("ab", "c"))
    assert uid(("milestone", "12")) == uid(("milestone", "12"))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(REPORT, uid_parts=()),
        replace(REPORT, last_day=date(2026, 8, 31)),
        replace(REPORT, changed_at=datetime(2026, 11, 19, 8, 30)),  # noqa: DTZ001  # what must be refused
    ],
    ids=["no identity", "ends before it begins", "no offset"],
)
def test_what_would_break_a_calendar_is_refused(wrong: Entry):
    with pytest.raises(ValueError, match=r"identity|ends before|offset"):
        calendar_feed("A", [wrong], ZONE)


def test_two_entries_with_one_identity_are_refused():
    with pytest.raises(ValueError, match="one identity"):
        calendar_feed("A", [REPORT, REPORT], ZONE)


def test_every_event_has_what_the_standard_demands():
    for event in events(REPORT, replace(REPORT, uid_parts=("b",))):
        assert {"uid", "dtstamp", "dtstart", "summary", "sequence"} <= event.contents.keys()
