"""The first thread from outside: commands in processes of their own, signed requests, a stand-in for Slack."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playground import InThread, Message, running_in_thread

WORKSPACE = """
programme: pisa-2015
leadership: [U0LEAD]
networks:
  - name: Norr
    channel: C0NORR
    municipalities:
      - {name: Boden, contact_persons: [U0BODEN]}
      - {name: Kalix, contact_persons: [U0KALIX]}
"""
PEOPLE = {"U0BODEN": "Kim Exempel", "U0KALIX": "Robin Exempel", "U0LEAD": "Alex Exempel"}
MONDAY = "2027-01-18T08:00:00+01:00"
COUNTS = re.compile(r"sent=(\d+) skipped=(\d+) failed=(\d+) pending=(\d+) uncertain=(\d+) expired=(\d+)$")


@dataclass
class Outside:
    """The commands, run as a person runs them, beside a stand-in for Slack."""

    slack: InThread
    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run a command to its end and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    def sent(self, *arguments: str) -> tuple[int, ...]:
        """Run `run-due` and return its counts."""
        found = COUNTS.search(self.run("run-due", *arguments).strip())
        assert found, "the last line counts"
        return tuple(map(int, found.groups()))

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[None]:
        """Run `serve` beside the block; it must end in order when asked to."""
        command = [sys.executable, "-m", "bot", "serve", "--port", "0", *arguments]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                self.slack.playground.bot_url = process.stdout.readline().strip() + "/slack/events"
                yield
                process.terminate()
                assert process.wait(timeout=120) == 0
            finally:
                process.kill()

    def act(self, slack_user_id: str, gesture: str, *arguments: Any, **named: Any) -> Any:
        """Let somebody do something."""
        person = self.slack.playground.person(slack_user_id)
        return self.slack.run(getattr(person, gesture)(*arguments, **named))

    def sees(self, slack_user_id: str, text: str, channel: str = "C0NORR") -> Message:
        """Wait until somebody can read something."""
        return self.slack.run(self.slack.playground.person(slack_user_id).sees(channel, text, 10))

    def letters(self, slack_user_id: str) -> list[str]:
        """What somebody got by direct message."""
        return self.slack.do(lambda slack: [m.plain() for m in slack.person(slack_user_id).direct_messages()])


@pytest.fixture
def outside(database_url: str, tmp_path: Path) -> Iterator[Outside]:
    with running_in_thread() as slack:
        for slack_user_id, name in PEOPLE.items():
            slack.playground.add_user(slack_user_id, name.split()[0].lower(), name)
        slack.playground.add_channel("C0NORR", "norr", tuple(PEOPLE))
        settings = {
            "SLACK_BOT_TOKEN": slack.playground.token,
            "SLACK_SIGNING_SECRET": slack.playground.signing_secret,
            "SLACK_API_URL": slack.playground.api_url,
            "DATABASE_URL": database_url,
            "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
            "NATVERKSBOT_LEASE_SECONDS": "5",
            "NATVERKSBOT_SETTLE_SECONDS": "1",
        }
        file = tmp_path / "norr.yaml"
        file.write_text(WORKSPACE, encoding="utf-8")
        outside = Outside(slack, {**os.environ, **settings}, tmp_path)
        outside.run("load", str(file))
        yield outside
        assert list(slack.do(lambda playground: list(playground.calls.refused()))) == []


def log(outside: Outside, slack_user_id: str, text: str) -> None:
    outside.act(slack_user_id, "command", "/atagande", text, channel="C0NORR")
    person = outside.slack.playground.person(slack_user_id)
    assert outside.slack.run(person.form.submit()).closed


def test_a_commitment_from_the_command_to_done(outside: Outside) -> None:
    with outside.serving():
        log(outside, "U0BODEN", "Vi inför kollegial handledning senast 1 juni 2027")
        card = outside.sees("U0BODEN", "kollegial handledning")
        assert "Boden" in card.plain()
        assert "tis 1 juni" in card.plain()
        outside.act("U0BODEN", "command", "/atagande", "lista mina", channel="C0NORR")
        assert "kollegial handledning" in outside.sees("U0BODEN", "*Ert åtagande*").plain()
        outside.act("U0BODEN", "click", "Klart", in_=card)
        outside.sees("U0KALIX", "· klart")


def test_each_letter_is_sent_once_however_often_and_beside_a_running_bot(outside: Outside) -> None:
    with outside.serving():
        log(outside, "U0BODEN", "Vi inför kollegial handledning senast 29 januari 2027")
        outside.sees("U0BODEN", "kollegial handledning")
        first = outside.sent("--at", MONDAY)
        assert first[0] >= 1
        assert first[2:5] == (0, 0, 0)
        again = outside.sent("--at", MONDAY)
        assert again[0] == 0
        assert outside.sent("--at", "2027-01-18T09:30:00+01:00")[0] == 0
        assert len(outside.letters("U0BODEN")) == 1
        assert "Din vecka: mån 18 jan, v. 3" in outside.letters("U0BODEN")[0]
        assert outside.letters("U0KALIX") == [], "nothing is open for Kalix"
        assert outside.sent("--at", "2027-01-25T08:00:00+01:00")[0] >= 1
        assert len(outside.letters("U0BODEN")) == 2


def test_a_bot_that_was_down_says_what_waits_when_it_starts(outside: Outside) -> None:
    with outside.serving("--no-scheduler"):
        log(outside, "U0BODEN", "Vi besöker varandras lektioner")
        outside.sees("U0BODEN", "varandras lektioner")
    with outside.serving():
        log(outside, "U0KALIX", "Vi läser varandras missiv")
        outside.sees("U0KALIX", "varandras missiv")


def test_a_bad_setting_stops_the_start_with_one_sentence(outside: Outside) -> None:
    outside.environment["NATVERKSBOT_TIMEZONE"] = "Europe/Boden"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], env=outside.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "NATVERKSBOT_TIMEZONE" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
