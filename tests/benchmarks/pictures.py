"""The picture of an annual wheel: `uv run python -m tests.benchmarks.pictures`.

Milliseconds to draw wheels of several sizes, in a process that has drawn one before: as SVG, as a PNG 1,600 pixels
wide, and to find the PNG again that the page keeps by its content.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from bot.documents.wheel_png import wheel_png
from bot.documents.wheel_svg import wheel_svg
from bot.language import Language
from bot.web.wheel import kept_png
from tests.documents.wheels import TODAY, wheel_of

SIZES = (5, 15, 30, 60)
TIMES = 9


def main() -> None:
    """Draw, and print a table."""
    language = Language("sv", TODAY)
    lines = ["| milestones | SVG | PNG | both | the same again |", "| --- | --- | --- | --- | --- |"]
    for size in SIZES:
        wheel = wheel_of(size)
        svg = wheel_svg(wheel, language)
        drawn, painted = took(partial(wheel_svg, wheel, language)), took(partial(wheel_png, svg))
        again = took(partial(once_more, size, language)) - took(partial(wheel_of, size))
        times = f"{drawn:.0f} ms | {painted:.0f} ms | {drawn + painted:.0f} ms | {again:.2f} ms"
        lines.append(f"| {size} | {times} |")
    print("\n".join(lines))


def once_more(milestones: int, language: Language) -> bytes:
    """Return the picture of a wheel that is read anew, as for every request: equal, and not the same object."""
    return kept_png(wheel_of(milestones), language)


def took(work: Callable[[], object]) -> float:
    """Return the median of several times, in milliseconds; the first one warms up and does not count."""
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


if __name__ == "__main__":
    main()
