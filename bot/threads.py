"""The threads of a process that use cases run in: few for what people wait for, others for all the rest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

#: Threads for what people wait for. With eight, the one that had the database's writer waited for its turn to run
#: Python, and all others for the writer (docs/benchmarks.md).
AT_ONCE = 2
#: Threads for who only reads and is held up: all of those above wait for the database's writer then.
SPARE = 2
#: Threads for what nobody in Slack waits for: planning, sending, pages.
BEHIND = 8


def _threads(name: str, count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=count, thread_name_prefix=name)


@dataclass(frozen=True)
class Threads:
    """Threads are started when they are first needed."""

    gestures: ThreadPoolExecutor = field(default_factory=lambda: _threads("gesture", AT_ONCE))
    spare: ThreadPoolExecutor = field(default_factory=lambda: _threads("spare", SPARE))
    behind: ThreadPoolExecutor = field(default_factory=lambda: _threads("behind", BEHIND))

    def shutdown(self) -> None:
        """Let what they do end."""
        for threads in (self.gestures, self.spare, self.behind):
            threads.shutdown()
