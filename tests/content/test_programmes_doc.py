"""What docs/programmes.md shows works as it stands there."""

import re
from pathlib import Path
from textwrap import indent

from bot.content.programme_file import is_programme, read_programme
from bot.content.workspace_file import read_workspace
from bot.content.workspace_parts import MunicipalityPart, NetworkPart, WorkspaceContent
from bot.content.yaml_source import Source, read_source
from bot.domain.programme.models import Programme
from bot.domain.programme.when import When
from bot.domain.programme.year import DialoguePlan, MilestonePlan, YearPlan

DOC = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)
#: Of which the doc shows only what it says about who leaves.
A_CITY = "programme: malmo-2014\nmunicipalities:\n  - name: Malmö\n"


def source(text: str) -> Source:
    return read_source("exempel.yaml", text.encode())


def test_the_examples_can_be_loaded():
    first, leaves, *rest = EXAMPLES
    leaving = A_CITY + indent(leaves, "    ")
    assert (
        len(
            read_workspace(source(leaving), timezone="Europe/Stockholm", beside=Path())
            .content.municipalities[0]
            .schools
        )
        == 2
    )
    workspace, programme, city = map(source, [first, *rest])
    assert is_programme(programme)
    assert read_programme(programme).programme.id == "mitt-program"
    assert len(read_programme(city).programme.wheel) == 4
    assert read_workspace(workspace, timezone="Europe/Stockholm", beside=Path()).networks[0].name == "Norr"


def test_every_key_is_shown():
    models = (WorkspaceContent, NetworkPart, MunicipalityPart, Programme, YearPlan, MilestonePlan, DialoguePlan, When)
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", DOC)] == []
