"""The questions behind a workspace file: what flags gave is taken, the rest is asked for on the terminal."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import typer

from bot.cli.words import say
from bot.content.answers import channel_in, municipality_in, name_in, people_in, programme_in
from bot.content.programme_file import shipped_programmes
from bot.content.workspace_draft import WorkspaceDraft
from bot.domain.programme.models import NetworkPlan, Programme
from bot.errors import BadInput, Sentence

T = TypeVar("T")
People = tuple[str, ...]


@dataclass(frozen=True)
class Flags:
    """What the flags said; None, or nothing in a list, is what they did not."""

    programme: str | None = None
    network: str | None = None
    channel: str | None = None
    municipalities: Sequence[str] = ()
    leadership: Sequence[str] = ()


@dataclass(frozen=True)
class Interview:
    """One conversation about a file to be written.

    On the terminal a wrong answer gets its sentence, and the question comes again. Raises BadInput where a flag is
    wrong, or lacks and nobody can be asked.
    """

    file: Path
    given: Flags
    has_terminal: bool

    def draft(self) -> WorkspaceDraft:
        """Return what the file is to say."""
        if self.has_terminal and self.given == Flags():
            typer.echo(say(Sentence("init-begin", {"file": self.file.name})))
        name, programme = self._programme()
        if programme.wheel and not programme.rounds and self.given.network is None:
            return self._of_municipality(name, programme)
        return self._of_network(name, programme)

    def _programme(self) -> tuple[str, Programme]:
        shipped = {name: programme_in(name, self.file.parent) for name in shipped_programmes()}
        name = self.given.programme
        if name is None:
            self._require_terminal("--programme")
            typer.echo(say(Sentence("init-programmes")))
            name = _choose([_described(number, *each) for number, each in enumerate(shipped.items(), 1)], list(shipped))
        return name, shipped.get(name) or programme_in(name, self.file.parent)

    def _of_network(self, programme: str, content: Programme) -> WorkspaceDraft:
        network, plan = self._network(content)
        channel = self._answer("--channel", self.given.channel, "init-channel", channel_in)
        leadership = self._leadership()
        municipalities = self._municipalities([member.name for member in plan.members] if plan else [])
        theme = next((theme.id for theme in content.themes()), None)
        return WorkspaceDraft(programme, leadership, network, channel, municipalities, theme=theme)

    def _network(self, content: Programme) -> tuple[str, NetworkPlan | None]:
        """Return a network's name, and what the programme says of it when it is one of the programme's."""
        if self.given.network is not None:
            _, plan = content.network(self.given.network) or (None, None)
            return (plan.name if plan else name_in(self.given.network)), plan
        self._require_terminal("--network")
        plans = {network.name: network for network in content.networks()}
        if plans:
            typer.echo(say(Sentence("init-networks")))
            lines = [_listed(number, plan) for number, plan in enumerate(plans.values(), 1)]
            own = say(Sentence("init-network-own", {"number": len(plans) + 1}))
            if chosen := _choose([*lines, own], [*plans, ""]):
                return chosen, plans[chosen]
        return _ask("init-network-name", name_in), None

    def _municipalities(self, members: Sequence[str]) -> Mapping[str, People]:
        """Return the municipalities of a network and who are their contact persons."""
        if self.given.municipalities:
            return dict.fromkeys(members, ()) | _given_municipalities(self.given.municipalities, members)
        self._require_terminal("--municipality")
        if members:
            return {name: _ask("init-contact", people_in, municipality=name) for name in members}
        first = _ask("init-municipality", municipality_in)
        found = {first: _ask("init-contact", people_in, municipality=first)}
        for name in _ask_until_enter("init-municipality-next", municipality_in, found):
            found[name] = _ask("init-contact", people_in, municipality=name)
        return found

    def _of_municipality(self, programme: str, content: Programme) -> WorkspaceDraft:
        channel = None if self.given.channel is None else channel_in(self.given.channel)
        if self.given.municipalities:
            municipalities = _given_municipalities(self.given.municipalities, ())
            return WorkspaceDraft(programme, self._leadership(), channel=channel, municipalities=municipalities)
        self._require_terminal("--municipality")
        name = _ask("init-municipality", municipality_in)
        leadership = self._leadership()
        administration = _ask("init-administration", people_in)
        board = _ask("init-board", people_in)
        schools: dict[str, People] = {}
        for school in _ask_until_enter("init-school", name_in, schools):
            schools[school] = _ask("init-principal", people_in, school=school)
        heads = _ask("init-heads", people_in) if schools else ()
        return WorkspaceDraft(programme, leadership, None, channel, {name: administration}, board, heads, schools)

    def _leadership(self) -> People:
        """Return the project leadership, who are asked for where the municipalities are."""
        if self.given.leadership or self.given.municipalities or not self.has_terminal:
            return people_in(",".join(self.given.leadership))
        typer.echo(say(Sentence("init-people")))
        return _ask("init-leadership", people_in)

    def _answer(self, flag: str, given: str | None, question: str, read: Callable[[str], T]) -> T:
        if given is not None:
            return read(given)
        self._require_terminal(flag)
        return _ask(question, read)

    def _require_terminal(self, flag: str) -> None:
        if not self.has_terminal:
            raise BadInput("init-flag-needed", flag=flag)


def _ask(question: str, read: Callable[[str], T], **values: Any) -> T:
    """Ask until the answer can be read."""
    while True:
        written = typer.prompt(say(Sentence(question, values)), default="", show_default=False, prompt_suffix=" ")
        try:
            return read(written.strip())
        except BadInput as error:
            typer.echo(say(error.sentence))


def _ask_until_enter(question: str, read: Callable[[str], str], known: Collection[str]) -> Iterator[str]:
    """Yield what is answered until nothing is; what is `known` by then is not taken twice."""

    def another(written: str) -> str:
        name = read(written) if written else ""
        if name.casefold() in {each.casefold() for each in known}:
            raise BadInput("init-twice", value=name)
        return name

    while name := _ask(question, another):
        yield name


def _choose(lines: Sequence[str], names: Sequence[str]) -> str:
    """Show a line for each and return the name that is chosen, by itself or by its number."""
    for line in lines:
        typer.echo(line)
    answers = {str(number): name for number, name in enumerate(names, 1)} | {name.casefold(): name for name in names}

    def chosen(written: str) -> str:
        if not written or written.casefold() not in answers:
            raise BadInput("init-not-listed", value=written, most=len(names))
        return answers[written.casefold()]

    return _ask("init-which", chosen)


def _given_municipalities(written: Sequence[str], members: Sequence[str]) -> dict[str, People]:
    """Return what `--municipality NAME=CONTACT` said; one that comes again has several contact persons."""
    found: dict[str, People] = {}
    for each in written:
        name, equals, people = each.partition("=")
        if not equals:
            raise BadInput("init-bad-municipality", value=each)
        municipality = municipality_in(name.strip(), members)
        found[municipality] = people_in(",".join((*found.get(municipality, ()), people)))
    return found


def _described(number: int, name: str, programme: Programme) -> str:
    about = {"number": number, "id": name, "title": programme.title}
    if networks := list(programme.networks()):
        municipalities = sum(len(network.members) for network in networks)
        about |= {"networks": len(networks), "municipalities": municipalities}
        return say(Sentence("init-programme-networks", about))
    if programme.wheel:
        return say(Sentence("init-programme-wheel", {**about, "milestones": len(programme.wheel)}))
    return say(Sentence("init-programme-open", about))


def _listed(number: int, network: NetworkPlan) -> str:
    names = ", ".join(member.name for member in network.members)
    return say(Sentence("init-network", {"number": number, "name": network.name, "municipalities": names}))
