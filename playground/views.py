"""Modals and Home tabs as the playground keeps them, with what a person has typed."""

import copy
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground import ids, inputs, plain

if TYPE_CHECKING:
    from playground.workspace import Workspace

Json = dict[str, Any]
_EMPTY: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
    "title": {"type": "plain_text", "text": "", "emoji": True},
    "close": None,
    "submit": None,
}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return a copy in which every block and element has an id; Slack makes up those that are missing."""
    named = copy.deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", ids.new_key())
        for element in _interactive(block):
            element.setdefault("action_id", ids.new_key())
    return named


def _interactive(block: Json) -> list[Json]:
    inner = [block.get("element"), block.get("accessory"), *(block["elements"] if block["type"] == "actions" else [])]
    return [element for element in inner if element and element["type"] != "image"]


@dataclass(eq=False)
class View:
    """One view on one person's screen."""

    workspace: "Workspace" = field(repr=False)
    user: str
    given: Json
    id: str = field(default_factory=lambda: ids.new_id("V"))
    root_id: str = ""
    previous_id: str | None = None
    hash: str = ""
    blocks: list[Json] = field(default_factory=list)
    #: (block id, action id) -> entry of the state
    values: dict[tuple[str, str], Json] = field(default_factory=dict)
    #: all options the bot has offered in menus that ask it
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root_id = self.root_id or self.id
        self.show(self.given)

    def show(self, given: Json) -> None:
        """Show this content; what was typed is kept for elements whose block id and action id are unchanged."""
        self.given = given
        self.blocks = with_ids(given["blocks"])
        typed, self.values = self.values, inputs.initial_values(self.blocks)
        for key, state in self.values.items():
            if key in typed and typed[key]["type"] == state["type"]:
                self.values[key] = typed[key]
        self.touch()

    def touch(self) -> None:
        """Return a new hash: every update gives one."""
        self.hash = f"{int(time.time())}.{ids.new_key(8)}"

    def state(self) -> Json:
        """Return the state as payloads carry it."""
        return inputs.as_state(self.values)

    def as_json(self) -> Json:
        """Return the view as the Web API and payloads show it."""
        return {
            **_EMPTY,
            **self.given,
            "id": self.id,
            "team_id": self.workspace.team_id,
            "blocks": self.blocks,
            "state": self.state(),
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": self.workspace.app_id,
            "app_installed_team_id": self.workspace.team_id,
            "bot_id": self.workspace.bot_id,
        }

    def plain(self) -> str:
        """All a person reads on it: title, blocks with what is typed, buttons."""
        lines = [self.given["title"]["text"]] if "title" in self.given else []
        lines.append(plain.blocks_as_text(self.blocks, self.workspace.name_of, self.values))
        lines += [f"[{self.given[key]['text']}]" for key in ("close", "submit") if self.given.get(key)]
        return "\n".join(lines)
