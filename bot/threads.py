"""The threads of a process that use cases run in: few for what people wait for, others for all the rest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

#: Threads for what people wait for, of each kind: one that waits for the database's writer keeps nobody from reading.
#: With eight for both, the one that had the writer waited for its turn to run Python, and all others for the writer
#: (docs/benchmarks.md).
AT_ONCE = 2
#: Threads for what nobody in Slack waits for: planning, sending, pages.
BEHIND = 8


def _threads(name: str, count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=count, thread_name_prefix=name)


@dataclass(frozen=True)
class Threads:
    """Threads are started when they are first needed."""

    reading: ThreadPoolExecutor = field(default_factory=lambda: _threads("reading", AT_ONCE))
    writing: ThreadPoolExecutor = field(default_factory=lambda: _threads("writing", AT_ONCE))
    behind: ThreadPoolExecutor = field(default_factory=lambda: _threads("behind", BEHIND))

    def shutdown(self) -> None:
        """Let what they do end."""
        for threads in (self.reading, self.writing, self.behind):
            threads.shutdown()
