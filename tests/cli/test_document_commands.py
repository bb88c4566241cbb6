"""`natverksbot wheel` and `natverksbot calendar` as an operator runs them."""

import io
from datetime import date
from pathlib import Path

import pytest
import vobject
from PIL import Image
from typer.testing import CliRunner, Result

from bot.cli.content import content
from bot.cli.documents import documents
from bot.errors import BotError
from bot.language import Language
from tests.wheel.conftest import CITY


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/natverksbot.db")
    monkeypatch.setenv("NATVERKSBOT_LOCALE", "sv")
    Path("malmo.yaml").write_text(CITY, encoding="utf-8")
    assert CliRunner().invoke(content, ["malmo.yaml"]).exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(documents, arguments)


def test_the_picture_of_a_school_as_svg_and_png(here: Path):
    result = run("wheel", "hjul.svg", "--municipality", "Malmö", "--school", "Exempelskolan", "--year", "2026")

    assert (result.exit_code, result.stdout) == (0, "Skrivet: hjul.svg\n")
    svg = (here / "hjul.svg").read_text(encoding="utf-8")
    assert "Årshjul för Exempelskolan 2026/27" in svg
    assert "Kvalitetsplan" in svg
    assert run("wheel", "hjul.png", "--municipality", "malmö", "--dark").exit_code == 0
    assert Image.open(io.BytesIO((here / "hjul.png").read_bytes())).getpixel((5, 5))[:3] == (0x12, 0x18, 0x1F)


def test_a_year_that_no_wheel_has_is_refused(here: Path):
    assert run("wheel", "hjul.svg", "--municipality", "Malmö", "--year", "9999").exit_code == 2
    assert not (here / "hjul.svg").exists()


def test_the_calendar_of_a_municipality(here: Path):
    assert run("calendar", "ar.ics", "--municipality", "Malmö", "--year", "2026").exit_code == 0
    read = vobject.readOne((here / "ar.ics").read_text(encoding="utf-8"))

    assert read.contents["x-wr-calname"][0].value == "Årshjul: Malmö"
    assert len({event.uid.value for event in read.vevent_list}) == len(read.vevent_list) > 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("wheel", "hjul.jpg", "--municipality", "Malmö"), "document-ending"),
        (("calendar", "ar.txt", "--municipality", "Malmö"), "document-ending"),
        (("wheel", "borta/hjul.svg", "--municipality", "Malmö"), "document-not-written"),
        (("calendar", "borta/ar.ics", "--municipality", "Malmö"), "document-not-written"),
        (("calendar", "ar.ics", "--municipality", "Malmö", "--year", "2099"), "document-no-year"),
        (("wheel", "hjul.svg", "--municipality", "Ingenstans"), "document-no-municipality"),
        (("wheel", "hjul.svg", "--municipality", "Malmö", "--school", "Ingenskolan"), "document-no-school"),
    ],
)
def test_what_cannot_be_written_is_told(here: Path, arguments: tuple[str, ...], sentence: str):
    result = run(*arguments)

    assert isinstance(result.exception, BotError)
    assert result.exception.sentence.name == sentence
    assert not (here / arguments[1]).exists()


def test_whoever_has_loaded_nothing_is_told_which_command_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/natverksbot.db")

    told = run("calendar", "ar.ics", "--municipality", "Malmö").exception

    assert isinstance(told, BotError)
    assert told.sentence.name == "document-nothing-loaded"
    assert "uv run natverksbot load" in Language("sv", date(2026, 11, 30)).say(told.sentence)
