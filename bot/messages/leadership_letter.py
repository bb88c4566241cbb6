"""The leadership's week: one letter over all networks of the programmes somebody leads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.commitments import State
from bot.domain.letters import LETTER, is_overview
from bot.domain.people import Actor
from bot.language import Language, Words
from bot.messages.conferences import Conference
from bot.messages.earlier_letters import EarlierLetters, earlier_letters
from bot.messages.glance import Glance, glances, in_numbers, together
from bot.messages.ladders import Ladder, ladders
from bot.messages.letters import letter_facts
from bot.messages.places import led_programmes
from bot.messages.readers import letter_readers, reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.messages.unsent import unsent_blocks
from bot.messages.weeks import every_week, left_out
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.deliveries import said, waits
from bot.storage.doubts import Unsent, unsent_of_late
from bot.storage.people import zone_of
from bot.storage.tables import Commitment, Delivery, Person, Role, Workspace

#: Conferences within this time are told of with how far each municipality has come.
PREPARED_FOR = timedelta(weeks=6)
WEEK = timedelta(weeks=1)
TWO_WEEKS = timedelta(weeks=2)
#: Lines of each part; how many more there are is said, and the Home tab shows all networks.
MOST_NETWORKS = 16
MOST_SUPPORT = 5
#: Characters for the lines about preparation: a message holds so much in all.
MOST_LADDER_CHARACTERS = 4500
#: Of people's own words and of names.
TITLE = 80
NAME = 30


@dataclass(frozen=True)
class LeadershipLetter:
    """All networks as one leader meets them on a day."""

    day: date
    networks: list[Glance]
    support: list[CommitmentView] = field(default_factory=list)
    ladders: list[tuple[Conference, list[Ladder]]] = field(default_factory=list)
    #: What never came in the week before: kinds of messages, whether too late or refused, and how many.
    unsent: list[Unsent] = field(default_factory=list)

    @property
    def contents(self) -> dict[str, list[Any]]:
        """What it says, but for how new that is, as it is kept: two letters with the same contents read alike."""
        conferences = ((one.network_id, one.conference) for one in self.networks)
        rungs = (rung for _, of_conference in self.ladders for rung in of_conference)
        return {
            "counts": [_counts(one) for one in self.networks],
            "conferences": [[network_id, one.first_day.isoformat()] for network_id, one in conferences if one],
            "at_steps": [[rung.meeting_id, rung.unit_id, rung.next and rung.next.title] for rung in rungs],
            "support": [one.id for one in self.support],
        }


def _counts(glance: Glance) -> list[int]:
    of = glance.commitments
    return [glance.network_id, of.open, of.late, of.needs_support]


def leadership_facts(session: Session, row: Delivery, now: datetime) -> LeadershipLetter | Skip:
    """Gather a leader's week; nothing when nothing is open, or when it stands in the leader's own weekly letter."""
    person = session.get_one(Person, reader_of(row))
    programmes = led_programmes(session, person.id, now)
    if not programmes:
        return Skip("no-role")
    if _has_letter(session, row, now):
        return Skip("in-letter")
    if (why := left_out(session, row, now)) is not None:
        return why
    letter = leaders_week(session, programmes, local_day(now, zone_of(session, person)), now)
    if not _is_anything_open(letter):
        return Skip("nothing-open")
    if row.sent_at is None and not _is_due(
        letter, earlier_letters(session, row.kind, row.recipient, row.nominal_on or letter.day), row
    ):
        return Skip("nothing-new")
    return letter


def week_facts(session: Session, actor: Actor, now: datetime) -> LeadershipLetter | None:
    """Gather the week of a leader who asks for it; None for somebody who leads nothing."""
    programmes = led_programmes(session, actor.person_id or 0, now)
    return leaders_week(session, programmes, actor.day(now), now) if programmes else None


def week_blocks(letter: LeadershipLetter | None, language: Language) -> Message:
    """Put the week into words for the one who asks."""
    if letter is not None:
        return leadership_blocks(letter, language)
    say = language.template("leadership-letter")
    return Message(blocks.notification(say.plain("leads_none")), [blocks.section(say("leads_none"))])


def leaders_week(session: Session, programmes: list[int], day: date, now: datetime) -> LeadershipLetter:
    """Gather the networks of these programmes as of a day; as many queries for one network as for thirteen."""
    networks = glances(session, programmes, day, now)
    soon = {
        one.conference.meeting_id: one.conference
        for one in networks
        if one.conference is not None and one.conference.first_day <= day + PREPARED_FOR
    }
    found: dict[int, list[Ladder]] = {}
    for ladder in ladders(session, soon.keys(), now):
        found.setdefault(ladder.meeting_id, []).append(ladder)
    return LeadershipLetter(
        unsent=unsent_of_late(session, programmes, now),
        day=day,
        networks=networks,
        support=commitment_views(
            session,
            Commitment.network_id.in_([one.network_id for one in networks]),
            Commitment.state == State.NEEDS_SUPPORT,
            order=(Commitment.number.desc(),),
            limit=MOST_SUPPORT,
        ),
        ladders=[(soon[meeting_id], found[meeting_id]) for meeting_id in soon if meeting_id in found],
    )


def _has_letter(session: Session, row: Delivery, now: datetime) -> bool:
    """Return whether the leader is a contact person too and gets a weekly letter today, which says this as well."""
    if row.nominal_on is None:
        raise ValueError("A leader's letter is about a week.")
    key = f"{LETTER}:{row.recipient}:{row.nominal_on}"
    mine = (Delivery.workspace_id == row.workspace_id, Delivery.key == key)
    if session.scalar(select(Delivery.id).where(*mine, said())) is not None:
        return True
    to_come = session.scalar(select(Delivery).where(*mine, waits()))
    return to_come is not None and not isinstance(letter_facts(session, to_come, now), Skip)


def _is_anything_open(letter: LeadershipLetter) -> bool:
    return bool(letter.ladders or letter.unsent) or any(
        one.commitments.open or one.commitments.new or _is_soon(one, letter.day) for one in letter.networks
    )


def _is_soon(glance: Glance, day: date) -> bool:
    return glance.conference is not None and glance.conference.first_day <= day + PREPARED_FOR


def _is_due(letter: LeadershipLetter, earlier: EarlierLetters, row: Delivery) -> bool:
    """Return whether a letter says what the one before did not, and that is near, late or new; or a month begins."""
    if letter.unsent or not earlier:
        return True
    if letter.contents == earlier.latest.get("contents"):
        return False
    return is_overview(row.nominal_on or letter.day) or _is_near(letter) or _is_new(letter, earlier)


def _is_near(letter: LeadershipLetter) -> bool:
    """Return whether a conference comes within two weeks, or a step's last day has just been, or is this week's."""
    conferences = (one.conference for one in letter.networks)
    if any(one is not None and one.first_day < letter.day + TWO_WEEKS for one in conferences):
        return True
    steps = (step for _, rungs in letter.ladders for ladder in rungs for step in ladder.steps)
    near = (letter.day - WEEK, letter.day + WEEK)
    return any(step.due_on is not None and near[0] <= step.due_on < near[1] for step in steps)


def _is_new(letter: LeadershipLetter, earlier: EarlierLetters) -> bool:
    """Return whether a commitment was written, is late or needs support since the letter before."""
    before = {network_id: told for network_id, *told in earlier.latest.get("contents", {}).get("counts", ())}
    for one in letter.networks:
        _, late, needs_support = before.get(one.network_id, (0, 0, 0))
        counts = one.commitments
        if counts.new or counts.late > late or counts.needs_support > needs_support:
            return True
    return False


def leadership_blocks(letter: LeadershipLetter, language: Language) -> Message:
    """Put all networks into words: numbers, who needs support, how far the preparation has come, when they meet."""
    say = language.template("leadership-letter")
    body = [blocks.section(say("headline", day=letter.day, networks=len(letter.networks)))]
    shown = letter.networks[:MOST_NETWORKS]
    if shown:
        body.append(blocks.bullets(say.plain("numbers"), [_numbers(one, say) for one in shown]))
    elif not letter.unsent:
        body.append(blocks.section(say("no_networks")))
    if (left := len(letter.networks) - len(shown)) > 0:
        body.append(blocks.context(say("more_networks", count=left)))
    body += _support(letter, say)
    body += _preparation(letter, say)
    body += unsent_blocks(letter.unsent, language)
    counts = in_numbers(together(letter.networks), language)
    notice = say.plain(
        "notice", day=letter.day, counts=counts, networks=len(letter.networks), unsent=bool(letter.unsent)
    )
    meetings = [one.conference.meeting_id for one in letter.networks if one.conference is not None]
    return Message(blocks.notification(notice), body, said={"meetings": meetings, "contents": letter.contents})


def _numbers(glance: Glance, say: Words) -> str:
    conference = glance.conference
    span = "" if conference is None else say.language.span(conference.first_day, conference.last_day)
    return say.plain(
        "network", name=_short(glance.network), counts=in_numbers(glance.commitments, say.language), span=span
    )


def _support(letter: LeadershipLetter, say: Words) -> Iterator[Block]:
    if not letter.support:
        return
    lines = [
        say.plain(
            "needs_support",
            number=commitment.number,
            municipality=_short(commitment.municipality),
            network=_short(commitment.network),
            title=blocks.excerpt(commitment.text, TITLE),
        )
        for commitment in letter.support
    ]
    yield blocks.bullets(say.plain("support"), lines)
    if (left := together(letter.networks).needs_support - len(lines)) > 0:
        yield blocks.context(say("more_support", count=left))


def _preparation(letter: LeadershipLetter, say: Words) -> Iterator[Block]:
    lines: list[str] = []
    room = MOST_LADDER_CHARACTERS
    for conference, rungs in letter.ladders:
        line = _ladder_line(conference, rungs, say)
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    if lines:
        yield blocks.bullets(say.plain("preparation"), lines)
    if (left := len(letter.ladders) - len(lines)) > 0:
        yield blocks.context(say("more_conferences", count=left))


def _ladder_line(conference: Conference, rungs: Iterable[Ladder], say: Words) -> str:
    """Return which municipality is at which step, those furthest behind first."""
    standing: dict[tuple[int, str], list[str]] = {}
    for ladder in rungs:
        # A step further on may be done before this one: it is this one they are at.
        place = len(ladder.steps) if ladder.next is None else ladder.steps.index(ladder.next)
        at = (place, "" if ladder.next is None else say.language.text(ladder.next.title))
        standing.setdefault(at, []).append(_short(ladder.municipality))
    span = say.language.span(conference.first_day, conference.last_day)
    parts = [
        say.plain("at_step", title=blocks.excerpt(title, TITLE), municipalities=standing[place, title])
        for place, title in sorted(standing)
    ]
    return say.plain("ladder", network=_short(conference.network), span=span, parts=parts)


def _short(name: str) -> str:
    return blocks.excerpt(name, NAME)


def plan_leadership_letters(
    session: Session, workspace: Workspace, start: datetime, end: datetime
) -> Iterator[Planned]:
    """Plan a letter for every week and leader."""
    leaders = letter_readers(session, workspace, start, Role.kind == "leadership")
    return every_week(session, "leadership-letter", leaders, start, end)


register(Kind("leadership-letter", leadership_facts, leadership_blocks, plan_leadership_letters))
