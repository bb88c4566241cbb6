"""The summary after a conference: the gist in one post, which late answers bring up to date (N15, C4)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.numbers import format_decimal
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.conferences import summary_at
from bot.domain.deliveries import TIMINGS
from bot.domain.evaluations import Grade, own_words, summarise
from bot.language import Language, Words
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import drafts
from bot.storage.commitments import CommitmentView
from bot.storage.conferences import SUMMARY, Conference, Said, conference, conferences, next_conference, said_at
from bot.storage.inquiries import EVALUATION, TAKEAWAYS, known_since
from bot.storage.tables import Delivery, Meeting, Workspace

#: Of a commitment in the post; all of its words are in the thread.
SHOWN = 300
#: Municipalities whose first commitment the post quotes; a network has about seven.
MUNICIPALITIES_SHOWN = 20
#: Municipalities whose first takeaway the post quotes, and how much of it.
TAKEAWAYS_SHOWN = 3
TAKEAWAY_SHOWN = 200
#: Between the end of a conference and its summary lie two working days, and at most a long holiday.
LONGEST_WAIT = timedelta(days=21)


@dataclass(frozen=True)
class Summary:
    """The gist of a conference, as of a day."""

    network: str
    first_day: date
    last_day: date
    #: How many commitments, and from how many municipalities.
    commitments: int
    municipalities: int
    #: The first commitment of each.
    first: list[CommitmentView]
    #: A municipality's first takeaway, and its name.
    takeaways: list[tuple[str, str]]
    #: How many of how many municipalities have handed in an evaluation, and the mean over its first scale.
    evaluated: int
    members: int
    grade: Grade | None
    #: Whether anybody has said anything that stands in the thread.
    has_words: bool
    next_one: Conference | None
    today: date
    #: Of a posted message: what it said last, and since when. None before it is posted.
    before: Mapping[str, Any] | None = None


def summary_facts(session: Session, row: Delivery, now: datetime) -> Summary | Skip:
    """Gather the gist of a conference; it is told also when nobody has said anything."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    before = None if row.slack_ts is None else row.said or {}
    return gist(said_at(session, about), next_conference(session, about, now), now, before)


def gist(said: Said, next_one: Conference | None, now: datetime, before: Mapping[str, Any] | None = None) -> Summary:
    """Return the gist of what was said at a conference, as of now."""
    first = {one.unit_id: one for one in reversed(said.commitments)}
    about, names = said.conference, said.names()
    evaluation = about.forms.get(EVALUATION)
    handed_in = said.handed_in(EVALUATION)
    answers = [drafts.load(stand.answers) for stand in handed_in.values()]
    takeaways = list(_takeaways(said))
    written = evaluation is not None and any(list(own_words(evaluation, one)) for one in answers)
    return Summary(
        network=about.network,
        first_day=about.first_day,
        last_day=about.last_day,
        commitments=len(said.commitments),
        municipalities=len(first),
        first=[first[unit] for unit in sorted(first, key=lambda unit: names[unit])],
        takeaways=takeaways,
        evaluated=len(handed_in),
        members=len(said.members),
        grade=None if evaluation is None else summarise(evaluation, answers),
        has_words=bool(first or takeaways or written),
        next_one=next_one,
        today=local_day(now, about.zone),
        before=before,
    )


def _takeaways(said: Said) -> Iterator[tuple[str, str]]:
    form = said.conference.forms.get(TAKEAWAYS)
    if form is None:
        return
    for unit, stand in said.handed_in(TAKEAWAYS).items():
        for _, words in list(own_words(form, drafts.load(stand.answers)))[:1]:
            yield words, said.members[unit]


def summary_blocks(summary: Summary, language: Language) -> Message:
    """Put the gist into words, with a door to all commitments and the day of the last change."""
    say = language.template("summary")
    text, body = _post(summary, say)
    said = {"body": _digest(text, body), "updated_on": _updated_on(summary, _digest(text, body))}
    body.append(blocks.actions(blocks.button("commitments.page.v1", say.plain("all_commitments"), "network:0")))
    if said["updated_on"] is not None:
        body.append(blocks.context(say("updated", day=date.fromisoformat(said["updated_on"]))))
    return Message(text, body, said=said)


