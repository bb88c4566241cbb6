"""Planning letters in parts is planning them at once, whatever their readers have set."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.domain.calendar import is_working_day, local_day
from bot.messages.readers import LetterReader
from bot.messages.weeks import every_week
from bot.red_days import red_day
from bot.storage.db import Database
from bot.storage.tables import Person

START = datetime(2026, 8, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 24 * 400).map(lambda hours: START + timedelta(hours=hours))
PEOPLE = st.builds(
    Person,
    id=st.just(7),
    workspace_id=st.just(1),
    timezone=st.sampled_from(["Europe/Stockholm", "Europe/Helsinki", "America/New_York"]),
    letter_weekday=st.none() | st.integers(1, 5),
    letter_hour=st.none() | st.integers(5, 22),
    paused_from=st.none() | st.dates(date(2026, 8, 1), date(2027, 8, 1)),
    paused_until=st.none() | st.dates(date(2026, 8, 1), date(2027, 12, 1)),
)


@pytest.fixture
def session(sqlite_template: Path) -> Iterator[Session]:
    """A session of an empty database: nobody is away."""
    database = Database(f"sqlite:///{sqlite_template}")
    with database.reading() as session:
        yield session
    database.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=PEOPLE, cuts=st.lists(INSTANTS, min_size=3, max_size=3).map(sorted), ends=st.none() | INSTANTS)
def test_in_parts_and_at_once(session: Session, person: Person, cuts: list[datetime], ends: datetime | None) -> None:
    a, b, c = cuts
    readers = [LetterReader(person, START, ends)]
    whole = list(every_week(session, "digest", readers, a, c))
    parts = [*every_week(session, "digest", readers, a, b), *every_week(session, "digest", readers, b, c)]
    assert parts == whole
    assert len({one.key for one in whole}) == len(whole)
    for one in whole:
        zone = ZoneInfo(person.timezone or "")
        assert one.due_at.astimezone(zone).hour == (person.letter_hour or 8)
        assert is_working_day(local_day(one.due_at, zone), red_day)
