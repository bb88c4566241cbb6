"""The checks beside the tests (`uv run python tools/check.py`): style, types, the directions of the house, the docs."""

import subprocess
import sys
from pathlib import Path

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "bot", "scheduler", "playground", "tools"),
    ("lint-imports",),
    # A dead link or a page that stands in no table of contents is a warning, and a warning is an error.
    ("sphinx-build", "-W", "-n", "-q", "-b", "html", "docs", "var/site"),
)


def main() -> int:
    """Run every check; return how many failed."""
    failed = 0
    for check in CHECKS:
        print("+", *check, flush=True)
        failed += subprocess.run(check, check=False, cwd=Path(__file__).parent.parent).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
