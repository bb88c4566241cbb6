"""The threads of a process that use cases run in: few for what people wait for, others for all the rest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

#: Threads for what people wait for. Python thinks in one thread at a time: with eight, the one that had the database's
#: writer waited for its turn to think, and all others for the writer (docs/benchmarks.md).
AT_ONCE = 2
#: Threads for what nobody in Slack waits for: planning, sending, pages. With those above, what PostgreSQL's pool holds.
BEHIND = 8


@dataclass(frozen=True)
class Threads:
    """Threads are started when they are first needed."""

    gestures: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="gesture")
    )
    behind: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=BEHIND, thread_name_prefix="behind")
    )

    def shutdown(self) -> None:
        """Let what they do end."""
        self.gestures.shutdown()
        self.behind.shutdown()
