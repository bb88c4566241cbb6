"""Words: the sentences, templates and dates of `prompts/` in a person's language.

Swedish is the source (the text itself is the msgid); English comes from `prompts/en.po`. Everything is read once per
process. Nothing here knows what a message is about.
"""

import gettext
import html
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import escape

from bot.errors import AnyOf, Sentence

PROMPTS = Path(__file__).parent.parent / "prompts"
SOURCE = "sv"
LOCALES = ("sv", "en")

#: Beyond this many days from today a date is written with its year.
YEAR_AFTER_DAYS = 300
#: Numbers that are written as words.
IN_WORDS = range(2, 13)


def locale_of(slack_locale: str | None, default: str = SOURCE) -> str:
    """Return which of our languages somebody with this Slack locale ("sv-SE", "en-GB") reads."""
    if not slack_locale:
        return default
    return "en" if slack_locale.lower().startswith("en") else SOURCE


@dataclass(frozen=True)
class Language:
    """One language as of one day: `today` decides which dates need their year."""

    locale: str
    today: date

    def text(self, swedish: str) -> str:
        """Return a Swedish text of ours or of a programme in this language; without a translation it stays Swedish."""
        return _catalogue(self.locale).gettext(swedish) if swedish else swedish

    def word(self, path: str) -> str:
        """Return one of our fixed words, such as `buttons.done`, from `prompts/words.yaml`."""
        return self.text(_words()[path])

    def number(self, count: int) -> str:
        """Return a number as it stands in a sentence: in words up to twelve. One depends on what is counted."""
        return self.word(f"numbers.{count}") if count in IN_WORDS else str(count)

    def listed(self, names: Iterable[str]) -> str:
        """Return names as they stand in a sentence that means them all: `Boden, Kalix och Piteå`."""
        return format_list(list(names), locale=self._babel)

    def either(self, names: Iterable[str]) -> str:
        """Return names as they stand in a sentence that means any of them: `Boden, Kalix eller Piteå`."""
        return format_list(list(names), style="or", locale=self._babel)

    def say(self, sentence: Sentence) -> str:
        """Return a named sentence with its values, as plain text.

        Where a name is not known, the sentence that does without it is said ("…-unnamed").
        """
        values = {name: self._shown(value) for name, value in sentence.values.items()}
        return self.text(_written(sentence)).format(**values)

    def say_mrkdwn(self, sentence: Sentence) -> str:
        """Return a named sentence for Slack's mrkdwn: the values are escaped, our own marks are kept."""
        values = {name: escape_mrkdwn(str(self._shown(value))) for name, value in sentence.values.items()}
        return self.text(_written(sentence)).format(**values)

    def day(self, value: date) -> str:
        """Return a date as people say it, with weekday and week: `fre 27 nov, v. 48`."""
        return f"{self._bare_day(value)}, {self._week(value)}"

    def span(self, first: date, last: date) -> str:
        """Return first and last day: `ons 10–tors 11 feb, v. 6`, or `fre 15 jan, v. 2–fre 12 feb, v. 6`."""
        if first == last:
            return self.day(first)
        if first.isocalendar()[:2] != last.isocalendar()[:2]:
            return f"{self.day(first)}–{self.day(last)}"
        start = self._bare_day(first)
        if (first.year, first.month) == (last.year, last.month):
            start = self._format(first, "EEE d")
        return f"{start}–{self.day(last)}"

    def weekday(self, value: date) -> str:
        """Return a weekday's name: `onsdag`."""
        return self._format(value, "EEEE")

    def _bare_day(self, value: date) -> str:
        far = abs(value - self.today) >= timedelta(days=YEAR_AFTER_DAYS)
        return self._format(value, "EEE d MMM y" if far else "EEE d MMM")

    def _format(self, value: date, pattern: str) -> str:
        return format_date(value, pattern, locale=self._babel).replace(".", "")

    @property
    def _babel(self) -> str:
        """The locale by whose customs dates and lists are written."""
        return "sv_SE" if self.locale == SOURCE else "en_GB"

    def _week(self, value: date) -> str:
        return self.word("dates.week").format(week=value.isocalendar().week)

    def _shown(self, value: Any) -> Any:
        if isinstance(value, datetime):
            raise TypeError("A sentence shows days, not instants: convert to the reader's zone first.")
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, AnyOf):
            return self.either(value)
        return self.listed(value) if isinstance(value, list) else value

    def template(self, name: str) -> "Words":
        """Return the words of `prompts/<name>.j2`."""
        return Words(_environment(self.locale).get_template(f"{name}.j2"), self)


@dataclass(frozen=True)
class Words:
    """The named blocks of one template, rendered for Slack's mrkdwn with the values escaped."""

    template: Template
    language: Language

    def __call__(self, block: str, **values: Any) -> str:
        """Return a block as mrkdwn: what is ours keeps its marks, what is a value is escaped."""
        return _unquote(str(self._render(block, values)))

    def plain(self, block: str, **values: Any) -> str:
        """Return a block for a place that shows plain text: nothing is escaped there."""
        return html.unescape(self._render(block, values))

    def _render(self, block: str, values: Mapping[str, Any]) -> str:
        context = self.template.new_context({**values, "language": self.language})
        return "".join(self.template.blocks[block](context)).strip()


def escape_mrkdwn(text: str) -> str:
    """Return text with the three characters that Slack reads as control characters escaped."""
    return _unquote(str(escape(text)))


def _unquote(text: str) -> str:
    return text.replace("&#39;", "'").replace("&#34;", '"')


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PROMPTS),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(_catalogue(locale), newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    environment.filters["day"] = _day_filter
    environment.filters["weekday"] = _weekday_filter
    environment.filters["word"] = _word_filter
    environment.filters["number"] = _number_filter
    environment.filters["listed"] = _listed_filter
    environment.filters["either"] = _either_filter
    return environment


@pass_context
def _day_filter(context: Context, value: date) -> str:
    return _language_of(context).day(value)


@pass_context
def _weekday_filter(context: Context, value: date) -> str:
    return _language_of(context).weekday(value)


@pass_context
def _word_filter(context: Context, key: str, group: str) -> str:
    return _language_of(context).word(f"{group}.{key}")


@pass_context
def _number_filter(context: Context, count: int) -> str:
    return _language_of(context).number(count)


@pass_context
def _listed_filter(context: Context, names: Iterable[str]) -> str:
    return _language_of(context).listed(names)


@pass_context
def _either_filter(context: Context, names: Iterable[str]) -> str:
    return _language_of(context).either(names)


def _language_of(context: Context) -> Language:
    language = context["language"]
    if not isinstance(language, Language):
        raise TypeError("A template is rendered through Language.template.")
    return language


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    if locale == SOURCE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with (PROMPTS / f"{locale}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _words() -> Mapping[str, str]:
    return _flatten(read_prompts("words.yaml"))


@cache
def _sentences() -> Mapping[str, str]:
    return _flatten(read_prompts("errors.yaml"))


def _written(sentence: Sentence) -> str:
    """Return the Swedish of a sentence: its form without a name where one of its values is not known."""
    unnamed = f"{sentence.name}-unnamed"
    lacks = any(value is None or value in ("", ()) for value in sentence.values.values())
    return _sentences()[unnamed if lacks and unnamed in _sentences() else sentence.name]


@cache
def read_prompts(name: str) -> Any:
    """Return a file of `prompts/` as it stands; every value is text. Do not change what comes back."""
    # Every scalar is a string, and no objects are built, so it is as safe as safe_load.
    return yaml.load((PROMPTS / name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= _flatten(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return flat
