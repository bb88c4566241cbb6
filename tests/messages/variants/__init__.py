"""What the bot says, with facts made up for it: every golden file is one of these in one language."""

from tests.messages.variants import (
    answers,
    channels,
    commitments,
    conferences,
    forms,
    holders,
    late_questions,
    letters,
    network,
    people,
    preparation,
    principals,
    uncertain,
    views,
    wheel,
    wheel_links,
)
from tests.messages.variants.shown import Shown, Variant

#: By the name of its golden file, without the language.
VARIANTS: dict[str, Variant] = {}
for _file in (
    commitments,
    letters,
    late_questions,
    preparation,
    principals,
    holders,
    conferences,
    people,
    channels,
    answers,
    uncertain,
    views,
    forms,
    network,
    wheel,
    wheel_links,
):
    for _name, _variant in _file.VARIANTS.items():
        if _name in VARIANTS:
            raise ValueError(f"Two variants are called {_name}.")
        VARIANTS[_name] = _variant

__all__ = ["VARIANTS", "Shown", "Variant"]
