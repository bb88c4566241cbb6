"""When something falls due: relations to an anchor such as the conference, and the day they come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.questions import Id, Model
from bot.domain.school_weeks import first_school_day, school_days_before


@dataclass(frozen=True)
class Anchor:
    """The days of what something is counted from, in the zone where it takes place."""

    first_day: date
    last_day: date


class Relative(Model):
    """A number of days before an anchor begins, in school weeks, or of calendar days after it has ended."""

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
        """Return the day it comes to, in a school week unless it is the anchor's own; KeyError without anchor.

        Weekends and red days are counted like other days.
        """
        anchor = anchors[self.anchor]
        if self.before is not None:
            return school_days_before(anchor.first_day, self.days)
        if self.days == 0:
            return anchor.last_day
        return first_school_day(anchor.last_day + timedelta(days=self.days))
