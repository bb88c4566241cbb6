"""Beginning: a workspace file, written from answers or flags."""

import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.words import language, say
from bot.errors import BadInput, BotError, Sentence

begin = typer.Typer()

File = Annotated[Path, typer.Argument(help="The file to write; one that is there is left alone.")]
ProgrammeName = Annotated[
    str | None, typer.Option("--programme", help="A programme that comes with the bot, or the path of your own.")
]
Network = Annotated[str | None, typer.Option(help="A network of the programme, or the name of one of your own.")]
Channel = Annotated[str | None, typer.Option(help="The network's channel: its id, or the link to it.")]
Municipalities = Annotated[
    list[str] | None,
    typer.Option("--municipality", metavar="NAME=CONTACT", help="A municipality and its contact person; repeatable."),
]
Leadership = Annotated[
    list[str] | None, typer.Option(metavar="PERSON", help="Somebody of the project leadership; repeatable.")
]


@begin.command()
def init(
    file: File = Path("natverk.yaml"),
    programme: ProgrammeName = None,
    network: Network = None,
    channel: Channel = None,
    municipality: Municipalities = None,
    leadership: Leadership = None,
) -> None:
    """Write a commented workspace file, from the flags or by asking."""
    if file.exists():
        raise BotError("init-exists", file=file)
    try:
        text = _text(file, programme, network, channel, municipality or (), leadership or ())
    except BadInput as error:
        sys.stderr.write(say(error.sentence) + "\n")
        raise typer.Exit(2) from None
    except typer.Abort:
        sys.stderr.write("\n" + say(Sentence("init-stopped")) + "\n")
        raise typer.Exit(1) from None
    _write(file, text)
    _tell_what_comes_next(file, text)


def _text(file: Path, *given: Any) -> str:
    from bot.cli.interview import Flags, Interview
    from bot.content.workspace_draft import check, text_of

    text = text_of(Interview(file, Flags(*given), has_terminal()).draft(), file, language())
    check(text, file)
    return text


def has_terminal() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty()


def _write(file: Path, text: str) -> None:
    from bot.storage.private_files import write_private_file

    try:
        write_private_file(file, text)
    except FileExistsError:
        raise BotError("init-exists", file=file) from None
    except OSError as error:
        raise BotError("init-not-written", file=file, error=error.strerror) from error


def _tell_what_comes_next(file: Path, text: str) -> None:
    from bot.content.workspace_draft import FILL_IN, to_fill_in

    typer.echo("\n" + say(Sentence("init-written", {"file": file})))
    if count := to_fill_in(text, language()):
        typer.echo(say(Sentence("init-fill-in", {"count": count, "mark": language().word(FILL_IN)})))
    typer.echo("\n" + say(Sentence("init-next", {"file": shlex.quote(str(file))})))
