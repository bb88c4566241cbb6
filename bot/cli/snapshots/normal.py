"""The normal form of a snapshot: what chance, the machine and its clock put into it is replaced.

Two plays of one story have the same normal form, and it says nothing of the machine that played.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

#: What signs the marks of a demo's messages. It keeps no secret: they are made up, and stay on one machine.
SALT = "demo"
#: Where the demo's page is unless somebody says otherwise.
ADDRESS = "http://127.0.0.1:3001"

#: Who sent, and when by the machine's clock. Nothing is being sent when a story has been played.
_FORGET_SENDERS = (
    "UPDATE deliveries SET owner = NULL, started_at = NULL, not_before = NULL, refresh_at = NULL, "
    "refresh_started_at = NULL"
)
_FORGET_LEASES = "DELETE FROM sender_leases"

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
#: The keys of forms and installations, and the ids Slack makes of views and files.
_MADE_UP = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])|\b[FV]0[A-Z0-9]{9}\b")
#: What makes an index, and what stands between the columns of a table, as SQLAlchemy writes them.
_INDEX = re.compile("CREATE (UNIQUE )?INDEX")
_PART = ", \n\t"
#: Slack's timestamps, in whole numbers.
_SECOND = 1_000_000
#: The name the playground gives a block or an element that came without one.
_NAMELESS = re.compile(r"[A-Za-z0-9]{5}")


def forget_machine(database: sqlite3.Connection) -> None:
    """Take out of a database what was the sending process's own."""
    with database:
        for statement in (_FORGET_SENDERS, _FORGET_LEASES):
            database.execute(statement)


def dump(database: sqlite3.Connection) -> str:
    """Return the statements that make a database anew; indexes and constraints, which lie in any order, are sorted."""
    *statements, commit = map(_with_sorted_constraints, database.iterdump())
    statements.sort(key=lambda statement: statement if _INDEX.match(statement) else "")
    return "".join(f"{statement}\n" for statement in (*statements, commit))


def name_conversations(workspace: Json) -> dict[str, str]:
    """Return what to call the conversations with the app, by their random ids: each after who is in it."""
    return {
        channel["id"]: f"D{member[1:]}"
        for channel in workspace["channels"]
        if channel["is_im"]
        for member in channel["members"]
        if not _is_bot(workspace, member)
    }


def put_in_order(workspace: Json) -> None:
    """Sort conversations by who is in them, and name what stands in messages by its place."""
    workspace["channels"].sort(key=lambda channel: channel["id"] if channel["is_im"] else "")
    if "edits" in workspace["last"]:
        workspace["last"]["edits"] -= workspace["last"]["edits"] % _SECOND
    for channel in workspace["channels"]:
        for message in (*channel["messages"], *channel["ephemerals"]):
            message["stored"] = 0.0
            if message["edited"] is not None:
                # How often something is brought up to date on the way is a matter of chance.
                message["edited"]["ts"] = f"{message['edited']['ts'].partition('.')[0]}.000000"
            for position, block in enumerate(message["blocks"]):
                _name(block, "block_id", f"b{position}")
                for place, element in enumerate(_elements(block)):
                    _name(element, "action_id", f"a{place}")


def replacing(names: dict[str, str]) -> Callable[[str], str]:
    """Return what replaces, in one text after the other, names that are known and what was made up by chance."""
    made_up: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        text = found[0]
        first = "" if len(text) == 32 else text[:2]
        return made_up.setdefault(text, f"{first}{len(made_up) + 1:0{len(text) - len(first)}}")

    def replaced(text: str) -> str:
        for name, other in names.items():
            text = text.replace(name, other)
        return _MADE_UP.sub(stand_in, _ADDRESS.sub(ADDRESS, text))

    return replaced


def _with_sorted_constraints(statement: str) -> str:
    """Return the statement of a table with its constraints in the order of their names."""
    if not statement.startswith("CREATE TABLE"):
        return statement
    head, *parts = statement.removesuffix("\n);").split(_PART)
    constraints = sorted(part for part in parts if part.startswith("CONSTRAINT"))
    columns = [part for part in parts if not part.startswith("CONSTRAINT")]
    return _PART.join([head, *columns, *constraints]) + "\n);"


def _is_bot(workspace: Json, slack_user_id: str) -> bool:
    return any(user["is_bot"] for user in workspace["users"] if user["id"] == slack_user_id)


def _elements(block: Json) -> Iterator[Json]:
    yield from (block[name] for name in ("element", "accessory") if name in block)
    if block["type"] == "actions":
        yield from block["elements"]


def _name(thing: Json, key: str, name: str) -> None:
    if _NAMELESS.fullmatch(thing.get(key, "")):
        thing[key] = name
