"""When something falls due: relations to an anchor such as the conference, and the day they come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.questions import Id, Model


@dataclass(frozen=True)
class Anchor:
    """The days of what something is counted from, in the zone where it takes place."""

    first_day: date
    last_day: date


class Relative(Model):
    """A number of calendar days before an anchor begins, or after it has ended."""

    before: Id | None = None
    after: Id | None = None
    days: int = Field(ge=0, le=730)

    @model_validator(mode="after")
    def _has_one_anchor(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise PydanticCustomError("load-due-needs-anchor", "needs either before or after")
        return self

    @property
    def anchor(self) -> str:
        """The name of what it is counted from."""
        return self.before or self.after or ""

    def day(self, anchors: Mapping[str, Anchor]) -> date:
        """Return the last day to do it. Weekends and holidays are counted like other days; KeyError without anchor."""
        anchor = anchors[self.anchor]
        if self.before is not None:
            return anchor.first_day - timedelta(days=self.days)
        return anchor.last_day + timedelta(days=self.days)
