"""The documents' links lead somewhere, and the guides' buttons exist."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.words.sentences import ROOT

PAGES = sorted(chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "programmes").glob("*.md")))
#: `[text](target)` and `![text](target)`, without what follows a `#`.
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
#: `<picture>`, light and dark, for GitHub and the docs' site alike.
PICTURE = re.compile(r"<picture>.*?</picture>", re.DOTALL)
#: What the guides print in bold: buttons, and the first words of messages.
BOLD = re.compile(r"\*\*([^*]+)\*\*")
GUIDES = sorted((ROOT / "docs" / "guider").glob("*.md"))
#: Guides that tell of no button of ours: a list, pictures, and what is done at a terminal and on Slack's own pages.
OF_NO_BUTTONS = {"index", "aret", "installera"}
PROMPTS = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "prompts").rglob("*") if path.suffix in {".j2", ".yaml"}
)


def name(page: Path) -> str:
    """A page as it is called in the repository."""
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_picture_has_its_words_and_is_there_light_and_dark(page: Path) -> None:
    for shown in PICTURE.findall(page.read_text(encoding="utf-8")):
        dark, light = re.findall(r'src(?:set)?="([^"]+)"', shown)
        assert (dark.replace("-dark", "-light"), dark == light) == (light, False)
        assert (page.parent / dark).exists(), dark
        assert (page.parent / light).exists(), light
        assert re.search(r'alt="[^"]{20,}"', shown), shown


def test_every_picture_is_shown_somewhere() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    kept = sorted(path.name for path in (ROOT / "docs" / "pictures").glob("*.png"))
    assert kept
    assert [file for file in kept if file not in told] == []


def test_the_tests_that_hold_a_threat_exist() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    assert [test for test in named if not (ROOT / test).exists()] == []


def test_there_are_links_to_follow() -> None:
    assert sum(len(LINK.findall(page.read_text(encoding="utf-8"))) for page in PAGES) > 10


@pytest.mark.parametrize("guide", [guide for guide in GUIDES if guide.stem not in OF_NO_BUTTONS], ids=name)
def test_what_a_guide_prints_in_bold_is_what_slack_shows(guide: Path) -> None:
    named = BOLD.findall(guide.read_text(encoding="utf-8"))
    assert named
    assert [word for word in named if word not in PROMPTS] == []
