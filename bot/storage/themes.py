"""The titles of a programme's themes (N3): asked for whenever a commitment is shown or written, and never changed.

A programme's content is long, and known by its hash: each is read out of the database once in a process.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.storage.db import run
from bot.storage.tables import Programme

_AREAS = select(Programme.content["areas"]).where(Programme.content_hash == bindparam("content_hash")).limit(1)

_known: dict[str, Mapping[str, str]] = {}


def themes_of(session: Session, content_hash: str) -> Mapping[str, str]:
    """Return the title of each theme of a programme's content, by id, in the programme's order."""
    if content_hash not in _known:
        areas = run(session, _AREAS, {"content_hash": content_hash}).scalar()
        _known[content_hash] = theme_titles(areas)
    return _known[content_hash]


def theme_titles(areas: Sequence[dict[str, Any]] | None) -> dict[str, str]:
    """Return the title of each theme of a programme's areas, by id (N3)."""
    return {theme["id"]: theme["title"] for area in areas or () for theme in area["themes"]}
