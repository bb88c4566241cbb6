"""What a document tells to type, open or set is in the program; that the program's is documented: tests/house."""

import re

from starlette.applications import Starlette
from starlette.routing import Route

from bot.config import Settings
from bot.language import read_prompts
from bot.slack.commands import understood
from bot.web import health, wheel
from tests.command import options
from tests.docs.test_links import PAGES, name

REFERENCE = next(page for page in PAGES if page.name == "reference.md").read_text(encoding="utf-8")
#: A command line as somebody would copy it: `natverksbot load --check FILE`.
LINE = re.compile(r"(?<!@)natverksbot ([a-z][a-z-]*)((?:[ ][^`\n#]*)?)")
#: A slash command in code, with what follows it: the words of which there are several stand in brackets.
SLASH = re.compile(r"`(/[a-z]+)(?: ([^`]*))?`")


def test_every_command_that_a_document_names_can_be_typed() -> None:
    known = options()
    typed = [
        (name(page), command, option)
        for page in PAGES
        if page.name not in {"CHANGELOG.md", "decisions.md"}
        for command, rest in LINE.findall(page.read_text(encoding="utf-8"))
        for option in ["", *re.findall(r"(?<!\S)--[a-z-]+", rest)]
    ]
    assert len(typed) > 50
    assert [one for one in typed if one[1] not in known or (one[2] and one[2] not in known[one[1]])] == []


def test_every_address_is_served_and_every_served_address_is_told() -> None:
    told = {address.replace("TOKEN", "{token}") for address in re.findall(r"`(?:GET|POST) (/[^`]+)`", REFERENCE)}
    assert told == served()


def served() -> set[str]:
    """The addresses of the web app, without what its pages fetch."""
    # The routes are made of functions that are given what they need when they are called: here nobody calls.
    nobody: object = None
    pages = Starlette(routes=[*health.routes(nobody), *wheel.routes(nobody)]).routes  # type: ignore[arg-type]  # as above
    paths = {route.path for route in pages if isinstance(route, Route) and not route.path.startswith("/fonts/")}
    return paths | {"/slack/events"}


def test_every_setting_and_its_default_is_the_programs() -> None:
    table = re.findall(r"^\| ([A-Z_]+) \|([^|]*)\|", REFERENCE, re.MULTILINE)
    told = {setting: default.strip(" `") for setting, default in table}
    fields = {str(field.validation_alias): field.default for field in Settings.model_fields.values()}
    assert told == {setting: "" if default is None else str(default) for setting, default in fields.items()}


def test_every_word_after_a_slash_command_is_understood() -> None:
    commands = set(read_prompts("commands.yaml")["names"].values())
    written = [
        (name(page), command, word)
        for page in PAGES
        for command, rest in SLASH.findall(page.read_text(encoding="utf-8"))
        if command in commands
        for word in words_of(rest)
    ]
    assert len({word for _, _, word in written}) >= 10
    assert [one for one in written if understood(one[2]) is None] == []


def words_of(rest: str) -> list[str]:
    """The words of ours after a command: before a sentence, a name, a number's comment or a variable begins."""
    begun, _, choice = re.sub(r"^\d+ ?", "", rest).partition("[")
    alternatives = choice.rstrip("]").split("\\|") if "|" in choice else []
    return [word for word in [*begun.split()[:1], *alternatives] if re.fullmatch(r"[a-zåäö]+", word)]
