"""An annual wheel as a programme writes it: its year, its phases, its milestones and its dialogues (W1-W6, W10)."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.questions import Heading, Id, Model
from bot.domain.programme.texts import Words
from bot.domain.programme.when import Month, MonthDay, Period, Week, When
from bot.domain.wheel import Level


def _before(days: int) -> int:
    if days > 0:
        raise PydanticCustomError("load-days-before", "days before are written as a negative number")
    return days


#: Days before something, written as a number from -365 to 0.
DaysBefore = Annotated[int, Field(ge=-365), AfterValidator(_before)]


class PhasePlan(Period):
    """A stretch of the year on one level (W2): from and to, both days included."""

    level: Level
    id: Id
    title: Heading


class BoardMeetingPlan(Period):
    """A meeting of the board that milestones are counted from: the municipality's first one in a period.

    As long as the municipality has told of none there, the last day of the period stands for it.
    """

    id: Id
    title: Heading


class Term(Period):
    """A term, before whose end it is told which dialogues have not been held."""

    id: Id
    title: Heading


class YearPlan(Model):
    """How the wheel turns."""

    #: Its first month (Malmö: June).
    starts: Month
    #: The new year shows from this day on, and what is undone of the old one closes.
    rolls_over: MonthDay = "08-01"
    #: From the first month up to this day two years are open: last year's report, and next year's plan.
    both_until: MonthDay = "09-01"
    phases: tuple[PhasePlan, ...] = ()
    board_meetings: tuple[BoardMeetingPlan, ...] = ()
    terms: tuple[Term, ...] = ()


class MilestonePlan(Model):
    """Something that a school, the administration or the board does every year by a day."""

    id: Id
    level: Level
    #: The id of a phase of its level.
    phase: Id
    title: Heading
    #: How to go about it, in a sentence or two.
    text: Words | None = None
    #: Who does it, and what it leads to.
    who: Heading | None = None
    leads_to: Heading | None = None
    #: The school year that it is named by: the one that ended, or the one that begins.
    of: Literal["last_year", "this_year"] | None = None
    #: When it can be begun; left out when it is only its last day that counts.
    starts: When | None = None
    due: When
    #: Days before its last day (as negative numbers) on which it is told of, or weeks in which it is.
    remind: tuple[DaysBefore, ...] | None = Field(default=None, max_length=5)
    remind_weeks: tuple[Week, ...] = Field(default=(), max_length=5)
    #: The dialogue that is held: logging one marks the milestone as done.
    dialogue: Id | None = None
    #: The milestone of the schools that this one builds on: how many of them are done is told with it.
    builds_on: Id | None = None
    #: What is asked: whether the school's principal and channel still hold.
    asks: Literal["school_details"] | None = None

    @property
    def has_own_reminders(self) -> bool:
        """Whether the programme says when it is told of."""
        return self.remind is not None or bool(self.remind_weeks)


class DialoguePlan(Model):
    """A dialogue that is held regularly (W4). Without a least number it goes on all year, and none can be missing."""

    id: Id
    title: Heading
    #: The two parties: a school's dialogues are logged by the school, others by the administration.
    between: tuple[Literal["staff", "pupils_and_guardians", "school", "administration", "board"], ...]
    who: Heading
    about: Words
    at_least: int = Field(default=0, ge=0, le=50)

    @model_validator(mode="after")
    def _has_two_parties(self) -> Self:
        if len(set(self.between)) != 2:
            raise PydanticCustomError("load-between-two", "needs two parties")
        return self

    @property
    def of_school(self) -> bool:
        """Whether each school holds it."""
        return "school" in self.between
