"""The server that the tests bring along is there where Debian has none."""

import shutil
import tempfile
from pathlib import Path

from tests.postgres import programs_of_wheel, run_as, unprivileged_user


def test_the_wheels_server_finds_its_libraries_and_runs_as_another_user() -> None:
    folder = Path(tempfile.mkdtemp(prefix="nb-pg-", dir="/tmp"))  # made with a random name, mode 700
    try:
        if user := unprivileged_user():
            shutil.chown(folder, user)
        run_as(user, programs_of_wheel(folder) / "initdb", "--version")
    finally:
        shutil.rmtree(folder)
