"""One entry for each kind of question: the Slack element it is answered with, and where its value then stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.programme.answers import Raw
from bot.domain.programme.questions import (
    LONGEST_TEXT,
    MOST_IN_A_LIST,
    MOST_IN_A_MENU,
    AnySimpleQuestion,
    Channel,
    Choice,
    Choices,
    Date,
    Link,
    Number,
    Person,
    Scale,
    Text,
)
from bot.slack.blocks import Block, plain

#: Lists known only when a form is opened: name -> (id, label in the reader's language), in the order they are shown.
Options = Mapping[str, Sequence[tuple[str, str]]]
#: Turns a Swedish text of ours into the reader's language.
Translate = Callable[[str], str]

_OPTION_LABEL = 75
_PLACEHOLDER = 150


def offered(question: AnySimpleQuestion, options: Options) -> Sequence[tuple[str, str]]:
    """Return what there is to choose from as (id, Swedish label): none for questions that are not choices."""
    if not isinstance(question, Choice | Choices):
        return ()
    if question.options_from is not None:
        return options[question.options_from]
    return [(option.id, option.label) for option in question.options]


def fit(text: str, limit: int) -> str:
    """Return a text cut to what Slack takes; ours fit, but a translation or a name may not."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True)
class Drawing:
    """What an element needs besides its question: the reader's language and the lists to choose from."""

    translate: Translate
    options: Options

    def words(self, text: str, limit: int) -> str:
        """Return a text of ours in the reader's language, cut to Slack's limit."""
        return fit(self.translate(text), limit)

    def element(self, question: AnySimpleQuestion, action_id: str, initial: Raw) -> Block:
        """Return the element a question is answered with, showing `initial`, which the question has checked."""
        words = question.placeholder
        common = {"action_id": action_id, "placeholder": plain(self.words(words, _PLACEHOLDER)) if words else None}
        return present(KINDS[question.kind].draw(self, question, initial, common))

    def choices(self, question: Choice | Choices) -> list[Block]:
        """Return what there is to choose from, in the reader's language."""
        pairs = offered(question, self.options)
        if question.options_from is None:
            pairs = [(name, self.translate(label)) for name, label in pairs]
        return [_option(name, label) for name, label in pairs]

    def steps(self, question: Scale) -> list[Block]:
        """Return the steps of a scale, the ends with their meaning."""
        ends = {question.lowest: question.low, question.highest: question.high}
        return [_option(str(step), self._step(step, ends.get(step))) for step in question.steps]

    def _step(self, step: int, meaning: str | None) -> str:
        return f"{step} – {self.translate(meaning)}" if meaning else str(step)


@dataclass(frozen=True)
class Kind:
    """How one kind of question is drawn (with what it starts from), and where its value stands in a state."""

    draw: Callable[[Drawing, Any, Any, dict[str, Any]], Block]
    given: Callable[[Mapping[str, Any]], Raw]


def raw(question: AnySimpleQuestion, given: Mapping[str, Any] | None) -> Raw:
    """Return what a dialogue's state says of one question; None when it says nothing."""
    return KINDS[question.kind].given(given) if given else None


def _text(_: Drawing, question: Text, initial: str | None, common: dict[str, Any]) -> Block:
    shown = initial[:LONGEST_TEXT] if initial else None
    # A text longer than the question asks for is shown whole: the person shortens it, not Slack.
    longest = max(question.max, len(shown or ""))
    element = {"type": "plain_text_input", "initial_value": shown, "multiline": question.multiline}
    return element | {"max_length": longest} | common


def _number(_: Drawing, question: Number, initial: str | None, common: dict[str, Any]) -> Block:
    element = {"type": "number_input", "initial_value": initial, "is_decimal_allowed": question.decimals > 0}
    limits = {"min_value": question.min, "max_value": question.max}
    return element | {name: None if limit is None else f"{limit:f}" for name, limit in limits.items()} | common


def _date(_: Drawing, _question: Date, initial: str | None, common: dict[str, Any]) -> Block:
    return {"type": "datepicker", "initial_date": initial} | common


