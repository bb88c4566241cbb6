"""The clock of the page: what time it is in the story, where one can jump, what is sent until then, and the jump."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.cli.sending import why_not_sent
from bot.cli.stage import Stage, due_from_now
from bot.domain.calendar import at_wall_time
from bot.domain.conferences import summary_at
from bot.errors import Sentence
from bot.language import Language
from bot.red_days import red_day
from bot.storage.conferences import conferences
from bot.storage.db import Database
from bot.storage.tables import Meeting, Network, Unit
from playground.errors import NotPossibleError
from playground.timeline import Jump, Upcoming
from scheduler.plan import plan
from scheduler.preview import Upcoming as Line
from scheduler.preview import upcoming

MONDAY_MORNING = time(8)
#: Longer than any conference waits for its summary.
SUMMARY_WITHIN = timedelta(days=30)
#: As far as one can jump at once: every message on the way is sent at its own time.
FARTHEST = timedelta(days=370)
#: A span of time that ends with a moment holds what is due then.
A_MOMENT = timedelta(microseconds=1)


@dataclass
class StageTimeline:
    """The story's clock, for the page: a `playground.timeline.Timeline`."""

    stage: Stage
    locale: str

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.stage.deps.settings.timezone)

    def now(self) -> datetime:
        """Return what time it is in the story, by the wall clock there."""
        return self.stage.clock().astimezone(self._zone)

    def day(self, instant: datetime) -> str:
        """Return a moment's day as people read it, with its weekday and week."""
        return self._language().day(instant.astimezone(self._zone).date())

    async def jumps(self) -> Sequence[Jump]:
        """Return where one can jump from now, the soonest first."""
        found = {"monday": _next_monday(self.now(), self._zone), **await self.stage.deps.do(_around_conferences)}
        sent = await self._next_sent()
        if sent is not None and sent not in found.values():
            found["next"] = sent
        word = self._language().word
        jumps = [Jump(name, word(f"jumps.{name}"), self._local(at)) for name, at in found.items()]
        return sorted(jumps, key=lambda one: (one.at, one.id))

    async def upcoming(self, until: datetime) -> Sequence[Upcoming]:
        """Return what will be sent from now until then, the soonest first."""
        channels = await self.stage.deps.do(_channels)
        lines = await self._lines(self.now(), until + A_MOMENT)
        return [self._told(line, channels.get(line.recipient)) for line in lines]

    async def go(self, instant: datetime) -> None:
        """Let time pass until then, from one message that falls due to the next.

        Raises NotPossibleError for a moment that has passed, and for one that is too far away.
        """
        now = self.now()
        if instant < now:
            raise NotPossibleError(self._language().say(Sentence("clock-passed")))
        if instant > now + FARTHEST:
            farthest = Sentence("clock-too-far", {"day": (now + FARTHEST).date()})
            raise NotPossibleError(self._language().say(farthest))
        await plan(self.stage.deps)
        while (stop := await self.stage.next_stop(instant)) < instant:
            await self.stage.pass_to(stop)
        await self.stage.pass_to(max(instant, self.stage.clock()))

    async def _next_sent(self) -> datetime | None:
        """Return when the next message is sent, as far as is planned; what will not be sent is passed over."""
        now = self.now()
        for due in await self.stage.deps.do(due_from_now):
            if any(line.due_at == due and line.why_not is None for line in await self._lines(now, due + A_MOMENT)):
                return due
        return None

    async def _lines(self, start: datetime, end: datetime) -> list[Line]:
        return await self.stage.deps.do(upcoming, self.stage.deps.workspace_id, start, end)

    def _told(self, line: Line, channel: str | None) -> Upcoming:
        to = f"#{self.stage.slack.workspace.name_of(channel)}" if channel else line.recipient
        why_not = None if line.why_not is None else why_not_sent(line.why_not)
        return Upcoming(self._local(line.due_at), to, self._language().word(f"kinds.{line.kind}"), why_not)

    def _language(self) -> Language:
        return Language(self.locale, self.now().date())

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone)


def _next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    monday = now.date() + timedelta(days=-now.weekday() % 7)
    this = at_wall_time(monday, MONDAY_MORNING, zone)
    return this if this > now else at_wall_time(monday + timedelta(days=7), MONDAY_MORNING, zone)


def _around_conferences(database: Database, *, now: datetime) -> dict[str, datetime]:
    """Return when the next conference begins and ends, and when the next summary comes, as jumps are called."""
    with database.reading() as session:
        recent = (Meeting.ends_at > now - SUMMARY_WITHIN, Meeting.cancelled_at.is_(None))
        found = conferences(session, *recent, order=(Meeting.starts_at,))
    coming = {
        "conference-starts": [one.starts_at for one in found],
        "conference-over": [one.ends_at for one in found],
        "summary": [summary_at(one.ends_at, one.zone, red_day) for one in found],
    }
    ahead = {name: [at for at in instants if at > now] for name, instants in coming.items()}
    return {name: min(instants) for name, instants in ahead.items() if instants}


def _channels(database: Database, *, now: datetime) -> dict[str, str | None]:
    """Return the channels of networks and schools, by their names."""
    with database.reading() as session:
        named = [select(Network.name, Network.channel_id), select(Unit.name, Unit.channel_id)]
        return {name: channel for each in named for name, channel in session.execute(each)}
