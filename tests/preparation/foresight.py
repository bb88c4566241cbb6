"""Weeks and terms in which what the preview says of the days to come is held against what is then sent.

`uv run python -m tests.preparation.foresight --terms 20` plays twenty terms, in each of which people do other things;
the suite plays some weeks.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.calendar import local_day
from bot.domain.letters import LetterTime
from bot.domain.people import Actor
from bot.errors import BotError
from bot.services.absences import Away
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.content import load
from bot.services.inquiries import About, Written, hand_in
from bot.services.letters import remind_later
from bot.services.milestones import MilestoneWords, SentForm, finish_milestone, remind_of_milestone, taken_up
from bot.services.people import note_profile, profile_in
from bot.services.progress import mark_done, move_date
from bot.services.settings import Pause, Settings, set_settings
from bot.services.tasks import give_more_time, mark_task_done
from bot.services.wheel import own_wheels
from bot.storage.db import Database
from bot.storage.inquiries import EVALUATION
from bot.storage.migrate import migrate
from bot.storage.preparation import PREPARATION
from bot.storage.tables import Commitment, Delivery, Meeting, Network, Person, Response, Role, Task, Unit
from scheduler.preview import upcoming
from scheduler.sender import DONE
from tests.preparation.conftest import HOGBO, NORR, STOCKHOLM, Play, at, conference, playing

#: What is loaded: two networks that meet in one week, Kim in both, and a city whose strategist leads the networks too.
NETWORKS = (
    NORR
    + conference("2027-02-10", themes="high-expectations")
    + conference("2027-04-14", number=2, themes="high-expectations")
    + HOGBO % "U0BODEN, U0GAVLE"
    + conference("2027-02-11")
)
CITY = """\
programme: malmo-2014
leadership: [U0LEAD]
municipalities:
  - name: Malmö
    administration: [U0LEAD]
    board: [U0SEKR]
    board_meetings: [2026-12-16, 2027-01-20, 2027-02-24, 2027-05-19]
    heads_of_schools: [{user: U0CHEF, schools: [Exempelskolan, Provskolan, Modellskolan]}]
    schools:
      - {name: Exempelskolan, principal: U0REKTOR}
      - {name: Provskolan, principal: U0REKTOR}
      - {name: Modellskolan, principal: U0KALIX, channel: C0MODELL}
    breaks: [{name: sportlov, from: 2027-02-15, to: 2027-02-19}]
