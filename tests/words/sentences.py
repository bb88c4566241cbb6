"""Every text of ours that people read, collected from where it stands, and the file that has it in English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
PROMPTS = ROOT / "prompts"
PROGRAMMES = ROOT / "programmes"
ENGLISH = PROMPTS / "en.po"

#: As `bot.language` reads templates: with other options the msgids would be others.
OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}

#: Keys of a form whose values are not words.
TECHNICAL = frozenset(
    {"id", "kind", "options_from", "show", "required", "min", "max", "from", "to", "multiline", "decimals"}
    | {"owner", "due", "before", "after", "form", "shows"}
)
#: Keys of a programme under which names stand that are the same in every language.
NAMES = frozenset({"rounds"})
#: Keys of a programme whose values are words, outside its forms.
TITLES = frozenset({"title", "statement", "text", "counted", "who", "leads_to", "about"})

_PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)[^{}]*\}")


@dataclass(frozen=True)
class Said:
    """A text in Swedish, where it stands, and its plural when a number decides."""

    swedish: str
    place: str
    plural: str | None = None

    @property
    def key(self) -> str | tuple[str, str]:
        """What a catalogue finds it by."""
        return self.swedish if self.plural is None else (self.swedish, self.plural)


def everything() -> Iterator[Said]:
    """Every text of ours, as often as it stands somewhere."""
    yield from _templates()
    for name in ("words.yaml", "errors.yaml"):
        for text in _leaves(_yaml(PROMPTS / name)):
            yield Said(text, f"prompts/{name}")
    for path in sorted((PROMPTS / "forms").glob("*.yaml")):
        for text in _leaves(_yaml(path), TECHNICAL):
            yield Said(text, f"prompts/forms/{path.name}")
    for path in sorted((PROMPTS / "stories").glob("*tour.yaml")):
        for step in _yaml(path)["steps"]:
            for text in (step["title"], step["text"]):
                yield Said(text, f"prompts/stories/{path.name}")
    for path in sorted(PROGRAMMES.glob("*.yaml")):
        for text in _of_programme(_yaml(path)):
            yield Said(text, f"programmes/{path.name}")


def english() -> Catalog:
    """The English catalogue, whole: what is fuzzy or not used any more stands in it too."""
    with ENGLISH.open("rb") as source:
        return read_po(source, locale="en", abort_invalid=True)


def placeholders(text: str) -> frozenset[str]:
    """The names of the values a text mentions, `%(name)s` in templates and `{name}` in sentences."""
    return frozenset(one or other for one, other in _PLACEHOLDER.findall(text))


def as_entries(missing: Mapping[str | tuple[str, str], str]) -> str:
    """Texts with their places, as entries to be pasted into `en.po` and filled in."""
    catalog = Catalog(locale="en")
    for key, place in missing.items():
        catalog.add(key, locations=[(place, None)])  # type: ignore[list-item]  # no line
    written = BytesIO()
    write_po(written, catalog, omit_header=True, width=0)
    return written.getvalue().decode()


def _templates() -> Iterator[Said]:
    for path in sorted(PROMPTS.glob("*.j2")):
        with path.open("rb") as source:
            for _line, _function, message, _comments in babel_extract(source, ("gettext", "ngettext"), [], OPTIONS):
                singular, plural = message[:2] if isinstance(message, tuple) else (message, None)
                yield Said(str(singular), f"prompts/{path.name}", plural)


def _leaves(tree: Any, without: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in without:
                yield from _leaves(value, without)
    elif isinstance(tree, list):
        for value in tree:
            yield from _leaves(value, without)
    elif tree:
        yield tree


def _of_programme(programme: dict[str, Any]) -> Iterator[str]:
    for key, value in programme.items():
        if key == "forms":
            yield from _leaves(value, TECHNICAL)
        elif key not in NAMES and not isinstance(value, str):
            yield from _titles(value)


def _titles(tree: Any) -> Iterator[str]:
    if isinstance(tree, list):
        for value in tree:
            yield from _titles(value)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, dict | list):
                yield from _titles(value)
            elif key in TITLES:
                yield value


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # it builds no objects
