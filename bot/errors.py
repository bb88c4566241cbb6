"""What can go wrong, each with the sentence a person reads about it.

The sentences themselves stand in `prompts/errors.yaml`; here an error carries a sentence's name and the values it
mentions, and `bot.language` puts it into the reader's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class AnyOf(tuple[str, ...]):
    """Names in a sentence that means any one of them, such as whom to ask; a list of names means them all."""

    __slots__ = ()


@dataclass(frozen=True)
class Sentence:
    """Something to say: the name of a sentence in `prompts/errors.yaml` and what its placeholders stand for.

    One of them may stand for another sentence.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)


class BotError(Exception):
    """Something a person can do something about; `sentence` says what."""

    def __init__(self, name: str, /, **values: Any) -> None:
        super().__init__(name, values)
        self.sentence = Sentence(name, values)

    def __str__(self) -> str:
        return f"{self.sentence.name} {dict(self.sentence.values)}"


class Refused(BotError):
    """The actor may not do this; the sentence says who can."""


class NotFound(BotError):
    """What the person named is not there (any more); the sentence says how to find what is."""


class BadInput(BotError):
    """What was typed cannot be used as it is; `field` is the question it was typed in, when there was one."""

    def __init__(self, name: str, /, field: str | None = None, **values: Any) -> None:
        super().__init__(name, **values)
        self.field = field


class StaleVersion(BotError):
    """Somebody else changed the same thing after the form was opened."""


class SettingsError(BotError):
    """A setting is missing or bad; the command stops with exit status 2."""
