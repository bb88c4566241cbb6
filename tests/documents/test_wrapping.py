import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.documents.fonts import FILES, width
from bot.documents.wheel_png import wheel_png
from bot.documents.wrapping import wrap

WORDS = st.lists(st.text("abcåäöÅÄÖ-MWil", min_size=1, max_size=45), min_size=1, max_size=25)


@settings(deadline=None)
@given(WORDS, st.floats(60, 400), st.floats(9, 20))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(words: list[str], room: float, size: float):
    lines = wrap(" ".join(words), room, size)

    assert all(width(line, size) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words)


@settings(deadline=None)
@given(WORDS, st.floats(0, 300))
def test_the_first_line_keeps_to_what_is_left_of_it(words: list[str], left: float):
    lines = wrap(" ".join(words), 300, 13, first_room=left)

    assert width(lines[0], 13) <= left
    assert "".join(lines).replace(" ", "") == "".join(words)


def test_words_stay_whole_where_they_fit():
    assert wrap("Kvalitetsrapport och kvalitetsplan klara", 150, 14) == [
        "Kvalitetsrapport och",
        "kvalitetsplan klara",
    ]


def test_the_font_is_there_with_our_letters():
    assert all(path.is_file() for path in FILES.values())
    missing = width("\ufffe", 20)

    assert all(width(letter, 20) != missing for letter in "åäöÅÄÖé–’…§")


def test_a_text_is_measured_as_wide_as_it_is_drawn():
    text = "Årshjulets hållpunkter: läs-, skriv- och språkutveckling"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60" viewBox="0 0 900 60"><rect width="900" '
        f'height="60" fill="#fff"/><text x="10" y="40" font-family="Lato" font-size="30">{text}</text></svg>'
    )
    drawn = Image.open(io.BytesIO(wheel_png(svg, 900))).convert("L").point(lambda grey: 255 if grey < 128 else 0)
    box = drawn.getbbox()

    assert box is not None
    assert 0 <= width(text, 30) - (box[2] - 10) <= 12, "as wide as measured, less kerning and the last letter's air"
