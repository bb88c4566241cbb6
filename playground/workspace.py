"""One Slack workspace: its people, channels, views, files, and the app installed in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playground import ids, mentions
from playground.errors import SlackError
from playground.messages import Message
from playground.views import View, with_ids

Json = dict[str, Any]


@dataclass
class User:
    """A made-up person, or a bot."""

    id: str
    name: str
    real_name: str
    locale: str = "sv-SE"
    tz: str = "Europe/Stockholm"
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    team_id: str = ""
    #: what they do, in their profile
    title: str = ""

    def as_json(self, *, locale: bool = False, email: bool = True) -> Json:
        """Return the user as users.info shows it; the locale only when asked for."""
        profile: Json = {"real_name": self.real_name, "display_name": self.name, "team": self.team_id}
        if email and self.email:
            profile["email"] = self.email
        if self.title:
            profile["title"] = self.title
        body: Json = {"id": self.id, "team_id": self.team_id, "name": self.name, "real_name": self.real_name}
        body |= {"deleted": self.deleted, "is_bot": self.is_bot, "is_app_user": False, "profile": profile}
        body |= {"is_restricted": self.is_restricted, "is_ultra_restricted": False, "updated": 0}
        if not self.deleted:
            body |= {"tz": self.tz, "tz_label": self.tz, "tz_offset": 3600, "is_admin": False, "is_owner": False}
        if locale:
            body["locale"] = self.locale
        return body


@dataclass
class Channel:
    """A channel, private channel or direct message, with all its messages by timestamp."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_shared: bool = False
    created: int = 1_700_000_000
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type as `types=` names it."""
        if self.is_im or self.is_mpim:
            return "im" if self.is_im else "mpim"
        return "private_channel" if self.is_private else "public_channel"


@dataclass
class Workspace:
    """One team, the app's tokens in it, and everything people see there."""

    team_id: str
    token: str
    clock: Callable[[], float]
    name: str = "Nätverket"
    app_id: str = "A0PLAYGRND"
    bot_id: str = "B0PLAYGRND"
    bot_user: str = "U0BOT"
    bot_name: str = "natverksbot"
    #: scopes granted to the token; None grants everything
    scopes: list[str] | None = None
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    #: user id -> the modals on their screen, the topmost last
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    #: user id -> channel id -> timestamp of the last message they have read there
    read: dict[str, dict[str, str]] = field(default_factory=dict)
    #: called whenever something is posted
    changed: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.timestamps = ids.Timestamps(self.clock)
        self.add_user(self.bot_user, self.bot_name, self.bot_name.capitalize(), is_bot=True)

    def add_user(self, user_id: str | None, name: str, real_name: str = "", **more: Any) -> User:
        """Return a new user: `locale`, `tz`, `email`, `is_bot`, `deleted`, `is_restricted`, `team_id`, `title`."""
        more.setdefault("team_id", self.team_id)
        user = User(user_id or ids.new_id("U"), name, real_name or name, **more)
        self.users[user.id] = user
        return user

    def add_channel(
        self,
        channel_id: str | None,
        name: str,
        members: Iterable[str] = (),
        *,
        private: bool = False,
        archived: bool = False,
        bot_is_member: bool = True,
    ) -> Channel:
        """Return a new channel; unknown members are refused."""
        everybody = [*members, *([self.bot_user] if bot_is_member else [])]
        for member in everybody:
            self.user(member)
        channel = Channel(channel_id or ids.new_id("C"), name, list(dict.fromkeys(everybody)), private, archived)
        self.channels[channel.id] = channel
        return channel

    def user(self, user_id: str) -> User:
        """Return the user, or `user_not_found`."""
        if user_id not in self.users:
            raise SlackError("user_not_found", user=user_id)
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """Return the channel, or `channel_not_found`."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def direct(self, *users: str) -> Channel:
        """Return the direct conversation between the bot and these people; it is made when it is not there."""
        everybody = sorted({*users, self.bot_user})
        for channel in self.channels.values():
            if (channel.is_im or channel.is_mpim) and sorted(channel.members) == everybody:
                return channel
        channel_id = ids.new_id("D" if len(users) == 1 else "C")
        name = "directmessage" if len(users) == 1 else "mpdm-" + "--".join(everybody).lower()
        channel = Channel(channel_id, name, everybody, is_im=len(users) == 1, is_mpim=len(users) > 1)
        self.channels[channel.id] = channel
        return channel

    def post(self, channel: Channel, user: str, text: str, blocks: list[Json], **more: Any) -> Message:
        """Store a message; ephemeral ones are kept apart, for their one reader."""
        ts = self.timestamps.next(channel.id)
        message = Message(self, channel.id, ts, user, mentions.normalised(text), with_ids(blocks), **more)
        message.notifies = mentions.notified(text, blocks)
        (channel.ephemerals if message.ephemeral_to else channel.messages)[ts] = message
        self.changed()
        return message

    def post_as_bot(self, channel: Channel, text: str, blocks: list[Json], **more: Any) -> Message:
        """Store a message from the app."""
        return self.post(channel, self.bot_user, text, blocks, bot_id=self.bot_id, **more)

    def views(self) -> Iterable[View]:
        """Every view on anybody's screen."""
        return [*(view for stack in self.stacks.values() for view in stack), *self.homes.values()]

    def name_of(self, some_id: str) -> str:
        """Return the name people see for a user or channel id; the id itself when it is unknown."""
        if some_id in self.users:
            return self.users[some_id].real_name
        return self.channels[some_id].name if some_id in self.channels else some_id

    def bot_profile(self) -> Json:
        """Return what bots.info and messages say of the app."""
        profile: Json = {"id": self.bot_id, "app_id": self.app_id, "user_id": self.bot_user, "name": self.bot_name}
        return profile | {"deleted": False, "updated": 0, "team_id": self.team_id, "icons": {}}
