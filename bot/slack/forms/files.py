"""The forms of `prompts/forms/`: one YAML file each, read once."""

from dataclasses import dataclass
from functools import cache

from bot.domain.programme.questions import Form
from bot.language import PROMPTS, read_prompts

FORMS = PROMPTS / "forms"
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
    return Form.model_validate(read_prompts(f"forms/{name}.yaml"))


def names() -> list[str]:
    """Return the names of all forms, in order."""
    return sorted(path.stem for path in FORMS.glob("[!_]*.yaml"))


@cache
def general_words() -> GeneralWords:
    """Return the words of forms without words of their own, and of every form's way out."""
    return GeneralWords(**read_prompts(f"forms/{_GENERAL}.yaml"))
