"""A use case that only reads says so: nobody who asks for it waits for somebody who writes."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from bot.storage.db import is_only_reading
from tests.syntax import tree_of
from tests.words.sentences import ROOT

#: A function by its module and its name.
Name = tuple[str, str]


class House:
    """The plain functions of the bot, which of them call which, and which of them open a transaction."""

    def __init__(self) -> None:
        modules = {_module(path): tree_of(path.read_text()) for path in sorted((ROOT / "bot").rglob("*.py"))}
        self.functions: dict[Name, ast.FunctionDef] = {
            (module, node.name): node
            for module, tree in modules.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }
        self._imported = {module: dict(_imports(tree)) for module, tree in modules.items()}
        calls = {name: set(self._called(name)) for name in self.functions}
        self.writing = {name for name, node in self.functions.items() if _opens_a_transaction(node)}
        while more := {name for name, called in calls.items() if called & self.writing} - self.writing:
            self.writing |= more

    def _called(self, name: Name) -> Iterator[Name]:
        module = name[0]
        for node in ast.walk(self.functions[name]):
            if isinstance(node, ast.Name):
                yield self._imported[module].get(node.id, (module, node.id))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield ".".join(self._imported[module].get(node.value.id, ("", ""))), node.attr


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(tree: ast.Module) -> Iterator[tuple[str, Name]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((one.asname or one.name, (node.module, one.name)) for one in node.names)


def _opens_a_transaction(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == "transaction" for one in ast.walk(node))


def _is_use_case(node: ast.FunctionDef) -> bool:
    arguments = node.args
    has_now = "now" in {one.arg for one in arguments.kwonlyargs}
    return has_now and [one.arg for one in arguments.args[:1]] == ["database"]


def test_a_use_case_says_whether_it_only_reads() -> None:
    house = House()
    of_services = {
        name: getattr(importlib.import_module(name[0]), name[1])
        for name, node in house.functions.items()
        if name[0].startswith("bot.services.") and _is_use_case(node) and not node.name.startswith("_")
    }
    says = {name for name, use_case in of_services.items() if is_only_reading(use_case)}
    assert says == of_services.keys() - house.writing
    assert len(says) > 20
    assert len(of_services.keys() & house.writing) > 20
