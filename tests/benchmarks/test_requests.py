"""The benchmark of requests works: both apps store what is handed in, and the table can be written. Not how fast."""

from pathlib import Path

from tests.benchmarks.requests import CONNECTIONS, lines, measure, write


async def test_both_apps_do_the_same_and_are_told_side_by_side(tmp_path: Path) -> None:
    report = await measure(["sqlite"], 1.5, rounds=1, starts=0)
    table = report.tables["sqlite"]
    for connections in CONNECTIONS:
        for app in ("bare", "bot"):
            measured = table[app, connections]
            assert len(measured.opened) == len(measured.handed_in) >= connections
            assert table[f"{app} ack", connections].opened
    told = "\n".join(lines(report))
    assert told.count("| SQLite |") == len(CONNECTIONS) * 4
    assert "| start to first answer |" in told
    print(told)


def test_a_table_replaces_the_one_before(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("# Before\n<!-- requests -->\nold\n<!-- end of requests -->\nafter\n", encoding="utf-8")
    write("| new |", document)
    write("| newer |", document)
    assert document.read_text(encoding="utf-8") == (
        "# Before\n<!-- requests -->\n| newer |\n<!-- end of requests -->\nafter\n"
    )
