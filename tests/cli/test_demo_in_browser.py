"""The demo as somebody starts it: in a process of its own, in a folder of its own, looked at over HTTP."""

import asyncio
import signal
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.cli import live
from bot.cli.stage import StoryClock
from bot.cli.stories import NETWORK
from bot.cli.words import say
from bot.errors import BadInput
from playground import Playground, keeping
from tests.cli.demonstration import shown

KEPT = live.FOLDER / NETWORK / "workspace.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one demo is kept, from the first test to the last."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def kept(folder: Path) -> dict[str, str]:
    """What can be read when it was started for the first time, used and stopped."""
    with shown(folder) as demo:
        print(f"ready after {demo.seconds:.1f} s")  # noqa: T201  # the measured time, for whoever reads a failure
        assert demo.said[0].startswith("http://127.0.0.1:")
        assert "Kim Bodenfjäll, kontaktperson i Boden" in demo.said[1]
        assert "--fresh" in demo.said[2]
        with urlopen(demo.address, timeout=300) as page:  # noqa: S310  # its own address
            assert page.status == 200
        assert demo.get("timeline")["day"] == "mån 18 jan, v. 3"
        assert len(demo.get("tour")["steps"]) == 6
        gone = demo.post("timeline/go", at="2027-01-25T08:00:00+01:00")
        assert gone["now"].startswith("2027-01-25T08:0")
        assert "Din vecka: mån 25 jan, v. 4" in demo.get("people/U0BODEN")["direct_messages"][-1]["plain"]
        assert demo.post("timeline/go", at="2027-01-15T08:00:00+01:00")["error"] == "Den tiden har redan passerat."
        everything = demo.everything()
        assert demo.stop() == 0
    return everything


def test_a_story_that_leaps_over_weeks_has_been_late_with_nothing(kept: dict[str, str]) -> None:
    letters = [text for text in kept.values() if "Nätverken i veckan" in text]
    assert letters
    assert not any("hann inte skickas" in text for text in letters)


def test_it_goes_on_where_it_was_left(folder: Path, kept: dict[str, str]) -> None:
    with shown(folder) as demo:
        assert demo.get("timeline")["now"] >= "2027-01-25T08:00"
        assert demo.everything().keys() == kept.keys()
        with pytest.raises(BadInput) as refused, live.alone(folder / live.FOLDER / NETWORK):
            pass
        assert say(refused.value.sentence) == (
            f"Demonstrationen går redan på {demo.address}. Öppna den där, eller avsluta den först."
        )
        card = next(one for one in demo.channel() if one["plain"].startswith("*Åtagande 1 · Boden*"))
        pressed = demo.post("people/U0KALIX/click", channel="C0NORR", ts=card["ts"], text="Klart")
        assert pressed["outcome"] == {"error": "", "status": 200}
        assert "Bara kontaktpersonen eller ersättaren i Boden" in demo.channel("U0KALIX")[-1]["plain"]
        demo.post("people/U0BODEN/click", channel="C0NORR", ts=card["ts"], text="Klart")
        assert wait(lambda: "· klart" in next(m["plain"] for m in demo.channel() if m["ts"] == card["ts"]))
        assert wait(lambda: "*Åtagande 1 · Boden* · klart" in (folder / KEPT).read_text(encoding="utf-8"))
        before = demo.everything()
        assert demo.stop(signal.SIGKILL) == -signal.SIGKILL
    with shown(folder) as demo:
        assert demo.everything().keys() == before.keys()
        assert "· klart" in next(m["plain"] for m in demo.channel() if m["ts"] == card["ts"])
        assert demo.stop(signal.SIGINT) == 0


def test_starting_over_forgets_what_was_done(folder: Path, kept: dict[str, str]) -> None:
    (folder / KEPT).write_text("{", encoding="utf-8")
    run = (folder / KEPT).with_name("run").read_text(encoding="utf-8")
    with shown(folder, "--fresh") as demo:
        # The browser keeps how far the tour was walked by this.
        assert demo.get("window/U0BODEN")["workspace"]["run"] not in {"", run}
        assert demo.get("timeline")["day"] == "mån 18 jan, v. 3"
        assert len(demo.everything()) < len(kept)
        assert demo.stop() == 0


@pytest.mark.parametrize("left", ["", "{", '{"version": 99}', '{"version": 1, "now": 0, "workspace": {"users": [{}]}}'])
async def test_what_cannot_be_read_is_told_and_left_as_it_is(tmp_path: Path, left: str) -> None:
    demo = live.Demo(tmp_path, NETWORK, Playground(), StoryClock(datetime.now(UTC)))
    demo.database.touch()
    demo.workspace.write_text(left, encoding="utf-8")
    with pytest.raises(BadInput, match="demo-unreadable"):
        await demo.run(asyncio.Event(), lambda *_: None, lambda _: None)
    assert demo.workspace.read_text(encoding="utf-8") == left


async def test_a_database_that_is_none_is_told_of(tmp_path: Path) -> None:
    async with Playground.running() as slack:
        demo = live.Demo(tmp_path, NETWORK, slack, StoryClock(datetime.now(UTC)))
        keeping.keep(slack.workspace, demo.workspace)
        with pytest.raises(BadInput, match="demo-unreadable"):
            await demo.run(asyncio.Event(), lambda *_: None, lambda _: None)
        demo.database.write_bytes(b"this is no database, and never was one" * 100)
        with pytest.raises(BadInput, match="demo-unreadable"):
            await demo.run(asyncio.Event(), lambda *_: None, lambda _: None)


async def test_a_port_that_is_taken_is_told_of() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput) as refused:
            async with live.serving(Playground(port=port)):
                pass
    assert say(refused.value.sentence) == (
        f"Port {port} används redan av något annat. Välj en annan, till exempel med --port {port + 1}."
    )


def wait(until: Callable[[], bool], seconds: float = 300) -> bool:
    end = time.monotonic() + seconds
    while not (found := until()) and time.monotonic() < end:
        time.sleep(0.1)
    return found
