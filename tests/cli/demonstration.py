"""The demo in a process of its own, for the tests that look at it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]


@dataclass
class Shown:
    """A demo that runs."""

    process: subprocess.Popen[str]
    #: Its first lines: the address, and what to do.
    said: list[str]
    #: How long it took until it said them.
    seconds: float

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.said[0]

    def get(self, path: str) -> Any:
        """Ask the playground."""
        with urlopen(f"{self.address}control/{path}", timeout=300) as answer:  # noqa: S310  # its own address
            return json.load(answer)

    def post(self, path: str, **body: Any) -> Any:
        """Do something in the playground; what cannot be done is answered too."""
        sent = Request(  # noqa: S310  # its own address
            f"{self.address}control/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urlopen(sent, timeout=300) as answer:  # noqa: S310  # as above
                return json.load(answer)
        except HTTPError as refusal:
            return json.load(refusal)

    def channel(self, slack_user_id: str = "U0BODEN") -> list[Any]:
        """What somebody reads in the network's channel."""
        messages: list[Any] = self.get(f"channels/C0NORR?as={slack_user_id}")["messages"]
        return messages

    def everything(self) -> dict[str, str]:
        """All that can be read, by where it stands."""
        return {
            f"{place['id']} {message['ts']}": message["plain"]
            for place in self.get("state")["channels"]
            for message in (*place["messages"], *place["ephemerals"])
        }

    def stop(self, name: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; return its exit status."""
        self.process.send_signal(name)
        return self.process.wait(timeout=300)


@contextmanager
def shown(folder: Path, *arguments: str) -> Iterator[Shown]:
    """Run `demo` in a folder, without anything that Slack gives; inside it is ready, and afterwards it is gone."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *arguments]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "NATVERKSBOT_"))}
    environment = {**settings, "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment) as process:
        try:
            assert process.stdout is not None
            said = [line.strip() for line in islice(process.stdout, 3)]
            assert len(said) == 3, "the demo ended before it was ready"
            yield Shown(process, said, time.monotonic() - began)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
