"""`natverksbot init` as somebody who begins runs it."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.content.answers import channel_in, people_in, programme_in
from bot.content.programme_file import shipped_programmes
from bot.content.workspace_draft import WorkspaceDraft, check, text_of
from bot.errors import BadInput
from bot.language import LOCALES, Language
from tests.command import Run, command
from tests.examples import ANSWERS, NETWORK, example, taken_up

__all__ = ["command"]

FLAGS = {"programme": "pisa-2015", "network": "norr", "channel": "C0NORR", "municipality": "Boden=U0BODEN"}


class Terminal(io.StringIO):
    """Somebody who types these answers, and then nothing more."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def begin(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `init` in an empty folder with these answers, or without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NATVERKSBOT_LOCALE", "sv")

    def run(*arguments: str, answers: list[str] | None = None) -> tuple[int, str, str]:
        typed = "".join(f"{answer}\n" for answer in answers or ())
        monkeypatch.setattr(sys, "stdin", io.StringIO() if answers is None else Terminal(typed))
        return command("init", *arguments)

    return run


def flags(**changed: str | None) -> list[str]:
    return [f"--{name}={value}" for name, value in (FLAGS | changed).items() if value is not None]


def written() -> str:
    return Path("natverk.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ANSWERS)
def test_the_examples_are_what_is_written_and_pass_the_check(begin: Run, command: Run, name: str) -> None:
    status, told, _ = begin(name, answers=ANSWERS[name])
    assert status == 0
    assert Path(name).read_text(encoding="utf-8") == example(name).read_text(encoding="utf-8")
    assert Path(name).stat().st_mode & 0o777 == 0o600
    assert f"uv run natverksbot load --check {name}" in told
    assert command("load", "--check", name)[0] == 0


def test_what_a_file_gives_as_examples_holds_when_it_is_taken() -> None:
    files = [(example(name), taken_up(example(name).read_text(encoding="utf-8"))) for name in ANSWERS]
    network, city = (check(text, file).content for file, text in files)
    (norr,), (malmo,) = network.networks, city.municipalities
    assert norr.conferences
    assert norr.municipalities[0].deputies
    assert norr.municipalities[0].members.politician
    assert norr.municipalities[0].breaks
    assert malmo.board_meetings
    assert malmo.schools[0].channel
    assert malmo.breaks


@pytest.mark.parametrize("locale", LOCALES)
def test_a_file_for_every_network_that_comes_with_the_bot_passes_the_check(tmp_path: Path, locale: str) -> None:
    contents = {name: programme_in(name, tmp_path) for name in shipped_programmes()}
    networks = [
        (name, network.name, [member.name for member in network.members])
        for name, content in contents.items()
        for round_ in content.rounds
        for network in round_.networks
    ]
    assert len(networks) >= 13
    for name, network, members in networks:
        draft = WorkspaceDraft(name, network=network, municipalities=dict.fromkeys(members, ()))
        file = tmp_path / "natverk.yaml"
        found = check(text_of(draft, file, Language(locale, date(2026, 11, 30))), file)
        assert [entry.unit.name for entry in found.networks[0].members] == members


def test_flags_are_enough_without_a_terminal_and_before_there_are_settings(
    begin: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://needs-a-key")
    several = "--municipality=boden=https://exempel.slack.com/team/U0KIM"
    assert begin(*flags(channel="https://exempel.slack.com/archives/C0NORR"), several, "--leadership=U0LEAD")[0] == 0
    assert "    channel: C0NORR\n" in written()
    assert "contact_persons: [U0BODEN, U0KIM]\n" in written()
    assert "leadership: [U0LEAD]\n" in written()
    assert written().count("contact_persons: []  # FYLL I\n") == 6


def test_a_city_needs_neither_network_nor_channel(begin: Run) -> None:
    assert begin(*flags(programme="malmo-2014", network=None, channel=None, municipality="malmö=U0STRATEG"))[0] == 0
    assert "  - name: Malmö\n" in written()
    assert "    administration: [U0STRATEG]\n" in written()


def test_with_all_flags_a_terminal_is_not_asked(begin: Run) -> None:
    assert begin(*flags(), answers=[])[0] == 0


@pytest.mark.parametrize("flag", FLAGS)
def test_without_a_terminal_a_flag_that_lacks_is_named(begin: Run, flag: str) -> None:
    status, told, error = begin(*flags(**{flag: None}))
    assert (status, told) == (2, "")
    assert f"--{flag} " in error
    assert not Path("natverk.yaml").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"programme": "pisa-2051"}, "Programmet pisa-2051 finns inte. Det här finns: pisa-2015."),
        ({"channel": "#norr"}, '"#norr" är inget kanal-id.'),
        ({"municipality": "Boden"}, '"Boden" går inte att läsa. Skriv kommunen, ett likhetstecken'),
        ({"municipality": "Bodn=U0BODEN"}, "Kommunen Bodn finns inte. Menade du Boden?"),
        ({"municipality": "Boden=Kim"}, '"Kim" är varken ett Slack-id'),
        ({"network": "Kim 19121212-1212"}, "Det här ser ut att innehålla ett personnummer"),
        ({"network": "N" * 301}, "Texten är för lång."),
        ({"network": ""}, "Här ska det stå något."),
    ],
)
def test_a_wrong_flag_is_told_and_nothing_is_written(begin: Run, changed: dict[str, str], sentence: str) -> None:
    status, told, error = begin(*flags(**changed))
    assert (status, told) == (2, "")
    assert error.startswith(sentence)
    assert not Path("natverk.yaml").exists()


