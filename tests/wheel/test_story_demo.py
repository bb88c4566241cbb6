"""The story that `natverksbot demo --play wheel` tells: a school's, an administration's and a board's year."""

import pytest

from bot.cli.demo import play
from bot.cli.stories import names


def test_a_year_is_played_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "wheel" in names()
    play("wheel")
    told = capsys.readouterr().out
    for line in (
        "#exempelskolan",
        "Exempelskolan: årshjulet den här veckan",
        "Provskolan: Kvalitetsrapport för 2025/26* · klart",
        "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36: 1 av 3 skolor är klar",
        "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36: 2 av 3 klara",
        "Exempelskolan: 1 av 23 klara · 2 försenade",
        "Årshjul för Exempelskolan 2026/27. 1 av 43 klara.",
        "Provskolan, Resultat- och kvalitetsdialog: inte loggad under höstterminen",
        "Resultat- och kvalitetsdialog: 1 av 2 är loggade under höstterminen",
        "Handlingar till årsrapporten, senast ons 10 feb, v. 6",
        "Årsrapporten behandlas i nämnden ons 24 feb, v. 8",
        "HR- och ekonomidialog i juni: uppföljning · inte gjort under läsåret",
    ):
        assert line in told, line
    # In public nothing is ever said to be late.
    public = [part.split("\n\n")[0] for part in told.split("  #exempelskolan\n")[1:]]
    assert public
    assert all("Sista dag var" not in part for part in public)
