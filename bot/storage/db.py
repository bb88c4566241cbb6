"""The database: one writer at a time, plain sessions, and a history that writes itself.

What only reads has an engine of its own, which cannot write and puts no transaction around its questions: each sees
what is committed when it is asked, which is what PostgreSQL's transactions promise too. On SQLite that leaves one
writing connection, with BEGIN IMMEDIATE: by default two writers lose updates silently, or answer "database is locked"
in spite of the timeout.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Engine, Executable, create_engine, event, insert, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.orm import InstanceState, Session, sessionmaker

from bot.domain.people import Actor
from bot.errors import BotError
from bot.storage.tables import Base, Event

#: Connections to PostgreSQL of each engine.
POOL_SIZE = 8
#: A connection to PostgreSQL that rested longer, in seconds, is asked whether it lives before it is used.
RESTED = 1.0


class Database:
    """The engines of one database, and its transactions. Errors do not show parameters: they are people's words."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if self.url.database:
                _make_folder(Path(self.url.database).parent)
            self.writer, self.reader = _sqlite_engine(self.url, writes=True), _sqlite_engine(self.url, writes=False)
        else:
            self.writer, self.reader = (
                _postgresql_engine(self.url, writes=True),
                _postgresql_engine(self.url, writes=False),
            )
        self._write = sessionmaker(self.writer, expire_on_commit=False, class_=RecordingSession)
        self._read = sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def transaction(self, actor: Actor, now: datetime) -> Iterator[Session]:
        """Open one transaction in somebody's name; it commits when the block ends well, and else leaves no trace."""
        with self._write.begin() as session:
            session.info.update(actor=actor, now=now)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads, beside whoever writes."""
        with self._read() as session:
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.writer.dispose()
        self.reader.dispose()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BotError("database-away", error=f"{folder}: {error.strerror}") from error


def trouble_of(error: Exception) -> str | None:
    """Return what keeps us from using a database at all, in its driver's words; None when something else is wrong."""
    if not isinstance(error, DatabaseError) or error.orig is None:
        return None
    # A file that is no database; a user who may not make tables (PostgreSQL's code).
    is_no_database = type(error) is DatabaseError
    may_not = getattr(error.orig, "sqlstate", None) == "42501"
    if not (isinstance(error, OperationalError) or is_no_database or may_not):
        return None
    return str(error.orig).partition("\n")[0].rstrip(".")


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement about columns, not whole rows of ours, in a session's transaction.

    Past what the session does for objects it takes half the time: for what every gesture asks. Nothing is flushed.
    """
    return session.connection().execute(statement, values)


_WRITE = insert(Event)


class RecordingSession(Session):
    """A session that writes every change of a table with a history to `events`."""


@event.listens_for(RecordingSession, "after_flush")
def _record(session: Session, _flush_context: object) -> None:
    rows = [_event(session, row, "created") for row in session.new if _has_history(row)]
    rows += [_event(session, row, "changed") for row in session.dirty if _has_history(row)]
    rows += [_event(session, row, "removed") for row in session.deleted if _has_history(row)]
    if written := [row for row in rows if row["changes"]]:
        session.connection().execute(_WRITE, written)


def _has_history(row: object) -> bool:
    return isinstance(row, Base) and row.history


def _event(session: Session, row: Any, action: str) -> dict[str, Any]:
    actor = session.info.get("actor")
    if not isinstance(actor, Actor):
        raise PermissionError("Every change is made by somebody: open the session with Database.transaction.")
    return {
        "workspace_id": getattr(row, "workspace_id", row.id),
        "at": session.info["now"],
        "person_id": actor.person_id,
        "via": actor.via,
        "action": action,
        "subject": row.__tablename__,
        "subject_id": row.id,
        "changes": _changes(row, action),
    }


def _changes(row: Any, action: str) -> dict[str, Any]:
    state: InstanceState[Any] = inspect(row)
    kept = [column.key for column in state.mapper.column_attrs if column.key not in {"id", *row.unremarkable}]
    if action == "changed":
        histories = {key: state.attrs[key].history for key in kept}
        return {
            key: [_plain(history.deleted[0] if history.deleted else None), _plain(history.added[0])]
            for key, history in histories.items()
            if history.added and history.has_changes()
        }
    values = {key: _plain(getattr(row, key)) for key in kept}
    return {key: [None, value] if action == "created" else [value, None] for key, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _with_driver(url: str) -> URL:
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _sqlite_engine(url: URL, *, writes: bool) -> Engine:
    # `isolation_level=None` hands BEGIN to us; one writing connection makes writers queue in Python, in order.
    pool: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": POOL_SIZE}
    engine = create_engine(url, pool_timeout=30, pool_use_lifo=True, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    if writes:

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: URL, *, writes: bool) -> Engine:
    only_reads: dict[str, Any] = {} if writes else {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    engine = create_engine(
        url, pool_size=POOL_SIZE, max_overflow=2, pool_use_lifo=True, hide_parameters=True, **only_reads
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        if not writes:
            connection.execute("SET default_transaction_read_only = on")

    @event.listens_for(engine, "checkin")
    def _rests(_connection: object, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _lives(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("rests_since", 0) <= RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except connection.Error as error:
            # The pool then connects anew.
            raise DisconnectionError from error

    return engine
