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
    made = json.loads(run("manifest")[1])
    slack.do(lambda playground: playground.install(made))
    Path("natverk.yaml").write_text(NORR[: NORR.index("    conferences:")], encoding="utf-8")
    assert run("load", "natverk.yaml")[0] == 0


ABROAD, INSIDE = "https://natverksbot.exempel.se", "http://natverksbot.exempel.se"


@pytest.mark.parametrize(
    ("address", "app_token", "options", "by_socket"),
    [
        (None, None, [], True),
        ("http://127.0.0.1:1", None, [], True),
        ("https://localhost:3000", None, [], True),
        (ABROAD, None, [], False),
        (ABROAD, None, ["--socket"], True),
        (ABROAD, "xapp-1", [], True),
        (ABROAD, "xapp-1", ["--http"], False),
        (INSIDE, None, ["--socket"], True),
        (INSIDE, "xapp-1", [], True),
    ],
)
def test_the_manifest_is_for_socket_mode_until_slack_has_an_address_to_call(
    command: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    address: str | None,
    app_token: str | None,
    options: list[str],
    by_socket: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in (("NATVERKSBOT_BASE_URL", address), ("SLACK_APP_TOKEN", app_token)):
        monkeypatch.setenv(name, value or "")
    code, out, err = command("manifest", *options)
    assert (code, err) == (0, "")
    assert json.loads(out)["settings"]["socket_mode_enabled"] is by_socket
    assert (f"{ABROAD}/slack/events" in out) is not by_socket


@pytest.mark.parametrize(
    ("address", "options"),
    [(INSIDE, []), ("https://10.1.2.3", []), ("http://localhost:3000", ["--http"]), ("https://[::1]", ["--http"])],
)
def test_an_address_that_slack_cannot_call_gets_a_sentence_and_no_manifest(
    command: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, options: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NATVERKSBOT_BASE_URL", address)
    code, out, err = command("manifest", *options)
    assert (code, out) == (2, "")
    assert err.startswith(f"Slack når inte {address}. Ange en adress som börjar med https")


def test_the_doctor_finds_nothing_wrong_with_what_is_well(run: Run, slack: InThread) -> None:
    installed(run, slack)
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "✗" not in out
    assert out.splitlines()[-1] == "Allt som behövs är på plats."


def test_who_cannot_be_found_by_address_is_named_with_line_and_field(run: Run, slack: InThread) -> None:
    installed(run, slack)
    made = json.loads(run("manifest")[1])
    text = Path("natverk.yaml").read_text("utf-8").replace("[U0BODEN]", "[kim@exempel.se, U0BODEN]")
    Path("natverk.yaml").write_text(text, encoding="utf-8")
    # With the permission they are looked for, and there is nothing to say.
    assert "kim@exempel.se hittas inte" not in run("load", "--dry-run", "natverk.yaml")[1]
    slack.do(lambda playground: playground.install(made, without={"users:read.email"}))
    code, out, err = run("load", "natverk.yaml")
    assert (code, err) == (0, "")
    line = text.splitlines().index(next(one for one in text.splitlines() if "kim@" in one)) + 1
    (told,) = [one for one in out.splitlines() if "hittas inte" in one]
    assert told == (
        f"natverk.yaml rad {line}, networks[0].municipalities[0].contact_persons[0]: kim@exempel.se hittas inte, "
        "eftersom boten inte får söka på e-postadress i Slack. Skriv personens Slack-id (i profilen, ⋮, Kopiera "
        "medlems-ID), eller installera appen igen och godkänn users:read.email."
    )
    assert "! Behörigheten users:read.email är inte godkänd." in run("doctor")[1]


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
