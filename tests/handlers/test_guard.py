"""An error becomes a sentence in the right place, with a reference that is in the log."""

import asyncio
import io
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import func, select

from bot import logs
from bot.deps import Deps
from bot.storage.tables import Person
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.faults import struck
from tests.handlers.stories import TEXT, answer, log, stored

REFERENCE = re.compile(r"N-[2-9A-Z]{4}\b")


def references(house: House) -> list[str]:
    return [str(one["reference"]) for one in house.logged if one["event"] == "A listener failed"]


async def test_the_reference_that_a_person_reads_is_in_the_log(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    told = []
    with struck(monkeypatch, house, "before", 0):
        await kim.click("Klart", in_=shown)
    told.append(answer(house, "U0BODEN"))
    with struck(monkeypatch, house, "before", 0):
        await kim.command("/atagande", TEXT, channel=CHANNEL)
    told.append(answer(house, "U0BODEN"))
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    with struck(monkeypatch, house, "before", 1):
        told += (await kim.form.submit()).errors.values()
    assert [found[0] for one in told if (found := REFERENCE.search(one))] == references(house)
    assert len(references(house)) == 3
    assert not {"0", "1", "I", "O", "B", "S"} & {letter for one in references(house) for letter in one[2:]}


async def test_an_error_over_a_form_opens_on_top_of_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    with struck(monkeypatch, house, "slack", 0):
        await kim.form.click("Lägg till aktivitet")
    assert REFERENCE.search(kim.form.plain())
    await kim.form.close()
    assert kim.form.value("Åtagande") == TEXT


async def test_a_person_reads_the_sentences_in_their_own_language(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.slack.workspace.user("U0BODEN").locale = "en-GB"
    kim = house.person("U0BODEN")

    def is_english() -> bool:
        with house.database.reading() as session:
            return session.scalar(select(Person.locale).where(Person.slack_user_id == "U0BODEN")) == "en"

    await kim.command("/atagande", "help", channel=CHANNEL)
    await house.until(is_english)
    await kim.command("/atagande", "112", channel=CHANNEL)
    assert "112" in answer(house, "U0BODEN")
    assert "Det finns inget" not in answer(house, "U0BODEN")


async def test_a_new_person_at_once_is_one_person(house: House) -> None:
    ute = house.person("U0UTE")
    await asyncio.gather(*(ute.command("/atagande", "hjälp", channel=CHANNEL) for _ in range(5)))
    assert len([one for one in ute.messages(CHANNEL) if "Det här kan du göra" in one.plain()]) == 5
    with house.database.reading() as session:
        known = select(func.count()).select_from(Person).where(Person.slack_user_id == "U0UTE")
        assert session.scalar(known) == 1
    assert references(house) == []


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a real process would write on stderr."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    configured = structlog.get_config()
    logs.configure(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


async def test_no_token_is_in_the_log_whatever_fails(
    house: House, monkeypatch: pytest.MonkeyPatch, lines: io.StringIO
) -> None:
    kim = house.person("U0BODEN")

    async def told(self: Deps, *_: object, **__: object) -> None:
        raise RuntimeError(f"the settings are {self.settings.slack_bot_token} {self.slack.token}")

    with monkeypatch.context() as patch:
        patch.setattr(Deps, "do", told)
        await kim.command("/atagande", TEXT, channel=CHANNEL)
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    assert REFERENCE.search(lines.getvalue())
    assert "the settings are [redacted] [redacted]" in lines.getvalue()
    assert house.slack.token not in lines.getvalue()
    assert TEXT not in lines.getvalue()
    assert stored(house) == []
