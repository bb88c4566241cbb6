"""Every form's file holds together and can be shown, in both languages."""

import pytest

from bot.language import LOCALES, Language
from bot.slack.forms import files
from bot.slack.forms.build import callback_id
from playground import limits
from tests.messages.variants.facts import TODAY
from tests.messages.variants.forms import dialogue


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", files.names())
def test_a_form_can_be_shown(name: str, locale: str) -> None:
    assert files.form(name).id == name
    shown = dialogue(name, Language(locale, TODAY))
    assert shown["callback_id"] == callback_id(name)
    assert limits.of_view(shown, "modal") == []


def test_the_forms_labels_are_those_that_checks_rely_on() -> None:
    labels = {question.id: question.label for question in files.form("commitment").questions}
    assert (labels["text"], labels["due_on"]) == ("Åtagande", "Senast klart")
    assert [label for label in labels.values() if "Åtagande" in label] == ["Åtagande"]
    required = [question.id for question in files.form("commitment").questions if question.required]
    assert required == ["municipality", "text"]
