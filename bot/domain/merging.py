"""Two hands on one thing: what a file says against what people have set since the file was last read."""

from enum import Enum
from typing import Any


class Merge(Enum):
    """What becomes of one value."""

    #: The file and what is kept say the same.
    SAME = "same"
    #: Only the file has changed: its value is taken.
    TAKE = "take"
    #: Only people have changed it: theirs stays.
    KEEP = "keep"
    #: Both have changed it, differently: a person decides.
    CONFLICT = "conflict"


def merge(*, before: Any, kept: Any, said: Any) -> Merge:
    """Return what becomes of a value that the file said `before`, that is `kept` now and that the file says now.

    None stands for nothing: not said before, not set now.
    """
    if said == kept:
        return Merge.SAME
    if said == before:
        return Merge.KEEP
    return Merge.TAKE if kept == before else Merge.CONFLICT
