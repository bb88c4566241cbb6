"""Documents as files: the picture of an annual wheel, and its calendar."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.cli.words import say
from bot.clock import machine_clock
from bot.config import Settings, read_settings
from bot.errors import BadInput, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language import Language
    from bot.services.units import Named
    from bot.storage.db import Database

T = TypeVar("T")

documents = typer.Typer()

File = Annotated[Path, typer.Argument(help="Where to write it; the ending says what it is.")]
Municipality = Annotated[str, typer.Option("--municipality", help="The municipality's name.")]
School = Annotated[str | None, typer.Option("--school", help="One of its schools; without it the municipality's own.")]
Year = Annotated[int | None, typer.Option("--year", min=1990, max=2100, help="Only the year that begins in this one.")]
Dark = Annotated[bool, typer.Option("--dark", help="On a dark ground.")]


@documents.command()
def wheel(file: File, municipality: Municipality, school: School = None, year: Year = None, dark: Dark = False) -> None:
    """Write the picture of an annual wheel, as .svg or .png."""
    from bot.documents.wheel_png import wheel_png
    from bot.documents.wheel_svg import wheel_svg
    from bot.documents.wheel_words import in_words
    from bot.services.wheel_picture import wheel_values

    _expect(file, ".svg", ".png")

    def drawn(database: "Database", named: "Named", now: datetime, language: "Language") -> str:
        values = wheel_values(database, named.actor, named.unit_id, year, now=now)
        return wheel_svg(in_words(values, language), language, "dark" if dark else "light")

    svg = _of(municipality, school, drawn)
    _write(file, svg.encode() if file.suffix.lower() == ".svg" else wheel_png(svg))


@documents.command()
def calendar(file: File, municipality: Municipality, school: School = None, year: Year = None) -> None:
    """Write the calendar of an annual wheel, as .ics; without --year its milestones of three years."""
    from bot.services.feeds import feed
    from bot.web.wheel import feed_file

    _expect(file, ".ics")

    def written(database: "Database", named: "Named", now: datetime, language: "Language") -> bytes:
        found = feed(database, named.actor, named.unit_id, now=now)
        if year is not None:
            years = sorted({one.year for one in found.entries})
            if year not in years:
                raise NotFound("document-no-year", year=year, years=", ".join(map(str, years)))
            found = replace(found, entries=tuple(one for one in found.entries if one.year == year))
        return feed_file(found, language, ZoneInfo(named.actor.timezone))

    _write(file, _of(municipality, school, written))


def _expect(file: Path, *endings: str) -> None:
    if file.suffix.lower() not in endings:
        raise NotFound("document-ending", file=file.name, endings=", ".join(endings))


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput("document-not-written", file=str(file), error=error.strerror) from error
    typer.echo(say(Sentence("document-written", {"file": str(file)})))


def _of(municipality: str, school: str | None, use: "Callable[[Database, Named, datetime, Language], T]") -> T:
    """Do something with a unit's wheel, in the operator's language, as of now."""
    from bot.domain.calendar import local_day
    from bot.language import Language
    from bot.services.units import unit_for_operator
    from bot.services.workspaces import workspace_id
    from bot.storage.db import Database
    from bot.storage.migrate import make_ready

    settings: Settings = read_settings()
    database, now = Database(settings.database_url), machine_clock()
    try:
        make_ready(database)
        workspace = workspace_id(database, settings.timezone, settings.locale, now=now)
        named = unit_for_operator(database, workspace, municipality, school, settings.timezone)
        language = Language(settings.locale, local_day(now, ZoneInfo(settings.timezone)))
        return use(database, named, now, language)
    finally:
        database.close()
