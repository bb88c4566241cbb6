"""What a process tells whoever watches it, in Prometheus's words: its calls to Slack, its heartbeat, its queue.

Every process counts in registries of its own. No label names a person, a channel or a message.
"""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.storage.measures import Queue

#: What happens within this many seconds is the rate of now.
A_MINUTE = 60.0

POST = "chat.postMessage"
#: The address of an answer is a secret of its own: all of them count under one name.
ANSWER = "response_url"
METHOD = re.compile(r"[a-z]+(?:\.[A-Za-z]+)+")

#: In a reason: a reference to the log, another one each time.
REFERENCE = re.compile(r" N-\w+$")


class Metrics:
    """What one process counts. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "natverksbot_slack_calls",
            "Calls to Slack of this process, by method and end: answered, limited (429), failed, unanswered",
            ["method", "end"],
            registry=self._registry,
        )
        self._posted: deque[float] = deque()
        self._beat: float | None = None
        #: Whether this process does what the clock drives.
        self.is_scheduled = False

    def beat(self) -> None:
        """Note that what the clock drives goes on."""
        self._beat = self._clock()

    def heartbeat_age(self) -> float | None:
        """Return how many seconds ago that was; None when it has not begun."""
        return None if self._beat is None else self._clock() - self._beat

    def trace(self, base_url: str) -> aiohttp.TraceConfig:
        """Return what counts the calls of a client to the Web API at this address."""

        def ended(address: str, end: str) -> None:
            method = address.removeprefix(base_url).partition("?")[0]
            is_of_api = address.startswith(base_url) and METHOD.fullmatch(method)
            self._called(method if is_of_api else ANSWER, end)

        async def answered(_: object, __: SimpleNamespace, what: aiohttp.TraceRequestEndParams) -> None:
            status = what.response.status
            ended(str(what.url), "limited" if status == 429 else "failed" if status >= 400 else "answered")

        async def unanswered(_: object, __: SimpleNamespace, what: aiohttp.TraceRequestExceptionParams) -> None:
            ended(str(what.url), "unanswered")

        watch = aiohttp.TraceConfig()
        watch.on_request_end.append(answered)
        watch.on_request_exception.append(unanswered)
        return watch

    def _called(self, method: str, end: str) -> None:
        self._calls.labels(method, end).inc()
        if (method, end) == (POST, "answered"):
            self._posted.append(self._clock())

    def told(self, queue: Queue | None, seconds_of: Callable[[Queue], float]) -> bytes:
        """Return everything in Prometheus's text form; `queue` is None when the database does not answer.

        `seconds_of` says how long the oldest of a queue has been due.
        """
        now = CollectorRegistry()
        now.register(_Once([*self._of_process(), *_of_queue(queue, seconds_of)]))
        return generate_latest(self._registry) + generate_latest(now)

    def _of_process(self) -> Iterator[Metric]:
        while self._posted and self._posted[0] < self._clock() - A_MINUTE:
            self._posted.popleft()
        yield _gauge("posted_last_minute", "Messages that this process posted within a minute", len(self._posted))
        if self.is_scheduled and (age := self.heartbeat_age()) is not None:
            yield _gauge("heartbeat_age_seconds", "Since what the clock drives last went on in this process", age)


class _Once(Collector):
    """What is told once."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        return iter(self._metrics)


def _of_queue(queue: Queue | None, seconds_of: Callable[[Queue], float]) -> Iterator[Metric]:
    yield _gauge("database_up", "Whether the database answers", queue is not None)
    if queue is None:
        return
    yield _gauge("deliveries_due", "Messages that are due and wait", queue.due)
    yield _gauge("deliveries_oldest_due_seconds", "How long the oldest of them has been due", seconds_of(queue))
    yield _gauge("deliveries_sending", "Messages in the hands of a sender, or of one that never told", queue.sending)
    yield _gauge("deliveries_uncertain", "Messages that nobody can tell about; the leadership decides", queue.uncertain)
    yield _gauge("sender_lease_held", "Whether somebody holds the sender's lease right now", queue.is_lease_held)
    yield _gauge("paused", "Whether all sending is stopped", queue.is_paused)
    ended = GaugeMetricFamily(
        "natverksbot_deliveries_last_day",
        "Messages due within the last 24 hours, by where they stand and why",
        labels=["state", "reason"],
    )
    for (state, reason), number in _summed(queue).items():
        ended.add_metric([state, reason], number)
    yield ended


def _summed(queue: Queue) -> dict[tuple[str, str], int]:
    """Return the counts by state and reason, references to the log left out: each would be a label of its own."""
    summed: dict[tuple[str, str], int] = {}
    for (state, reason), number in queue.last_day.items():
        named = (state, REFERENCE.sub("", reason))
        summed[named] = summed.get(named, 0) + number
    return summed


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"natverksbot_{name}", words, value=float(value))
