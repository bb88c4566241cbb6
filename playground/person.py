"""A client that acts as one person: what they see, type and press."""

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from playground import elements, events, inputs, mentions, response_urls
from playground.delivery import Delivered
from playground.errors import NotPossibleError, NotShownError, SlackError
from playground.form import Form
from playground.messages import Message
from playground.payloads import Payloads
from playground.views import View
from playground.workspace import Channel, Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
#: A command of Slack's own, with which people let the app into a channel: `/invite @natverksbot`.
INVITE = "/invite"


@dataclass(frozen=True)
class Trouble:
    """Something Slack told the person because the bot did not answer as it must."""

    #: `operation_timeout`, `connection_failed`, `http_error`, or `bad_answer`
    kind: str
    #: what the bot did wrong, for whoever reads the test
    detail: str = ""


class Person:
    """One person in one workspace."""

    def __init__(self, playground: "Playground", workspace: Workspace, user_id: str) -> None:
        self.playground = playground
        self.workspace = workspace
        self.id = user_id
        #: troubles shown to the person, in order
        self.seen: list[Trouble] = []
        #: what was chosen in menus of messages: Slack's client remembers it for the person
        self.chosen: WeakKeyDictionary[Message, dict[tuple[str, str], Json]] = WeakKeyDictionary()
        self.payloads = Payloads(playground, workspace, user_id)

    # what they see

    @property
    def dm(self) -> Channel:
        """Their direct conversation with the bot."""
        return self.workspace.direct(self.id)

    def messages(self, channel: str, *, threads: bool = True) -> list[Message]:
        """Return what they see in a channel, in order: messages, their own ephemeral ones, and replies in threads."""
        place = self._channel(channel)
        mine = [one for one in place.ephemerals.values() if one.ephemeral_to == self.id]
        seen = sorted([*place.messages.values(), *mine], key=lambda one: one.ts)
        return [one for one in seen if threads or not one.is_reply]

    def direct_messages(self) -> list[Message]:
        """Their conversation with the bot, in order."""
        return self.messages(self.dm.id)

    def replies(self, message: Message) -> list[Message]:
        """Return the thread under a message, in order, as this person sees it."""
        return [one for one in self.messages(message.channel) if one.thread_ts == message.ts and one is not message]

    def find(self, channel: str, text: str) -> Message:
        """Return the newest message in a channel in which they read this text."""
        seen = self.messages(channel)
        for message in reversed(seen):
            if text in message.plain():
                return message
        raise NotShownError(f"no message with {text!r} in {channel}; there are:\n" + "\n---\n".join(map(_plain, seen)))

    async def sees(self, channel: str, text: str, seconds: float = 60.0) -> Message:
        """Wait until a message with this text is there; NotShownError with what is there instead."""
        with contextlib.suppress(TimeoutError):
            await self.playground.until(lambda: any(text in one.plain() for one in self.messages(channel)), seconds)
        return self.find(channel, text)

    @property
    def has_form(self) -> bool:
        """Whether a modal is open."""
        return bool(self.workspace.stacks.get(self.id))

    @property
    def form(self) -> Form:
        """The topmost modal."""
        if not self.has_form:
            raise NotShownError(f"no form is open for {self.id}; troubles seen: {self.seen}")
        return Form(self, self.workspace.stacks[self.id][-1])

    @property
    def home(self) -> Form:
        """The bot's Home tab."""
        if self.id not in self.workspace.homes:
            raise NotShownError(f"the bot has published no Home tab for {self.id}")
        return Form(self, self.workspace.homes[self.id])

    # what they do

    async def command(self, command: str, text: str = "", channel: str | None = None) -> Delivered:
        """Type a slash command; in the direct conversation with the bot unless a channel is named."""
        place = self._channel(channel) if channel else self.dm
        if self.workspace.user(self.id).team_id != self.workspace.team_id:
            raise NotPossibleError(f"{self.id} is of another workspace: the app's slash commands are not there")
        if command == INVITE:
            return await self._invite(text, place)
        if self.playground.commands is not None and command not in self.playground.commands:
            raise NotPossibleError(f"{command} is not a command of the app; there are {self.playground.commands}")
        delivered = await self.send("slash_commands", self.payloads.command(command, text, place))
        if delivered.ok and delivered.body:
            body = delivered.body if isinstance(delivered.body, dict) else {"text": delivered.body}
            self.shown_answer(place.id, body)
        return delivered

    async def _invite(self, text: str, place: Channel) -> Delivered:
        """Let somebody into a channel; it is Slack that answers, and the bot hears of it when it subscribes."""
        invited = [user.id for user in self.workspace.users.values() if f"@{user.name}" == text]
        if not invited or place.is_im or place.is_mpim:
            raise NotPossibleError(f"{INVITE} needs a channel, and the name of somebody who is there: @name")
        await self.playground.happenings.join(self.workspace, place, invited[0])
        return Delivered("slash_commands", {"command": INVITE, "text": text})

    async def click(self, text: str, *, in_: Message, nth: int | None = None) -> Delivered:
        """Press a button, or choose an option, of a message by its text; confirmations are agreed to."""
        if in_.deleted:
            raise NotShownError("that message is no longer there")
        return await self.act_on(in_, elements.find(in_.blocks, text, nth, in_.plain()))

    async def choose(self, value: Any, *, in_: Message, nth: int = 0) -> Delivered:
        """Choose a value in a message's menu of people, channels or dates: the nth such element."""
        placed = elements.pickers(in_.blocks)
        if nth >= len(placed):
            raise NotShownError(f"no such menu in:\n{in_.plain()}")
        return await self.act_on(in_, elements.Target(placed[nth], value))

    async def act_on(self, message: Message, target: elements.Target) -> Delivered:
        """Let the bot hear what was pressed or chosen in a message, with what was chosen in its menus before."""
        chosen = self.chosen.setdefault(message, {})
        if inputs.initial_state(target.placed.element) is not None:
            chosen[target.placed.key] = inputs.with_value(target.placed.element, target.value)
        state = inputs.as_state(inputs.initial_values(message.blocks) | chosen)
        return await self.send("interactive", self.payloads.message_actions(message, elements.action(target), state))

    async def say(self, channel: str, text: str, *, thread: Message | None = None) -> Message:
        """Write in a channel, or in a thread; the bot is told when it subscribes to that."""
        place = self._channel(channel)
        message = self._write(place, mentions.escape(text), [{"type": "text", "text": text}], thread)
        await self._tell_of(place, message)
        return message

    async def tell_bot(self, text: str) -> Message:
        """Write to the bot in the direct conversation."""
        return await self.say(self.dm.id, text)

    async def mention(self, channel: str, text: str, *, thread: Message | None = None) -> Message:
        """Write `@bot text` in a channel."""
        place, bot = self._channel(channel), self.workspace.bot_user
        parts: list[Json] = [{"type": "user", "user_id": bot}, {"type": "text", "text": f" {text}"}]
        message = self._write(place, f"<@{bot}> {mentions.escape(text)}", parts, thread)
        await self._tell_of(place, message)
        if bot in place.members and not place.is_im:
            event, _ = events.of_message(place, message)
            await self.playground.events.tell(self.workspace, event | {"type": "app_mention"})
        return message

    def _write(self, place: Channel, text: str, parts: list[Json], thread: Message | None) -> Message:
        if self.id not in place.members:
            raise NotPossibleError(f"{self.id} is not a member of {place.id}")
        section = {"type": "rich_text_section", "elements": parts}
        blocks = [{"type": "rich_text", "elements": [section]}]
        thread_ts = thread.thread_ts or thread.ts if thread else None
        return self.workspace.post(place, self.id, text, blocks, thread_ts=thread_ts)

    async def _tell_of(self, place: Channel, message: Message) -> None:
        event, name = events.of_message(place, message)
        if self.workspace.bot_user in place.members:
            await self.playground.events.tell(self.workspace, event, name)

    async def message_shortcut(self, callback_id: str, message: Message) -> Delivered:
        """Choose a shortcut in a message's menu."""
        self._refuse_unknown_shortcut(callback_id)
        return await self.send("interactive", self.payloads.message_shortcut(callback_id, message))

    async def shortcut(self, callback_id: str) -> Delivered:
        """Choose a global shortcut."""
        self._refuse_unknown_shortcut(callback_id)
        return await self.send("interactive", self.payloads.global_shortcut(callback_id))

    def _refuse_unknown_shortcut(self, callback_id: str) -> None:
        if self.playground.shortcuts is not None and callback_id not in self.playground.shortcuts:
            raise NotPossibleError(f"{callback_id} is no shortcut of the app; there are {self.playground.shortcuts}")

    async def open_home(self, tab: str = "home") -> None:
        """Open the bot's Home tab (or its `messages` tab)."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        home = self.workspace.homes.get(self.id)
        if home is not None and tab == "home":
            event["view"] = home.as_json()
        await self.playground.events.tell(
            self.workspace, event | {"event_ts": self.workspace.timestamps.next("events")}
        )

    # what the parts of the screen need

    async def send(self, kind: str, payload: Json) -> Delivered:
        """Send a gesture; when the bot does not answer as it must the person is shown a trouble."""
        delivered = await self.playground.delivery.send(kind, payload)
        if delivered.error:
            self.seen.append(Trouble(delivered.error, f"{kind} {delivered.status} {delivered.body}"))
        return delivered

    def shown_answer(self, channel: str, body: Json) -> None:
        """Return the answer to a command, in the channel; one that Slack refuses is a trouble."""
        try:
            response_urls.apply(self.workspace, channel, self.id, body)
        except SlackError as refusal:
            self.note_bad_answer(refusal)

    def note_bad_answer(self, refusal: SlackError) -> None:
        """Return the bot answered in time, but with something Slack would not take."""
        self.seen.append(Trouble("bad_answer", f"{refusal.code} {refusal.messages}"))

    def close_view(self, view: View) -> None:
        """Take one modal off the screen."""
        stack = self.workspace.stacks.get(self.id, [])
        if view in stack:
            stack.remove(view)

    def _channel(self, channel: str) -> Channel:
        place = self.workspace.channel(channel)
        if self.id not in place.members and place.kind != "public_channel":
            raise NotPossibleError(f"{self.id} cannot see {channel}")
        return place


def _plain(message: Message) -> str:
    return message.plain()
