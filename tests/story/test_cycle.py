"""A whole conference cycle through Slack, day by day: who is written to, how often, and what the summary says."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli.stage import Stage, stage
from bot.cli.stories import STORIES
from bot.domain.deliveries import TIMINGS
from bot.storage.tables import Delivery
from tests.patience import patient

STOCKHOLM = ZoneInfo("Europe/Stockholm")
STARTS = datetime(2026, 11, 23, 9, tzinfo=STOCKHOLM)
LAST_DAY = date(2027, 3, 5)
#: Two letters a week outside the conference's weeks: its own and the next one, with the summary.
CONFERENCE_WEEKS = {6, 7}
PEOPLE = {"U0LEAD": "Alex Exempel", "U0BODEN": "Kim Exempel", "U0KALIX": "Robin Exempel"}


@pytest.fixture
async def cycle(soon: None, database_url: str) -> AsyncIterator[Stage]:
    async with stage(PEOPLE, {"C0NORR": "norr"}, STARTS, database_url) as cycle:
        patient(cycle.slack)
        await cycle.load(STORIES / "two-conferences.yaml")
        yield cycle
        assert list(cycle.slack.calls.refused()) == []


def hours(first: date, last: date) -> Iterator[datetime]:
    """When something may be due: mornings, and around a conference the middle of the day."""
    for days in range((last - first).days + 1):
        day = first + timedelta(days=days)
        yield datetime(day.year, day.month, day.day, 8, 10, tzinfo=STOCKHOLM)
        if day.isocalendar().week in CONFERENCE_WEEKS:
            yield datetime(day.year, day.month, day.day, 13, tzinfo=STOCKHOLM)


def scheduled(cycle: Stage) -> list[tuple[str, str, date]]:
    """What the clock has sent: to whom, of which kind, on which day; a thread is one with its message."""
    with cycle.deps.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.status == "sent", Delivery.thread_key.is_(None)))
        return [
            (row.recipient, row.kind, row.sent_at.astimezone(STOCKHOLM).date())
            for row in rows
            if row.sent_at is not None and not TIMINGS[row.kind].prompt
        ]


def test_the_story_speaks_of_what_it_checks() -> None:
    assert {date(2027, 2, 10).isocalendar().week, date(2027, 2, 15).isocalendar().week} == CONFERENCE_WEEKS


def check_the_budget(cycle: Stage) -> set[str]:
    """Nobody gets more than one scheduled message a day or two a week, no channel more than one a day."""
    sent = scheduled(cycle)
    a_day = Counter((recipient, day) for recipient, _, day in sent)
    assert [one for one, times in a_day.items() if times > 1] == []
    a_week = Counter(
        (recipient, day.isocalendar().week)
        for recipient, _, day in sent
        if recipient.startswith("person:") and day.isocalendar().week not in CONFERENCE_WEEKS
    )
    assert [one for one, times in a_week.items() if times > 2] == []
    assert all(day.isoweekday() <= 5 for _, _, day in sent)
    return {kind for _, kind, _ in sent}


async def test_nobody_is_written_to_too_often_though_nobody_answers(cycle: Stage) -> None:
    for moment in hours(STARTS.date() + timedelta(days=1), LAST_DAY):
        await cycle.pass_to(moment)
    kinds = check_the_budget(cycle)
    assert kinds >= {"preparation", "preparation-count", "municipal-group", "evaluation-reminder", "summary"}
    assert "0 av 7" in cycle.person("U0KALIX").find("C0NORR", "Sammanfattning").plain()


async def test_nobody_is_written_to_too_often_when_people_promise(cycle: Stage) -> None:
    at_the_table = datetime(2027, 2, 11, 13, tzinfo=STOCKHOLM)
    for moment in hours(STARTS.date() + timedelta(days=1), LAST_DAY):
        await cycle.pass_to(moment)
        if moment == at_the_table:
            await promise(cycle, "U0BODEN", "Vi inför kollegial handledning senast 15 februari")
            await promise(cycle, "U0BODEN", "Alla lärare besöker varandras lektioner")
            await promise(cycle, "U0KALIX", "Vi läser varandras missiv senast 16 februari")
    kinds = check_the_budget(cycle)
    assert kinds >= {"preparation", "summary", "digest", "commitment-gaps", "leadership-letter"}
    assert "3 åtaganden från 2 kommuner" in cycle.person("U0KALIX").find("C0NORR", "Sammanfattning").plain()


async def promise(cycle: Stage, slack_user_id: str, text: str) -> None:
    person = cycle.person(slack_user_id)
    await person.command("/atagande", text, channel="C0NORR")
    assert (await person.form.submit()).closed
    await cycle.quiet()
