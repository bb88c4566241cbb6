"""The payloads of bolt-python's own tests, which nobody here wrote, through the whole app."""

import json
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.handlers.conftest import House
from tests.handlers.knocking import FORM, JSON, as_form, knock
from tests.handlers.test_broken_payloads import tracebacks
from tests.handlers.test_intake import happened

BOLTS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "payloads" / "bolt.json").read_text())


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough here: nothing is stored."""
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return f"sqlite:///{tmp_path / 'natverksbot.db'}"


def encoded(given: dict[str, Any]) -> tuple[bytes, str]:
    """Return one of Bolt's payloads as it travels."""
    if given["as"] == "json":
        return json.dumps(given["body"]).encode(), JSON
    return (as_form(given["payload"]) if given["as"] == "payload" else urlencode(given["fields"]).encode()), FORM


@pytest.mark.parametrize("whose", ["foreign", "ours"])
async def test_bolts_own_payloads_are_answered(house: House, whose: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if whose == "ours":
        workspace = house.slack.workspace
        monkeypatch.setattr(workspace, "app_id", "A111")
        monkeypatch.setattr(workspace, "team_id", "T111")
    if (asking := house.deps.look_up_app()) is not None:
        await asking
    assert house.deps.installed.found.app_id == ("A111" if whose == "ours" else "A0PLAYGRND")
    before = happened(house)
    statuses = [(await knock(house, *encoded(given))).status for given in BOLTS]
    assert tracebacks(house) == []
    # What is cut short there: gestures without a user or a view, and two events that do not say which they are.
    assert (statuses.count(200), statuses.count(400)) == (98, 19)
    refused = [
        given["body"] for given, status in zip(BOLTS, statuses, strict=True) if status == 400 and "body" in given
    ]
    assert [body for body in refused if "type" in body.get("event", {})] == []
    if whose == "foreign":
        assert happened(house)[:2] == before[:2]
    # Made-up triggers and channels are refused.
    house.slack.calls.clear()
