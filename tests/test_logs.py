"""What a process logs: one line each, readable by machines, and no secret in it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, as it would stand on stderr."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    configure(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fail(why: str) -> None:
    raise ValueError(why)


def test_a_happening_is_one_line_of_json(lines: io.StringIO) -> None:
    structlog.get_logger("bot.test").warning("It happened", reference="N-4F2K", words="två\nrader")
    (line,) = lines.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["reference"], told["words"]) == ("It happened", "N-4F2K", "två\nrader")
    assert (told["level"], told["logger"]) == ("warning", "bot.test")
    assert told["timestamp"].endswith("Z")


def test_a_library_logs_in_the_same_way(lines: io.StringIO) -> None:
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled %s", "request")
    logging.getLogger("apscheduler.scheduler").info("Added job")
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["event"] == "Unhandled request"


def test_a_traceback_tells_where_but_not_with_what(lines: io.StringIO) -> None:
    words = "Elevens namn"
    try:
        fail(f"{len(words)} is too many")
    except ValueError as error:
        structlog.get_logger().error("A listener failed", exc_info=error)
    (line,) = lines.getvalue().splitlines()
    trace = json.loads(line)["exception"]
    assert "test_a_traceback_tells_where" in trace
    assert "12 is too many" in trace
    assert words not in line.replace(f'words = "{words}"', "")


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234-abcdEFGH",
        "xoxp-1-2-3-abc",
        "xapp-1-A0-1-abc",
        "xoxe.xoxp-1-Mi0yLTk",
        "xoxe-1-My0xLTEt",
    ],
)
def test_no_token_is_logged(lines: io.StringIO, secret: str) -> None:
    log = structlog.get_logger()
    log.warning("in a value", headers={"Authorization": f"Bearer {secret}"})
    log.warning("in words %s", secret)
    logging.getLogger("slack_sdk").warning("in a library's: %s", {"token": secret})
    try:
        fail(f"in an error: {secret}")
    except ValueError:
        log.exception("failed")
    assert len(lines.getvalue().splitlines()) == 4
    assert secret not in lines.getvalue()
    assert secret.split("-", maxsplit=1)[1] not in lines.getvalue()
    assert lines.getvalue().count("[redacted]") >= 4


def test_no_password_of_a_database_is_logged(lines: io.StringIO) -> None:
    structlog.get_logger().warning("No connection", url="postgresql://bot:hemligt@db.example/natverksbot")
    assert "hemligt" not in lines.getvalue()
    assert "db.example/natverksbot" in lines.getvalue()
