"""The world of the scheduler's tests, for the promise that every delivery ends once and visibly."""

from tests.scheduler.conftest import notes, slack, world

__all__ = ["notes", "slack", "world"]