def preview_blocks(summary: Summary, posted_on: date | None, language: Language) -> Message:
    """Show the leadership what the summary says as of now, and when it will come (None: it has, or it will not)."""
    say = language.template("summary")
    text, body = _post(summary, say)
    return Message(text, [blocks.context(say("preview", day=posted_on)), *body])


def _post(summary: Summary, say: Words) -> tuple[str, list[Block]]:
    """Return the post without its buttons: the text that is read aloud, and the blocks."""
    headline = say.plain("headline", network=summary.network, span=_span(summary, say.language))
    numbers = {name: getattr(summary, name) for name in ("commitments", "municipalities", "evaluated", "members")}
    numbers["grade"], numbers["mean"] = summary.grade, _mean(summary.grade, say.language)
    quotes = [(one.municipality, _quote(one, say)) for one in summary.first[:MUNICIPALITIES_SHOWN]]
    body = [blocks.title(headline), blocks.section(say("numbers", **numbers))]
    if quotes:
        body.append(blocks.labelled(quotes))
    if (left := len(summary.first) - len(quotes)) > 0:
        body.append(blocks.context(say("more", count=left)))
    if summary.takeaways:
        body.append(blocks.bullets(say.plain("takeaways"), _takeaway_lines(summary, say)))
    coming = {"span": _next_span(summary, say.language), "host": summary.next_one and summary.next_one.host}
    body.append(blocks.section(say("next", **coming)))
    if summary.has_words:
        body.append(blocks.context(say("thread")))
    lines = [headline, say.plain("numbers", **numbers), *(": ".join(quote) for quote in quotes)]
    return blocks.notification("\n".join(lines)), body


def _quote(commitment: CommitmentView, say: Words) -> str:
    return say.plain("quote", words=blocks.excerpt(commitment.text, SHOWN), due=commitment.due_on)


def _takeaway_lines(summary: Summary, say: Words) -> Iterator[str]:
    for words, municipality in summary.takeaways[:TAKEAWAYS_SHOWN]:
        yield say.plain("takeaway", words=blocks.excerpt(words, TAKEAWAY_SHOWN), municipality=municipality)


def _mean(grade: Grade | None, language: Language) -> str:
    return "" if grade is None else format_decimal(grade.mean, format="0.0", locale=language.locale)


def _span(summary: Summary, language: Language) -> str:
    return language.span(summary.first_day, summary.last_day)


def _next_span(summary: Summary, language: Language) -> str | None:
    coming = summary.next_one
    return None if coming is None else language.span(coming.first_day, coming.last_day)


def _digest(text: str, body: list[Block]) -> str:
    return hashlib.sha256(json.dumps([text, body]).encode()).hexdigest()


def _updated_on(summary: Summary, digest: str) -> str | None:
    """Return the day of the last change since it was posted; what is refreshed without a change keeps its day."""
    if summary.before is None:
        return None
    if summary.before.get("body") == digest:
        return summary.before.get("updated_on")
    return summary.today.isoformat()


def plan_summaries(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the summary of every conference; of one that was over when it was loaded there is none by itself."""
    ended = (Meeting.ends_at >= start - LONGEST_WAIT, Meeting.ends_at < end, Meeting.cancelled_at.is_(None))
    for about in conferences(session, Meeting.workspace_id == workspace.id, *ended):
        due_at = summary_at(about.ends_at, about.zone, red_day)
        known = known_since(session, session.get_one(Meeting, about.id)) or start
        if max(start, known) <= due_at < end:
            recipient = f"network:{about.network_id}"
            yield Planned(
                key=f"{SUMMARY}:meetings-{about.id}:once:{recipient}",
                recipient=recipient,
                due_at=due_at,
                expires_at=due_at + TIMINGS[SUMMARY].useful_for,
                subject="meetings",
                subject_id=about.id,
            )


register(Kind(SUMMARY, summary_facts, summary_blocks, plan_summaries))
