"""The forms of `prompts/forms/`: one YAML file each, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.domain.programme.questions import Form

FORMS = Path(__file__).parents[3] / "prompts" / "forms"
_GENERAL = "_general"


@dataclass(frozen=True)
class GeneralWords:
    """The words of a dialogue whose form has none of its own, in Swedish."""

    title: str
    submit: str
    close: str


@cache
def form(name: str) -> Form:
    """Return the form of `prompts/forms/<name>.yaml`; pydantic's ValidationError says what is wrong with the file."""
    return Form.model_validate(_read(name))


def names() -> list[str]:
    """Return the names of all forms, in order."""
    return sorted(path.stem for path in FORMS.glob("[!_]*.yaml"))


@cache
def general_words() -> GeneralWords:
    """Return the words of forms without words of their own, and of every form's way out."""
    return GeneralWords(**_read(_GENERAL))


def _read(name: str) -> Any:
    # BaseLoader: every scalar is a string and the models give the types. It builds no objects, as safe as safe_load.
    return yaml.load((FORMS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
