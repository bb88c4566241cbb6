"""Whoever the file ends loses role, letters and buttons at midnight; what they did stays, and others take over."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli.stage import Stage, stage
from bot.domain.people import Actor
from bot.services.absences import Away, set_away
from bot.storage.db import Database
from bot.storage.tables import Delivery, Membership, Person, Role, Unit
from playground import Message
from tests.patience import patient

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: A Monday in week 2. Everything ends on the Friday.
STARTS = datetime(2027, 1, 11, 9, tzinfo=STOCKHOLM)
MIDNIGHT = datetime(2027, 1, 16, tzinfo=STOCKHOLM)

#: `END` becomes nothing, or an end.
NETWORK = """\
programme: pisa-2015
leadership: [{user: U0LEAD END}, U0STAYS]
networks:
  - name: Norr
    channel: C0NORR
    municipalities:
      - name: Boden
        contact_persons: [{user: U0BODEN END}, U0NY]
        deputies: [{user: U0DEPUTY END}]
        members: {teacher: [{name: Lo Exempel, user: U0TEACHER END}]}
      - name: Kalix
        contact_persons: [U0KALIX]
        ALONE
    conferences:
      - {number: 1, starts: 2027-02-24T10:00, ends: 2027-02-25T15:00, host: Boden}
"""
CITY = """\
programme: malmo-2014
leadership: [U0STAYS]
municipalities:
  - name: Malmö
    administration: [{user: U0ADMIN END}, U0STAYS]
    board: [{user: U0BOARD END}]
    board_meetings: [2027-02-24]
    heads_of_schools: [{user: U0HEAD, schools: [Exempelskolan, Provskolan] END}]
    schools:
      - {name: Exempelskolan, principal: PRINCIPAL}
      - {name: Provskolan, principal: U0PROV END}
"""
REPORT = "Avstämning av kvalitetsplanen"
PEOPLE = {
    "U0LEAD": "Alex Exempel",
    "U0STAYS": "Bo Exempel",
    "U0BODEN": "Kim Exempel",
    "U0NY": "Ny Exempel",
    "U0DEPUTY": "Noa Exempel",
    "U0TEACHER": "Lo Exempel",
    "U0KALIX": "Robin Exempel",
    "U0ADMIN": "Ada Exempel",
    "U0BOARD": "Sam Exempel",
    "U0HEAD": "Charlie Exempel",
    "U0REKTOR": "Re Exempel",
    "U0NEXT": "Nästa Exempel",
    "U0PROV": "Pro Exempel",
}

#: Who presses what, and the sentence that meets them after the midnight.
IN_NETWORK = "Bara kontaktpersoner, ersättare och kommungrupper i Nätverk Norr kan skriva åtaganden. Fråga till exempel"
IN_SCHOOL = "Du kan inte ändra det här för Exempelskolan. Vänd dig till Nästa Exempel"
COMMITMENTS = ["U0LEAD", "U0BODEN", "U0DEPUTY", "U0TEACHER", "U0KALIX"]
MILESTONES = [
    ("U0REKTOR", "Exempelskolan", REPORT, IN_SCHOOL),
    ("U0HEAD", "Exempelskolan", REPORT, IN_SCHOOL),
    ("U0ADMIN", "Exempelskolan", REPORT, IN_SCHOOL),
    (
        "U0BOARD",
        "Malmö",
        "Årsrapporten behandlas i nämnden",
        "ändra det här för Malmö. Vänd dig till Bo Exempel",
    ),
    ("U0PROV", "Provskolan", REPORT, "Provskolan var med till och med fre 15 jan, v. 2, så här går inget"),
]
#: Who goes on.
STAYING = ["U0STAYS", "U0NY", "U0NEXT"]


def network(end: str | None) -> str:
    """The network's file, with or without an end of everybody."""
    ended = f", ended: {end}" if end else ""
    return NETWORK.replace(" END", ended).replace("ALONE", f"ended: {end}" if end else "deputies: []")


def city(end: str | None) -> str:
    """The city's file."""
    principal = f"[{{user: U0REKTOR, ended: {end}}}, U0NEXT]" if end else "U0REKTOR"
    ended = f", ended: {end}" if end else ""
    return CITY.replace(" END", ended).replace("PRINCIPAL", principal)


@dataclass
class Story:
    """The stage, and the two files."""

    stage: Stage
    folder: Path

    async def load(self, end: str | None) -> None:
        for name, text in (("natverk", network(end)), ("stad", city(end))):
            path = self.folder / f"{name}.yaml"
            path.write_text(text, encoding="utf-8")
            await self.stage.load(path)

    def answer(self, who: str, channel: str) -> Message:
        seen = self.stage.person(who).messages(channel)
        return [one for one in seen if one.ephemeral_to == who][-1]

    async def milestone(self, who: str, unit: str, title: str) -> Message:
        """Look a milestone up, and keep its message with the buttons."""
        person = self.stage.person(who)
        await person.command("/arshjul", unit, channel="C0GRF")
        await person.click(title, in_=self.answer(who, "C0GRF"))
        return self.answer(who, "C0GRF")

    async def opens(self, who: str, message: Message | None = None) -> bool:
        """Press a button, or type the command; whether a form opens. It is closed again."""
        person = self.stage.person(who)
        if message is None:
            await person.command("/atagande", channel="C0NORR")
        else:
            await person.click("Behandlad" if who == "U0BOARD" else "Redan klart", in_=message)
        if opened := person.has_form:
            await person.form.close()
        return opened

    def letters(self, who: str) -> list[Message]:
        return [one for one in self.stage.person(who).direct_messages() if one.user != who]


