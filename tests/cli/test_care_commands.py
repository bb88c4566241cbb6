"""`natverksbot manifest` and `doctor` as an administrator runs them."""

import io
import json
from pathlib import Path

import pytest

from playground import InThread
from tests.command import Run
from tests.content.test_workspace_file import NORR


def installed(run: Run, slack: InThread) -> None:
    """Install the app by the manifest that the command prints, and load a network."""
    made = json.loads(run("manifest", "--http")[1])
    slack.do(lambda playground: playground.install(made))
    Path("natverk.yaml").write_text(NORR[: NORR.index("    conferences:")], encoding="utf-8")
    assert run("load", "natverk.yaml")[0] == 0


def test_the_manifest_is_json_and_says_what_slack_needs_besides(run: Run) -> None:
    code, out, err = run("manifest")
    assert code == 0
    assert json.loads(out)["features"]["slash_commands"][0]["url"] == "http://127.0.0.1:1/slack/events"
    assert err.startswith(
        "Slack tar bara emot adresser som börjar med https. NATVERKSBOT_BASE_URL är http://127.0.0.1:1"
    )
    assert run("manifest", "--socket")[2] == ""


def test_a_token_for_socket_mode_makes_a_manifest_for_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run("manifest")[1])["settings"]["socket_mode_enabled"] is False
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert json.loads(run("manifest")[1])["settings"]["socket_mode_enabled"] is True
    assert json.loads(run("manifest", "--http")[1])["settings"]["socket_mode_enabled"] is False


def test_the_doctor_finds_nothing_wrong_with_what_is_well(run: Run, slack: InThread) -> None:
    installed(run, slack)
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "✗" not in out
    assert out.splitlines()[-1] == "Allt som behövs är på plats."


def test_the_doctor_counts_what_is_wrong(run: Run, slack: InThread) -> None:
    installed(run, slack)
    slack.do(lambda playground: playground.revoked.add(playground.token))
    code, out, _ = run("doctor")
    assert code == 1
    assert out.splitlines()[-1] == "Att åtgärda: 1."


def test_before_anything_is_set_the_doctor_says_what_to_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name)
    code, out, _ = run("doctor")
    assert code == 1
    assert "✗ Inställningen SLACK_BOT_TOKEN saknas." in out
    assert "! Databas: den finns inte än." in out
    monkeypatch.setenv("NATVERKSBOT_TIMEZONE", "Europa/Ankeborg")
    code, out, _ = run("doctor")
    assert (code, len(out.splitlines())) == (1, 2)
    assert out.startswith("✗ Inställningen NATVERKSBOT_TIMEZONE")


def test_the_doctor_never_breaks_down(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.doctor.slack.clock_found", broken)
    code, out, err = run("doctor")
    assert (code, err) == (1, "")
    assert "✗ Kontrollen avbröts: ZeroDivisionError()" in out


def test_the_trial_asks_before_it_posts(run: Run, slack: InThread, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(run, slack)
    code, out, _ = run("doctor", "--live", "C0NORR", "--yes")
    assert code == 0
    assert "✓ Prov: borttaget. Antal meddelanden: 3." in out
    calls = len(slack.playground.called("chat.postMessage"))
    assert calls == 3
    # Nobody is there to say yes.
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, out, _ = run("doctor", "--live", "C0NORR")
    assert (code, out.splitlines()[-1]) == (0, "Allt som behövs är på plats.")
    assert "Prov:" not in out
    assert len(slack.playground.called("chat.postMessage")) == calls
