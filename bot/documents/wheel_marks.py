"""How a milestone is doing, as a shape: each is told from the others without its colour."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from bot.documents.svg import add
from bot.documents.wheel_dial import Point
from bot.domain.wheel import State


def mark(parent: Element, state: State, place: Point, size: float) -> Element:
    """Draw a milestone's mark in the colour of its level; late, closed and not applicable have their own."""
    tone = {"late": "late", "not_done": "neutral", "not_applicable": "neutral"}.get(state)
    group = add(parent, "g", transform=f"translate({place.x:.2f} {place.y:.2f}) scale({size / 20:.3f})")
    if tone:
        group.set("class", tone)
    _SHAPES[state](group)
    return group


def _done(group: Element) -> None:
    add(group, "circle", r=10, fill="currentColor")
    add(group, "path", d="M-4.6 0.2L-1.4 3.6L4.8 -3.4", fill="none", class_="edge", stroke_width=2.6, **_ROUND)


def _next(group: Element) -> None:
    """Draw a target: a ring, and what is aimed at."""
    add(group, "circle", r=9.4, class_="paper", stroke="currentColor", stroke_width=2.6)
    add(group, "circle", r=4.4, fill="currentColor")


def _late(group: Element) -> None:
    add(group, "path", d="M0 -11.6L11.6 0L0 11.6L-11.6 0Z", fill="currentColor", stroke="currentColor", **_ROUND)
    add(group, "path", d="M0 -5.4V1.2M0 5.2V5.3", class_="edge", stroke_width=2.8, **_ROUND)


def _ahead(group: Element) -> None:
    add(group, "circle", r=7.4, class_="paper", stroke="currentColor", stroke_width=2.6)


def _not_done(group: Element) -> None:
    add(group, "circle", r=9, class_="paper", stroke="currentColor", stroke_width=1.8)
    add(group, "path", d="M-3.4 -3.4L3.4 3.4M-3.4 3.4L3.4 -3.4", stroke="currentColor", stroke_width=2.4, **_ROUND)


def _not_applicable(group: Element) -> None:
    add(group, "circle", r=9, class_="paper", stroke="currentColor", stroke_width=1.8, stroke_dasharray="3 2.65")
    add(group, "path", d="M-3.8 0H3.8", stroke="currentColor", stroke_width=2.4, **_ROUND)


_ROUND = {"stroke_linecap": "round", "stroke_linejoin": "round"}
_SHAPES: Mapping[State, Callable[[Element], None]] = {
    "done": _done,
    "next": _next,
    "late": _late,
    "ahead": _ahead,
    "not_done": _not_done,
    "not_applicable": _not_applicable,
}