@pytest.fixture
async def story(database_url: str, tmp_path: Path) -> AsyncIterator[Story]:
    async with stage(PEOPLE, {"C0NORR": "norr", "C0GRF": "grf"}, STARTS, database_url) as set_up:
        patient(set_up.slack)
        told = Story(set_up, tmp_path)
        await told.load(None)
        yield told


async def test_on_both_sides_of_midnight(story: Story) -> None:
    await story.load("2027-01-15")
    await story.stage.pass_to(MIDNIGHT - timedelta(minutes=1))
    kept = {(who, unit): await story.milestone(who, unit, title) for who, unit, title, _ in MILESTONES}
    assert [who for who in COMMITMENTS if not await story.opens(who)] == []
    robin = story.stage.person("U0KALIX")
    await robin.command("/atagande", "Vi inför kollegial handledning", channel="C0NORR")
    assert not (await robin.form.submit()).errors
    await story.stage.said()
    assert [each for each, message in kept.items() if not await story.opens(each[0], message)] == []
    await story.stage.person("U0BODEN").open_home()
    assert "Boden" in str(story.stage.person("U0BODEN").home.view.blocks)

    await story.stage.pass_to(MIDNIGHT)
    assert [who for who in COMMITMENTS if await story.opens(who)] == []
    told = {who: story.answer(who, "C0NORR").plain() for who in COMMITMENTS}
    assert [who for who, words in told.items() if IN_NETWORK not in words] == []
    await robin.click("Klart", in_=robin.find("C0NORR", "Vi inför kollegial handledning"))
    assert "Kalix är inte längre med i Nätverk Norr." in story.answer("U0KALIX", "C0NORR").plain()
    for who, unit, _, sentence in MILESTONES:
        assert not await story.opens(who, kept[who, unit])
        assert sentence in story.answer(who, "C0GRF").plain(), who
    await story.stage.person("U0BODEN").open_home()
    assert "Boden" not in str(story.stage.person("U0BODEN").home.view.blocks)
    # Of two schools one is left, in numbers, in lists and by its name.
    boss = story.stage.person("U0STAYS")
    await boss.command("/arshjul", "tabell", channel="C0GRF")
    assert f"{REPORT}, senast sön 31 jan, v. 4: 0 av 1 klara" in story.answer("U0STAYS", "C0GRF").plain()
    await boss.command("/arshjul", "dialog", channel="C0GRF")
    assert "Provskolan" not in str(boss.form.view.blocks)
    await boss.command("/arshjul", "Provskolan", channel="C0GRF")
    assert "Provskolan var med till och med fre 15 jan" in story.answer("U0STAYS", "C0GRF").plain()


async def test_no_letters_come_any_more_and_others_take_over(story: Story) -> None:
    await story.load("2027-01-15")
    await story.stage.pass_to(MIDNIGHT)
    ended = [*COMMITMENTS, *(who for who, *_ in MILESTONES)]
    had = {who: len(story.letters(who)) for who in PEOPLE}
    for monday in range(2, 31, 7):
        await story.stage.pass_to(MIDNIGHT + timedelta(days=monday, hours=8))
    assert [who for who in ended if len(story.letters(who)) > had[who]] == []
    assert [who for who in STAYING if len(story.letters(who)) == had[who]] == []
    # What waited for somebody else before the end is told to who is there now.
    assert "missiv" in "\n".join(one.plain() for one in story.letters("U0NY"))
    with story.stage.deps.database.reading() as session:
        people = select(Person.id).where(Person.slack_user_id.in_(ended))
        recipients = [f"person:{person_id}" for person_id in session.scalars(people)]
        late = (Delivery.due_at.between(MIDNIGHT, story.stage.clock()), Delivery.recipient.in_(recipients))
        rows = session.execute(select(Delivery.status, Delivery.reason).where(*late)).all()
        assert {status for status, reason in rows if reason} == {"skipped"}
        assert None not in {reason for _, reason in rows}


async def test_who_steps_in_does_so_no_longer_than_the_role_lasts(story: Story) -> None:
    def go_away(database: Database, *, now: datetime) -> None:
        with database.transaction(Actor(story.stage.deps.workspace_id, None), now) as session:
            kim = session.scalars(select(Person).where(Person.slack_user_id == "U0BODEN")).one()
            set_away(session, kim, Away(date(2027, 1, 12), date(2027, 1, 29), "U0NEXT"), now)

    await story.stage.deps.do(go_away)
    await story.stage.pass_to(STARTS + timedelta(days=1))
    assert await story.opens("U0NEXT")
    await story.load("2027-01-15")
    await story.stage.pass_to(MIDNIGHT - timedelta(minutes=1))
    assert await story.opens("U0NEXT")
    await story.stage.pass_to(MIDNIGHT)
    assert not await story.opens("U0NEXT")
    await story.load(None)
    assert await story.opens("U0NEXT")


async def test_an_end_is_moved_and_taken_back(story: Story) -> None:
    await story.load("2027-01-15")
    await story.load("2027-01-20")
    await story.stage.pass_to(MIDNIGHT)
    assert await story.opens("U0BODEN")
    await story.stage.pass_to(MIDNIGHT + timedelta(days=5))
    assert not await story.opens("U0BODEN")
    await story.load(None)
    assert [who for who in COMMITMENTS if not await story.opens(who)] == []
    for who, unit, title, _ in MILESTONES:
        assert await story.opens(who, await story.milestone(who, unit, title)), who
    await story.load("2027-01-20")
    with story.stage.deps.database.reading() as session:
        end = MIDNIGHT + timedelta(days=5)
        for table in (Role, Membership, Unit):
            assert session.scalar(select(table.id).where(table.valid_to == end).limit(1)) is not None
    assert not await story.opens("U0BODEN")
