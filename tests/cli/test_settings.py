"""Settings as an operator writes them: in the environment and in `.env`, well and badly."""

from pathlib import Path

import pytest

from playground import InThread
from tests.command import Run

BAD = {
    "PORT=abc": "1, 2, 3 …",
    "PORT=70000": "≤ 65535",
    "NATVERKSBOT_CHANNEL_RATE=0": "> 0",
    "NATVERKSBOT_SETTLE_SECONDS=-1": "≥ 0",
    "NATVERKSBOT_TIMEZONE=Mars": "Europe/Stockholm, Europe/Helsinki …",
    "NATVERKSBOT_LOCALE=fi": "sv / en",
    "NATVERKSBOT_BASE_URL=https:": "http://… / https://…",
    "DATABASE_URL=mysql://norr": "sqlite:///… / postgresql://…",
    # What forgets everything is no database.
    "DATABASE_URL=sqlite:///:memory:": "sqlite:///… / postgresql://…",
    "DATABASE_URL=postgresql://norr:port/bot": "sqlite:///… / postgresql://…",
}


@pytest.mark.parametrize(("bad", "wanted"), BAD.items())
def test_a_bad_setting_is_named_with_what_it_should_be(
    run: Run, monkeypatch: pytest.MonkeyPatch, bad: str, wanted: str
) -> None:
    name, _, value = bad.partition("=")
    monkeypatch.setenv(name, value)
    told = f"Inställningen {name} går inte att använda. Den ska vara: {wanted}.\n"
    assert run("due") == (2, "", told)


def test_the_terminals_language_is_read_from_the_file_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NATVERKSBOT_LOCALE")
    Path(".env").write_text("NATVERKSBOT_LOCALE=en\n", encoding="utf-8")
    assert run("due")[:2] == (0, "Nothing is to be sent in that time.\n")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://bot:hemligt@127.0.0.1:1/natverksbot", "Connection refused"),
        ("sqlite:///brev.txt", "file is not a database"),
        ("sqlite:///brev.txt/natverksbot.db", "brev.txt: File exists"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    Path("brev.txt").write_text("Det här är ingen databas.\n" * 40, encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("NATVERKSBOT_SECRET_KEY", "A" * 43 + "=")
    for command in (["due"], ["migrate"], ["serve", "--port", "0"]):
        code, out, err = run(*command)
        assert (code, out) == (1, "")
        assert err.startswith("Databasen går inte att använda: ")
        assert err.endswith(f"{why}. Se över DATABASE_URL och att databasen är igång.\n")
        assert "hemligt" not in err


def test_a_port_that_cannot_be_had_is_told(run: Run, slack: InThread) -> None:
    taken = slack.playground.port
    for command in ("serve", "worker"):
        code, out, err = run(command, "--port", str(taken))
        assert (code, out) == (1, "")
        assert f"Port {taken} används redan av något annat. Välj en annan, till exempel med --port {taken + 1}." in err
    assert "Det går inte att lyssna på 192.0.2.1, port 0: " in run("serve", "--host", "192.0.2.1", "--port", "0")[2]
    assert run("serve", "--port", "99999")[0] == 2
