"""A step that left its words to a weekly letter which never came is told of after all, once."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.letters import LetterTime
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.registry import KINDS, Message
from bot.services.settings import Settings, set_settings
from bot.storage.deliveries import pause
from scheduler.preview import upcoming
from scheduler.run_due import run_due
from tests.preparation.conftest import NORR, Play, at, conference

#: The day on which a step begins, hours before Robin's letter comes, and when that letter is of no use any more.
MORNING, LETTER, TOO_LATE = at("2027-01-11", 8), at("2027-01-11", 15), at("2027-01-14", 16)


async def begin(play: Play) -> None:
    play.load(NORR + conference("2027-02-14"))
    robin = play.actor("U0KALIX")
    set_settings(play.database, robin, None, Settings(LetterTime(1, LETTER.hour + 1)), now=play.now)
    await play.walk(at("2027-01-10"))


def refuse(play: Play, monkeypatch: pytest.MonkeyPatch) -> datetime:
    play.slack.fail("chat.postMessage", kind="error:msg_too_long", channel=play.slack.person("U0KALIX").dm.id, times=1)
    return LETTER


def cannot_compose(play: Play, monkeypatch: pytest.MonkeyPatch) -> datetime:
    def blocks(facts: object, language: Language) -> Message:
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "digest", replace(KINDS["digest"], blocks=blocks))
    return LETTER


def stop_until_too_late(play: Play, monkeypatch: pytest.MonkeyPatch) -> datetime:
    with play.database.transaction(Actor(play.workspace, None, via="cli"), play.now) as session:
        pause(session, now=play.now, kind="digest")
    return TOO_LATE


@pytest.mark.parametrize("fail", [refuse, cannot_compose, stop_until_too_late])
async def test_what_stood_in_it_is_told_by_itself(play: Play, monkeypatch: pytest.MonkeyPatch, fail: object) -> None:
    await begin(play)
    told = fail(play, monkeypatch)  # type: ignore[operator]  # one of the three above
    for moment in (MORNING, LETTER, TOO_LATE, at("2027-01-15")):
        play.now = moment
        await run_due(play.deps, moment)
        assert play.told("U0KALIX").count("own-brief") == (moment >= told)
    assert play.told("U0KALIX", "digest").count("own-brief") == 0


async def test_that_it_will_be_is_foreseen(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    await begin(play)
    stop_until_too_late(play, monkeypatch)
    lines = upcoming(play.database, play.workspace, play.now, at("2027-01-15"), now=play.now)
    foreseen = {
        line.kind: line.why_not
        for line in lines
        if line.recipient == "Robin Exempel" and line.due_at < at("2027-01-12")
    }
    assert foreseen == {"digest": "stopped", "preparation": None}
