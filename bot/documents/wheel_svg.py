"""The wheel's layout as SVG: named, described, linked, and as large as an A3 sheet when printed."""

from hashlib import sha256
from xml.etree.ElementTree import Element

from bot.documents.fonts import FAMILY
from bot.documents.svg import NAMESPACE, add, bent, write
from bot.documents.wheel_canvas import KEY, MARGIN, SUBTITLE, TITLE
from bot.documents.wheel_labels import Line
from bot.documents.wheel_layout import Layout, lay_out
from bot.documents.wheel_leaders import MARK
from bot.documents.wheel_marks import mark
from bot.documents.wheel_palette import Theme, style
from bot.documents.wheel_rings import draw_names, draw_rings, draw_scale, draw_today
from bot.documents.wheel_sides import Label
from bot.documents.wheel_words import Captions, Speech, captions, telling
from bot.documents.wheel_year import GAP
from bot.domain.wheel import Milestone, Wheel

#: Raised when the drawing itself changes, so that kept pictures are drawn anew.
EDITION = 2
#: A3 landscape.
PAPER_MM = (420, 297)
_FONTS = f"{FAMILY}, Carlito, 'Helvetica Neue', Arial, sans-serif"
#: The small mark beside a label.
_SMALL = 13.0
_START, _END = GAP / 2, 360 - GAP / 2


def wheel_svg(wheel: Wheel, speech: Speech, theme: Theme = "light") -> str:
    """Return the picture of a wheel in a reader's language."""
    told = captions(wheel, speech)
    layout = lay_out(wheel, told)
    root = _root(layout, told, theme, telling(wheel, speech))
    add(root, "rect", class_="paper", width="100%", height="100%")
    _heading(root, layout, told)
    draw_scale(root, layout, told)
    draw_rings(root, layout, told)
    draw_today(root, layout)
    _leaders(root, layout)
    draw_names(root, layout)
    _milestones(root, layout, told)
    _centre(root, layout, told)
    _legend(root, layout, told)
    return write(root)


def content_key(wheel: Wheel, speech: Speech, theme: Theme = "light") -> str:
    """Return a name for what the picture would show: the same key, the same picture. Drawn otherwise, new edition."""
    seen = repr((EDITION, wheel, speech.locale, speech.today, theme))
    return sha256(seen.encode()).hexdigest()


def _root(layout: Layout, told: Captions, theme: Theme, words: str) -> Element:
    canvas = layout.canvas
    root = Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "class": "wheel",
            "lang": told.locale,
            "role": "graphics-document",
            "aria-labelledby": "wheel-title wheel-words",
            "width": f"{PAPER_MM[0]}mm",
            "height": f"{PAPER_MM[1]}mm",
            "viewBox": f"0 0 {canvas.width:.0f} {canvas.height:.0f}",
            "font-family": _FONTS,
        },
    )
    add(root, "title", ", ".join(part for part in (told.title, told.subtitle) if part), id="wheel-title")
    add(root, "desc", words, id="wheel-words")
    add(root, "style", style(theme))
    return root


def _heading(root: Element, layout: Layout, told: Captions) -> None:
    top = MARGIN + TITLE * 0.75
    for number, words in enumerate(layout.canvas.heading):
        height = top + number * TITLE * 1.15
        add(root, "text", words, class_="ink", x=MARGIN, y=height, font_size=TITLE, font_weight="bold")
    height = top + (len(layout.canvas.heading) - 1) * TITLE * 1.15 + SUBTITLE * 1.6
    add(root, "text", told.subtitle, class_="quiet", x=MARGIN, y=height, font_size=SUBTITLE)


def _leaders(root: Element, layout: Layout) -> None:
    group = add(root, "g", fill="none", aria_hidden="true", stroke_width=1.1, stroke_opacity=0.62)
    for label in layout.labels:
        path = bent(label.leader, 9)
        add(group, "path", d=path, class_=label.milestone.level, stroke="currentColor")


def _milestones(root: Element, layout: Layout, told: Captions) -> None:
    """Draw marks and labels, in the order of the year."""
    group = add(root, "g", role="list")
    labels = {label.milestone.id: label for label in layout.labels}
    for spot in sorted(layout.marks, key=lambda item: item.angle):
        item = add(group, "g", role="listitem", class_=spot.milestone.level)
        home = _home(item, spot.milestone, told)
        mark(home, spot.milestone.state, spot.place, MARK * layout.scale)
        _label(home, labels[spot.milestone.id], layout)


def _home(item: Element, milestone: Milestone, told: Captions) -> Element:
    """Return what a milestone is drawn in: a link when it has a page, with everything about it as its name."""
    level, state = told.levels[milestone.level], told.states[milestone.state]
    words = f"{milestone.title}, {told.days[milestone.id]}, {level}, {state}"
    home = add(item, "a", href=milestone.url) if milestone.url else add(item, "g")
    home.set("aria-label", words)
    add(home, "title", words)
    return home


def _label(parent: Element, label: Label, layout: Layout) -> None:
    mark(parent, label.milestone.state, label.mark, _SMALL)
    x = label.box.left if label.on_the_right else label.box.right
    for row in label.lines:
        text = add(parent, "text", x=x, y=label.box.top + row.baseline)
        if not label.on_the_right:
            text.set("text-anchor", "end")
        _runs(text, row, label, layout)


def _runs(text: Element, row: Line, label: Label, layout: Layout) -> None:
    for run in row.runs:
        if run.role == "date":
            part = add(text, "tspan", run.text, fill="currentColor", font_weight="bold", font_size=layout.style.date)
            part.tail = "\u00a0\u00a0" if len(row.runs) > 1 else None
        else:
            part = add(text, "tspan", run.text, class_="ink", font_size=layout.style.title)
            if label.milestone.state == "next":
                part.set("font-weight", "bold")


def _centre(root: Element, layout: Layout, told: Captions) -> None:
    """Draw the year, today and how much is done, in the middle."""
    centre = layout.canvas.centre
    group = add(root, "g", text_anchor="middle")
    rows = [(told.year, 46.0, "ink", "bold", 0.0)]
    if told.today:
        rows += [(told.today[0], 15.0, "quiet", "normal", 40.0), (told.today[1], 20.0, "ink", "bold", 26.0)]
    if told.progress:
        rows.append((told.progress, 15.0, "quiet", "normal", 34.0))
    height = centre.y - sum(row[4] for row in rows) / 2 + 14
    for text, size, colour, weight, step in rows:
        height += step
        add(group, "text", text, class_=colour, x=centre.x, y=height, font_size=size, font_weight=weight)


def _legend(root: Element, layout: Layout, told: Captions) -> None:
    group = add(root, "g", class_="neutral")
    for key in layout.keys:
        mark(group, key.state, key.mark, MARK)
        add(group, "text", told.states[key.state], class_="ink", x=key.word.x, y=key.word.y, font_size=KEY)
