"""Writes the exact version of every package into `pyproject.toml` (`uv run python tools/pin.py`).

The newest versions that fit are resolved first; so this is also how packages are brought up to date. `uv.lock` would
hold the address of one machine's registry and stays out of git; the constraints install the same through any mirror.
"""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
PINNED = re.compile(r"constraint-dependencies = \[[^\]]*\]")


def main() -> None:
    """Resolve, and write what was resolved."""
    write([])
    run("uv", "lock", "--quiet", "--upgrade")
    bare = ("--no-emit-project", "--no-hashes", "--no-annotate", "--no-header")
    exported = run("uv", "export", "--quiet", "--all-groups", *bare)
    write([line for line in exported.splitlines() if "==" in line])
    run("uv", "lock", "--quiet")


def write(pins: list[str]) -> None:
    """Replace the constraints in `pyproject.toml`."""
    lines = "".join(f"    {as_toml(pin)},\n" for pin in pins)
    listed = f"constraint-dependencies = [\n{lines}]" if pins else "constraint-dependencies = []"
    text = PROJECT.read_text(encoding="utf-8")
    PROJECT.write_text(PINNED.sub(lambda _: listed, text), encoding="utf-8")


def as_toml(pin: str) -> str:
    """Return a requirement as a TOML string; markers hold single quotes."""
    return f'"{pin}"'


def run(*command: str) -> str:
    """Run a command in the project's folder and return what it prints."""
    return subprocess.run(command, check=True, cwd=PROJECT.parent, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
