"""An annual wheel as a page of its own: the picture, whose milestones lead to the same year in words below it."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from bot.documents.fonts import FAMILY, FILES
from bot.documents.wheel_svg import wheel_svg
from bot.documents.wheel_words import Captions, Speech, captions, head
from bot.domain.wheel import LEVELS, Level, Milestone, Wheel


def wheel_page(wheel: Wheel, speech: Speech) -> str:
    """Return the page. Its fonts are those at `/fonts/`; printed, it is the picture alone on A3."""
    told = captions(wheel, speech)
    linked = replace(wheel, milestones=tuple(replace(one, url=f"#{_id(one)}") for one in wheel.milestones))
    return (
        f'<!doctype html><html lang="{told.locale}"><head><meta charset="utf-8">'
        f"<title>{escape(wheel.title)}</title>"
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        # Else the browser asks for one at the site's root.
        '<link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body><main>"
        f'<div class="sheet" tabindex="0" role="group" aria-label="{escape(wheel.title)}">'
        f"{wheel_svg(linked, speech, 'auto')}</div>"
        f"<section><h1>{escape(speech.word('picture.in_words'))}</h1>{''.join(_words(wheel, told, speech))}</section>"
        "</main></body></html>"
    )


def _words(wheel: Wheel, told: Captions, speech: Speech) -> Iterator[str]:
    yield from (_paragraph(line) for line in head(told))
    for level in LEVELS:
        yield from _level(wheel, level, told, speech)


def _level(wheel: Wheel, level: Level, told: Captions, speech: Speech) -> Iterator[str]:
    mine = sorted((one for one in wheel.milestones if one.level == level), key=lambda one: (one.ends_on, one.id))
    if not (mine or told.phases[level]):
        return
    yield f"<h2>{escape(told.levels[level])}</h2>"
    yield _paragraph(told.phases[level])
    if mine:
        yield f"<ol>{''.join(_milestone(one, told, speech) for one in mine)}</ol>"


def _milestone(one: Milestone, told: Captions, speech: Speech) -> str:
    about = [one.text]
    about += [speech.word("picture.who").format(who=one.who)] if one.who else []
    about += [speech.word("picture.leads_to").format(leads_to=one.leads_to)] if one.leads_to else []
    day = f"{told.days[one.id]} · {told.states[one.state]}"
    words = f"<h3>{escape(one.title)}</h3>{_paragraph(day)}{_paragraph(' '.join(part for part in about if part))}"
    return f'<li id="{escape(_id(one))}" tabindex="-1">{words}</li>'


def _id(one: Milestone) -> str:
    return f"milestone-{one.id}"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


_FACES = "".join(
    f"@font-face{{font-family:{FAMILY};font-weight:{400 if weight == 'regular' else 700};src:url(/fonts/{path.name})}}"
    for weight, path in FILES.items()
)
_STYLE = _FACES + (
    ":root{color-scheme:light dark}body{margin:0;background:#fff;color:#1c2530;font:16px/1.5 Lato,sans-serif}"
    # Where the picture would be too small to read, it is moved sideways instead.
    ".sheet{overflow-x:auto}svg{display:block;width:100%;min-width:60rem;height:auto;max-height:max(100vh,44rem)}"
    "section{max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}p{margin:0 0 .25rem}"
    "ol{list-style:none;margin:1rem 0;padding:0}li{padding:.5rem .75rem;scroll-margin:1rem}"
    "li:target{background:#eef3f8;outline:2px solid #1c2530}"
    "@media screen and (prefers-color-scheme:dark){body{background:#12181f;color:#eef2f6}"
    "li:target{background:#1f2933;outline-color:#eef2f6}}"
    "@page{size:A3 landscape;margin:0}@media print{section{display:none}"
    ".sheet{overflow:visible}svg{width:420mm;height:296mm;max-height:none}}"
)
