"""What a payload must hold for Bolt and our listeners to be able to work with it: anything else is answered with 400.

Only what somebody reads is described; Slack may say more.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

#: How deep a payload may nest; Slack's own are about ten deep.
MOST_DEPTH = 50

#: What may hold something else.
NESTED = (dict, list)

#: Ids are Slack's business, but they are short and printable.
Id = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]*$", max_length=255)]


class Shape(BaseModel):
    """A JSON object; what is not named here is not looked at."""

    model_config = ConfigDict(strict=True)


class WithId(Shape):
    """A person, a channel or a team."""

    id: Id


Reference = WithId | Id | None
#: Where Bolt looks on only when there is an object.
Nested = Annotated["Part | None", BeforeValidator(lambda value: value if isinstance(value, dict) else None)]


class Part(Shape):
    """Where Bolt looks for who acts, where, and in which workspace; and for which app."""

    api_app_id: Id | None = None
    user: Reference = None
    user_id: Id | None = None
    channel: Reference = None
    channel_id: Id | None = None
    team: Reference = None
    team_id: Id | None = None
    enterprise: Reference = None
    enterprise_id: Id | None = None
    thread_ts: Id | None = None
    response_url: str | None = None
    #: Our forms ask for none, and Bolt stumbles over several.
    response_urls: list[dict[str, Any]] = Field(default=[], max_length=1)
    authorizations: list["Part"] | None = None
    event: Nested = None
    message: Nested = None
    previous_message: Nested = None
    item: Nested = None
    assistant_thread: Nested = None


class Event(Part):
    """Something that happened in Slack."""

    type: str
    subtype: str | None = None
    #: Of a channel that gets another id.
    old_channel_id: Id | None = None
    new_channel_id: Id | None = None
    #: Of tokens that are taken back: `bot` and `oauth`, each with the users they were for.
    tokens: dict[str, list[Id]] | None = None


class Text(Shape):
    """A text object."""

    text: str


class Option(Shape):
    """One of the things to choose."""

    value: str


class Choice(Option):
    """One of the things to choose, with its words."""

    text: Text


class Choices(Shape):
    """A group of them."""

    options: list[Choice]


class Element(Shape):
    """What is written in or chosen from, as it was when the form opened."""

    action_id: str
    initial_option: Option | None = None
    initial_options: list[Option] | None = None
    options: list[Choice] | None = None
    option_groups: list[Choices] | None = None


class Block(Shape):
    """A block of an open form."""

    type: str
    block_id: str
    element: Element | None = None
    elements: list[dict[str, Any]] | None = None


class Given(Shape):
    """What an element of an open form holds."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: str | None = None
    selected_user: str | None = None
    selected_conversation: str | None = None


class State(Shape):
    """What is filled in, by block and by element."""

    values: dict[str, dict[str, Given]]


class View(Shape):
    """An open form."""

    id: str
    type: Literal["modal", "home"]
    callback_id: str
    private_metadata: str
    blocks: list[Block]
    title: Text | None = None
    hash: str | None = None
    app_installed_team_id: Id | None = None
    state: State | None = None


class FilledView(View):
    """A form that is handed in."""

    state: State


class Action(Shape):
    """A button that was pressed, or a choice made."""

    action_id: str
    block_id: str | None = None
    type: str
    value: str | None = None


class Message(Shape):
    """A message somebody has chosen."""

    text: str | None = None


class Command(Part):
    """A slash command."""

    command: str
    text: str = ""
    user_id: Id
    channel_id: Id
    trigger_id: str


class Gesture(Part):
    """Something a person did."""

    user: WithId


class BlockActions(Gesture):
    """Somebody pressed or chose something."""

    channel: WithId | None = None
    container: dict[str, Any] | None = None
    actions: list[Action] = Field(min_length=1)
    view: View | None = None
    trigger_id: str


class ViewSubmission(Gesture):
    """Somebody handed in a form."""

    view: FilledView


class ViewClosed(Gesture):
    """Somebody closed a form."""

    view: View


class MessageAction(Gesture):
    """Somebody chose a shortcut in a message's menu."""

    callback_id: str
    channel: WithId
    trigger_id: str
    #: Beside where Bolt looks for the one who acts.
    message: Message  # type: ignore[assignment]  # a message has its text, and nobody acts in it


class Shortcut(Gesture):
    """Somebody chose a shortcut from anywhere."""

    callback_id: str
    trigger_id: str


class Suggestion(Gesture):
    """Somebody types in a menu whose choices we supply."""

    action_id: str
    block_id: str
    value: str


class EventCallback(Part):
    """Slack tells of an event."""

    event: Event


class UrlVerification(Part):
    """Slack asks whether the address is ours."""

    challenge: str


KINDS: Mapping[str, type[Shape]] = {
    "block_actions": BlockActions,
    "view_submission": ViewSubmission,
    "view_closed": ViewClosed,
    "message_action": MessageAction,
    "shortcut": Shortcut,
    "block_suggestion": Suggestion,
    "event_callback": EventCallback,
    "url_verification": UrlVerification,
}


def is_sound(payload: Mapping[str, Any]) -> bool:
    """Return whether a payload can be worked with."""
    shape = Command if "command" in payload else KINDS.get(str(payload.get("type")))
    if shape is None or not _is_shallow(payload):
        return False
    try:
        shape.model_validate(payload)
    except ValidationError:
        return False
    return True


def _is_shallow(payload: Mapping[str, Any]) -> bool:
    """Return whether nothing stands deeper than MOST_DEPTH; looked at level by level, which is quick."""
    level: list[Any] = [payload]
    for _ in range(MOST_DEPTH):
        within = (one.values() if isinstance(one, dict) else one for one in level)
        level = [part for parts in within for part in parts if isinstance(part, NESTED)]
        if not level:
            return True
    return False
