"""Every message, answer and dialogue, in both languages, as a person reads it."""

import pytest

from bot.language import LOCALES, Language
from bot.messages.registry import KINDS
from bot.slack.forms import files
from tests.messages.conftest import GOLDEN, Golden
from tests.messages.variants import VARIANTS
from tests.messages.variants.facts import TODAY
from tests.messages.variants.shown import as_read

EVERY = [(name, locale) for name in VARIANTS for locale in LOCALES]


@pytest.mark.parametrize(("name", "locale"), EVERY, ids=lambda value: value)
def test_it_reads_as_its_golden_file(name: str, locale: str, golden: Golden) -> None:
    golden.holds(f"{name}.{locale}.txt", as_read(VARIANTS[name](Language(locale, TODAY))))


def test_every_golden_file_belongs_to_a_variant() -> None:
    wanted = {f"{name}.{locale}.txt" for name, locale in EVERY}
    assert sorted(path.name for path in GOLDEN.iterdir() if path.name not in wanted) == []


def test_every_kind_of_message_has_golden_files() -> None:
    assert set(KINDS) - {name.partition(".")[0] for name in VARIANTS} == set()


def test_every_form_has_golden_files() -> None:
    assert {f"form-{name}" for name in files.names()} - {name.partition(".")[0] for name in VARIANTS} == set()