def test_a_wrong_answer_is_asked_for_again(begin: Run) -> None:
    wrong = ["pisa", "99", *NETWORK[:1], "Söder", *NETWORK[1:2], "#norr", *NETWORK[2:3], "Lo Exempel", *NETWORK[3:]]
    status, told, _ = begin(answers=wrong)
    assert status == 0
    assert written() == example("natverk.yaml").read_text(encoding="utf-8")
    assert '"pisa" finns inte i listan. Skriv ett nummer från 1 till' in told
    assert '"Söder" finns inte i listan.' in told
    assert told.count("Nätverkets kanal") == 2


def test_a_network_of_ones_own_has_the_municipalities_one_names(begin: Run) -> None:
    own = ["pisa-2015", "14", "Våra tre: norr", "C0VARA", "", "Boden", "U0BODEN", "boden", "Malå", "", ""]
    status, told, _ = begin(answers=own)
    assert status == 0
    assert "Boden är redan med.\n" in told
    assert "  - name: 'Våra tre: norr'\n" in written()
    assert "Kvar att fylla i, märkt FYLL I i filen: 2." in told
    (network,) = check(written(), Path("natverk.yaml")).networks
    assert [entry.unit.name for entry in network.members] == ["Boden", "Malå"]


def test_a_file_that_is_there_is_left_alone(begin: Run) -> None:
    Path("natverk.yaml").write_text("min", encoding="utf-8")
    status, told, error = begin(*flags())
    assert (status, told) == (1, "")
    assert error.startswith("natverk.yaml finns redan och skrivs inte över.")
    assert written() == "min"


def test_where_nothing_can_be_written_it_says_so(begin: Run) -> None:
    status, _, error = begin("borta/natverk.yaml", *flags())
    assert (status, error) == (1, "borta/natverk.yaml går inte att skriva: No such file or directory.\n")


def test_whoever_stops_leaves_no_file(begin: Run) -> None:
    status, _, error = begin(answers=NETWORK[:-1])
    assert (status, error) == (1, "\nAvbrutet. Ingen fil är skriven.\n")
    assert not Path("natverk.yaml").exists()


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("", ()),
        ("U0BODEN", ("U0BODEN",)),
        ("<@U0BODEN> , U0BODEN", ("U0BODEN",)),
        ("https://exempel.slack.com/team/U0BODEN; Kim@Boden.example", ("U0BODEN", "kim@boden.example")),
        ("https://app.slack.com/client/T0TEAM/C0NORR/user_profile/U0BODEN", ("U0BODEN",)),
    ],
)
def test_people_as_slack_lets_one_copy_them(typed: str, people: tuple[str, ...]) -> None:
    assert people_in(typed) == people


@pytest.mark.parametrize(
    "typed",
    [
        "C0NORR",
        "https://exempel.slack.com/archives/C0NORR",
        "https://exempel.slack.com/archives/C0NORR/p1700000000000000?thread_ts=1",
        "https://app.slack.com/client/T0TEAM/C0NORR",
        "<#C0NORR|norr>",
    ],
)
def test_a_channel_as_slack_lets_one_copy_it(typed: str) -> None:
    assert channel_in(typed) == "C0NORR"


@pytest.mark.parametrize("typed", ["U0BODEN", "https://exempel.slack.com/team/U0BODEN", "norr"])
def test_what_is_no_channel_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        channel_in(typed)
