"""`python -m playground manifest.json`: the workplace in which an installation is walked through."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.language import Language
from bot.slack.manifest import manifest
from playground import NotPossibleError
from playground.__main__ import CHANNEL, told, workplace

Json = dict[str, Any]


def made(*, socket: bool) -> Json:
    return manifest(Language("sv", date(2026, 11, 30)), "https://natverksbot.exempel.se", socket=socket)


@pytest.mark.parametrize(
    ("socket", "secret", "address"),
    [(True, "SLACK_APP_TOKEN", None), (False, "SLACK_SIGNING_SECRET", "https://natverksbot.exempel.se/slack/events")],
)
def test_it_shows_what_slack_shows_whoever_installs(socket: bool, secret: str, address: str | None) -> None:
    slack = workplace(made(socket=socket))
    settings = re.findall(r"^(\w+)=(\S+)$", told(slack), re.MULTILINE)
    assert [name for name, _ in settings] == ["SLACK_API_URL", "SLACK_BOT_TOKEN", secret]
    assert slack.bot_url == address
    assert f"# {CHANNEL[0]}" in told(slack)


def test_a_file_that_slack_would_refuse_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps({**made(socket=True), "display_information": {"name": "N" * 36}}), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "playground", str(file)], capture_output=True, text=True, check=False, timeout=300
    )
    assert ended.returncode == 2
    assert "/display_information/name" in ended.stderr


async def test_the_bot_is_let_into_a_channel_as_in_slack() -> None:
    slack = workplace(made(socket=True))
    kim, (channel, _) = slack.person("U0BODEN"), CHANNEL
    with pytest.raises(NotPossibleError, match="@name"):
        await kim.command("/invite", "@nobody", channel=channel)
    with pytest.raises(NotPossibleError, match="needs a channel"):
        await kim.command("/invite", "@natverksbot")
    assert slack.workspace.bot_user not in slack.workspace.channel(channel).members
    await kim.command("/invite", "@natverksbot", channel=channel)
    assert slack.workspace.bot_user in slack.workspace.channel(channel).members
