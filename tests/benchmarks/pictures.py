"""The picture of an annual wheel: `uv run python -m tests.benchmarks.pictures`.

Milliseconds to draw wheels of several sizes, in a process that has drawn one before: as SVG, and as a PNG 1,600 pixels
wide. What is kept by its content is not drawn at all.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from bot.documents.wheel_png import wheel_png
from bot.documents.wheel_svg import wheel_svg
from bot.language import Language
from tests.documents.wheels import TODAY, wheel_of

SIZES = (5, 15, 30, 60)
TIMES = 9


def main() -> None:
    """Draw, and print a table."""
    language = Language("sv", TODAY)
    lines = ["| milestones | SVG | PNG | both |", "| --- | --- | --- | --- |"]
    for size in SIZES:
        wheel = wheel_of(size)
        svg = wheel_svg(wheel, language)
        drawn, painted = took(partial(wheel_svg, wheel, language)), took(partial(wheel_png, svg))
        lines.append(f"| {size} | {drawn:.0f} ms | {painted:.0f} ms | {drawn + painted:.0f} ms |")
    print("\n".join(lines))


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
