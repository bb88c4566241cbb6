"""Buttons and forms answer for ever: ids are unique, carry a version, and somebody listens to each."""

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import bot.handlers
from bot.language import LOCALES, Language
from bot.messages.registry import Message
from bot.slack.forms import files
from bot.slack.forms.build import callback_id
from tests.house.listeners import Listeners, listeners
from tests.messages.variants import VARIANTS
from tests.messages.variants.facts import TODAY
from tests.syntax import tree_of

VERSIONED = re.compile(r"[a-z_]+(?:\.[a-z_]+)+\.v[1-9][0-9]*")
CODE = Path(__file__).parents[2] / "bot"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Listeners:
    return listeners(monkeypatch)


def test_every_id_is_listened_to_once(heard: Listeners) -> None:
    for kind in (heard.actions, heard.views, heard.commands):
        assert [one for one, times in Counter(kind.ids).items() if times > 1] == []


def test_every_id_carries_a_version(heard: Listeners) -> None:
    assert [one for one in (*heard.actions.ids, *heard.views.ids) if not VERSIONED.fullmatch(one)] == []


def test_an_id_is_no_button_and_form_at_once(heard: Listeners) -> None:
    assert set(heard.actions.ids) & set(heard.views.ids) == set()


def test_every_button_that_is_shown_is_heard(heard: Listeners) -> None:
    shown = {action for variant in VARIANTS.values() for action in actions(variant(Language(LOCALES[0], TODAY)))}
    assert {"commitment.done.v1", "form.add_row.v1"} <= shown
    assert sorted(action for action in shown if not heard.actions.hears(action)) == []


def test_every_id_in_code_is_heard(heard: Listeners) -> None:
    named = {one for path in CODE.rglob("*.py") for one in ids_in(path.read_text(encoding="utf-8"))}
    assert "letter.later.v1" in named
    assert sorted(one for one in named if not (heard.actions.hears(one) or heard.views.hears(one))) == []


def test_every_form_is_heard_when_it_is_sent_and_when_it_is_closed(heard: Listeners) -> None:
    wanted = [callback_id(name) for name in files.names()]
    assert sorted(one for one in wanted if not heard.views.hears(one)) == []
    assert sorted(one for one in wanted if not heard.closed.hears(one)) == []


def test_what_nobody_listens_to_is_seen(heard: Listeners) -> None:
    assert not heard.actions.hears("commitment.paint.v1")
    assert not heard.views.hears("form.paint.v1")


def test_every_handler_file_is_wired(heard: Listeners) -> None:
    names = [module.name for module in pkgutil.iter_modules(bot.handlers.__path__, "bot.handlers.")]
    with_listeners = [name for name in names if hasattr(importlib.import_module(name), "register")]
    # What only stands before the listeners is registered as middleware.
    assert set(with_listeners) - heard.modules == set()


def actions(shown: Any) -> Iterator[str]:
    """Ids of everything a person can press in a message or a dialogue; fields of a form are read when it is sent."""
    if isinstance(shown, Message):
        yield from actions(shown.blocks)
    elif isinstance(shown, list | tuple):
        for part in shown:
            yield from actions(part)
    elif isinstance(shown, Mapping):
        if shown.get("type") == "input" and not shown.get("dispatch_action"):
            return
        if "action_id" in shown:
            yield shown["action_id"]
        for part in shown.values():
            yield from actions(part)


def ids_in(source: str) -> Iterator[str]:
    """Ids with a version that stand in a module."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERSIONED.fullmatch(node.value):
            yield node.value
