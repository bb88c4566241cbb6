"""Answers to somebody who asked about conferences. Only the one who asked sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.language import Language, Words
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.conferences import Conference


@dataclass(frozen=True)
class Shown:
    """Conferences of a network, each under its heading: `next`, `now`, `latest` or `asked`."""

    network: str
    under: Sequence[tuple[str, Conference]]
    #: The conference that the leadership can do something about, if the reader leads.
    led: Conference | None
    now: datetime


def conference_blocks(shown: Shown, language: Language) -> Message:
    """Say when and where people meet and about what; the leadership gets its buttons."""
    say = language.template("conference")
    body = [blocks.title(say.plain("headline", network=shown.network))]
    for heading, one in shown.under:
        body.append(blocks.labelled(_lines(say.plain(heading, number=one.number), one, say)))
    if not any(heading in {"next", "asked"} for heading, _ in shown.under):
        body.append(blocks.section(say("none")))
    if shown.led is not None:
        body += _for_leadership(shown.led, shown.now, language)
    return Message(blocks.notification(blocks.as_text(body) or say.plain("none")), body)


def _lines(heading: str, one: Conference, say: Words) -> Iterator[tuple[str, str]]:
    place = [say.plain("host", host=one.host)] if one.host else []
    place += [one.venue] if one.venue else []
    yield heading, ", ".join([say.language.span(one.first_day, one.last_day), *place])
    if one.cancelled:
        yield say.plain("state"), say.plain("cancelled")
    elif one.themes:
        yield say.plain("theme"), ", ".join(say.language.text(theme) for theme in one.themes)


def _for_leadership(led: Conference, now: datetime, language: Language) -> list[Block]:
    """Return what the leadership can do about a conference that has begun."""
    names = ["preview", "silent"] + (["send"] if led.ends_at <= now else [])
    say = language.template("conference")
    buttons = [blocks.button(f"conference.{name}.v1", say.plain(f"button_{name}"), str(led.id)) for name in names]
    return [blocks.actions(*buttons), blocks.context(say("only_you"))]


@dataclass(frozen=True)
class SilentOnes:
    """Who has not answered yet about a conference: municipality, what is expected, whom one may ask."""

    conference: Conference
    silent: Sequence[tuple[str, Sequence[str], Sequence[str]]]
    declined: Sequence[str]


def silent_blocks(answers: SilentOnes, language: Language) -> Message:
    """Tell the leadership what has not come in yet, and whom to ask."""
    say = language.template("conference")
    about = answers.conference
    headline = say.plain("silent_headline", network=about.network, span=language.span(about.first_day, about.last_day))
    body = [blocks.title(headline)]
    if answers.silent:
        body.append(blocks.bullets(say.plain("silent"), [_silent_line(*one, say) for one in answers.silent]))
    else:
        body.append(blocks.section(say("nobody_silent")))
    if answers.declined:
        body.append(blocks.context(say("declined", municipalities=language.listed(answers.declined))))
    return Message(blocks.notification(blocks.as_text(body)), body)


def _silent_line(municipality: str, missing: Sequence[str], people: Sequence[str], say: Words) -> str:
    what = say.language.listed(say.plain(f"missing_{name}") for name in missing)
    return say.plain("silent_line", municipality=municipality, what=what, people=say.language.listed(people))


def conference_help_blocks(language: Language) -> Message:
    """Say what the command can do."""
    say = language.template("conference")
    body = [blocks.section(say("help_headline")), blocks.section(say("help")), blocks.context(say("help_leadership"))]
    return Message(blocks.notification(say.plain("help_notice")), body)
