"""Conditions on who is what, shared by use cases and messages."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_

from bot.storage.tables import Role


def held(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a role being held now."""
    return Role.valid_from <= now, or_(Role.valid_to.is_(None), Role.valid_to > now)


def not_over(now: datetime) -> tuple[ColumnElement[bool]]:
    """Return the condition of a role being held now or later."""
    return (or_(Role.valid_to.is_(None), Role.valid_to > now),)
