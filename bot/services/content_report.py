"""What a load did, or would do."""

from dataclasses import dataclass, field

from bot.errors import Sentence


@dataclass(frozen=True)
class Change:
    """A field of a thing: what it was, and what it becomes, as people write it in a file."""

    path: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Address:
    """An e-mail address of somebody of whom no Slack id is known, and where a file names it."""

    file: str
    line: int
    field: str
    email: str


@dataclass
class LoadReport:
    """Things are told by their path, such as `pisa-2015/networks/norr/conferences/1`."""

    added: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    #: Programmes whose content was replaced.
    replaced: list[str] = field(default_factory=list)
    #: How many things are in the database as the files say, or as people have set them since.
    unchanged: int = 0
    #: What people have set since the last load, and so stays: theirs, and what the file says.
    kept: list[Change] = field(default_factory=list)
    #: What the files say but somebody has ended since the last load: it stays ended.
    ended: list[str] = field(default_factory=list)
    #: What an earlier load found in these files and this one did not: it is still in the database.
    removed: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        """Whether the load added or changed anything people see."""
        return bool(self.added or self.changed or self.replaced)
