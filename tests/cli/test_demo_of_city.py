"""The demo of a city: Malmö's annual wheel in the middle of a school year, in a folder of its own."""

import time
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from bot.cli import live
from bot.cli.stories import NETWORK, openable, story_named
from bot.errors import BadInput
from bot.language import LOCALES, Language
from playground.tour import DIRECT, HOME
from tests.cli.demonstration import Shown, shown
from tests.command import Run

#: The Monday after the one on which it opens.
MONDAY = "2026-11-23T08:00:00+01:00"
PRINCIPAL, HEAD, ADMINISTRATION, SECRETARY = "U0REKTOR", "U0CHEF", "U0STRATEG", "U0SEKR"


def test_a_school_year_is_under_way_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    with shown(tmp_path, "city") as demo:
        print(f"ready after {demo.seconds:.1f} s")  # noqa: T201  # the measured time, for whoever reads a failure
        assert "Kim Hyllieberg, rektor för två skolor" in demo.said[1]
        assert demo.get("window/U0REKTOR")["workspace"]["name"] == "Malmö"
        letters_have_come(demo)
        things_have_been_done(demo)
        next_monday_is_told_of(demo)
        only_another_one_may_run_beside_it(tmp_path)
        picture = picture_of_a_wheel(demo)
        went = demo.post("timeline/go", at=MONDAY)
        assert went["now"].startswith("2026-11-23T08:0")
        assert demo.stop() == 0
    with shown(tmp_path, "city") as demo:
        assert demo.get("timeline")["now"] >= MONDAY
        with urlopen(f"{demo.address.rstrip('/')}{picture}", timeout=300) as shown_again:  # noqa: S310  # its own address
            assert shown_again.read().startswith(b"\x89PNG")
        assert demo.stop() == 0


def letters_have_come(demo: Shown) -> None:
    assert demo.get("timeline")["day"] == "mån 16 nov, v. 47"
    letters = {who: said_to(demo, who)[-1]["plain"] for who in (PRINCIPAL, SECRETARY)}
    assert all(letter.startswith("*Din vecka: mån 16 nov, v. 47*") for letter in letters.values())
    assert "[Redan klart] [Påminn mig senare] [Gäller inte oss]" in letters[PRINCIPAL]
    assert "Internbudgeten beslutas i nämnden ons 18 nov, v. 47" in letters[SECRETARY]
    assert demo.get(f"people/{HEAD}")["forms"] == []


def things_have_been_done(demo: Shown) -> None:
    noted = [message["plain"] for message in said_to(demo, SECRETARY)]
    assert any("Anteckning: Nämnden behandlade den på sitt sammanträde." in letter for letter in noted)
    done = answer(demo, PRINCIPAL, "Exempelskolan")
    for title in (
        "Kontrollera skolans uppgifter",
        "Kvalitetsrapport för 2025/26",
        "Resultat- och kvalitetsdialog i september",
    ):
        assert f"• {title} · klart" in done
    assert "HR- och ekonomidialog i oktober: budget · gäller inte" in answer(demo, PRINCIPAL, "Provskolan")
    assert "Exempelskolan: 9 av 23 klara" in answer(demo, HEAD, "")
    assert "Skolorna i Malmö, 2026/27: 3 skolor" in answer(demo, ADMINISTRATION, "tabell")


def next_monday_is_told_of(demo: Shown) -> None:
    """There is no conference to jump to; who hears on the next Monday is told, and where."""
    assert {jump["id"]: jump["at"] for jump in demo.get("timeline")["jumps"]} == {"monday": MONDAY}
    coming = demo.get(f"timeline/upcoming?{urlencode({'until': MONDAY})}")["upcoming"]
    sent = {(line["to"], line["what"]) for line in coming if line["why_not"] is None}
    assert sent == {("Bo Husieby", "veckobrev"), ("#exempelskolan", "en skolas hållpunkter")}


def only_another_one_may_run_beside_it(folder: Path) -> None:
    with pytest.raises(BadInput, match="demo-running"), live.alone(folder / live.FOLDER / "city"):
        pass
    with live.alone(folder / live.FOLDER / NETWORK) as lock:
        assert not lock.closed


def picture_of_a_wheel(demo: Shown) -> str:
    """Press the button under a school's year; return the path of the picture that comes."""
    answer(demo, PRINCIPAL, "Provskolan")
    year = said_to(demo, PRINCIPAL)[-1]
    demo.post(f"people/{PRINCIPAL}/click", channel=year["channel"], ts=year["ts"], text="Visa bilden")
    return wait_for_picture(demo)


def answer(demo: Shown, slack_user_id: str, text: str) -> str:
    """Type the wheel's command in the conversation with the app; return the last of what is there to read."""
    place = demo.get(f"people/{slack_user_id}")["dm"]
    demo.post(f"people/{slack_user_id}/command", command="/arshjul", text=text, channel=place)
    last: str = said_to(demo, slack_user_id)[-1]["plain"]
    return last


def said_to(demo: Shown, slack_user_id: str) -> list[Any]:
    """What somebody reads in the conversation with the app."""
    messages: list[Any] = demo.get(f"people/{slack_user_id}")["direct_messages"]
    return messages


def wait_for_picture(demo: Shown) -> str:
    """Return the path of the picture that the app sends to the principal."""
    team = demo.get("state")["team_id"]
    end = time.monotonic() + 300
    while time.monotonic() < end:
        for message in said_to(demo, PRINCIPAL):
            for block in message["blocks"]:
                if block["type"] == "image":
                    assert "Årshjul för Provskolan 2026/27" in block["alt_text"]
                    return f"/files/{team}/{block['slack_file']['id']}"
        time.sleep(0.1)
    raise AssertionError("no picture came")


@pytest.mark.parametrize("name", ["nonsense", "wheel", "city-tour"])
def test_what_cannot_be_opened_is_told_of_with_what_can(run: Run, name: str) -> None:
    status, out, told = run("demo", name)
    assert (status, out) == (1, "")
    assert told == (
        f"Det finns ingen demonstration som heter {name}. De här går att öppna i webbläsaren: city, demo. "
        "De här går att spela upp i terminalen, med --play före namnet: city, commitment, cycle, demo, wheel.\n"
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", openable())
def test_a_tour_is_among_those_who_are_there(name: str, locale: str) -> None:
    story = story_named(name)
    steps = live.tour(story, Language(locale, date(2026, 11, 23)))
    assert len(steps) >= 5
    for step in steps:
        assert step.person is None or step.person in story["people"]
        assert step.conversation in {None, DIRECT, HOME, *story["channels"]}
