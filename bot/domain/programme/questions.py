"""The questions of a form: one set of models for forms in `prompts/forms/` and in a programme's `forms:`.

A question says what is asked and judges what somebody gave (`check`). Texts are Swedish (they
are the msgid of their translation). The limits are those of the narrowest place a form is shown, Slack's dialogue, so
that a form which breaks them fails when its file is read and never in front of a person.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.domain.programme import answers
from bot.domain.programme.answers import Raw, Value
from bot.errors import Sentence

#: Characters a person's text may have, and so also the most a question may ask for.
LONGEST_TEXT = 3000
#: Choices that fit as a list of radio buttons or check boxes; more are shown in a menu.
MOST_IN_A_LIST = 10
#: Choices that fit in one menu.
MOST_IN_A_MENU = 100
#: Blocks in one dialogue, two of them kept for the intro and a notice.
MOST_BLOCKS = 100
_KEPT_BLOCKS = 2

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=60)]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=75)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=24)]
Placeholder = Annotated[str, StringConstraints(min_length=1, max_length=150)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=150)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
OptionLabel = Annotated[str, StringConstraints(min_length=1, max_length=75)]


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Option(Model):
    """One thing to choose: the id is stored, the label is shown."""

    id: OptionId
    label: OptionLabel


class Asked(Model):
    """What every question has. `heading` stands as a line of its own before the question."""

    #: The sentence for somebody who left a required question.
    unanswered: ClassVar[str] = "form-required"

    id: Id
    label: Label
    hint: Label | None = None
    placeholder: Placeholder | None = None
    heading: Heading | None = None
    required: bool = True

    @property
    def blocks(self) -> int:
        """How many blocks the question takes in a dialogue, at most."""
        return 1 + (self.heading is not None)


class Single(Asked):
    """A question with one answer, unlike `Rows`."""

    def check(self, raw: Raw, offered: Collection[str] = ()) -> Value | Sentence:
        """Return the answer, None when it was left and may be, or the sentence that says what to do.

        `offered` are the ids one may choose from here and now, for a question with `options_from`.
        """
        if answers.is_empty(raw):
            return Sentence(self.unanswered) if self.required else None
        return self._read(raw or "", offered)

    @abstractmethod
    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        """Return the answer that stands in what was given, which is not empty."""


class Text(Single):
    """The person's own words. Answer: `str`, kept as it was written."""

    kind: Literal["text"] = "text"
    multiline: bool = True
    max: int = Field(default=LONGEST_TEXT, ge=1, le=LONGEST_TEXT)

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_text(answers.one(raw), self.max)


class _Optioned(Single):
    unanswered = "form-choose"

    options: tuple[Option, ...] = ()
    #: The name of a list known only when the form is opened, such as `themes` or `municipalities`.
    options_from: Id | None = None

    @model_validator(mode="after")
    def _has_one_source_of_options(self) -> Self:
        if bool(self.options) == (self.options_from is not None):
            raise ValueError(f'question "{self.id}" needs either options or options_from')
        if len(self.options) > MOST_IN_A_MENU:
            raise ValueError(f'question "{self.id}" has more than {MOST_IN_A_MENU} options')
        _refuse_doubles(f'option of question "{self.id}"', (option.id for option in self.options))
        return self

    def _offered(self, offered: Collection[str]) -> Collection[str]:
        return offered if self.options_from else [option.id for option in self.options]


class Choice(_Optioned):
    """One of several. Answer: the option's id, `str`."""

    kind: Literal["choice"] = "choice"
    show: Literal["select", "radio"] = "select"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_option(answers.one(raw), self._offered(offered))


class Choices(_Optioned):
    """Any number of several. Answer: the options' ids in the order they are shown, `tuple[str, ...]`, never empty."""

    kind: Literal["choices"] = "choices"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_options(raw, self._offered(offered))


class Scale(Single):
    """A grade on whole steps with words at the ends. Answer: the step, `int`."""

    unanswered = "form-choose"

    kind: Literal["scale"] = "scale"
    lowest: int = Field(alias="from", ge=0)
    highest: int = Field(alias="to")
    #: What the lowest and the highest step mean, such as "Inte alls" and "Helt och hållet".
    low: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    high: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None

    @model_validator(mode="after")
    def _has_steps(self) -> Self:
        if not 2 <= len(self.steps) <= MOST_IN_A_MENU:
            raise ValueError(f'scale "{self.id}" needs from lower than to, and at most {MOST_IN_A_MENU} steps')
        return self

    @property
    def steps(self) -> range:
        """The grades one can give, lowest first."""
        return range(self.lowest, self.highest + 1)

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        step = answers.read_option(answers.one(raw), [str(step) for step in self.steps])
        return int(step) if isinstance(step, str) else step


