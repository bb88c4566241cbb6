"""The tests on any Linux (`uv run python tools/test.py`): installs what they lack where it may, then runs pytest.

What follows goes to pytest: `uv run python tools/test.py tests/domain -n 0`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

#: Programs that no Python package brings: Debian's package, and the names under which one may be on the path.
NEEDED = {"chromium": ("chromium", "chromium-browser", "google-chrome")}


def main(arguments: Sequence[str]) -> int:
    """Run pytest, and return its exit status; 1 before any test has run when something is lacking."""
    if sys.platform != "linux":
        print("The tests need Linux: on another system, run them in a container or a virtual machine.")
        return 1
    for package in lacking():
        if not install(package):
            names = ", ".join(NEEDED[package])
            print(f"The tests need {package} on the path ({names}). On Debian: sudo apt-get install {package}")
            return 1
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False, cwd=_ROOT).returncode


_ROOT = Path(__file__).parent.parent


def lacking() -> list[str]:
    """Return the packages whose programs are not on the path."""
    return [package for package, names in NEEDED.items() if not any(map(shutil.which, names))]


def install(package: str) -> bool:
    """Install a package where that can be done without asking; return whether it is there now."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        print("+ apt-get", *step, flush=True)
        if subprocess.run(["apt-get", "-qq", *step], check=False, env=unattended).returncode != 0:
            return False
    return package not in lacking()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
