"""The bot's code as text: its strings, and what it says with them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.syntax import tree_of
from tests.words.sentences import ROOT
from tests.words.swedish import CODE, Literal, literals_of

#: Whoever carries a sentence: its name is the first argument.
CARRIERS = frozenset({"Sentence", "BotError", "Refused", "NotFound", "BadInput", "StaleVersion", "SettingsError"})
#: What a value in the middle of a name may be.
ANY = "[a-z0-9_-]+"
#: What an error takes besides the values of its sentence.
NOT_VALUES = frozenset({"field"})


@dataclass(frozen=True)
class Saying:
    """A place in code that says a sentence: a pattern of its name, and the values it gives (None: not to be seen)."""

    place: str
    name: re.Pattern[str]
    values: frozenset[str] | None


def strings() -> Iterator[Literal]:
    """Every string of the code, docstrings left out."""
    for name, source in _modules():
        yield from literals_of(source, name)


def patterns() -> Iterator[re.Pattern[str]]:
    """Every string that is put together in code, as what it may become."""
    for _, source in _modules():
        for node in ast.walk(tree_of(source)):
            if isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)) is not None:
                yield pattern


def sayings() -> Iterator[Saying]:
    """Every place that says a sentence by a name that stands there."""
    for name, source in _modules():
        yield from sayings_in(source, name)


def sayings_in(source: str, module: str) -> Iterator[Saying]:
    """Every place of a module that says a sentence by a name that stands there."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Call) and _called(node) in CARRIERS and node.args:
            for name in _names(node.args[0]):
                # A name that begins with a value may be any sentence's: its values are not to be judged.
                values = None if name.pattern.startswith(ANY) else _values(node)
                yield Saying(f"{module}:{node.lineno}", name, values)


def _modules() -> Iterator[tuple[str, str]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _names(node: ast.expr) -> Iterator[re.Pattern[str]]:
    if isinstance(node, ast.IfExp):
        yield from _names(node.body)
        yield from _names(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.compile(re.escape(node.value))
    elif isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)) is not None:
        yield pattern


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """What a string with values in it may become; None when hardly anything of it is known."""
    known = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    if len(known) < 4:
        return None
    return re.compile(
        "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANY for part in node.values)
    )


def _values(call: ast.Call) -> frozenset[str] | None:
    if _called(call) != "Sentence":
        names = {keyword.arg for keyword in call.keywords}
        return None if None in names else frozenset(str(name) for name in names) - NOT_VALUES
    if len(call.args) < 2 and not call.keywords:
        return frozenset()
    given = call.args[1] if len(call.args) > 1 else call.keywords[0].value
    if not isinstance(given, ast.Dict):
        return None
    keys = [key.value for key in given.keys if isinstance(key, ast.Constant)]
    return frozenset(str(key) for key in keys) if len(keys) == len(given.keys) else None
