"""A workspace that is kept in a file is the same when it is brought back."""

from pathlib import Path

import pytest

from playground import Playground, keeping
from playground.views import View

HOME = {
    "type": "home",
    "blocks": [
        {
            "type": "input",
            "block_id": "text",
            "label": {"type": "plain_text", "text": "Åtagande"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}
PARENT = {"event_type": "natverksbot", "event_payload": {"id": "1"}}


def workspace(now: float = 1_800_000_000.0) -> Playground:
    return Playground(clock=lambda: now)


def lived_in() -> Playground:
    slack = workspace()
    slack.add_user("U0BODEN", "kim", "Kim Exempel", title="kontaktperson i Boden")
    norr = slack.add_channel("C0NORR", "norr", ("U0BODEN",))
    parent = slack.workspace.post_as_bot(norr, "Åtagande 1", [{"type": "divider"}], metadata=PARENT)
    slack.workspace.post(norr, "U0BODEN", "Hur går det?", [], thread_ts=parent.ts)
    slack.workspace.post_as_bot(norr, "Bara du ser det", [], ephemeral_to="U0BODEN")
    slack.workspace.direct("U0BODEN")
    norr.pins.append(parent.ts)
    home = slack.workspace.homes["U0BODEN"] = View(slack.workspace, "U0BODEN", HOME)
    home.values["text", "value"]["value"] = "Vi inför"
    slack.workspace.files["F1"] = {"id": "F1", "name": "hjul.png", "content": b"\x89PNG\x00", "done": True}
    slack.mark_all_read()
    return slack


def test_everything_is_there_again(tmp_path: Path) -> None:
    before, after = lived_in(), workspace(now=0.0)
    keeping.keep(before.workspace, tmp_path / "workspace.json")
    assert keeping.bring_back(after.workspace, tmp_path / "workspace.json") == 1_800_000_000.0
    assert keeping.as_json(after.workspace) == keeping.as_json(before.workspace)
    assert [one.plain() for one in after.person("U0BODEN").messages("C0NORR")] == [
        one.plain() for one in before.person("U0BODEN").messages("C0NORR")
    ]
    assert after.person("U0BODEN").home.view.hash == before.person("U0BODEN").home.view.hash
    assert [file.name for file in tmp_path.iterdir()] == ["workspace.json"]


def test_new_messages_come_after_the_old_ones_though_the_clock_is_behind(tmp_path: Path) -> None:
    before, after = lived_in(), workspace(now=0.0)
    keeping.keep(before.workspace, tmp_path / "workspace.json")
    keeping.bring_back(after.workspace, tmp_path / "workspace.json")
    norr = after.workspace.channel("C0NORR")
    newest = max([*norr.messages, *norr.ephemerals])
    assert after.workspace.post_as_bot(norr, "Nytt", []).ts > newest


@pytest.mark.parametrize("left", ["", "[]", '{"version": 0}', '{"version": 1, "now": 1, "workspace": {"users": []}}'])
def test_what_is_no_kept_workspace_changes_nothing(tmp_path: Path, left: str) -> None:
    slack, file = lived_in(), tmp_path / "workspace.json"
    before = keeping.as_json(slack.workspace)
    file.write_text(left, encoding="utf-8")
    with pytest.raises(keeping.NotReadableError):
        keeping.bring_back(slack.workspace, file)
    assert keeping.as_json(slack.workspace) == before
