"""`natverksbot due`, `run-due`, `pause`, `resume` and `adopt` as an operator runs them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from playground import InThread
from tests.command import Run
from tests.content.test_workspace_file import NORR

MONDAY = "2027-01-18T08:00+01:00"
NO_NUMBER = (
    "Det finns inget meddelande med nummer 999999. Numren står inom hakparentes i det som uv run natverksbot due "
    "visar. Inget är taget tillbaka.\n"
)
NOTHING = "sent=0 skipped=0 failed=0 pending=0 uncertain=0 expired=0"


def load(run: Run) -> None:
    Path("natverk.yaml").write_text(NORR[: NORR.index("    conferences:")], encoding="utf-8")
    assert run("load", "natverk.yaml")[0] == 0


def test_a_run_with_nothing_due_says_so_and_ends_well(run: Run) -> None:
    code, out, err = run("run-due", "--at", MONDAY)
    assert (code, out.splitlines()[-1], err) == (0, NOTHING, "")


def test_a_run_that_could_not_be_done_says_why_with_its_status(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(run)
    with closing(sqlite3.connect(tmp_path / "natverksbot.db")) as database, database:
        lease = (1, "skolan:1:ab", "2999-01-01 00:00:00")
        database.execute("INSERT INTO sender_leases (workspace_id, owner, lease_until) VALUES (?, ?, ?)", lease)
    code, out, err = run("run-due", "--at", MONDAY)
    assert (code, out.splitlines()[-1]) == (1, "sent=0 skipped=0 failed=0 pending=3 uncertain=0 expired=0")
    assert err.splitlines()[-1].startswith(
        "Inget skickas: skolan:1:ab har rätten att skicka till 2999-01-01 00:00 UTC. "
    )
    assert run("adopt")[0] == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///file:{tmp_path}/natverksbot.db?mode=ro&uri=true")
    code, out, err = run("run-due", "--at", MONDAY)
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith("Databasen går inte att använda: attempt to write a readonly database.")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("file")] == []


def test_letters_of_a_week_without_commitments_are_skipped_once(run: Run, slack: InThread) -> None:
    load(run)
    assert "skipped=2 failed=0" in run("run-due", "--at", MONDAY)[1].splitlines()[-1]
    assert run("run-due", "--at", MONDAY)[1].splitlines()[-1] == NOTHING
    assert slack.do(lambda playground: playground.person("U0BODEN").direct_messages()) == []


def test_what_is_due_is_shown_with_its_day_and_why_not(run: Run) -> None:
    load(run)
    code, out, _ = run("due", "--from", "2027-01-18T00:00+01:00", "--to", "2027-01-19T00:00+01:00")
    assert code == 0
    assert "mån 18 jan, v. 3, kl. 08:00: veckobrev till " in out
    assert "(skickas inte: inget är öppet)" in out
    run("pause", "digest")
    assert "(skickas inte: utskick är stoppade)" in run("due", "--from", MONDAY)[1]


def test_a_letter_moved_by_a_red_day_says_why(run: Run) -> None:
    load(run)
    out = run("due", "--from", "2027-03-29T00:00+02:00", "--to", "2027-04-01T00:00+02:00")[1]
    assert "tis 30 mars, v. 13, kl. 08:00: veckobrev till " in out
    assert "(flyttat från mån 29 mars, v. 13: annandag påsk är röd dag; skickas inte: inget är öppet)" in out


def test_without_anything_due_that_is_said(run: Run) -> None:
    assert run("due")[:2] == (0, "Inget ska skickas under den tiden.\n")


@pytest.mark.parametrize("text", ["2027-01-18T08:00", "2027-01-18", "imorgon"])
def test_an_instant_needs_its_offset(run: Run, text: str) -> None:
    for command in (["run-due", "--at", text], ["due", "--from", text], ["due", "--to", text]):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert err.rstrip().endswith(text)


def test_stopping_and_starting_is_told(run: Run) -> None:
    assert run("pause")[1].startswith("Alla utskick är stoppade.")
    assert run("pause")[1] == "Alla utskick var redan stoppade.\n"
    assert run("pause", "digest")[1].startswith("Utskick av digest är stoppade.")
    assert run("resume")[1].startswith("Utskicken går igen.")
    assert run("resume")[1] == "Inget var stoppat.\n"
    code, _, err = run("pause", "veckobrev")
    assert (code, "digest" in err) == (1, True)


def test_a_message_is_taken_back_by_its_number(run: Run, slack: InThread) -> None:
    load(run)
    monday = ("due", "--from", "2027-01-18T00:00+01:00", "--to", "2027-01-19T00:00+01:00")
    run("run-due", "--at", "2027-01-17T08:00+01:00")
    first, *_ = re.findall(r"veckobrev till .* \[(\d+)\]", run(*monday)[1])
    assert run("withdraw", first, "999999")[::2] == (1, NO_NUMBER)
    assert f"[{first}] (skickas inte: inget är öppet)" in run(*monday)[1]
    assert "som tas tillbaka: 1." in run("withdraw", first)[1]
    assert f"[{first}] (återtaget" in run(*monday)[1]
    assert "Inget att ta tillbaka." in run("withdraw", first)[1]


def test_a_copy_in_another_place_needs_to_be_adopted(run: Run, slack: InThread) -> None:
    assert run("run-due")[0] == 0
    slack.do(lambda playground: setattr(playground.workspace, "bot_id", "B0STAGING"))
    code, out, err = run("run-due")
    assert (code, out) == (1, "")
    assert err.startswith("Inget skickas: databasen hör till boten B0PLAYGRND, men SLACK_BOT_TOKEN hör till B0STAGING.")
    assert run("adopt")[1].startswith("Databasen hör nu till B0STAGING på http://127.0.0.1:")
    assert run("run-due")[0] == 0


def test_real_people_get_nothing_ahead_of_time_by_mistake(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "https://slack.com/api/")
    code, out, err = run("run-due", "--at", "2999-01-01T08:00+01:00")
    assert (code, out) == (1, "")
    assert err.startswith("Tiden ligger mer än en timme framåt")


def test_a_missing_token_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    code, _, err = run("run-due")
    assert (code, "SLACK_BOT_TOKEN" in err) == (2, True)
