"""`natverksbot load` as an operator runs it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.cli.content import content
from bot.storage.db import Database
from bot.storage.tables import Network, Workspace
from tests.content.test_workspace_file import NORR


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/natverksbot.db")
    monkeypatch.setenv("NATVERKSBOT_LOCALE", "sv")
    path = tmp_path / "natverk.yaml"
    path.write_text(NORR, encoding="utf-8")
    return Path("natverk.yaml")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(content, [str(each) for each in arguments])


def networks(tmp_path: Path) -> int:
    database = Database(f"sqlite:///{tmp_path}/natverksbot.db")
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(Network)) or 0
    database.close()
    return found


def test_a_first_load_makes_the_database_and_tells_the_counts(file: Path, tmp_path: Path):
    result = run(file)
    assert (result.exit_code, result.stderr) == (0, "")
    counts, upcoming, *letters = result.stdout.splitlines()
    assert counts == "Inläst. Nya: 22. Ändrade: 0. Som förut: 0. Inte längre i filen: 0."
    assert upcoming == "Det här skickas de närmaste sju dagarna:"
    assert any("08:00: veckobrev till U0BODEN" in letter for letter in letters)
    assert networks(tmp_path) == 1


def test_a_second_load_tells_that_nothing_changed(file: Path):
    run(file)
    assert run(file).stdout.startswith("Inläst. Nya: 0. Ändrade: 0. Som förut: 21. Inte längre i filen: 0.\n")


def test_a_change_and_a_removal_are_told(file: Path):
    run(file)
    file.write_text(NORR.replace("T15:00", "T16:00").replace("[U0LEAD]", "[]"), encoding="utf-8")
    changed, removed, counts, *_ = run(file).stdout.splitlines()
    assert changed == "Ändrat: pisa-2015/networks/norr/conferences/1, ends: 2027-02-11T15:00 → 2027-02-11T16:00"
    assert removed.startswith("Inte längre i filen, men kvar i databasen: pisa-2015/leadership/U0LEAD.")
    assert counts == "Inläst. Nya: 0. Ändrade: 1. Som förut: 19. Inte längre i filen: 1."


def test_a_fault_is_told_with_line_and_field_and_exit_status_2(file: Path, tmp_path: Path):
    file.write_text(NORR.replace("2027-02-10T10:00", "10:30"), encoding="utf-8")
    result = run(file)
    assert (result.exit_code, result.stdout) == (2, "")
    fault, count = result.stderr.splitlines()
    assert fault.startswith(
        'natverk.yaml rad 16, networks[0].conferences[0].starts: "10:30" är inget datum med klockslag.'
    )
    assert count == "En sak att rätta. Ingenting är ändrat."
    assert networks(tmp_path) == 0


def test_a_check_needs_no_database(file: Path, tmp_path: Path):
    assert run("--check", file).stdout == "Filen går att läsa in. Ingenting är ändrat.\n"
    assert not (tmp_path / "natverksbot.db").exists()
    assert run("--check", "borta.yaml").exit_code == 2


def test_a_dry_run_names_what_is_new_and_what_would_be_sent_and_stores_nothing(file: Path, tmp_path: Path):
    file.write_text(NORR.replace("[U0BODEN]", "[kim@boden.example]"), encoding="utf-8")
    told = run("--dry-run", file).stdout.splitlines()
    assert told[0] == "Nytt: pisa-2015"
    (counts,) = [line for line in told if line.startswith("Så här skulle det bli. Nya: 22.")]
    heading, *letters = told[told.index(counts) + 1 :]
    assert heading == "Det här skulle skickas de tre första veckorna:"
    assert len([line for line in letters if "välkomstbrev till kim@boden.example" in line]) == 1
    assert networks(tmp_path) == 0


def test_times_without_offset_are_in_the_zone_of_the_settings(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NATVERKSBOT_TIMEZONE", "Europe/Helsinki")
    run(file)
    database = Database(f"sqlite:///{tmp_path}/natverksbot.db")
    with database.reading() as session:
        assert session.scalars(select(Workspace.timezone)).one() == "Europe/Helsinki"
    database.close()
