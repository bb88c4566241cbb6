"""The files of `examples/`: how each is answered for, and what it is when the examples in it are taken."""

import re
from pathlib import Path

from tests.words.sentences import ROOT

NETWORK = [
    *("pisa-2015", "Norr", "https://exempel.slack.com/archives/C0NORR", "lo.exempel@natverket.example"),
    *("kim.exempel@boden.example, ola.exempel@boden.example", "bo.exempel@haparanda.example", "U0KALIX"),
    *("ana.exempel@lycksele.example", "eli.exempel@pitea.example", "ida.exempel@robertsfors.example"),
    "tom.exempel@stromsund.example",
]
CITY = [
    *("malmo-2014", "Malmö", "alex.exempel@malmo.example", "alex.exempel@malmo.example", "bo.exempel@malmo.example"),
    *("Exempelskolan", "kim.exempel@malmo.example", "Provskolan", "kim.exempel@malmo.example"),
    *("Modellskolan", "", "", "charlie.exempel@malmo.example"),
]
#: By file, what somebody types when `natverksbot init` asks. The people are made up.
ANSWERS = {"natverk.yaml": NETWORK, "kommun.yaml": CITY}


def example(name: str) -> Path:
    """A file of `examples/`."""
    return ROOT / "examples" / name


def taken_up(text: str) -> str:
    """A file with its examples taken: where # stands close to the word, the sign is gone."""
    return re.sub(r"^( *)#(?! \S)", r"\1", text, flags=re.MULTILINE)