class Number(Single):
    """A figure. Answer: `int` when `decimals` is 0, else `Decimal` with at most that many decimals."""

    kind: Literal["number"] = "number"
    min: Decimal | None = Field(default=None, allow_inf_nan=False)
    max: Decimal | None = Field(default=None, allow_inf_nan=False)
    decimals: int = Field(default=0, ge=0, le=6)

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f'number "{self.id}" has min above max')
        return self

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        figure = answers.read_number(answers.one(raw), self.decimals)
        if isinstance(figure, Sentence):
            return figure
        return answers.within(figure, self.min, self.max) or figure


class Date(Single):
    """A day. Answer: `date`."""

    unanswered = "form-choose"

    kind: Literal["date"] = "date"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_date(answers.one(raw))


class Link(Single):
    """An address on the web. Answer: `str` that begins with http:// or https://."""

    kind: Literal["link"] = "link"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_link(answers.one(raw), LONGEST_TEXT)


class Person(Single):
    """Somebody in Slack. Answer: the Slack user id, `str`."""

    unanswered = "form-choose"

    kind: Literal["person"] = "person"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_person(answers.one(raw))


class Channel(Single):
    """A channel in Slack that the person who answers is in. Answer: the channel's id, `str`."""

    unanswered = "form-choose"

    kind: Literal["channel"] = "channel"

    def _read(self, raw: str | tuple[str, ...], offered: Collection[str]) -> Value | Sentence:
        return answers.read_channel(answers.one(raw))


SimpleQuestion = Annotated[
    Text | Choice | Choices | Scale | Number | Date | Link | Person | Channel,
    Field(discriminator="kind"),
]


class Rows(Asked):
    """A group of questions answered any number of times. Answer: `tuple[Mapping[str, answer], ...]`, a mapping a row.

    A required one starts with one row and keeps one; others start with none. Rows cannot nest.
    """

    kind: Literal["rows"] = "rows"
    rows: tuple[SimpleQuestion, ...] = Field(min_length=1)
    max: int = Field(default=10, ge=1, le=30)
    #: The words of the buttons that show one more row and take a row away.
    add: Short
    remove: Short
    #: The line above each row; `{n}` is the row's place, from 1.
    title: Heading

    @model_validator(mode="after")
    def _has_sound_rows(self) -> Self:
        _refuse_doubles(f'question in rows "{self.id}"', (question.id for question in self.rows))
        if len(self.label) > 150:
            raise ValueError(f'rows "{self.id}" has a label of more than 150 characters')
        return self

    @property
    def blocks(self) -> int:
        """Heading, label and hint once, then a title and the questions for each row, and the button last."""
        row = 1 + sum(question.blocks for question in self.rows)
        return (self.heading is not None) + 1 + (self.hint is not None) + self.max * row + 1


Question = Annotated[
    Text | Choice | Choices | Scale | Number | Date | Link | Person | Channel | Rows,
    Field(discriminator="kind"),
]


class Form(Model):
    """Questions that are answered together. Without a title or a button of its own it gets the general words."""

    id: Id
    title: Short | None = None
    submit: Short | None = None
    intro: Annotated[str, StringConstraints(min_length=1, max_length=3000)] | None = None
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_shown(self) -> Self:
        _refuse_doubles(f'question in form "{self.id}"', (question.id for question in self.questions))
        blocks = sum(question.blocks for question in self.questions)
        if blocks > MOST_BLOCKS - _KEPT_BLOCKS:
            raise ValueError(f'form "{self.id}" takes {blocks} of the {MOST_BLOCKS - _KEPT_BLOCKS} places there are')
        return self

    def question(self, question_id: str) -> "AnyQuestion":
        """Return the question with this id; KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def without(self, hidden: Iterable[str]) -> Sequence["AnyQuestion"]:
        """Return the questions in order, except those hidden."""
        out = frozenset(hidden)
        return [question for question in self.questions if question.id not in out]


#: Any question, for annotations (the names above carry pydantic's discriminator).
AnySimpleQuestion = Text | Choice | Choices | Scale | Number | Date | Link | Person | Channel
AnyQuestion = AnySimpleQuestion | Rows


def _refuse_doubles(what: str, ids: Iterable[str]) -> None:
    doubles = [name for name, times in Counter(ids).items() if times > 1]
    if doubles:
        raise ValueError(f'{what} appears twice: "{doubles[0]}"')
