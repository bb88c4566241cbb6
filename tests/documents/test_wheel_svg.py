import io
import re
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from PIL import Image

from bot.documents.wheel_palette import DARK, LIGHT, Palette
from bot.documents.wheel_png import wheel_png
from bot.documents.wheel_svg import content_key, wheel_svg
from bot.documents.wheel_words import STATES, brief, telling
from bot.domain.wheel import LEVELS, Milestone, Wheel
from bot.language import Language
from tests.documents.strategies import wheels
from tests.documents.wheels import FIRST, LAST, TODAY, wheel_of

SWEDISH, ENGLISH = Language("sv", TODAY), Language("en", TODAY)
SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314  # our own writing


def test_it_is_named_described_and_as_large_as_a3():
    root = read(wheel_svg(wheel_of(15), SWEDISH))

    assert root.get("lang") == "sv"
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    assert [child.tag.removeprefix(SVG) for child in root][:2] == ["title", "desc"]
    assert root.findtext(f"{SVG}title") == "Årshjul för kvalitetsarbetet 2026/27, Exempelskolan, Malmö"
    assert root.findtext(f"{SVG}desc") == telling(wheel_of(15), SWEDISH)


def test_every_milestone_is_a_link_with_all_that_is_known_of_it():
    root = read(wheel_svg(wheel_of(15), SWEDISH))
    links = {link.get("href"): link.get("aria-label") for link in root.iter(f"{SVG}a")}

    assert len(links) == 15
    assert links["https://example.invalid/m0"] == (
        "Kvalitetsrapport och kvalitetsplan klara, tis 1 sep, v. 36, Skola, klart"
    )


def test_what_people_wrote_is_escaped_and_whole():
    day = date(2026, 9, 1)
    title = '<script>alert("x")</script> & ]]> Åsas'
    wheel = Wheel(title, title, FIRST, LAST, (Milestone("a", "school", title, "", day, day, "done", 'x"><b>'),), ())
    svg = wheel_svg(wheel, SWEDISH)

    assert "<script" not in svg
    assert read(svg).find(f".//{SVG}a").get("href") == 'x"><b>'
    assert title in read(svg).findtext(f"{SVG}title")


@settings(max_examples=15, deadline=None)
@given(wheels())
def test_any_wheel_is_well_formed_and_has_unique_ids(drawn: tuple[Wheel, date]):
    wheel, today = drawn
    root = read(wheel_svg(wheel, Language("sv", today)))
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert len(ids) == len(set(ids))
    assert {path.get("href", "").removeprefix("#") for path in root.iter(f"{SVG}textPath")} <= set(ids)


def test_the_same_wheel_gives_the_same_bytes():
    assert wheel_svg(wheel_of(30), SWEDISH) == wheel_svg(wheel_of(30), SWEDISH)


def test_the_key_changes_with_what_is_seen():
    keys = {
        content_key(wheel_of(15), SWEDISH, "light"),
        content_key(wheel_of(15), SWEDISH, "dark"),
        content_key(wheel_of(15), ENGLISH, "light"),
        content_key(wheel_of(16), SWEDISH, "light"),
        content_key(wheel_of(15), Language("sv", LAST), "light"),
    }

    assert len(keys) == 5
    assert content_key(wheel_of(15), SWEDISH, "light") in keys


def test_states_differ_by_shape():
    svg = {state: _small(state) for state in STATES}

    assert len(set(svg.values())) == len(STATES)


def _small(state: str) -> bytes:
    """Return the picture of one milestone without any colour."""
    day = date(2026, 9, 1)
    wheel = Wheel("", "", FIRST, LAST, (Milestone("a", "school", "x", "", day, day, state),), ())
    drawn = Image.open(io.BytesIO(wheel_png(wheel_svg(wheel, SWEDISH), 800))).convert("L")
    return drawn.point(lambda grey: 255 if grey < 170 else 0).crop((560, 180, 700, 420)).tobytes()


def test_the_swedish_letters_are_drawn():
    """Resvg leaves all text out, silently, when it does not find the font."""
    shown = {letter: _dark_pixels(letter) for letter in ("a", "å", "ä", "o", "ö", "")}

    assert shown[""] == 0
    assert shown["å"] > shown["a"] > 50
    assert shown["ä"] > shown["a"]
    assert shown["ö"] > shown["o"] > 50


def _dark_pixels(text: str) -> int:
    wheel = Wheel(text, "", FIRST, LAST, (), ())
    drawn = Image.open(io.BytesIO(wheel_png(wheel_svg(wheel, SWEDISH), 1680))).convert("L")
    return sum(drawn.crop((40, 40, 140, 95)).point(lambda grey: 1 if grey < 128 else 0).tobytes())


