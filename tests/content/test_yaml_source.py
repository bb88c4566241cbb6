from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.content.faults import ContentError, ContentFault
from bot.content.yaml_source import MAX_BYTES, Source, open_source, read_source


def read(text: str) -> Source:
    return read_source("fil.yaml", text.encode())


def refused(content: bytes) -> tuple[ContentFault, ...]:
    with pytest.raises(ContentError) as caught:
        read_source("fil.yaml", content)
    return caught.value.faults


@pytest.mark.parametrize(
    "written", ["0140", "NO", "10:30", "1e3", "~", "2027-03-01", "true", "0x1F", "null", "!!int 7"]
)
def test_every_scalar_stays_text(written: str):
    assert read(f"key: {written}").tree == {"key": written.removeprefix("!!int ")}


def test_every_entry_knows_its_line():
    source = read("networks:\n  - name: Norr\n    conferences:\n      - number: 1\n\n        starts: nu\n")
    assert source.tree == {"networks": [{"name": "Norr", "conferences": [{"number": "1", "starts": "nu"}]}]}
    assert source.line(("networks", 0)) == 2
    assert source.line(("networks", 0, "conferences")) == 3
    assert source.line(("networks", 0, "conferences", 0, "starts")) == 6


def test_what_is_not_written_out_has_the_line_of_what_is_around_it():
    source = read("a: 1\nnetworks:\n  - name: Norr\n")
    assert source.line(("networks", 0, "channel")) == 3
    assert source.line(("nothing",)) == 1


def test_a_key_without_a_value_is_left_out_but_an_empty_text_stays():
    assert read("deputies:\nname: ''\n").tree == {"name": ""}


def test_a_windows_file_reads_like_any_other():
    assert read_source("fil.yaml", "\ufeffname: Älmhult\r\n".encode()).tree == {"name": "Älmhult"}


def test_a_merge_key_is_only_a_key():
    assert read("<<: {a: 1}\nb: 2").tree == {"<<": {"a": "1"}, "b": "2"}


@pytest.mark.parametrize(
    ("text", "line", "field", "sentence"),
    [
        ("a: &x [1]\nb: *x\n", 2, "b", "load-alias"),
        ("a: 1\nb: 2\na: 3\n", 3, "a", "load-key-twice"),
        ("a:\na: 3\n", 2, "a", "load-key-twice"),
        ("a: 1\n---\nb: 2\n", 2, "", "load-two-documents"),
        ("", 1, "", "load-empty"),
        ("# bara en kommentar\n", 2, "", "load-empty"),
        ("? [a, b]\n: 1\n", 1, "", "load-odd-key"),
        ("a: 1\n\tb: 2\n", 2, "", "load-not-yaml"),
        ("a: 'öppet\n", 2, "", "load-not-yaml"),
        ("a: 1\nb: \x07\n", 2, "", "load-bad-character"),
        ("a: " + "[" * 2000 + "]" * 2000, 1, "a" + "[0]" * 19, "load-too-deep"),
        ("a: " + "{b: " * 2000 + "1" + "}" * 2000, 1, "a" + ".b" * 19, "load-too-deep"),
    ],
)
def test_refuses_with_the_line(text: str, line: int, field: str, sentence: str):
    (fault,) = refused(text.encode())
    assert (fault.line, fault.field, fault.what.name) == (line, field, sentence)


def test_tells_every_fault_at_once():
    faults = refused(b"a: &x 1\nb: *x\na: 2\nc: *x\n")
    assert [(fault.line, fault.what.name) for fault in faults] == [
        (2, "load-alias"),
        (3, "load-key-twice"),
        (4, "load-alias"),
    ]


def test_refuses_another_encoding_with_the_line():
    (fault,) = refused("name: Boden\nhost: Åmål\n".encode("latin-1"))
    assert (fault.line, fault.what.name) == (2, "load-not-utf8")


def test_refuses_a_file_beyond_the_limit_without_reading_it_as_yaml():
    (fault,) = refused(b"[" * (MAX_BYTES + 1))
    assert fault.what.name == "load-too-large"


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path):
    with pytest.raises(ContentError) as caught:
        open_source(tmp_path / "finns-inte.yaml")
    assert caught.value.faults[0].what.name == "load-no-file"


@given(
    st.binary(max_size=200) | st.text(alphabet="a:-?[]{},&*!|>'\"# \n\t%@`0é\x00\ufeff", max_size=60).map(str.encode)
)
@example(b"!!python/object/apply:os.system [ls]")
@example(b"%YAML 3.0\n---\na: 1")
def test_whatever_stands_in_a_file_is_read_or_told(content: bytes):
    assert all(line >= 1 for line in outcome(content))


def outcome(content: bytes) -> list[int]:
    """Return the lines of the faults, or of the entries."""
    try:
        return list(read_source("fil.yaml", content).lines.values())
    except ContentError as error:
        return [fault.line for fault in error.faults]
