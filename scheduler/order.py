"""Whose turn it is: the recipient with the least slack goes first, and none more often than Slack admits.

Slack is what is left until a recipient's first message is of no use any more, less what its whole queue takes at one
message an interval. Of those with equal deadlines the longest queue goes first: it would be the last to end.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from bot.storage.sending import Waits

#: A recipient's place in the heap: its slack in seconds, and its first row, so that equal ones go by age.
_Place = tuple[float, int, str]


def in_turn(rows: Iterable[Waits], *, interval: timedelta, apart: int, limit: int, now: datetime) -> list[Waits]:
    """Return up to `limit` rows in the order in which they should go.

    `rows` are the oldest first, and each recipient's keep that order. A recipient can take a message every `interval`;
    in that time `apart` messages go out to anybody, so its own stand that far apart unless nobody else has any.
    """
    queues = _by_recipient(rows)
    ready = [_place(recipient, queue, interval, now) for recipient, queue in queues.items()]
    heapify(ready)
    resting: deque[tuple[int, str]] = deque()
    turns: list[Waits] = []
    while len(turns) < limit and (ready or resting):
        while resting and (resting[0][0] <= len(turns) or not ready):
            recipient = resting.popleft()[1]
            heappush(ready, _place(recipient, queues[recipient], interval, now))
        recipient = heappop(ready)[-1]
        turns.append(queues[recipient].popleft())
        if queues[recipient]:
            resting.append((len(turns) + apart - 1, recipient))
    return turns


def _by_recipient(rows: Iterable[Waits]) -> dict[str, deque[Waits]]:
    queues: dict[str, deque[Waits]] = {}
    for row in rows:
        queues.setdefault(row.recipient, deque()).append(row)
    return queues


def _place(recipient: str, queue: deque[Waits], interval: timedelta, now: datetime) -> _Place:
    first = queue[0]
    slack = first.expires_at - now - len(queue) * interval
    return slack.total_seconds(), first.id, recipient
