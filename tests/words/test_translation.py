"""Every text of ours is there in English too, and the English says the same with the same values."""

from collections import Counter

from babel.messages.catalog import Message

from tests.words.sentences import ENGLISH, Said, as_entries, english, everything, placeholders


def translated() -> list[Message]:
    return [message for message in english() if message.id]


def as_key(message: Message) -> str | tuple[str, str]:
    return (message.id[0], message.id[1]) if isinstance(message.id, list | tuple) else message.id


def texts(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def test_every_text_is_translated() -> None:
    known = {as_key(message) for message in translated()}
    missing = {said.key: said.place for said in everything() if said.key not in known}
    assert not missing, f"Paste this into {ENGLISH.name} and fill it in:\n\n{as_entries(missing)}"


def test_no_translation_is_left_over() -> None:
    said = {said.key for said in everything()}
    left = [as_key(message) for message in translated() if as_key(message) not in said]
    assert not left, "\n".join(["Nothing says this any more, take it out of en.po:", *map(str, left)])


def test_no_translation_is_put_by_as_obsolete_or_uncertain() -> None:
    catalog = english()
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert list(catalog.obsolete) == []


def test_no_entry_stands_twice() -> None:
    first_lines = [line for line in ENGLISH.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]
    assert [line for line, times in Counter(first_lines).items() if times > 1] == []


def test_no_translation_is_empty() -> None:
    empty = [message.id for message in translated() if not all(part.strip() for part in texts(message.string))]
    assert empty == []


def test_a_translation_mentions_the_same_values() -> None:
    wrong = [
        message.id
        for message in translated()
        if any(
            placeholders(swedish) != placeholders(in_english)
            for swedish, in_english in zip(texts(message.id), texts(message.string), strict=True)
        )
    ]
    assert wrong == []


def test_a_translation_keeps_the_space_and_the_marks_around_it() -> None:
    wrong = [
        message.id
        for message in translated()
        if any(
            (one[:1] == " ", one[-1:] == " ", one.count("*"), one.count("`"), one.count("\n"))
            != (other[:1] == " ", other[-1:] == " ", other.count("*"), other.count("`"), other.count("\n"))
            for one, other in zip(texts(message.id), texts(message.string), strict=True)
        )
    ]
    assert wrong == []


def test_a_text_with_a_plural_has_the_same_everywhere() -> None:
    plurals: dict[str, set[str | None]] = {}
    for said in everything():
        plurals.setdefault(said.swedish, set()).add(said.plural)
    # A catalogue finds an entry by its first text: with two plurals, one of them would never be found.
    assert [swedish for swedish, found in plurals.items() if len(found) > 1] == []


def test_missing_texts_are_told_as_entries_to_paste() -> None:
    told = as_entries({'Skriv "dnr" före.': "prompts/errors.yaml", ("ett", "%(count)s"): "prompts/digest.j2"})
    assert '#: prompts/errors.yaml\nmsgid "Skriv \\"dnr\\" före."\nmsgstr ""\n' in told
    assert 'msgid "ett"\nmsgid_plural "%(count)s"\nmsgstr[0] ""\nmsgstr[1] ""\n' in told


def test_the_values_of_templates_and_of_sentences_are_recognised() -> None:
    assert placeholders("Åtagande %(number)s: {text} är {count:d} tecken") == {"number", "text", "count"}


def test_texts_come_from_every_place_where_they_stand() -> None:
    places = {said.place for said in everything()}
    assert {
        "prompts/commitment-card.j2",
        "prompts/words.yaml",
        "prompts/errors.yaml",
        "prompts/forms/commitment.yaml",
        "programmes/pisa-2015.yaml",
    } <= places


def test_names_of_places_and_names_of_things_in_code_are_no_texts() -> None:
    said = set(everything())
    assert Said("Visa", "prompts/words.yaml") in said, "show is a technical key in a form, and a word of ours here"
    assert Said("radio", "prompts/forms/commitment_support.yaml") not in said
    assert Said("Borås", "programmes/pisa-2015.yaml") not in said