@pytest.mark.parametrize("count", [5, 25, 60])
def test_a_picture_is_small_enough_to_send(count: int):
    picture = wheel_png(wheel_svg(wheel_of(count), SWEDISH))

    assert len(picture) < 500_000
    assert Image.open(io.BytesIO(picture)).size == (1600, 1133)


def test_on_a_page_it_follows_the_screen_and_is_light_on_paper():
    svg = wheel_svg(wheel_of(5), SWEDISH, "auto")

    assert "@media screen and (prefers-color-scheme:dark)" in svg
    assert svg.index(LIGHT.ink) < svg.index("@media") < svg.index(DARK.ink)
    assert wheel_png(svg) == wheel_png(wheel_svg(wheel_of(5), SWEDISH, "light"))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_shapes_stand_out(palette: Palette):
    for text in (palette.ink, palette.quiet):
        assert contrast(text, palette.paper) >= 4.5
    assert contrast(palette.ink, palette.scale) >= 4.5
    assert contrast(palette.paper, palette.now) >= 4.5
    for hue in palette.levels.values():
        for ground in (palette.paper, *hue.tints):
            assert contrast(hue.ink, ground) >= 4.5, "names and dates"
        assert contrast(hue.ink, hue.ring) >= 3, "marks"
        assert contrast(palette.late, hue.ring) >= 3
        assert contrast(palette.quiet, hue.ring) >= 3


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("..", colour.removeprefix("#"))]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_the_words_tell_what_the_picture_shows(language: Language):
    wheel = wheel_of(30)
    told = telling(wheel, language)

    assert all(item.title in told for item in wheel.milestones)
    assert language.day(TODAY) in told
    assert told.count("\n") == 1 + len(LEVELS)


def test_the_words_go_by_level_and_by_how_it_goes():
    told = telling(wheel_of(5), SWEDISH)

    assert told == (
        "Årshjul för kvalitetsarbetet 2026/27. Exempelskolan, Malmö. 3 av 5 klara.\n"
        "I dag: tors 19 nov, v. 47.\n"
        "Skola. Faser: Följa upp, mån 1 juni, v. 23–tis 30 juni, v. 27; Analysera och planera åtaganden, "
        "ons 1 juli, v. 27–ons 30 sep, v. 40; "
        "Genomföra, tors 1 okt, v. 40–sön 28 feb, v. 8; Följa upp, mån 1 mars, v. 9–mån 31 maj, v. 22. "
        "Klart: Kvalitetsrapport och kvalitetsplan klara, tis 1 sep, v. 36. "
        "Härnäst: Självskattning av kvalitetsarbetet, fre 22 jan, v. 3.\n"
        "Förvaltning. Faser: Följa upp, mån 1 juni, v. 23–fre 31 juli, v. 31; "
        "Analysera, lör 1 aug, v. 31–ons 30 sep, v. 40; "
        "Planera åtaganden, tors 1 okt, v. 40–tors 31 dec, v. 53; "
        "Genomföra och stämma av mot mätetal, fre 1 jan, v. 53–mån 31 maj, v. 22. "
        "Klart: Septemberdialog om skolans resultat, mån 7 sep, v. 37–ons 30 sep, v. 40. "
        "Härnäst: Februaridialog om åtaganden och behov av stöd, mån 8 feb, v. 6–fre 26 feb, v. 8.\n"
        "Nämnd. Faser: Följa upp, mån 1 juni, v. 23–ons 30 sep, v. 40; Budget, tors 1 okt, v. 40–tors 31 dec, v. 53; "
        "Analysera och utvärdera, fre 1 jan, v. 53–mån 31 maj, v. 22. "
        "Klart: Delårsrapport 2 behandlas i nämnden, ons 23 sep, v. 39."
    )


def test_in_brief_it_names_what_is_late_and_next_and_counts_the_rest():
    assert brief(wheel_of(30), SWEDISH).splitlines()[2:] == [
        (
            "Skola. Nu: Genomföra. Klart: 5. Härnäst: Ekonomi och HR: uppföljning i december, ons 9 dec, v. 50. "
            "Försenat: Ekonomi och HR: uppföljning 2 och budget, tors 12 nov, v. 46. Längre fram: 8."
        ),
        (
            "Förvaltning. Nu: Planera åtaganden. Klart: 3. "
            "Härnäst: Analysseminarium: frånvaro och trygghet, ons 25 nov, v. 48. Längre fram: 4. Gäller inte oss: 1."
        ),
        "Nämnd. Nu: Budget. Klart: 1. Härnäst: Internbudget 2027 beslutas, ons 16 dec, v. 51. Längre fram: 4.",
    ]
