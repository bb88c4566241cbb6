"""The database: one writer at a time, plain sessions, and a history that writes itself.

What only reads has an engine of its own, which cannot write and puts no transaction around its questions: each sees
what is committed when it is asked, which is what PostgreSQL's transactions promise too. On SQLite that leaves one
writing connection, with BEGIN IMMEDIATE: by default two writers lose updates silently, or answer "database is locked"
in spite of the timeout.

Within a gesture all waiting draws on its deadline (`bot.deadline`); a use case that only reads is not held up by those
that wait to write.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from threading import Semaphore
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Engine, Executable, create_engine, event, insert, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import InstanceState, Session, sessionmaker

from bot import deadline
from bot.domain.people import Actor
from bot.errors import BotError
from bot.storage.private_files import make_private_file, make_private_folder
from bot.storage.tables import Base, Event

#: Connections to PostgreSQL of each engine that are kept, and more at once: one for every thread of a process.
POOL_SIZE, MORE = 8, 4
#: How long what nobody in Slack waits for may wait for the writer of this process, and for those of others, in seconds.
PATIENCE, OTHERS_PATIENCE = 30, 10
#: How long a gesture may wait for rows that somebody else changes, and a reading for the whole file or a table that
#: somebody keeps to themselves, in seconds.
LOCK_PATIENCE = 2
#: A connection to PostgreSQL that rested longer, in seconds, is asked whether it lives before it is used.
RESTED = 1.0


class Database:
    """The engines of one database, and its transactions. Errors do not show parameters: they are people's words."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if self.url.database and "uri" not in self.url.query:
                _make_folder(Path(self.url.database).parent)
            self.writer, self.reader = _sqlite_engine(self.url, writes=True), _sqlite_engine(self.url, writes=False)
        else:
            self.writer, self.reader = (
                _postgresql_engine(self.url, writes=True),
                _postgresql_engine(self.url, writes=False),
            )
        #: Whose turn it is to write: SQLite has one writer, PostgreSQL as many as there are connections.
        self._turn = Semaphore(1 if self.is_sqlite else POOL_SIZE + MORE)
        self._write = sessionmaker(self.writer, expire_on_commit=False, class_=RecordingSession)
        self._read = sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def transaction(self, actor: Actor, now: datetime) -> Iterator[Session]:
        """Open one transaction in somebody's name; it commits when the block ends well, and else leaves no trace.

        Raises DeadlinePassed within a gesture that has been given up, and sqlalchemy's TimeoutError when the writer
        cannot be had in time.
        """
        gesture = deadline.current()
        with self._writing(gesture), self._write.begin() as session:
            session.info.update(actor=actor, now=now)
            if gesture is None and not self.is_sqlite:
                session.execute(_WAIT_FOR_LOCKS)
            yield session
            if gesture is not None:
                session.flush()
                gesture.begin_commit()

    @contextmanager
    def _writing(self, gesture: deadline.Deadline | None) -> Iterator[None]:
        """Let a gesture know of what is stored in the block, and wait for the turn to write."""
        if _only_reads.get():
            raise RuntimeError("This use case says that it only reads.")
        if not self._turn.acquire(timeout=PATIENCE if gesture is None else gesture.for_writer):
            raise PoolTimeoutError("The writer was busy for too long.")
        try:
            with nullcontext() if gesture is None else gesture.storing():
                yield
        finally:
            self._turn.release()

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
        make_private_folder(folder)
    except OSError as error:
        raise BotError("database-away", error=f"{folder}: {error.strerror}") from error


def trouble_of(error: Exception) -> str | None:
    """Return what keeps us from using a database at all, in its driver's words; None when something else is wrong."""
    if not isinstance(error, DatabaseError) or error.orig is None:
        return None
    # A file that is no database; a user who may not make tables, a database that may only be read (PostgreSQL's codes).
    is_no_database = type(error) is DatabaseError
    may_not = getattr(error.orig, "sqlstate", None) in {"42501", "25006"}
    if not (isinstance(error, OperationalError) or is_no_database or may_not):
        return None
    return str(error.orig).partition("\n")[0].rstrip(".")


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement about columns, not whole rows of ours, in a session's transaction.

    Past what the session does for objects it takes half the time: for what every gesture asks. Nothing is flushed.
    """
    return session.connection().execute(statement, values)


UseCase = TypeVar("UseCase", bound=Callable[..., Any])
Result = TypeVar("Result")

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)
_READERS: set[Callable[..., Any]] = set()


def only_reads(use_case: UseCase) -> UseCase:
    """Say of a use case that it opens no transaction: it is not held up by those that wait to write."""
    _READERS.add(use_case)
    return use_case


def is_only_reading(use_case: Callable[..., Any]) -> bool:
    """Return whether a use case has said that it opens no transaction."""
    return use_case in _READERS


def reading_only(call: Callable[..., Result], **named: Any) -> Result:
    """Call something that may open no transaction."""
    token = _only_reads.set(True)
    try:
        return call(**named)
    finally:
        _only_reads.reset(token)


#: What nobody in Slack waits for may wait for rows that somebody else changes without end, as PostgreSQL has it.
_WAIT_FOR_LOCKS = text("SET LOCAL lock_timeout = 0")

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
    engine = create_engine(url, pool_timeout=PATIENCE, pool_use_lifo=True, hide_parameters=True, **pool)

    @event.listens_for(engine, "do_connect")
    def _make_file(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        # SQLite gives the files beside it (-wal, -shm) the mode of the database; what keeps us from making it, it says.
        if not options.get("uri"):
            with suppress(OSError):
                make_private_file(Path(arguments[0]))

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        patience = OTHERS_PATIENCE if writes else LOCK_PATIENCE
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={patience * 1000}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    if writes:

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            gesture = deadline.current()
            _wait_for_others(connection, OTHERS_PATIENCE if gesture is None else gesture.for_writer)
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _wait_for_others(connection: Any, seconds: float) -> None:
    """Let a connection wait this long for writers of other processes: SQLite keeps it until it is told otherwise."""
    milliseconds = int(seconds * 1000)
    if connection.info.get("busy_timeout") != milliseconds:
        connection.connection.dbapi_connection.execute(f"PRAGMA busy_timeout={milliseconds}")
        connection.info["busy_timeout"] = milliseconds


def _postgresql_engine(url: URL, *, writes: bool) -> Engine:
    only_reads: dict[str, Any] = {} if writes else {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    engine = create_engine(
        url, pool_size=POOL_SIZE, max_overflow=MORE, pool_use_lifo=True, hide_parameters=True, **only_reads
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        if not writes:
            connection.execute("SET default_transaction_read_only = on")
        connection.execute(f"SET lock_timeout = '{LOCK_PATIENCE}s'")
        connection.commit()

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
