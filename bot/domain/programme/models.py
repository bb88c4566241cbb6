"""A programme's content: its goals, themes, terms and networks, and what it asks for before a conference."""

import re
from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.due import Relative
from bot.domain.programme.questions import Form, Heading, Id, Model
from bot.domain.programme.texts import Words
from bot.domain.programme.year import DialoguePlan, MilestonePlan, YearPlan

#: What a due date may be counted from.
ANCHORS = frozenset({"conference"})

Year = Annotated[int, Field(ge=1990, le=2100)]


def _one(version: int) -> int:
    if version != 1:
        raise PydanticCustomError("load-unknown-format", "only format 1 is known")
    return version


def _four_digits(code: str) -> str:
    if not re.fullmatch(r"\d{4}", code):
        raise PydanticCustomError("load-bad-code", "a municipality's code is four digits")
    return code


def _wall_time(value: object) -> object:
    # Pydantic would also read "600" as ten minutes past midnight.
    if isinstance(value, str) and not re.fullmatch(r"\d{2}:\d{2}(:00)?", value):
        raise PydanticCustomError("load-not-a-time", "an hour is written 12:00")
    return value


Code = Annotated[str, AfterValidator(_four_digits)]
WallTime = Annotated[time, BeforeValidator(_wall_time)]


class Goal(Model):
    """What the programme wants to reach: from the baseline to the target, against the year it is compared with (N1)."""

    id: Id
    title: Words
    unit: Literal["percent", "rank"]
    better: Literal["lower", "higher"]
    #: None where the source gives a direction or a place but no figure.
    baseline: Decimal | None = None
    baseline_year: Year
    target: Decimal | None = None
    target_year: Year


class Theme(Model):
    """One statement on governance (sats): its title in running text, and the statement in full (N3)."""

    id: Id
    title: Heading
    statement: Words


class Area(Model):
    """Statements that belong together; its name stands for all of them."""

    id: Id
    title: Heading
    themes: tuple[Theme, ...] = Field(min_length=1)


class Term(Model):
    """A term of participation, kept per municipality (N6)."""

    id: Id
    title: Words


class Member(Model):
    """A municipality by its official code, or a city district, which has an id and the code of its city instead."""

    code: Code | None = None
    id: Id | None = None
    name: Words
    city: Code | None = Field(default=None, alias="in")

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.code is None) == (self.id is None) or (self.id is None) != (self.city is None):
            raise PydanticCustomError("load-member-identity", "needs either code, or id and in")
        return self

    @property
    def identity(self) -> str:
        """What stays when the name changes."""
        return self.code or self.id or ""

    @property
    def is_district(self) -> bool:
        """Whether it is a part of a city, without a code of its own."""
        return self.code is None


class NetworkPlan(Model):
    """A network as the programme ships it."""

    id: Id
    name: Heading
    members: tuple[Member, ...] = Field(min_length=1)


class Round(Model):
    """Networks that start together. Each round supports the next one during its first year (N5)."""

    id: Id
    title: Heading
    #: As people say it, such as "hösten 2012".
    starts: Heading
    networks: tuple[NetworkPlan, ...] = Field(min_length=1)


class PreparationStep(Model):
    """Something the municipal groups do at home before a conference (N12)."""

    id: Id
    title: Words
    #: How to go about it, in a sentence or two.
    text: Words | None = None
    owner: Literal["contact_person"]
    #: When it is told of (two weeks before the last day when left out), and the last day to do it.
    starts: Relative | None = None
    due: Relative
    #: The form that is handed in; without one, a press on done is enough.
    form: Id | None = None
    #: Whether how many are ready is said in the channel on the day after the last day ("4 av 7 missiv inne").
    counted: Heading | None = None
    #: What the bot puts before them.
    shows: Literal["earlier_commitments"] | None = None


class AgendaRules(Model):
    """The hours a conference programme is held against (N13), in the meeting's own zone."""

    starts_latest: WallTime
    ends_earliest: WallTime
    mixed_groups_hours: Decimal = Field(gt=0, le=48)


class Programme(Model):
    """A multi-year effort. An entry's `id` (a municipality's `code`) stays when its Swedish texts change."""

    format: Annotated[int, AfterValidator(_one)]
    id: Id
    title: Heading
    goals: tuple[Goal, ...] = ()
    areas: tuple[Area, ...] = ()
    terms: tuple[Term, ...] = ()
    rounds: tuple[Round, ...] = ()
    preparation: tuple[PreparationStep, ...] = ()
    agenda_rules: AgendaRules | None = None
    forms: tuple[Form, ...] = ()
    #: The annual wheel (W1): how its year turns, what falls in it, and who meets.
    year: YearPlan | None = None
    wheel: tuple[MilestonePlan, ...] = ()
    dialogues: tuple[DialoguePlan, ...] = ()

    def themes(self) -> Iterator[Theme]:
        """Yield every statement, in the order of the areas."""
        for area in self.areas:
            yield from area.themes

    def theme(self, theme_id: str) -> Theme | None:
        """Return the statement with this id, or None."""
        return next((theme for theme in self.themes() if theme.id == theme_id), None)

    def named_themes(self, name: str) -> tuple[str, ...]:
        """Return the ids that a name stands for: a statement's id or title, or an area's, which means all in it.

        Small and capital letters are the same. Empty when the name is unknown.
        """
        wanted = name.strip().casefold()
        for area in self.areas:
            if wanted in {area.id, area.title.casefold()}:
                return tuple(theme.id for theme in area.themes)
        return tuple(
            theme.id
            for theme in self.themes()
            if wanted in {theme.id, theme.title.casefold(), theme.statement.casefold()}
        )

    def networks(self) -> Iterator[NetworkPlan]:
        """Yield every network, in the order of the rounds."""
        for round_ in self.rounds:
            yield from round_.networks

    def network(self, name: str) -> tuple[Round, NetworkPlan] | None:
        """Return the network of this name with its round, or None when the programme does not ship it."""
        wanted = name.strip().casefold()
        for round_ in self.rounds:
            for network in round_.networks:
                if wanted in {network.id, network.name.casefold()}:
                    return round_, network
        return None
