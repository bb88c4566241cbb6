"""What each person has read in each conversation, and how much is new to them."""

from collections.abc import Iterator

from playground.messages import Message
from playground.person import Person
from playground.workspace import Channel, Workspace


def conversations(person: Person) -> Iterator[Channel]:
    """Return where a person reads: their conversation with the app, their channels, then public ones to look into."""
    channels = list(person.workspace.channels.values())
    yield person.dm
    yield from (one for one in channels if person.id in one.members and one is not person.dm)
    yield from (one for one in channels if person.id not in one.members and one.kind == "public_channel")


def read_until(person: Person, channel: str) -> str:
    """Return the timestamp of the last message they have read there; `0` before the first."""
    return person.workspace.read.get(person.id, {}).get(channel, "0")


def mark_read(person: Person, channel: str, ts: str) -> None:
    """Note that a person has read a conversation up to a message; a mark never moves back."""
    marks = person.workspace.read.setdefault(person.id, {})
    marks[channel] = max(ts, marks.get(channel, "0"))


def new_messages(person: Person, channel: Channel) -> list[Message]:
    """Return what others have written since; where the person is no member nothing counts as new to them.

    Replies in a thread are new to those who take part in it, as in Slack.
    """
    if person.id not in channel.members:
        return []
    since = read_until(person, channel.id)
    found = [one for one in person.messages(channel.id) if one.ts > since and one.user != person.id]
    return [one for one in found if not one.is_reply or _takes_part(person, one)]


def _takes_part(person: Person, reply: Message) -> bool:
    """Whether a person wrote in a reply's thread, its first message too, or is mentioned in it."""
    thread = [one for one in person.messages(reply.channel) if reply.thread_ts in (one.ts, one.thread_ts)]
    return any(person.id == one.user or person.id in one.notifies for one in thread)


def count(person: Person) -> int:
    """Return how many messages are new to a person, all conversations together."""
    return sum(len(new_messages(person, channel)) for channel in conversations(person))


def mark_all_read(workspace: Workspace) -> None:
    """Note that everybody has read everything so far, as when a story begins in the middle."""
    for user in workspace.users.values():
        marks = workspace.read.setdefault(user.id, {})
        for channel in workspace.channels.values():
            marks[channel.id] = max([*channel.messages, *channel.ephemerals, marks.get(channel.id, "0")])
