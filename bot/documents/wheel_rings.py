"""The wheel itself as SVG: months and weeks, the levels' rings with their phases, today's line."""

from datetime import date
from xml.etree.ElementTree import Element

from bot.documents.fonts import width
from bot.documents.svg import add, arc, sector, through
from bot.documents.wheel_dial import Ring, at
from bot.documents.wheel_layout import Layout
from bot.documents.wheel_names import LEADING, Arc, Name
from bot.documents.wheel_words import Captions
from bot.documents.wheel_year import GAP
from bot.domain.wheel import Level

_START, _END = GAP / 2, 360 - GAP / 2


def draw_scale(root: Element, layout: Layout, told: Captions) -> None:
    """Draw months and weeks."""
    group = add(root, "g", aria_hidden="true")
    for number, (first, last) in enumerate(layout.year.months()):
        _month(group, number, first, last, layout, told)
    for number, (first, last) in enumerate(layout.year.weeks()):
        _week(group, number, first, last, layout)


def _month(group: Element, number: int, first: date, last: date, layout: Layout, told: Captions) -> None:
    months, start, end = layout.dial.months, layout.year.angle(first), _end(layout, last)
    now = told.today is not None and first <= told.on <= last
    ring = Ring(months.inner + 2, months.outer - 2)
    path = sector(layout.canvas.centre, ring, start + 0.35, end - 0.35)
    add(group, "path", class_="now" if now else "month", d=path)
    name = Name((told.months[first.month - 1],), 13.5, (start + end) / 2, 0, months)
    _along(group, name, layout, f"month-{number}", "on-now" if now else "ink", "bold" if now else "normal")


def _week(group: Element, number: int, first: date, last: date, layout: Layout) -> None:
    """Draw a week's beginning, and its number when the whole week is in the year."""
    weeks, start = layout.dial.weeks, layout.year.angle(first)
    tick = (at(start, weeks.outer), at(start, weeks.outer - 4))
    add(group, "path", class_="tick", d=through(layout.canvas.centre, tick))
    if (last - first).days == 6:
        middle, ring = (start + _end(layout, last)) / 2, Ring(weeks.inner, weeks.outer - 3)
        _along(group, Name((str(first.isocalendar().week),), 9.5, middle, 0, ring), layout, f"week-{number}", "quiet")


def _end(layout: Layout, last: date) -> float:
    return layout.year.noon(last) * 2 - layout.year.angle(last)


def draw_rings(root: Element, layout: Layout, told: Captions) -> None:
    """Draw each level's ring with its phases, and its name in the gap."""
    centre = layout.canvas.centre
    for level in layout.dial.levels:
        group, ring = add(root, "g", class_=level), layout.dial.level(level)
        add(group, "path", class_="ring", d=sector(centre, ring, _START, _END))
        for phase in _phases(layout, level):
            _phase(group, phase, layout)
        for start, end in ((start, end) for of, start, end in layout.stretches if of == level):
            path = arc(centre, layout.dial.track(level).middle, start, max(end, start + 0.1))
            stretch = add(group, "path", d=path, fill="none", stroke="currentColor", stroke_width=2.5)
            stretch.attrib |= {"stroke-linecap": "round", "stroke-opacity": "0.35"}
        _level(group, told.levels[level], ring.middle, layout)


def _level(group: Element, word: str, radius: float, layout: Layout) -> None:
    """Draw a level's name in the gap, smaller where the gap is too narrow for it."""
    centre, room = layout.canvas.centre, 2 * at(_START, radius).x - 10
    size = min(13, 13 * room / width(word, 13, "bold"))
    name = add(group, "text", word, x=centre.x, y=centre.y - radius + 4, font_size=size, font_weight="bold")
    name.attrib |= {"text-anchor": "middle", "fill": "currentColor"}


def _phases(layout: Layout, level: Level) -> list[Arc]:
    return [arc for arc in layout.arcs if arc.phase.level == level]


def _phase(group: Element, phase: Arc, layout: Layout) -> None:
    """Draw a phase; a hem of its own colour rounds its corners."""
    hem = 2 if phase.ring.outer - phase.ring.inner > 20 else 1.2
    ring, end = Ring(phase.ring.inner + hem + 1, phase.ring.outer - hem), max(phase.end - 0.9, phase.start + 1)
    path = sector(layout.canvas.centre, ring, phase.start + 0.9, end)
    shape = add(group, "path", class_=_tint(phase), d=path, stroke_width=2 * hem, stroke_linejoin="round")
    add(shape, "title", phase.phase.title)


def _tint(phase: Arc) -> str:
    return f"tint{phase.number % 2}"


def draw_today(root: Element, layout: Layout) -> None:
    """Draw today's line: a pointer inside the months, then out through the rings, past every name."""
    if layout.today is None:
        return
    centre, angle = layout.canvas.centre, layout.today.angle
    group = add(root, "g", class_="today", aria_hidden="true")
    inner = layout.dial.months.inner
    corners = (at(angle - 3, inner - 17), at(angle, inner - 3), at(angle + 3, inner - 17))
    add(group, "path", d=through(centre, corners) + "Z", stroke_width=0)
    for start, end in layout.today.pieces:
        add(group, "path", d=through(centre, (at(angle, start), at(angle, end))), stroke_width=2.4)


def draw_names(root: Element, layout: Layout) -> None:
    """Draw the phases' names, each on a hem of its arc's colour that keeps leaders off the letters."""
    for level in layout.dial.levels:
        group = add(root, "g", class_=level, fill="currentColor")
        for number, phase in enumerate(_phases(layout, level)):
            if phase.name:
                wide = min(5, phase.ring.outer - phase.ring.inner - phase.name.size)
                hem = add(group, "g", class_=_tint(phase), stroke_width=wide, stroke_linejoin="round")
                hem.set("aria-hidden", "true")
                _along(hem, phase.name, layout, f"hem-{level}-{number}", weight="bold")
                _along(group, phase.name, layout, f"phase-{level}-{number}", weight="bold")


def _along(
    parent: Element, name: Name, layout: Layout, key: str, colour: str | None = None, weight: str = "normal"
) -> None:
    """Draw a text along its circle; in the lower half it runs the other way, so that it is never upside down."""
    upright = not 90 < name.middle < 270
    reach = max(name.half + 4, 14) * (1 if upright else -1)
    for number, words in enumerate(name.lines if upright else name.lines[::-1]):
        shift = (number - (len(name.lines) - 1) / 2) * name.size * LEADING
        radius = name.ring.middle - shift + (-0.35 if upright else 0.35) * name.size
        path = arc(layout.canvas.centre, radius, name.middle - reach, name.middle + reach)
        add(parent, "path", id=f"{key}-{number}", d=path, fill="none", stroke="none")
        text = add(parent, "text", font_size=name.size, font_weight=weight, text_anchor="middle")
        if colour:
            text.set("class", colour)
        add(text, "textPath", words, href=f"#{key}-{number}", startOffset="50%")
