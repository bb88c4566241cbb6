"""The wheel's SVG as PNG, with the shipped font and no other."""

import json
import subprocess
import sys

from bot.documents.fonts import FAMILY, FILES

#: What the process that paints does: the settings come in, the picture goes out.
_PAINT = "import json, sys, resvg_py; sys.stdout.buffer.write(resvg_py.svg_to_bytes(**json.load(sys.stdin.buffer)))"
#: How long it may take on a machine that does much else, in seconds.
MOST_SECONDS = 60


def wheel_png(svg: str, width: int = 1600) -> bytes:
    """Return a picture this many pixels wide.

    It is painted in a process of its own: resvg lets nothing else in its process go on for a third of a second, and
    receipts would wait. Raises CalledProcessError for what is no SVG.
    """
    settings = {
        "svg_string": svg,
        "width": width,
        "dpi": 96,
        "font_files": [str(path) for path in FILES.values()],
        "skip_system_fonts": True,
        "font_family": FAMILY,
    }
    # -P: what lies in the folder that the bot runs in is not meant.
    painter = [sys.executable, "-P", "-c", _PAINT]
    asked = json.dumps(settings).encode()
    # A session of its own: Ctrl-C is for the bot, which lets what is under way end.
    return subprocess.run(
        painter, input=asked, stdout=subprocess.PIPE, timeout=MOST_SECONDS, check=True, start_new_session=True
    ).stdout