"""
IN_CITY = {"U0SEKR": "Bo", "U0CHEF": "Charlie", "U0REKTOR": "Lo"}
CONTACTS = ("U0BODEN", "U0BODEN2", "U0KALIX", "U0GAVLE")
PEOPLE = (*CONTACTS, *IN_CITY, "U0LEAD")
#: Where people go, and mostly stay.
ZONES = ("Europe/Stockholm", "Europe/Stockholm", "Europe/Helsinki", "America/New_York", "Asia/Tokyo")
#: Who acts: contact persons have the most to do.
ACTING = (*PEOPLE, *CONTACTS)
#: One message: when it falls due, what it is, to whom, and why it is not sent.
Line = tuple[datetime, str, str, str | None]


@dataclass
class Term:
    """A play in which chance decides what people do; nobody does anything while what was foreseen is held to."""

    play: Play
    chance: Random
    _forms: Any = field(default_factory=lambda: count(1))

    def set_up(self) -> None:
        """Let everybody be there, and load both files."""
        for user, name in IN_CITY.items():
            self.play.slack.add_user(user, name.lower(), f"{name} Exempel")
        self.play.slack.add_channel("C0MODELL", "modellskolan", PEOPLE)
        files = [self.play.file, self.play.file.with_name("stad.yaml")]
        for file, text in zip(files, (NETWORKS, CITY), strict=True):
            file.write_text(text, encoding="utf-8")
        actor = Actor(self.play.workspace, None, via="load")
        load(self.play.database, actor, files, timezone="Europe/Stockholm", now=self.play.now)

    async def check(self, days: int) -> None:
        """Foresee so many days, let them pass, and compare."""
        start, end = self.play.now, self.play.now + timedelta(days=days)
        ended = {(row.key, row.status, row.reason) for row in self._rows() if row.status in DONE}
        foreseen = self._foreseen(start, end)
        await self.play.walk(end - timedelta(microseconds=1))
        self.play.now = end
        happened = self._happened(ended, end)
        assert foreseen - happened == happened - foreseen == Counter(), (
            f"From {start:%a %Y-%m-%d %H:%M}: foreseen {_told(foreseen - happened)}, sent {_told(happened - foreseen)}"
        )

    def _foreseen(self, start: datetime, end: datetime) -> Counter[Line]:
        lines = upcoming(self.play.database, self.play.workspace, start, end, now=start)
        coming = [line for line in lines if line.state == "pending"]
        return Counter((line.due_at, line.kind, line.recipient, line.why_not) for line in coming)

    def _happened(self, ended: set[tuple[str, str, str | None]], end: datetime) -> Counter[Line]:
        names = self._names()
        return Counter(
            (row.due_at, row.kind, names[row.recipient], None if row.status == "sent" else row.reason)
            for row in self._rows()
            if (row.key, row.status, row.reason) not in ended and row.due_at < end
        )

    def _rows(self) -> list[Delivery]:
        with self.play.database.reading() as session:
            return list(session.scalars(select(Delivery)))

    def _names(self) -> dict[str, str]:
        with self.play.database.reading() as session:
            named = {f"person:{one.id}": one.name or one.slack_user_id or "" for one in session.scalars(select(Person))}
            named |= {f"network:{one.id}": one.name for one in session.scalars(select(Network))}
            return named | {f"unit:{one.id}": one.name for one in session.scalars(select(Unit))}

    def act(self, times: int) -> None:
        """Let people do this and that; what is not possible just now is not done."""
        for _ in range(times):
            gesture = self.chance.choice(
                [
                    self._promise,
                    self._promise,
                    self._close,
                    self._move_date,
                    self._finish_step,
                    self._take_more_time,
                    self._evaluate,
                    self._set,
                    self._travel,
                    self._be_reminded,
                    self._finish_milestone,
                    self._be_reminded_of_milestone,
                ]
            )
            with suppress(BotError):
                gesture(self.chance.choice(ACTING))

    def _day(self, farthest: int = 21) -> date:
        return local_day(self.play.now, STOCKHOLM) + timedelta(days=self.chance.randint(1, farthest))

    def _form(self) -> str:
        return f"form {next(self._forms)}"

    def _one(self, column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> int:
        """Choose one of the ids that a query finds; 0, which nobody has, when there is none."""
        with self.play.database.reading() as session:
            return self.chance.choice(list(session.scalars(select(column).where(*conditions))) or [0])

    def _place(self, who: str) -> tuple[int, int]:
        """Choose where somebody is contact person: network and municipality."""
        with self.play.database.reading() as session:
            places = session.execute(
                select(Role.network_id, Role.unit_id)
                .join(Person, Person.id == Role.person_id)
                .where(Person.slack_user_id == who, Role.kind == "contact_person", Role.network_id.is_not(None))
            ).all()
            network_id, unit_id = self.chance.choice(places or [(0, 0)])
            return network_id or 0, unit_id or 0

    def _promise(self, who: str) -> None:
        words = CommitmentWords(
            "Vi läser varandras planer.", due_on=self.chance.choice([None, self._day(), self._day()])
        )
        log_commitment(
            self.play.database, self.play.actor(who), *self._place(who), words, self._form(), now=self.play.now
        )

    def _commitment(self, who: str) -> int:
        return self._one(Commitment.id, Commitment.unit_id == self._place(who)[1])

    def _step(self, who: str) -> int:
        return self._one(Task.id, Task.kind == PREPARATION, Task.done_at.is_(None), Task.unit_id == self._place(who)[1])

    def _close(self, who: str) -> None:
        mark_done(self.play.database, self.play.actor(who), self._commitment(who), now=self.play.now)

    def _move_date(self, who: str) -> None:
        commitment = self._commitment(who)
        move_date(self.play.database, self.play.actor(who), commitment, self._day(), now=self.play.now)

    def _finish_step(self, who: str) -> None:
        mark_task_done(self.play.database, self.play.actor(who), self._step(who), now=self.play.now)

    def _take_more_time(self, who: str) -> None:
        task = self._step(who)
        give_more_time(self.play.database, self.play.actor(who), task, self._day(), now=self.play.now)

    def _evaluate(self, who: str) -> None:
        network_id, unit_id = self._place(who)
        meeting = self._one(Meeting.id, Meeting.network_id == network_id, Meeting.starts_at < self.play.now)
        with self.play.database.reading() as session:
            version = session.scalar(select(Response.version).where(Response.unit_id == unit_id))
        written = Written(json.dumps({"takeaway": "Vi tar med oss samtalen."}), version, self._form())
        about = About(meeting, EVALUATION, unit_id)
        hand_in(self.play.database, self.play.actor(who), about, written, now=self.play.now)

    def _set(self, who: str) -> None:
        today = local_day(self.play.now, STOCKHOLM)
        letter = LetterTime(self.chance.randint(1, 5), self.chance.choice([7, 8, 15]))
        pause = self.chance.choice([None, None, None, Pause(self._day(7))])
        away = self.chance.choice([None, None, Away(today + timedelta(days=1), self._day(9))])
        wanted = Settings(letter, pause=pause, away=away)
        set_settings(self.play.database, self.play.actor(who), None, wanted, now=self.play.now)

    def _travel(self, who: str) -> None:
        """Let Slack tell that somebody lives by another clock, now and whenever it is asked."""
        there = replace(self.play.slack.workspace.user(who), tz=self.chance.choice(ZONES))
        self.play.slack.workspace.users[who] = there
        note_profile(self.play.database, self.play.workspace, profile_in(there.as_json(locale=True)), now=self.play.now)

    def _be_reminded(self, who: str) -> None:
        remind_later(self.play.database, self.play.actor(who), self._day(5), now=self.play.now)

    def _milestone(self, who: str) -> tuple[int, int]:
        """Choose an open milestone that somebody may do; return its row and version."""
        actor = self.play.actor(who)
        wheels = own_wheels(self.play.database, actor, None, now=self.play.now)
        refs = [one.ref for wheel in wheels for one in wheel.standings if one.state != "done"]
        if not refs:
            return 0, 0
        view = taken_up(self.play.database, actor, self.chance.choice(refs[:6]), now=self.play.now)
        kept = view.standing.kept
        assert kept is not None
        return kept.task_id, kept.version

    def _finish_milestone(self, who: str) -> None:
        task, version = self._milestone(who)
        form = SentForm(self._form(), task, version)
        finish_milestone(self.play.database, self.play.actor(who), MilestoneWords(), form, now=self.play.now)

    def _be_reminded_of_milestone(self, who: str) -> None:
        task, _ = self._milestone(who)
        remind_of_milestone(self.play.database, self.play.actor(who), task, self._day(), now=self.play.now)


def _told(lines: Counter[Line]) -> str:
    return "; ".join(
        f"{at:%a %d %b %H:%M} {kind} to {who}: {why or 'sent'}" for at, kind, who, why in sorted(lines, key=str)
    )


async def play_term(database: Database, folder: Path, seed: int, *, first: str, last: str) -> int:
    """Play from one day to another; return how many messages fell due."""
    async with playing(database, folder) as play:
        term = Term(play, Random(seed))
        play.now = at(first)
        term.set_up()
        while play.now < at(last):
            await play.walk(play.now + timedelta(hours=term.chance.randint(0, 30)))
            term.act(term.chance.randint(0, 12))
            await term.check(term.chance.randint(1, 10))
        return len(term._rows())


def main() -> None:
    """Play terms until one differs from what was foreseen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--terms", type=int, default=5)
    parser.add_argument("--first", type=int, default=1, help="The seed of the first term.")
    given = parser.parse_args()
    for seed in range(given.first, given.first + given.terms):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/natverksbot.db")
            migrate(database)
            fell_due = asyncio.run(play_term(database, Path(folder), seed, first="2026-12-01", last="2027-05-01"))
            database.close()
            sys.stdout.write(f"Term {seed}: {fell_due} messages, each as foreseen\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
