"""Deliveries as they would be: a session in which they can be written as if, seen by nobody else, gone when it ends.

In its connection a temporary view stands before the table `deliveries`: what was written as if, and the rest of the
table beneath it. Both databases look for a temporary name first, so whatever asks about deliveries asks the view and
knows nothing of it. It is one snapshot, it writes only what is temporary, and it holds nobody up.

A view before `people` counts those as found whom Slack has not been asked about yet: before anything is sent, it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Table, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from bot.storage.db import Database
from bot.storage.tables import Delivery, Person

_COLUMNS = Delivery.__table__.columns
_AS_IF = Table(
    "deliveries_as_if",
    MetaData(),
    *(Column(column.name, column.type, primary_key=column.primary_key, autoincrement=False) for column in _COLUMNS),
    Index("ix_as_if_key", "key"),
    Index("ix_as_if_recipient", "recipient"),
    prefixes=["TEMPORARY"],
)
_NAMES = ", ".join(f'"{column.name}"' for column in _COLUMNS)
# A row that was written as if hides the one beneath it.
_VIEW = """\
CREATE TEMPORARY VIEW deliveries AS
SELECT {names} FROM {beneath} beneath WHERE NOT EXISTS (SELECT 1 FROM deliveries_as_if WHERE id = beneath.id)
UNION ALL SELECT {names} FROM deliveries_as_if"""
_PEOPLE = ", ".join(f'"{column.name}"' for column in Person.__table__.columns if column.name != "slack_user_id")
# Whose id is not known yet has their address in its place; whom Slack does not know when asked has none.
_FOUND = """\
CREATE TEMPORARY VIEW people AS
SELECT {names}, coalesce(slack_user_id, CASE WHEN profile_at IS NULL THEN email END) AS slack_user_id FROM {beneath}"""
#: Where the tables stand when views have their names.
_SCHEMA = {"sqlite": "SELECT 'main'", "postgresql": "SELECT current_schema()"}
#: Rows added in one statement.
_BATCH = 200


class Overlay:
    """The deliveries of one workspace, and what is written over them; those that wait lie in it from the start."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self.session = session
        self.workspace_id = workspace_id
        waits = select(*_COLUMNS).where(Delivery.workspace_id == workspace_id, Delivery.status == "pending")
        session.execute(insert(_AS_IF).from_select(list(_AS_IF.columns), waits))
        self._last = session.scalar(select(func.max(Delivery.id))) or 0
        #: The ids of the rows that no table has.
        self.added: set[int] = set()

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add messages that wait, given as the columns that planning makes."""
        common = {"workspace_id": self.workspace_id, "status": "pending", "attempt": 0, "refresh_version": 0}
        ids = range(self._last + 1, self._last + 1 + len(rows))
        numbered = [
            common | {"id": row_id, "created_at": row["due_at"]} | dict(row)
            for row_id, row in zip(ids, rows, strict=True)
        ]
        for first in range(0, len(numbered), _BATCH):
            self.session.execute(insert(_AS_IF), numbered[first : first + _BATCH])
        self.added.update(ids)
        self._last += len(rows)

    def change(self, row_id: int, **values: Any) -> None:
        """Change columns of a row, whether it was written over before or not."""
        mine = update(_AS_IF).where(_AS_IF.c.id == row_id).values(**values)
        if not self.session.execute(mine.returning(_AS_IF.c.id)).all():
            beneath = select(*_COLUMNS).where(Delivery.id == row_id)
            self.session.execute(insert(_AS_IF).from_select(list(_AS_IF.columns), beneath))
            self.session.execute(mine)
        if (known := self.session.identity_map.get(self.session.identity_key(Delivery, row_id))) is not None:
            for name, value in values.items():
                set_committed_value(known, name, value)


@contextmanager
def overlay(database: Database, workspace_id: int) -> Iterator[Overlay]:
    """Open an overlay over a workspace's deliveries as they are now."""
    with database.reader.connect() as connection:
        _begin(connection)
        with _over(connection, workspace_id) as over:
            yield over


@contextmanager
def overlay_within(session: Session, workspace_id: int) -> Iterator[Overlay]:
    """Open an overlay over deliveries as they are in a transaction; it ends with that, which must be undone."""
    with _over(session.connection(), workspace_id) as over:
        yield over


def _begin(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execution_options(isolation_level="REPEATABLE READ")
    # It may write, unlike the others of its pool, and so it never goes back there.
    connection.detach()
    for statement in ("PRAGMA query_only=OFF", "BEGIN") if is_sqlite else ("SET TRANSACTION READ WRITE",):
        connection.exec_driver_sql(statement)


@contextmanager
def _over(connection: Connection, workspace_id: int) -> Iterator[Overlay]:
    schema = connection.exec_driver_sql(_SCHEMA[connection.dialect.name]).scalar()
    _AS_IF.create(connection)
    connection.exec_driver_sql(_VIEW.format(names=_NAMES, beneath=f"{schema}.deliveries"))
    connection.exec_driver_sql(_FOUND.format(names=_PEOPLE, beneath=f"{schema}.people"))
    if connection.dialect.name != "sqlite":
        # From here on only what is temporary can be written.
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    with Session(connection, autoflush=False, expire_on_commit=False) as session:
        yield Overlay(session, workspace_id)
