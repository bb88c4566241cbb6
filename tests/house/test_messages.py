"""Every kind of message is whole: its timing, its words, its golden files; every template is somebody's."""

import pytest

import bot.app
from bot.domain.deliveries import TIMINGS
from bot.language import LOCALES
from bot.messages.registry import KINDS
from tests.house.source import strings
from tests.words.sentences import PROMPTS, ROOT

GOLDEN = ROOT / "tests" / "golden"


def test_the_app_knows_every_message_that_has_a_timing() -> None:
    assert bot.app.bolt_app is not None, "importing the app registers the kinds"
    assert set(KINDS) == set(TIMINGS)


@pytest.mark.parametrize("kind", TIMINGS)
def test_a_kind_of_message_is_whole(kind: str) -> None:
    assert (PROMPTS / f"{kind}.j2").is_file()
    for locale in LOCALES:
        assert list(GOLDEN.glob(f"{kind}.*.{locale}.txt")), f"no golden file in {locale}"


def test_every_template_is_used() -> None:
    used = {literal.text for literal in strings()}
    assert sorted(path.stem for path in PROMPTS.glob("*.j2") if path.stem not in used) == []
