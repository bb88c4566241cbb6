"""Writing SVG with the standard library's element tree: everything is escaped, and the order is ours.

(drawsvg was tried: untyped, defs before the title, every element walked twice.)
"""

from collections.abc import Sequence
from math import hypot
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.documents.wheel_dial import Point, Ring, at

NAMESPACE = "http://www.w3.org/2000/svg"


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str | float) -> Element:
    """Add an element: numbers are rounded to hundredths, `_` in names stands for `-`, `class_` for `class`."""
    written = {name.rstrip("_").replace("_", "-"): _shown(value) for name, value in attributes.items()}
    child = SubElement(parent, tag, written)
    child.text = text
    return child


def write(root: Element) -> str:
    """Return the document."""
    indent(root, space=" ")
    return tostring(root, encoding="unicode") + "\n"


def number(value: float) -> str:
    """Return a number as short as its hundredths allow."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.005 else "-0")


def sector(centre: Point, ring: Ring, start: float, end: float) -> str:
    """Return the path of a part of a ring, from angle to angle."""
    a, b = _off(centre, at(start, ring.outer)), _off(centre, at(end, ring.outer))
    c, d = _off(centre, at(end, ring.inner)), _off(centre, at(start, ring.inner))
    long = int(end - start > 180)
    outer, inner = number(ring.outer), number(ring.inner)
    return f"M{a}A{outer} {outer} 0 {long} 1 {b}L{c}A{inner} {inner} 0 {long} 0 {d}Z"


def arc(centre: Point, radius: float, start: float, end: float) -> str:
    """Return the path along a circle from angle to angle: clockwise, or back when `end` comes first."""
    a, b = _off(centre, at(start, radius)), _off(centre, at(end, radius))
    long, forth = int(abs(end - start) > 180), int(end > start)
    return f"M{a}A{number(radius)} {number(radius)} 0 {long} {forth} {b}"


def through(centre: Point, places: Sequence[Point]) -> str:
    """Return the path through places that are relative to a centre."""
    return "M" + "L".join(_off(centre, place) for place in places)


def bent(points: Sequence[Point], softness: float) -> str:
    """Return the path through points, its corners rounded; the curves keep inside the corners."""
    path = f"M{_at(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before, softness), _towards(corner, after, softness)
        path += f"L{_at(near)}Q{_at(corner)} {_at(far)}"
    return path + f"L{_at(points[-1])}"


def _towards(start: Point, goal: Point, length: float) -> Point:
    distance = hypot(goal.x - start.x, goal.y - start.y)
    share = min(length / distance, 0.5) if distance else 0
    return Point(start.x + (goal.x - start.x) * share, start.y + (goal.y - start.y) * share)


def _off(centre: Point, place: Point) -> str:
    return _at(Point(centre.x + place.x, centre.y + place.y))


def _at(place: Point) -> str:
    return f"{number(place.x)} {number(place.y)}"


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)
