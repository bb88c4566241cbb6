"""A milestone of an annual wheel in words: in a letter, in a school's channel, and whole for the one who asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.wheel_standing import Ref, Standing
from bot.language import Language
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.people import held
from bot.storage.tables import Person, Role

#: Of people's own words where there may be several milestones.
SHOWN = 300
#: Of a name on a line.
MOST_OF_A_NAME = 40


@dataclass(frozen=True)
class SchoolDetails:
    """What the school is asked about: whether these still hold."""

    principal: str | None
    channel_id: str | None


@dataclass(frozen=True)
class Told:
    """A milestone as one reader is told of it."""

    standing: Standing
    #: The reader's, in whose calendar it was done.
    zone: ZoneInfo
    #: The school or the municipality, for a reader who needs to be told.
    where: str = ""
    may_do: bool = True
    may_move: bool = False
    #: Whether the reader may hand it to somebody else, or take it back.
    may_hand: bool = False
    #: Whether the reader may say who is principal; in a channel whoever presses is told when they may not.
    may_appoint: bool = True
    #: Whether the reader sees that it is late.
    may_follow: bool = True
    #: How many schools are done with what it builds on, of how many, and what that is called.
    builds_on: tuple[int, int, str] | None = None
    #: Until when the papers for the board should be ready.
    papers: date | None = None
    details: SchoolDetails | None = None
    #: Who reads it by themselves, as a person's id.
    reader_id: int | None = None

    @property
    def holder(self) -> str:
        """Who it has been handed to, by name, for everybody else."""
        return "" if self.standing.holder_id == self.reader_id else self.standing.holder

    @property
    def state(self) -> str:
        """How it is doing, as far as the reader should see."""
        state = self.standing.state
        hidden = state in {"late", "not_done"} and not self.may_follow
        return "ahead" if hidden or (state == "late" and not self.standing.is_late) else state


def titled(standing: Standing, language: Language) -> str:
    """Return a milestone's title with the school year it is named by."""
    values = {"title": language.text(standing.plan.title), "of_year": standing.of_year}
    return language.template("milestone").plain("titled", **values)


def line(told: Told, language: Language, most: int | None = None) -> str:
    """Return a milestone on one line, of so many characters at most; what is cut is not who has it."""
    say = language.template("milestone")
    values = _values(told, language) | {"is_provisional": told.standing.occurrence.is_provisional}
    words, held = say.plain("line", **values), ""
    if told.holder:
        held = f" {say.plain('line_held', holder=blocks.excerpt(told.holder, MOST_OF_A_NAME))}"
    return (words if most is None else blocks.excerpt(words, most - len(held))) + held


def _values(told: Told, language: Language) -> dict[str, Any]:
    standing = told.standing
    values = {"title": titled(standing, language), "state": told.state, "due": standing.occurrence.ends_on}
    return values | {"at_meeting": standing.at_meeting}


def milestone_blocks(told: Told, language: Language, *, whole: bool = False) -> Iterator[Block]:
    """Yield a milestone: what, by when, how to go about it; or that it is done; and its buttons."""
    say = language.template("milestone")
    yield blocks.section(say("headline", where=told.where, **_values(told, language)))
    if told.holder:
        yield blocks.context(say("held", holder=told.holder))
    yield from _how(told, language, whole=whole)
    if lines := list(_said(told, language, whole=whole)):
        yield blocks.labelled(lines)
    if told.may_do or told.may_move:
        yield blocks.actions(*_buttons(told, language, whole=whole))


def milestone_message(told: Told, language: Language) -> Message:
    """Return a milestone with everything it says, for the one who asked."""
    say = language.template("milestone")
    text = blocks.notification(say.plain("notice", **_values(told, language)))
    return Message(text, list(milestone_blocks(told, language, whole=True)))


