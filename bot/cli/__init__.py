"""The command line: `natverksbot …`, the same as `python -m bot …`.

run      serve · worker · demo
init     init
content  load
sending  due · run-due · pause · resume · adopt
documents wheel · calendar
care     manifest · doctor · migrate
"""

import sys

import typer

from bot.errors import BotError, Sentence, SettingsError
from bot.logs import configure

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    """Run a command; what a person can mend is told in one sentence, with exit status 2 for a setting and else 1."""
    mount(app)
    configure()
    try:
        app()
    except BotError as error:
        _end(error.sentence, 2 if isinstance(error, SettingsError) else 1)
    except Exception as error:
        from bot.storage.db import trouble_of

        if (trouble := trouble_of(error)) is None:
            raise
        _end(Sentence("database-away", {"error": trouble}), 1)


def _end(sentence: Sentence, status: int) -> None:
    from bot.cli.words import say

    sys.stderr.write(say(sentence) + "\n")
    sys.exit(status)


def mount(line: typer.Typer) -> None:
    """Put every command on a command line."""
    from bot.cli import care, content, documents, init, run, sending

    for group in (run.run, init.begin, content.content, sending.sending, documents.documents, care.care):
        line.registered_commands += group.registered_commands
