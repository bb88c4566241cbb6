import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.content.faults import ContentError, ContentFault
from bot.content.workspace_file import read_workspace
from bot.content.yaml_source import read_source
from bot.errors import Sentence
from bot.language import Language

ROOT = Path(__file__).parents[2]
SWEDISH = Language("sv", date(2026, 11, 21))


def told(fault: ContentFault) -> str:
    values = {"file": fault.file, "line": fault.line, "field": fault.field, "what": SWEDISH.say(fault.what)}
    return SWEDISH.say(Sentence("load-fault" if fault.field else "load-fault-whole", values))


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_workspace(read_source("natverk.yaml", text.encode()), timezone="Europe/Stockholm", beside=Path())
    return [told(fault) for fault in caught.value.faults]


def conference(lines: str) -> str:
    return f"programme: pisa-2015\nnetworks:\n  - name: Norr\n    conferences:\n      - number: 1\n{lines}"


WHEN = "        starts: 2027-02-10T10:00\n        ends: 2027-02-11T15:00\n"
LOOKS_LIKE_A_NUMBER = (
    'Det här ser ut att innehålla ett personnummer ("…-0017"). Ta bort numret och läs in filen igen. '
    'Är det ett diarienummer? Skriv "dnr" före.'
)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (
            conference('        starts: "10:30"\n        ends: 2027-02-11T15:00\n'),
            "natverk.yaml rad 6, networks[0].conferences[0].starts",
            '"10:30" är inget datum med klockslag. Skriv till exempel 2027-02-10T10:00.',
        ),
        (
            conference("        starts: 2027-02-10T10:00\n"),
            "natverk.yaml rad 5, networks[0].conferences[0].ends",
            "Nyckeln ends behövs här.",
        ),
        (
            conference("        starts: 2027-02-10T10:00\n        ends: 2027-02-11T15:00\n        host: Pitea\n"),
            "natverk.yaml rad 8, networks[0].conferences[0].host",
            "Pitea är inte med i nätverket och kan inte vara värd. Menade du: Piteå?",
        ),
        (
            "programme: pisa-2015\nkommuner: []\n",
            "natverk.yaml rad 2, kommuner",
            "Nyckeln kommuner finns inte här. Det här kan stå: programme, leadership, networks, municipalities.",
        ),
        (
            "programme: pisa-2015\nleadership: {}\n",
            "natverk.yaml rad 2, leadership",
            "Här ska det stå en lista, en rad för varje med bindestreck först.",
        ),
        (
            conference(WHEN + "        venue: {name: Hos Kim Exempel 900101 - 0017}\n"),
            "natverk.yaml rad 8, networks[0].conferences[0].venue.name",
            LOOKS_LIKE_A_NUMBER,
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_field(text: str, where: str, what: str):
    assert faults(text) == [f"{where}: {what}"]


def test_a_fault_of_the_whole_file_is_told_without_field():
    (said,) = faults("programme: [\n")
    assert said.startswith("natverk.yaml rad 2: Här går filen inte att läsa som YAML.")


def test_every_sentence_about_files_is_written_and_used():
    code = "".join(
        path.read_text(encoding="utf-8") for folder in ("bot", "scheduler") for path in (ROOT / folder).rglob("*.py")
    )
    used = set(re.findall(r'"(load-[a-z0-9-]+)"', code))
    written = yaml.load((ROOT / "prompts" / "errors.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # builds no objects
    assert used == {name for name in written if name.startswith("load-")}
