"""Golden files: `pytest tests/messages --golden` writes them, a plain run compares. Their diff is the review."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files of tests/golden/ anew")


class Golden:
    """The golden files, read or written."""

    def __init__(self, *, write: bool) -> None:
        self._write = write

    def holds(self, name: str, text: str) -> None:
        """Hold a text against its golden file; with `--golden` the file is written first."""
        path = GOLDEN / name
        if self._write:
            path.write_text(text, encoding="utf-8")
        wanted = path.read_text(encoding="utf-8") if path.exists() else "(no such file)"
        assert text == wanted, f"tests/golden/{name} says something else. Is the new text right? Then --golden."


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    # Known only when this folder was named on the command line: the whole suite always compares.
    return Golden(write=bool(request.config.getoption("--golden", default=False)))
