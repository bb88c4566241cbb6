"""What pydantic refuses in a file, told as sentences with line and field."""

import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.faults import Path
from bot.content.yaml_source import Plain, Source
from bot.domain import personal_numbers

M = TypeVar("M", bound=BaseModel)

#: How much of what somebody wrote is repeated to them.
MAX_SHOWN = 60

#: Pydantic's name of an error → the sentence about it. Our own models name their sentences themselves (`load-…`).
_SENTENCES = {
    "missing": "load-missing",
    "string_type": "load-not-text",
    "string_too_short": "load-empty-text",
    "string_too_long": "load-too-long",
    "string_pattern_mismatch": "load-bad-id",
    "list_type": "load-not-a-list",
    "tuple_type": "load-not-a-list",
    "too_short": "load-too-few",
    "too_long": "load-too-many",
    "dict_type": "load-not-a-mapping",
    "model_type": "load-not-a-mapping",
    "model_attributes_type": "load-not-a-mapping",
    "int_parsing": "load-not-a-whole-number",
    "int_from_float": "load-not-a-whole-number",
    "decimal_parsing": "load-not-a-number",
    "decimal_type": "load-not-a-number",
    "time_parsing": "load-not-a-time",
    "bool_parsing": "load-not-true-or-false",
    "greater_than": "load-too-low",
    "greater_than_equal": "load-too-low",
    "less_than": "load-too-high",
    "less_than_equal": "load-too-high",
    "union_tag_invalid": "load-not-one-of",
    "union_tag_not_found": "load-no-kind",
}


def validated(model: type[M], source: Source, *, context: Mapping[str, Any] | None = None) -> M:
    """Return the file's content as a model, or raise ContentError with a sentence for everything refused."""
    for path, text in _texts(source.tree, ()):
        if masked := personal_numbers.find(text):
            source.fault(path, "load-personal-number", masked=masked)
    unknown = [path for path in source.left_out if _is_unknown(path, model)]
    try:
        content = model.model_validate(source.tree, context=dict(context or {}))
    except ValidationError as error:
        refused = [(_written_path(each["loc"], source.tree), each) for each in error.errors(include_url=False)]
        unknown += [path for path, details in refused if details["type"] == "extra_forbidden"]
        misspelt = {_note_unknown_key(path, model, source) for path in unknown}
        for path, details in refused:
            if details["type"] != "extra_forbidden" and path not in misspelt:
                _note(path, details, source)
        source.faults.raise_any()
        raise
    for path in unknown:
        _note_unknown_key(path, model, source)
    source.faults.raise_any()
    return content


def _texts(tree: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of a file with its place, the keys among them: nothing in it is kept without being looked at."""
    if isinstance(tree, dict):
        yield from (((*path, key), key) for key in tree)
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        yield from _texts(part, (*path, key))
    if isinstance(tree, str):
        yield path, tree


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Return the known word that somebody probably meant, or None."""
    by_folded = {word.casefold(): word for word in known}
    close = difflib.get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def shown(written: object) -> str:
    """Return what somebody wrote, short enough to repeat."""
    text = str(written)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _note(path: Path, details: ErrorDetails, source: Source) -> None:
    kind = details["type"]
    if kind.startswith("load-"):
        source.fault(path, kind, **{"value": _value(details), **details.get("ctx", {})})
    elif kind == "too_short" and source.written(path):
        return  # the entries are there; what is wrong in them is told on their own lines
    elif kind == "literal_error":
        choices = [str(choice) for choice in _literals(details)]
        source.fault(path, "load-not-one-of", value=_value(details), choices=", ".join(choices))
    else:
        source.fault(path, _SENTENCES.get(kind, "load-not-usable"), **_values(details, path))


def _values(details: ErrorDetails, path: Path) -> dict[str, Any]:
    context = details.get("ctx", {})
    limits = ("ge", "gt", "le", "lt", "max_length", "min_length")
    limit = next((context[name] for name in limits if name in context), "")
    return {
        "value": _value(details),
        "key": path[-1] if path else "",
        "limit": limit,
        "choices": str(context.get("expected_tags", "")).replace("'", ""),
        "reason": str(context.get("error", details["msg"])),
    }


def _value(details: ErrorDetails) -> str:
    return shown(details["input"])


def _literals(details: ErrorDetails) -> list[str]:
    expected = str(details.get("ctx", {}).get("expected", ""))
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def _note_unknown_key(path: Path, model: type[BaseModel], source: Source) -> Path | None:
    """Note a fault in a key; return the place of the key that was probably meant, so that it is not told as missing."""
    key = str(path[-1])
    known = [name for at in _models_at(model, path[:-1]) for name in _keys(at)]
    if meant := nearest(key, known):
        source.fault(path, "load-unknown-key-meant", key=key, meant=meant)
        return (*path[:-1], meant)
    source.fault(path, "load-unknown-key", key=key, known=", ".join(dict.fromkeys(known)))
    return None


def _is_unknown(path: Path, model: type[BaseModel]) -> bool:
    """Return whether no model has a key that stands without a value; pydantic never sees those."""
    around = _models_at(model, path[:-1])
    return bool(around) and not any(path[-1] in _keys(each) for each in around)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _written_path(loc: tuple[str | int, ...], tree: Plain) -> Path:
    """Return the place in the file: pydantic also names the kinds of a union on the way, which nobody wrote."""
    path: list[str | int] = []
    for place, part in enumerate(loc):
        if _stands_in(part, tree):
            tree = tree[part]
            path.append(part)
        elif isinstance(tree, dict) and place == len(loc) - 1:
            path.append(part)  # a key that is missing
    return tuple(path)


def _stands_in(part: str | int, tree: Plain) -> bool:
    if isinstance(tree, list):
        return isinstance(part, int) and part < len(tree)
    return isinstance(tree, dict) and part in tree


def _models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    """Return the models that may stand at a place."""
    models = [model]
    for part in path:
        if isinstance(part, str):
            models = [inner for outer in models for inner in _models_of_key(outer, part)]
    return models


def _models_of_key(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return _models_in(field.annotation)
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in typing.get_args(annotation) for model in _models_in(inner)]
