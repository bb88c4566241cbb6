"""Swedish that stands in code: words of ours belong in `prompts/`, where a person who knows words can change them.

What counts: string literals outside docstrings, comments not at all. A docstring may name a Swedish term, and does so
in quotes or in the names of what is explained; a message to people never comes from there. The product's own name may
stand anywhere.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.syntax import tree_of

ROOT = Path(__file__).parents[2]
CODE = ("bot", "scheduler")
#: What Swedes type is read here, so what they type stands here.
READS_SWEDISH = (ROOT / "bot" / "domain" / "dates", ROOT / "bot" / "domain" / "personal_numbers.py")
NAME = "Nätverksbot"

_LETTERS = re.compile("[åäö]", re.IGNORECASE)
#: Frequent words without å, ä or ö which are no English words; a literal with one of them is a sentence of ours.
_WORDS = re.compile(
    r"\b(?:och|inte|eller|som|med|till|av|ett|det|du|ni|era|ert|kan|ska|har|inga|inget|ingen|bara|skriv|senast|klart|"
    r"klar|datum|kommun|kommunen|skola|skolan|rektor|projektledningen|konferens|konferensen|kontaktperson|ersattare|"
    r"atagande|ataganden|missiv|veckobrev|forsenat|vecka|dagar|igen|nytt|visa|spara|avsluta|uppdatera|tema|aktivitet)\b",
    re.IGNORECASE,
)
#: Names in Slack, in files and on the web that people chose or type; they are addresses, not words.
_ADDRESS = re.compile(r"^[/#.\w-]*[/#_.\d-][/#.\w-]*$")


@dataclass(frozen=True)
class Literal:
    """A string in code, and where it begins."""

    place: str
    text: str


def swedish_in_code() -> Iterator[Literal]:
    """Every string of the bot's code that is Swedish, outside docstrings."""
    for literal in literals():
        if is_swedish(literal.text):
            yield literal


def literals() -> Iterator[Literal]:
    """Every string of the bot's code outside docstrings and outside the reading of what Swedes type."""
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        if not any(path.is_relative_to(reader) for reader in READS_SWEDISH):
            yield from literals_of(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def literals_of(source: str, name: str) -> Iterator[Literal]:
    """Every string of a module outside docstrings."""
    tree = tree_of(source)
    explained = {id(found) for node in ast.walk(tree) if (found := _docstring(node)) is not None}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield Literal(f"{name}:{node.lineno}", node.value)


def is_swedish(text: str) -> bool:
    """Tell whether a string is Swedish: a letter of ours, or one of the words that Swedish cannot do without."""
    without_name = text.replace(NAME, "")
    if _LETTERS.search(without_name):
        return True
    return bool(_WORDS.search(without_name)) and not _ADDRESS.match(without_name)


def _docstring(node: ast.AST) -> ast.Constant | None:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.value
    return None
