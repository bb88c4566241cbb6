"""The stage of stories: one clock for Slack and the bot, however far it is from the machine's."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.stage import Stage, StoryClock, stage
from bot.cli.stories import STORIES
from bot.cli.timeline import StageTimeline
from bot.clock import machine_clock
from playground.errors import NotPossibleError
from scheduler.run_due import run_due

PEOPLE = {"U0LEAD": "Alex Exempel", "U0BODEN": "Kim Exempel", "U0KALIX": "Robin Exempel"}
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def later() -> datetime:
    """The machine's clock when a killed process's claims have run out."""
    return machine_clock() + timedelta(minutes=1)


def letters(made: Stage) -> list[str]:
    return [one.plain() for one in made.person("U0BODEN").direct_messages()]


async def test_what_slack_took_without_an_answer_is_not_sent_again_in_a_story_of_the_past() -> None:
    assert machine_clock() > MONDAY - timedelta(days=365 * 5), "the story lies before the machine's time"
    past = MONDAY.replace(year=2020)
    async with stage(PEOPLE, {"C0NORR": "norr"}, past) as made:
        await made.load(STORIES / "norr.yaml")
        made.slack.fail("chat.postMessage", kind="reset_after_apply", times=None)
        await run_due(made.deps, past)
        sent = len(letters(made)) + len(made.person("U0BODEN").messages("C0NORR"))
        assert sent > 0
        made.slack.faults.clear()
        result = await run_due(made.deps, past, machine=later)
        assert result.uncertain == 0
        assert len(letters(made)) + len(made.person("U0BODEN").messages("C0NORR")) == sent


async def promise(made: Stage) -> None:
    """Kim in Boden writes a commitment on Monday morning."""
    await made.load(STORIES / "norr.yaml")
    await made.pass_to(MONDAY)
    person = made.person("U0BODEN")
    await person.command("/atagande", "Vi läser varandras missiv senast 18 december", channel="C0NORR")
    await person.form.submit()
    await made.said()


async def test_a_story_speaks_swedish_whatever_the_operator_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATVERKSBOT_LOCALE", "en")
    async with stage(PEOPLE, {"C0NORR": "norr"}, MONDAY) as made:
        await promise(made)
        assert made.person("U0BODEN").messages("C0NORR")[-1].plain().startswith("*Åtagande 1 · Boden* · pågår")


def test_a_clock_stands_until_it_goes_on_and_goes_on_from_where_it_is_put(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: seconds)
    clock, tuesday = StoryClock(MONDAY), MONDAY + timedelta(days=1)
    seconds += 60
    assert clock() == MONDAY
    clock.go_on()
    seconds += 60
    assert clock() == MONDAY + timedelta(minutes=1)
    clock.put(tuesday)
    assert clock() == tuesday
    seconds += 60
    with clock.standing(tuesday + timedelta(hours=1)):
        seconds += 60
        assert clock() == tuesday + timedelta(hours=1)
    seconds += 60
    assert clock() == tuesday + timedelta(hours=1, minutes=1)


async def test_time_stops_at_every_message_on_the_way() -> None:
    async with stage(PEOPLE, {"C0NORR": "norr"}, MONDAY) as made:
        await promise(made)
        timeline = StageTimeline(made, "sv")
        jumps = {jump.id: jump for jump in await timeline.jumps()}
        assert jumps["monday"].label == "Måndag 08:00"
        assert timeline.day(jumps["monday"].at) == "mån 30 nov, v. 49"
        assert timeline.day(jumps["summary"].at) == "mån 15 feb, v. 7"
        end = jumps["monday"].at + timedelta(days=8)
        coming = [line for line in await timeline.upcoming(end) if line.what == "veckobrev" and line.why_not is None]
        assert [(line.to, timeline.day(line.at)) for line in coming] == [
            ("Kim Exempel", "mån 30 nov, v. 49"),
            ("Kim Exempel", "mån 7 dec, v. 50"),
        ]
        idle = [
            line for line in await timeline.upcoming(end) if line.to == "Robin Exempel" and line.what == "veckobrev"
        ]
        assert {line.why_not for line in idle} == {"inget är öppet"}
        made.clock.go_on()
        await timeline.go(end)
        hours = {
            f"{datetime.fromtimestamp(float(one.ts), UTC):%H:%M:%S}"
            for one in made.person("U0BODEN").direct_messages()
            if "Din vecka" in one.plain()
        }
        assert hours == {"07:00:00"}, "at eight in Sweden, however long sending took"
        weeks = [text.splitlines()[0] for text in letters(made) if "Din vecka" in text]
        assert weeks == ["*Din vecka: mån 30 nov, v. 49*", "*Din vecka: mån 7 dec, v. 50*"]
        assert timeline.now() >= end
        with pytest.raises(NotPossibleError, match="redan passerat"):
            await timeline.go(end - timedelta(minutes=1))
        with pytest.raises(NotPossibleError, match="Så långt går det inte"):
            await timeline.go(end + timedelta(days=400))
