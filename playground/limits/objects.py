"""The small parts of Block Kit: texts, options, confirmations; and how a complaint is worded."""

from typing import Any

Json = dict[str, Any]
_PLAIN = ("plain_text",)
_ANY_TEXT = ("plain_text", "mrkdwn")


class Complaints:
    """What is wrong, and where."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        """One complaint about the place a JSON pointer names."""
        self.found.append(f"{what} [json-pointer:{where}]")

    def keys(self, value: Any, where: str, required: str, optional: str = "") -> bool:
        """Whether this is an object with all the required keys and no unknown ones; says what is wrong."""
        if not isinstance(value, dict):
            self.add(where, "must provide an object")
            return False
        needed = required.split()
        for name in needed:
            if value.get(name) is None:
                self.add(where, f"missing required field: {name}")
        for name in value.keys() - {*needed, *optional.split()}:
            self.add(where, f"invalid additional property: {name}")
        return all(value.get(name) is not None for name in needed)

    def items(self, value: Any, where: str, least: int, most: int) -> list[Any]:
        """Return the list itself when its length is allowed, else an empty one and a complaint."""
        if not isinstance(value, list):
            self.add(where, "must provide an array")
        elif len(value) > most:
            self.add(where, f"no more than {most} items allowed")
        elif len(value) < least:
            self.add(where, f"no fewer than {least} items allowed")
        else:
            return value
        return []

    def string(self, value: Any, where: str, most: int, least: int = 1) -> None:
        """Check a string of allowed length; None (left out) passes."""
        if value is None:
            return
        if not isinstance(value, str):
            self.add(where, "must provide a string")
        elif len(value) < least:
            self.add(where, f"must be more than {least - 1} characters")
        elif len(value) > most:
            self.add(where, f"must be less than {most + 1} characters")

    def one_of(self, value: Any, where: str, allowed: tuple[str, ...]) -> None:
        """One of some words; None (left out) passes."""
        if value is not None and value not in allowed:
            self.add(where, f"must be one of: {', '.join(allowed)}")

    def true_or_false(self, value: Any, where: str) -> None:
        """Check a boolean; None (left out) passes."""
        if value is not None and not isinstance(value, bool):
            self.add(where, "must provide a boolean")

    def text(self, value: Any, where: str, most: int, *, plain: bool = False) -> None:
        """Check a text object of allowed kind and length; None (left out) passes."""
        if value is None or not self.keys(value, where, "type text", "emoji verbatim"):
            return
        self.one_of(value["type"], f"{where}/type", _PLAIN if plain else _ANY_TEXT)
        if value["type"] == "mrkdwn" and "emoji" in value:
            self.add(where, "invalid additional property: emoji")
        if value["type"] == "plain_text" and "verbatim" in value:
            self.add(where, "invalid additional property: verbatim")
        self.string(value["text"], f"{where}/text", most)

    def confirm(self, value: Any, where: str) -> None:
        """Check a confirmation dialog; None (left out) passes."""
        if value is None or not self.keys(value, where, "title text confirm deny", "style"):
            return
        self.text(value["title"], f"{where}/title", 100, plain=True)
        self.text(value["text"], f"{where}/text", 300)
        self.text(value["confirm"], f"{where}/confirm", 30, plain=True)
        self.text(value["deny"], f"{where}/deny", 30, plain=True)
        self.one_of(value.get("style"), f"{where}/style", ("primary", "danger"))

    def option(self, value: Any, where: str, *, plain: bool, with_url: bool = False) -> None:
        """One option of a menu, a group of checkboxes or radio buttons."""
        if not self.keys(value, where, "text value", "description url" if with_url else "description"):
            return
        self.text(value["text"], f"{where}/text", 75, plain=plain)
        self.string(value["value"], f"{where}/value", 150)
        self.text(value.get("description"), f"{where}/description", 75, plain=plain)
        self.string(value.get("url"), f"{where}/url", 3000)

    def unique(self, values: list[Any], where: str, what: str) -> None:
        """No value twice."""
        for value in {str(one) for one in values if one is not None and values.count(one) > 1}:
            self.add(where, f"`{what}` {value} already exists")
