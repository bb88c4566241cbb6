"""The checks beside the tests (`uv run python tools/check.py`): style, types, and the directions of the house."""

import subprocess
import sys
from pathlib import Path

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "bot", "scheduler", "playground", "tools"),
    ("lint-imports",),
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
