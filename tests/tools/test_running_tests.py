"""`tools/test.py`: what the tests lack is installed where it may be, and told in one line where not."""

import os
from pathlib import Path

import pytest

from tools import test

#: Writes down what it is told, and "installs" a Chromium.
APT = """\
#!/bin/sh
echo "$@" >> "${0%/*}/told"
case "$*" in *install*) /bin/cp "$0" "${0%/*}/chromium";; esac
"""
IN_VAIN = """\
#!/bin/sh
exit 100
"""
TO_TYPE = "On Debian: sudo apt-get install chromium\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path of somebody who is root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def put(program: Path, script: str = "") -> None:
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_with_a_browser_nothing_is_lacking(programs: Path, browser: str) -> None:
    assert test.lacking() == ["chromium"]
    put(programs / browser)
    assert test.lacking() == []


def test_root_with_apt_gets_the_browser_and_then_the_tests(programs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(programs / "apt-get", APT)
    assert test.main(["--version"]) == 0
    asked = ["-qq update", "-qq install --yes --no-install-recommends chromium"]
    assert (programs / "told").read_text(encoding="utf-8").splitlines() == asked
    assert "\npytest " in "".join(capfd.readouterr())


def test_what_pytest_says_is_the_exit_status(programs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(programs / "chromium")
    assert test.main(["--no-such-option"]) == pytest.ExitCode.USAGE_ERROR
    assert "--no-such-option" in capfd.readouterr().err


@pytest.mark.parametrize(("user", "apt"), [(1000, APT), (0, None), (0, IN_VAIN)], ids=["no root", "no apt", "in vain"])
def test_without_a_browser_no_test_runs(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], user: int, apt: str | None
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    if apt is not None:
        put(programs / "apt-get", apt)
    assert test.main(["--version"]) == 1
    told, errors = capfd.readouterr()
    assert told.endswith(TO_TYPE)
    assert "pytest" not in told + errors
    assert not (programs / "told").exists()


def test_elsewhere_than_on_linux_it_is_told_where(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(test.sys, "platform", "darwin")
    assert test.main([]) == 1
    assert capsys.readouterr().out.startswith("The tests need Linux")
