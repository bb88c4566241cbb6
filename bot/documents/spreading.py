"""Standing in line without crowding: everybody as near their own place as the others allow."""

from collections.abc import Sequence
from itertools import accumulate


class NoRoom(Exception):
    """More was asked to stand somewhere than there is room for."""


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions in the order given, each pair at least their gap apart, all between low and high.

    `gaps[i]` is what stands between the i-th and the next. The sum of squared moves is the smallest possible
    (pool adjacent violators). Raises NoRoom when there is not room enough.
    """
    if not wanted:
        return []
    offsets = list(accumulate(gaps, initial=0.0))
    if offsets[-1] > high - low + 1e-9:
        raise NoRoom
    ceiling = max(low, high - offsets[-1])
    pooled = _pool([place - offset for place, offset in zip(wanted, offsets, strict=True)])
    return [min(max(place, low), ceiling) + offset for place, offset in zip(pooled, offsets, strict=True)]


def _pool(wanted: Sequence[float]) -> list[float]:
    """Return the nearest sequence that never falls: neighbours in the wrong order share their mean."""
    pools: list[tuple[float, int]] = []
    for place in wanted:
        total, count = place, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            earlier = pools.pop()
            total, count = total + earlier[0], count + earlier[1]
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
