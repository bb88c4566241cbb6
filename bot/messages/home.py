"""The Home tab: somebody's week, their municipality's commitments and preparation; all networks for the leadership."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.domain.commitments import question_day
from bot.domain.people import Actor, Place, may
from bot.domain.wheel_people import OF_WHEEL
from bot.messages.conferences import Conference, next_conferences
from bot.messages.glance import Glance, glances
from bot.messages.ladders import Ladder, Step, ladders
from bot.messages.places import NamedPlace, leaders, led_programmes, named_places
from bot.messages.readers import open_commitments
from bot.red_days import red_day
from bot.storage.commitments import Activity, CommitmentView


@dataclass(frozen=True)
class OwnWork:
    """What those somebody acts for have before them, as of a day."""

    places: list[NamedPlace]
    this_week: list[CommitmentView]
    activities: list[tuple[CommitmentView, Activity]]
    ahead: list[CommitmentView]
    #: Past their date and asked about: nobody is nagged about them any more.
    resting: list[CommitmentView]
    #: Networks and municipalities in which the reader may change things.
    changeable: frozenset[tuple[int, int]]
    #: Own steps of preparation, each with its conference.
    ladders: list[tuple[Conference, Ladder]]
    #: Steps that should be done by the end of the week.
    steps: list[Step]

    @property
    def next_point(self) -> date | None:
        """The next day on which something is due, or None."""
        steps = [ladder.next.due_on for _, ladder in self.ladders if ladder.next is not None]
        return min((day for day in [*steps, *(c.due_on for c in self.ahead)] if day is not None), default=None)


@dataclass(frozen=True)
class Home:
    """What one person's Home tab tells, as of a day."""

    day: date
    own: OwnWork | None = None
    #: All networks of the programmes that the reader leads.
    led: list[Glance] = field(default_factory=list)
    #: The next conference of each network the reader acts in, the nearest first.
    conferences: list[Conference] = field(default_factory=list)
    #: Whether the reader has a part in an annual wheel.
    in_wheel: bool = False
    #: Whom to ask.
    leaders: list[str] = field(default_factory=list)


def home_facts(session: Session, actor: Actor, now: datetime) -> Home:
    """Gather a person's Home tab; as many queries for one network as for thirteen."""
    person_id, day = actor.person_id or 0, actor.day(now)
    places = named_places(session, person_id, now)
    programmes = led_programmes(session, person_id, now)
    upcoming = next_conferences(session, {place.network_id for place in places}, now)
    return Home(
        day=day,
        own=_own_work(session, actor, places, upcoming.values(), now) if places else None,
        led=glances(session, programmes, day, now) if programmes else [],
        conferences=sorted(upcoming.values(), key=lambda conference: conference.first_day),
        in_wheel=any(role.kind in OF_WHEEL for role in actor.roles),
        leaders=leaders(session, actor.workspace_id, {place.programme_id for place in places}, now),
    )


def _own_work(
    session: Session, actor: Actor, places: list[NamedPlace], upcoming: Collection[Conference], now: datetime
) -> OwnWork:
    day = actor.day(now)
    week_ends = day + timedelta(days=7 - day.isoweekday())
    where = [(place.network_id, place.unit_id) for place in places]
    climbed = _own_ladders(session, where, upcoming, now)
    commitments = open_commitments(session, actor.workspace_id, list(where))
    resting = [c for c in commitments if c.due_on is not None and question_day(c.due_on, red_day) <= day]
    awake = [c for c in commitments if c not in resting]
    this_week = [c for c in awake if c.due_on is not None and c.due_on <= week_ends]
    return OwnWork(
        places=places,
        this_week=this_week,
        activities=[
            (c, a) for c in commitments for a in c.activities if a.due_on is not None and day <= a.due_on <= week_ends
        ],
        ahead=[c for c in awake if c not in this_week],
        resting=resting,
        changeable=frozenset((p.network_id, p.unit_id) for p in places if may(actor, "change", _place(p))),
        ladders=climbed,
        steps=[
            step
            for _, ladder in climbed
            for step in ladder.steps
            if step.standing != "done" and step.due_on is not None and step.due_on <= week_ends
        ],
    )


def _own_ladders(
    session: Session, where: Collection[tuple[int, int]], upcoming: Collection[Conference], now: datetime
) -> list[tuple[Conference, Ladder]]:
    conferences = {conference.meeting_id: conference for conference in upcoming}
    found = ladders(session, conferences.keys(), now, {unit_id for _, unit_id in where})
    return [
        (conferences[ladder.meeting_id], ladder)
        for ladder in found
        if (conferences[ladder.meeting_id].network_id, ladder.unit_id) in where
    ]


def _place(place: NamedPlace) -> Place:
    return Place(place.programme_id, place.network_id, place.unit_id)
