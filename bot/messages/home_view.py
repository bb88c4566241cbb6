"""The Home tab in words: what waits this week first, then what goes on, then what rests."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.domain.commitments import shown_state
from bot.language import Language, Words
from bot.messages.conferences import Conference
from bot.messages.doors import door_buttons
from bot.messages.glance import Glance, in_numbers
from bot.messages.home import Home, OwnWork
from bot.messages.ladders import Ladder, Step
from bot.messages.many_milestones import MINE, mark_button
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import CommitmentView

#: A Home tab holds a hundred blocks: how many of each thing are shown; how many more there are is said.
MOST_THIS_WEEK = 5
MOST_AHEAD = 8
MOST_RESTING = 5
MOST_LADDERS = 4
MOST_CONFERENCES = 4
MOST_ACTIVITIES = 10
MOST_STEPS = 10
MOST_NETWORKS = 25
#: Of people's own words.
TITLE = 120
NAME = 60


def home_view(home: Home, language: Language) -> dict[str, Any]:
    """Return the view for `views.publish`."""
    say = language.template("home")
    body: list[Block] = []
    if home.own is not None:
        body += _own(home, home.own, say)
    if home.led:
        body += _led(home.led, say)
    if home.in_wheel:
        body += _wheel(say)
    elif home.own is None and not home.led:
        body += _stranger(home, say)
    return {"type": "home", "blocks": body}


def _own(home: Home, own: OwnWork, say: Words) -> Iterator[Block]:
    yield blocks.section(say("headline", day=home.day))
    yield from _week(home, own, say)
    yield door_buttons(say.language)
    for conference, ladder in own.ladders[:MOST_LADDERS]:
        yield from _ladder(conference, ladder, say)
        if ladder.next is not None and (conference.network_id, ladder.unit_id) in own.changeable:
            yield _step_buttons(ladder.next, say)
    if own.ahead:
        yield blocks.section(say("ahead"))
        yield from _commitments(own.ahead, own, home, say, MOST_AHEAD)
    elif not (own.this_week or own.resting):
        yield blocks.section(say("none"))
    if own.resting:
        can_answer = any((c.network_id, c.unit_id) in own.changeable for c in own.resting)
        yield blocks.section(say("resting", can_answer=can_answer))
        yield from _commitments(own.resting, own, home, say, MOST_RESTING)
    yield from _conferences(home.conferences, say)


def _week(home: Home, own: OwnWork, say: Words) -> Iterator[Block]:
    if not (own.this_week or own.activities or own.steps):
        yield blocks.section(say("nothing", day=own.next_point))
        return
    yield blocks.section(say("this_week"))
    yield from _commitments(own.this_week, own, home, say, MOST_THIS_WEEK)
    if own.steps:
        lines = [_step_line(step, say) for step in own.steps[:MOST_STEPS]]
        yield blocks.bullets(say.plain("steps"), lines)
    if own.activities:
        letter = say.language.template("digest")
        lines = [
            letter.plain("activity", number=c.number, how=blocks.excerpt(a.how, TITLE), who=_short(a.who), day=a.due_on)
            for c, a in own.activities[:MOST_ACTIVITIES]
        ]
        yield blocks.bullets(letter.plain("activities", until=None), lines)


def _commitments(commitments: list[CommitmentView], own: OwnWork, home: Home, say: Words, most: int) -> Iterator[Block]:
    for commitment in commitments[:most]:
        state = shown_state(commitment.state, commitment.due_on, home.day)
        municipality = commitment.municipality if len(own.places) > 1 else ""
        title = blocks.excerpt(commitment.text, TITLE)
        line = say.plain(
            "line",
            commitment=commitment,
            title=title,
            state=state,
            municipality=blocks.excerpt(municipality, NAME),
        )
        yield blocks.plain_section(line)
        if (commitment.network_id, commitment.unit_id) in own.changeable:
            yield _buttons(commitment, state, say)
    if (left := len(commitments) - most) > 0:
        yield blocks.context(say("more", count=left))


def _buttons(commitment: CommitmentView, state: str, say: Words) -> Block:
    late = (("done", "done"), ("date", "new_date"), ("support", "we_need_support"), ("close", "we_close"))
    names = late if state == "late" else (("done", "done"), ("update", "update"), ("support", "support"))
    return blocks.actions(
        *(
            blocks.button(f"commitment.{name}.v1", say.language.word(f"buttons.{word}"), str(commitment.id))
            for name, word in names
        )
    )


def _ladder(conference: Conference, ladder: Ladder, say: Words) -> Iterator[Block]:
    values = {"network": _short(conference.network), "municipality": _short(ladder.municipality)}
    span = say.language.span(conference.first_day, conference.last_day)
    yield blocks.section(say("ladder", span=span, **values))
    yield blocks.bullets(
        say.plain("ladder_count", done=ladder.done, count=len(ladder.steps)),
        [_step_line(step, say) for step in ladder.steps],
    )


def _step_buttons(step: Step, say: Words) -> Block:
    return blocks.actions(
        *(
            blocks.button(f"task.{name}.v1", say.language.word(f"tasks.{name}"), str(step.task_id))
            for name in ("done", "note", "more_time")
        )
    )


def _step_line(step: Step, say: Words) -> str:
    return say.plain("step", standing=step.standing, title=say.language.text(step.title), due=step.due_on)


def _conferences(conferences: list[Conference], say: Words) -> Iterator[Block]:
    if not conferences:
        yield blocks.section(say("no_meeting"))
    for conference in conferences[:MOST_CONFERENCES]:
        span = say.language.span(conference.first_day, conference.last_day)
        network = _short(conference.network) if len(conferences) > 1 else ""
        yield blocks.section(say("next_meeting", span=span, host=_short(conference.host), network=network))


def _led(led: list[Glance], say: Words) -> Iterator[Block]:
    yield blocks.section(say("led", count=len(led)))
    yield from _rows(led[:MOST_NETWORKS], say)
    if (left := len(led) - MOST_NETWORKS) > 0:
        yield blocks.context(say("more_networks", count=left))


def _rows(led: Iterable[Glance], say: Words) -> Iterator[Block]:
    for glance in led:
        conference = glance.conference
        span = "" if conference is None else say.language.span(conference.first_day, conference.last_day)
        host = "" if conference is None else _short(conference.host)
        counts = in_numbers(glance.commitments, say.language)
        values = {"glance": glance, "name": _short(glance.network), "counts": counts}
        yield blocks.section(say("network", span=span, host=host, **values))


def _wheel(say: Words) -> Iterator[Block]:
    yield blocks.section(say("wheel"))
    show = blocks.button("wheel.show.v1", say.language.word("buttons.wheel"), MINE)
    yield blocks.actions(show, mark_button(say.language))
    yield blocks.context(say.language.template("help")("public"))


def _stranger(home: Home, say: Words) -> Iterator[Block]:
    yield blocks.section(say("stranger"))
    yield blocks.section(say("ask", leaders=[_short(name) for name in home.leaders]))
    yield blocks.context(say.language.template("help")("public"))


def _short(name: str | None) -> str:
    return blocks.excerpt(name or "", NAME)
