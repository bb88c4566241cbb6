"""What somebody types or pastes when asked for the parts of a workspace file, read into what the file holds."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.content.faults import ContentError
from bot.content.municipalities import official_list
from bot.content.programme_file import find_programme
from bot.content.validation import nearest, shown
from bot.content.workspace_parts import ChannelRef, PersonRef
from bot.content.yaml_source import Source
from bot.domain import personal_numbers
from bot.domain.programme.models import Programme
from bot.errors import BadInput

#: A link that Slack gives: to a profile (`…/team/U0BODEN`), to a channel (`…/archives/C0NORR`), or what a browser's
#: address bar has (`…/client/T0TEAM/C0NORR`, `…/user_profile/U0BODEN`); or a name in a message (`<@U0BODEN>`).
_LINK = re.compile(r"https?://\S*/(?:team|archives|user_profile|client/\w+)/(\w+)\S*|<[@#](\w+)(?:\|[^>]*)?>")
_BETWEEN = re.compile(r"[,;\s]+")
#: Of a name, in characters, as of every text in these files.
LONGEST = 300


def programme_in(written: str, beside: Path) -> Programme:
    """Return the programme of this name, or of this path counted from the folder `beside`; raises BadInput."""
    try:
        return find_programme(Source("", {"programme": written}, {}), beside, {}).programme
    except ContentError as error:
        what = error.faults[0].what
        raise BadInput(what.name, **what.values) from None


def people_in(written: str) -> tuple[str, ...]:
    """Return the people somebody wrote, each once, by Slack id or e-mail address; raises BadInput."""
    return tuple(dict.fromkeys(_read(PersonRef, _id_in(each)) for each in _BETWEEN.split(written) if each))


def channel_in(written: str) -> str | None:
    """Return the channel somebody wrote, by its id; None when nothing is written. Raises BadInput."""
    return _read(ChannelRef, _id_in(written)) if written else None


def name_in(written: str) -> str:
    """Return a name as it can stand in a file; raises BadInput."""
    if not written:
        raise BadInput("load-empty-text")
    if len(written) > LONGEST:
        raise BadInput("load-too-long", limit=LONGEST)
    if masked := personal_numbers.find(written):
        raise BadInput("init-personal-number", masked=masked)
    return written


def municipality_in(written: str, planned: Iterable[str] = ()) -> str:
    """Return a municipality as it is spelled among those `planned`, or in the official list; raises BadInput."""
    by_folded = {name.casefold(): name for name in (*official_list().names(), *planned)}
    if known := by_folded.get(written.casefold()):
        return known
    if meant := nearest(written, by_folded.values()):
        raise BadInput("init-unknown-municipality-meant", value=shown(written), meant=meant)
    raise BadInput("init-unknown-municipality", value=shown(written))


def _id_in(written: str) -> str:
    link = _LINK.fullmatch(written)
    return written if link is None else link[1] or link[2]


def _read(kind: Any, written: str) -> str:
    try:
        return str(TypeAdapter(kind).validate_python(written))
    except ValidationError as error:
        raise BadInput(error.errors()[0]["type"], value=shown(written)) from None
