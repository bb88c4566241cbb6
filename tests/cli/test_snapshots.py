"""The snapshots that the demo opens from: as the stories are played today, without a trace of who played them."""

import asyncio
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import live, snapshots
from bot.cli.snapshots import DATABASE, FOLDER, SUMS, WORKSPACE, building, normal, unpack
from bot.cli.stage import StoryClock
from bot.cli.stories import NETWORK, openable
from bot.logs import SECRET
from playground import Playground


@pytest.mark.parametrize("name", openable())
async def test_a_story_comes_to_what_is_shipped(name: str) -> None:
    played = await building.build(name)
    for file, words in played.items():
        assert (FOLDER / name / file).read_text(encoding="utf-8").splitlines() == words.splitlines(), (
            f"{name} comes to something else now. Read the difference after: uv run python -m bot.cli.snapshots {name}"
        )


@pytest.mark.parametrize("name", openable())
def test_nothing_tells_of_a_key_or_of_the_machine_that_played(name: str) -> None:
    words = "".join(file.read_text(encoding="utf-8") for file in (FOLDER / name).iterdir())
    assert SECRET.search(words) is None
    assert set(re.findall(r"https?://[^\s\"'/]+", words)) == {"http://127.0.0.1:3001"}
    assert re.search(r"(?<![\w<.>])/(home|root|tmp|var|work|usr|private|Users)/", words) is None
    salts = re.findall(r'^INSERT INTO "workspaces" VALUES\(\'\d+\',\'(.*?)\'', words, re.MULTILINE)
    assert salts == [normal.SALT]


def copied(folder: Path) -> Path:
    """A snapshot of one's own, to damage."""
    shutil.copytree(FOLDER / NETWORK, folder / NETWORK)
    return folder


def gone(snapshot: Path) -> None:
    shutil.rmtree(snapshot)


def half(file: str) -> Callable[[Path], None]:
    def halve(snapshot: Path) -> None:
        text = (snapshot / file).read_text(encoding="utf-8")
        (snapshot / file).write_text(text[: len(text) // 2], encoding="utf-8")

    return halve


def without_sums(snapshot: Path) -> None:
    (snapshot / SUMS).unlink()


def no_text(snapshot: Path) -> None:
    (snapshot / WORKSPACE).write_bytes(b"\xff\xfe\x00")


def of_another_story(snapshot: Path) -> None:
    text = (snapshot / SUMS).read_text(encoding="utf-8")
    (snapshot / SUMS).write_text(re.sub(r"\w{64}(?=  demo-norr)", "0" * 64, text), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (gone, "demo-unplayed"),
        (half(WORKSPACE), "demo-snapshot-damaged"),
        (half(DATABASE), "demo-snapshot-damaged"),
        (half(SUMS), "demo-snapshot-damaged"),
        (without_sums, "demo-snapshot-damaged"),
        (no_text, "demo-snapshot-damaged"),
        (of_another_story, "demo-snapshot-old"),
    ],
)
async def test_a_story_without_a_whole_snapshot_of_its_own_is_played_and_that_is_told(
    harm: Callable[[Path], None], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(copied(tmp_path) / NETWORK)
    monkeypatch.setattr(snapshots, "unpack", lambda *given: unpack(*given, snapshots=tmp_path))
    did: list[str] = []

    async def play(_: live.Demo) -> None:
        did.append("played")

    async def again(_: live.Demo, *_given: object) -> None:
        did.append("gone on")

    monkeypatch.setattr(live.Demo, "play", play)
    monkeypatch.setattr(live.Demo, "_again", again)
    demo = live.Demo(tmp_path, NETWORK, Playground(), StoryClock(datetime.now(UTC)))
    await demo.run(asyncio.Event(), ready=lambda *_: None, delayed=lambda why: did.append(why.name))
    assert did == [reason, "played", "gone on"]
    assert [file for file in kept_in(tmp_path) if file != NETWORK] == []


async def test_what_was_left_half_unpacked_is_unpacked_anew(tmp_path: Path) -> None:
    for left in ("demo.db", "demo.db-wal", "workspace.json.new"):
        (tmp_path / left).write_bytes(b"half of something")
    stop, told = asyncio.Event(), list[str]()
    async with live.serving(Playground()) as slack:
        demo = live.Demo(tmp_path, NETWORK, slack, StoryClock(datetime.now(UTC)))
        await demo.run(stop, ready=lambda *_: stop.set(), delayed=lambda why: told.append(why.name))
    assert told == []
    assert kept_in(tmp_path) == {"demo.db": "600", "run": "600", "workspace.json": "600"}


def kept_in(folder: Path) -> dict[str, str]:
    """What lies in a folder, and who may read it."""
    return {file.name: oct(file.stat().st_mode)[-3:] for file in folder.iterdir()}


def test_what_chance_makes_up_has_names_of_its_own_in_the_order_it_is_met() -> None:
    replaced = normal.replacing({"D0ABCDEFGHI": "D0BODEN"})
    form, picture, hashed = "0a" * 16, "F0ABCDEFGHI", "0a" * 32
    assert json.loads(replaced(json.dumps([form, picture, "D0ABCDEFGHI", hashed, "http://127.0.0.1:40639/api/"]))) == [
        f"{1:032}",
        "F0000000002",
        "D0BODEN",
        hashed,
        "http://127.0.0.1:3001/api/",
    ]
    assert replaced(f"{picture} {form}") == f"F0000000002 {1:032}"
