"""Sweden's municipalities by name and official code, from `programmes/municipalities.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROGRAMMES = Path(__file__).parent.parent.parent / "programmes"


@dataclass(frozen=True)
class Municipality:
    """A municipality as Statistics Sweden has it; the code is text, four digits."""

    code: str
    name: str
    county: str


@dataclass(frozen=True)
class OfficialList:
    """The 290 municipalities."""

    municipalities: tuple[Municipality, ...]

    def with_code(self, code: str) -> Municipality | None:
        """Return the municipality with this code, or None."""
        return next((each for each in self.municipalities if each.code == code), None)

    def named(self, name: str) -> Municipality | None:
        """Return the municipality of this name, or None; small and capital letters are the same."""
        wanted = name.strip().casefold()
        return next((each for each in self.municipalities if each.name.casefold() == wanted), None)

    def names(self) -> tuple[str, ...]:
        """Return all names."""
        return tuple(each.name for each in self.municipalities)


@cache
def official_list() -> OfficialList:
    """Return the official list; read once."""
    with (PROGRAMMES / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return OfficialList(tuple(Municipality(row["code"], row["name"], row["county"]) for row in rows))