def _how(told: Told, language: Language, *, whole: bool) -> Iterator[Block]:
    say, plan, occurrence = language.template("milestone"), told.standing.plan, told.standing.occurrence
    kept = told.standing.kept
    if kept is not None and kept.done_at is not None:
        yield blocks.context(say("done_by", name=kept.done_by, day=local_day(kept.done_at, told.zone)))
        return
    parts = [language.text(plan.text)] if plan.text else []
    if told.details is not None:
        yield blocks.section(_details(told.details, language))
    if told.papers is not None and told.papers >= language.today:
        parts.append(say.plain("papers", papers=told.papers))
    if told.builds_on is not None:
        done, count, of = told.builds_on
        parts.append(say.plain("builds_on", done=done, count=count, title=language.text(of)))
    if whole and language.today < occurrence.starts_on < occurrence.ends_on:
        parts.append(say.plain("begins", starts=occurrence.starts_on))
    if occurrence.is_provisional:
        parts.append(say.plain("provisional"))
    if parts:
        yield blocks.plain_section(" ".join(parts))
    if whole and (plan.who or plan.leads_to):
        who, leads_to = (language.text(words) if words else None for words in (plan.who, plan.leads_to))
        yield blocks.context(say("about", who=who, leads_to=leads_to))
    if kept is not None and kept.remind_on is not None and _week(kept.remind_on) > _week(language.today):
        yield blocks.context(say("reminded", day=kept.remind_on))


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _details(details: SchoolDetails, language: Language) -> str:
    return _with_channel("details", details.channel_id, language, principal=details.principal)


def _with_channel(name: str, channel_id: str | None, language: Language, **values: str | None) -> str:
    """Return our own words with a channel's mention, which is Slack's own mark: it is put in after they are escaped."""
    mark = "\N{REPLACEMENT CHARACTER}" if channel_id else None
    words = language.template("milestone")(name, channel=mark, **values)
    return words.replace(mark, f"<#{channel_id}>") if mark else words


def handover_blocks(
    school: str,
    details: SchoolDetails,
    told: Sequence[str],
    language: Language,
    *,
    has_new_principal: bool,
    has_new_channel: bool,
) -> list[Block]:
    """Return what somebody has changed about a school, and who is told, by name; empty for nothing."""
    say, changed = language.template("milestone"), []
    if has_new_principal:
        changed.append(blocks.section(say("new_principal", school=school, principal=details.principal)))
    if has_new_channel:
        changed.append(blocks.section(_with_channel("new_channel", details.channel_id, language, school=school)))
    if told:
        changed.append(blocks.context(say("are_told", people=told)))
    return changed


def handed_blocks(count: int, holder: str, language: Language) -> list[Block]:
    """Return what somebody is shown who has handed milestones to another."""
    return [blocks.section(language.template("milestone")("is_handed", count=count, holder=holder))]


def _said(told: Told, language: Language, *, whole: bool) -> Iterator[tuple[str, str]]:
    say, kept = language.template("milestone"), told.standing.kept
    if kept is None or not told.may_follow:
        return
    for name, words in (("note", kept.note), ("reason", kept.reason)):
        if words:
            yield say.plain(name), words if whole else blocks.excerpt(words, SHOWN)
    if kept.link:
        yield say.plain("link"), kept.link


def _buttons(told: Told, language: Language, *, whole: bool) -> Iterator[Block]:
    value = as_value(told.standing.ref)
    if told.may_do and told.state in {"done", "not_applicable"}:
        yield blocks.button("milestone.reopen.v1", language.word("buttons.reopen"), value)
    elif told.may_do:
        is_asked, is_of_board = told.details is not None, told.standing.plan.level == "board"
        label = "holds" if is_asked else "considered" if is_of_board else "done"
        yield blocks.button("milestone.done.v1", language.word(f"milestones.{label}"), value, primary=True)
        if is_asked and told.may_appoint:
            yield blocks.button("milestone.details.v1", language.word("milestones.change"), value)
        if told.state != "not_done":
            yield blocks.button("milestone.later.v1", language.word("milestones.later"), value)
        if not is_of_board:
            yield blocks.button("milestone.waive.v1", language.word("milestones.waive"), value)
        if told.may_hand and told.standing.is_open:
            way = "take_back" if told.standing.holder else "hand"
            yield blocks.button(f"milestone.{way}.v1", language.word(f"milestones.{way}"), value)
    if whole and told.may_move:
        yield blocks.button("milestone.move.v1", language.word("milestones.move"), value)


def as_value(ref: Ref) -> str:
    """Return what a milestone's button carries."""
    unit_id, step, year = ref
    return f"{unit_id}:{step}:{year}"


def details_of(session: Session, standing: Standing, now: datetime) -> SchoolDetails | None:
    """Return what a school is asked about, when this milestone asks it."""
    if not standing.asks_for_details:
        return None
    names = session.execute(
        select(Person.name, Person.slack_user_id, Person.email)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id == standing.unit.id, Role.kind == "principal", *held(now))
    ).first()
    principal = None if names is None else names[0] or names[2] or f"@{names[1]}"
    return SchoolDetails(principal, standing.unit.channel_id)