def _link(_: Drawing, _question: Link, initial: str | None, common: dict[str, Any]) -> Block:
    return {"type": "url_text_input", "initial_value": initial} | common


def _person(_: Drawing, _question: Person, initial: str | None, common: dict[str, Any]) -> Block:
    return {"type": "users_select", "initial_user": initial} | common


def _channel(_: Drawing, _question: Channel, initial: str | None, common: dict[str, Any]) -> Block:
    # Open and private channels that the person is in; shared ones are what networks mostly have.
    shown = {"include": ["public", "private"]}
    return {"type": "conversations_select", "initial_conversation": initial, "filter": shown} | common


def _choice(drawing: Drawing, question: Choice, initial: str | None, common: dict[str, Any]) -> Block:
    return _pick(drawing.choices(question), initial, common, as_list=question.show == "radio")


def _scale(drawing: Drawing, question: Scale, initial: str | None, common: dict[str, Any]) -> Block:
    return _pick(drawing.steps(question), initial, common, as_list=True)


def _pick(options: Sequence[Block], initial: str | None, common: dict[str, Any], *, as_list: bool) -> Block:
    chosen = {"initial_option": next((option for option in options if option["value"] == initial), None)}
    if as_list and len(options) <= MOST_IN_A_LIST:
        return {"type": "radio_buttons", "options": options, "action_id": common["action_id"]} | chosen
    return {"type": "static_select"} | _menu(options) | chosen | common


def _choices(drawing: Drawing, question: Choices, initial: tuple[str, ...] | None, common: dict[str, Any]) -> Block:
    options = drawing.choices(question)
    # Slack refuses an empty list of initial options.
    chosen = {"initial_options": [option for option in options if option["value"] in (initial or ())] or None}
    if len(options) <= MOST_IN_A_LIST:
        return {"type": "checkboxes", "options": options, "action_id": common["action_id"]} | chosen
    return {"type": "multi_static_select"} | _menu(options) | chosen | common


def _value(given: Mapping[str, Any]) -> Raw:
    return given.get("value")


def _selected(given: Mapping[str, Any]) -> Raw:
    option = given.get("selected_option")
    return option["value"] if option else None


def _several_selected(given: Mapping[str, Any]) -> Raw:
    return tuple(option["value"] for option in given.get("selected_options") or ())


def _selected_date(given: Mapping[str, Any]) -> Raw:
    return given.get("selected_date")


def _selected_user(given: Mapping[str, Any]) -> Raw:
    return given.get("selected_user")


def _selected_conversation(given: Mapping[str, Any]) -> Raw:
    return given.get("selected_conversation")


#: A new kind of question is one class in `questions` and one entry here.
KINDS: Mapping[str, Kind] = {
    "text": Kind(_text, _value),
    "choice": Kind(_choice, _selected),
    "choices": Kind(_choices, _several_selected),
    "scale": Kind(_scale, _selected),
    "number": Kind(_number, _value),
    "date": Kind(_date, _selected_date),
    "link": Kind(_link, _value),
    "person": Kind(_person, _selected_user),
    "channel": Kind(_channel, _selected_conversation),
}


def present(block: Block) -> Block:
    """Return a block without what it does not have: Slack takes no nulls."""
    return {name: value for name, value in block.items() if value is not None}


def _menu(options: Sequence[Block]) -> Block:
    """Return the options as Slack takes them: more than a menu holds stand in groups, from the first to the last."""
    if len(options) <= MOST_IN_A_MENU:
        return {"options": options}
    parts = [options[start : start + MOST_IN_A_MENU] for start in range(0, len(options), MOST_IN_A_MENU)]
    return {"option_groups": [{"label": _span(part), "options": part} for part in parts]}


def _span(options: Sequence[Block]) -> Block:
    return plain(
        " – ".join(fit(option["text"]["text"], _OPTION_LABEL // 2 - 2) for option in (options[0], options[-1]))
    )


def _option(name: str, label: str) -> Block:
    return {"value": name, "text": plain(fit(label, _OPTION_LABEL))}
