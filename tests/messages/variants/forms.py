"""Every dialogue of `prompts/forms/`, as it opens."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.programme.questions import Form, Rows
from bot.handlers.commitment_forms import answers_of
from bot.language import Language
from bot.slack.forms import files
from bot.slack.forms.build import build
from bot.slack.forms.state import opened
from tests.messages.variants.facts import BOARD, BORAS, HOSTILE, WHOLE
from tests.messages.variants.shown import Variant


def options_of(form: Form) -> dict[str, list[tuple[str, str]]]:
    """Something to choose in every list that is known only when a form opens."""
    questions = [inner for one in form.questions for inner in (one.rows if isinstance(one, Rows) else (one,))]
    sources = {source for one in questions if (source := getattr(one, "options_from", None))}
    themes = [("first", "Höga förväntningar"), ("second", "Lärarnas kompetens och samarbete")]
    return {source: themes if source == "themes" else [("first", "Boden"), ("second", BORAS)] for source in sources}


def dialogue(
    name: str,
    language: Language,
    *,
    answers: Mapping[str, Any] | None = None,
    options: Mapping[str, list[tuple[str, str]]] | None = None,
    hide: Iterable[str] = (),
    notice: str | None = None,
) -> dict[str, Any]:
    """A form as Slack is given it."""
    form = files.form(name)
    given = answers or {}
    return build(
        form,
        state=opened(form, answers=given, hide=hide),
        answers=given,
        options={**options_of(form), **(options or {})},
        translate=language.text,
        notice=notice,
    )


def _plain(name: str) -> Variant:
    return lambda language: dialogue(name, language)


def _supporters(language: Language) -> list[tuple[str, str]]:
    return [(name, language.word(f"supporters.{name}")) for name in ("leadership", "network", "nobody")]


def _new(language: Language) -> dict[str, Any]:
    return dialogue("commitment", language, hide=["municipality", "change_reason"])


def _filled(language: Language) -> dict[str, Any]:
    answers = answers_of(WHOLE) | {"board_decision": (vars(BOARD),), "theme": "first"}
    return dialogue("commitment", language, answers=answers, hide=["municipality"])


def _told(language: Language) -> dict[str, Any]:
    return dialogue("commitment", language, answers={"text": HOSTILE}, notice=HOSTILE)


def _support(language: Language) -> dict[str, Any]:
    return dialogue("commitment_support", language, options={"supporters": _supporters(language)})


VARIANTS: dict[str, Variant] = {f"form-{name}.opened": _plain(name) for name in files.names()} | {
    "form-commitment.new": _new,
    "form-commitment.filled": _filled,
    "form-commitment.told-something": _told,
    "form-commitment_support.opened": _support,
}
