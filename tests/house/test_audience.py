"""What is shown in Slack asks nobody for a file, a terminal or a command line: its readers have none."""

import re
from collections.abc import Iterator

from bot.language import read_prompts
from tests.house.source import sayings
from tests.words.sentences import everything

#: What the names of sentences to whoever runs the bot begin with: commands, settings, files, the state of things.
FOR_OPERATORS = ("load-", "setting-", "database-", "port-", "ready-", "delivery-", "doctor-", "manifest-", "demo-")
FOR_OPERATORS += ("document-", "story-", "clock-", "init-", "without-")
#: Code that only whoever runs the bot hears from.
OPERATORS_HEAR = re.compile(
    r"bot/(?:cli|doctor|content|storage|config|serving|web/health|services/(?:content|deliveries|units)|slack/manifest)|scheduler/"
)
OF_OPERATORS = re.compile(
    r"\b(?:filen?|filer(?:na)?|terminal\w*|kommandorad\w*|dator\w*|läs(?:a)? in|inläst|databas\w*)\b"
    r"|(?<!@)\bnatverksbot [a-z]|\b[A-Z]+_[A-Z_]+\b|\.env\b"
)
#: Stand in tours of the playground, in a programme's file, and in the file that `init` writes.
ELSEWHERE = ("prompts/stories/", "programmes/", "prompts/workspace-file.j2")


def shown_in_slack() -> Iterator[str]:
    sentences = read_prompts("errors.yaml")
    yield from (text for name, text in sentences.items() if not name.startswith(FOR_OPERATORS))
    of_the_app = set(read_prompts("words.yaml")["scopes"].values())
    for said in everything():
        if not said.place.startswith((*ELSEWHERE, "prompts/errors.yaml")) and said.swedish not in of_the_app:
            yield from (text for text in (said.swedish, said.plural) if text)


def test_nobody_in_slack_is_asked_for_a_file_a_terminal_or_a_command_line() -> None:
    assert [text for text in shown_in_slack() if OF_OPERATORS.search(text)] == []


def test_sentences_for_operators_are_said_to_operators_only() -> None:
    said = [(one.place, one.name.pattern.replace("\\", "")) for one in sayings()]
    to_operators = [(place, name) for place, name in said if name.startswith(FOR_OPERATORS)]
    assert len(to_operators) > len(FOR_OPERATORS)
    assert [f"{place}: {name}" for place, name in to_operators if not OPERATORS_HEAR.match(place)] == []


def test_what_only_operators_have_is_seen() -> None:
    assert OF_OPERATORS.search("Läs in kommunens fil med natverksbot load.")
    assert not OF_OPERATORS.search("Skriv /invite @natverksbot först. Din profil finns på fliken Hem.")
