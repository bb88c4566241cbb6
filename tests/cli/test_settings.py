"""Settings as an operator writes them: in the environment and in `.env`, well and badly."""

from pathlib import Path

import pytest

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
