"""Personal identity numbers are found wherever they stand; other numbers pass. All numbers are made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import personal_numbers


def checksum(nine: str) -> int:
    """Luhn, written apart from the code under test: add the digits of the weighted figures."""
    weighted = "".join(str(int(figure) * weight) for figure, weight in zip(nine, [2, 1] * 5, strict=False))
    return -sum(map(int, weighted)) % 10


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("121212-1212", "…-1212"),
        ("1212121212", "…-1212"),
        ("20121212-1212", "…-1212"),
        ("201212121212", "…-1212"),
        ("121212+1212", "…-1212"),
        ("121212–1212", "…-1212"),  # Word makes the hyphen a dash
        ("121212 1212", "…-1212"),
        ("Eleven (121212-1212) behöver stöd.", "…-1212"),
        ("pnr121212-1212", "…-1212"),
        ("elev_1212121212.docx", "…-1212"),
        ("rad ett\n121212-1212\nrad tre", "…-1212"),
        ("811218-9876", "…-9876"),
        ("701063-2391", "…-2391"),  # a co-ordination number, born on the 3rd
        ("19701063-2391", "…-2391"),
        ("000229-0005", "…-0005"),  # 2000 was a leap year
        ("070101-2395", "…-2395"),
        ("0701012395", "…-2395"),  # could be a mobile number: the pupil goes first
        ("tel 811218-9876", "…-9876"),  # nobody writes a telephone number so
        ("dnr 2026/123-4 gäller 121212-1212", "…-1212"),
        ("dnr 121212-1212 och 811218-9876", "…-9876"),
        ("121212-1213 eller 121212-1212", "…-1212"),
    ],
)
def test_a_personal_number_is_found_and_masked(text: str, masked: str) -> None:
    assert personal_numbers.find(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vi inför kollegial handledning senast 1 juni.",
        "121212-1213",  # wrong checksum
        "121312-1211",  # no thirteenth month
        "120230-1215",  # no 30 February
        "121292-1213",  # no 32nd
        "18121212-1212",  # nobody born then is alive
        "556016-0680",  # an organisation number with a right checksum
        "5560160680",
        "165560160680",
        "212000-0142",
        "dnr 2026/123-4",
        "dnr 121212-1212",
        "Dnr: 1212121212",
        "DNR.121212-1212",
        "diarienummer 121212-1212",
        "dnr BUN 2026/121212-1212",
        "dnr KS-121212-1212",
        "GRF-2013-3793",
        "070-123 45 67",
        "0701234567",
        "070-101 23 95",
        "tel 0701012395",
        "Telefonnummer: 0701012395",
        "+46701012392",
        "+201212121212",
        "0701740607",  # of the numbers set aside for made-up people; as a co-ordination number it has a right checksum
        "1234121212121212",  # sixteen figures
        "12121212121",
        "4121212-1212",
        "121212-12123",
        "2026-09-01 14:00",
        "90510 eller 1 212 121 212",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert personal_numbers.find(text) is None


#: Each is 900101-0017 or 19900101-0017.
DISGUISES = (
    "900101 - 0017",
    "900101 -0017",
    "900101- 0017",
    "900101--0017",
    "900101 0017",
    "900101   0017",
    "900101\t0017",
    "900101\n0017",
    "900101-\n0017",
    "900101 -\r\n   0017",
    "900101.0017",
    "900101/0017",
    "900101_0017",
    "900101·0017",
    "900101−0017",
    "900101—0017",
    "900101\u20110017",
    "900101\uff0d0017",
    "900101\u00a00017",
    "900101\u202f-\u202f0017",
    "900101\u30000017",
    "900101\u00ad0017",
    "900101-\u200b0017",
    "900101\u200b-\u200b0017",
    "9\u200b0\u200b0\u200b1\u200b0\u200b1\u200b0\u200b0\u200b1\u200b7",
    "900\u2060101\ufeff-00\u200d17",
    "\u202e900101-0017\u202c",
    "9\ufe0f0\ufe0f0101-0017",
    "９００１０１－００１７",
    "９００１０１００１７",
    "１９９００１０１ ００１７",
    "９００１０１ - 0017",
    "٩٠٠١٠١-٠٠١٧",
    "𝟗𝟎𝟎𝟏𝟎𝟏-𝟎𝟎𝟏𝟕",
    "90 01 01 00 17",
    "90 01 01 0017",
    "90 01 01-0017",
    "90\u00a001\u00a001\u00a000\u00a017",
    "90\n01\n01\n00\n17",
    "90.01.01.00.17",
    "90/01/01/00/17",
    "90-01-01-00-17",
    "90-01-01-0017",
    "90-01-01 0017",
    "90.01.01-0017",
    "90/01/01-0017",
    "90/01/01 0017",
    "90 - 01 - 01 - 0017",
    "900101 00 17",
    "9001 01-0017",
    "1990-01-01-0017",
    "1990-01-01 - 0017",
    "1990-01-01 0017",
    "1990-01-01/0017",
    "1990.01.01.0017",
    "1990/01/01/0017",
    "1990 01 01 0017",
    "1990 01 01 00 17",
    "19 90 01 01 00 17",
    "19 900101-0017",
    "1990 0101 0017",
    "1990 0101-0017",
    "19900101 - 0017",
    "19900101\n0017",
    "19900101.0017",
    "１９９０－０１－０１\u200b - \u00a0００１７",
)
AROUND = (
    "{}",
    "Eleven ({}) behöver stöd.",
    "pnr{},",
    "Klass 7: {}\noch 2 till",
    "elev_{}.docx",
    "Född 2012. {}; ring 1177",
)


def test_a_personal_number_is_found_in_every_disguise() -> None:
    found = {(typed, around): personal_numbers.find(around.format(typed)) for typed in DISGUISES for around in AROUND}
    assert {where for where, masked in found.items() if masked != "…-0017"} == set()
    assert len(DISGUISES) >= 60


def completed(text: str) -> str:
    """Put a right checksum of the nine figures before it where a # stands: only the shape can tell then."""
    begun, mark, rest = text.partition("#")
    return begun + str(checksum("".join(filter(str.isdigit, begun))[-9:])) + completed(rest) if mark else begun


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30 123# elever svarade",
        "Den 2026-11-30 123# barn och 87 vuxna",
        "2026-11-30: 123# elever",
        "Senast 2026-11-30, 123# platser",
        "2026-11-30 123# kr",
        "2026-11-30 230# tkr per skola",
        "2012-05-06 123#\u00a0kr",
        "2026/11/30 123# svar",
        "30/11 2026 123# elever",
        "2026-11-30 130#-1600",
        "2026-11-30 080#–1030 i aulan",
        "2026-11-30 08.3#",
        "2026-11-30 13-1#",
        "2026-11-30 13.0#-15",
        "2026-11-30 kl. 130#",
        "2026-11-30 13:0#",
        "2026-11-30T13:0#",
        "2025-08-18–202#-06-12",
        "2025-08-18 – 202#-06-12",
        "2025-08-18 202#-06-12",
        "2025-08-18 till 202#-06-12",
        "2012/11/30-202#/06/12",
        "26-11-30–26-1#-04",
        "250818-2606#2",
        "20250818-2026061#",
        "Läsåren 2010/11–201#/13",
        "Läsåren 2010/11 – 201#",
        "Läsåret 2010/11, 201#/13 och 2013/14",
        "2010, 2011, 2012 och 201#",
        "2010 2011 2012 201#",
        "1990–202#",
        "v. 10–12 och v. 15–1#",
        "10.11.2012 123# elever",
        "0911-12 34 5#",
        "0911-12345#",
        "0911 - 12 34 5#",
        "Ring 0910-73 50 0#",
        "0911/12 34 5#",
        "(0911) 12 34 5#",
        "070-101 23 9#",
        "0701-01 23 9#",
        "tel 07 01 01 23 9#",
        "Telefon: 070101239#",
        "tfn 010 101 23 9#",
        "+46 70 101 23 9#",
        "+46 911 12 34 5#",
        "+46-8-12 12 12 1#",
        "0046 70 101 23 9#",
        "020-12 12 12, 112 och 117#",
        "dnr 121212-121#",
        "dnr 2026/121212-121#",
        "Dnr BUN 2026/1012-131#",
        "dnr 2012-12-12-121#",
        "diarienr 12 12 12 12 1#",
        "BUN 2026/1#",
        "GRF-2013-379#",
        "KS/2026:1012-1#",
        "2 120 000 14#",
        "1 212 121 21# kr",
        "12 121 212 1# kronor",
        "1212,1212, 1#",
        "121 212 121 #",
        "556016-068#",
        "55 60 16 06 8#",
        "212000-014#",
        "65.584816, 22.15670#",
        "65.5848 22.156#",
        "N 7311234, E 173567#",
        "N 65° 12′ 12″, E 21° 12′ 1#″",
        "12 10 11 12 15 17 2#",
        "12 10 11 12 1# 20",
        "12 15 12 10 11 12 1#",
        "12,5 10 11 12 1#",
        "Betyg: 12, 10, 11, 12, 1#",
        "A 12, B 10, C 11, D 12, E 1#",
        "12:10:11:12:1#",
        "91 % 2012, 12 % 2013 och 1# % 2014",
        "Åk 7: 90, åk 8: 10, åk 9: 1#",
        "1. 2026-12-11 2. 2026-12-1#",
        "SE35 5000 0000 0549 1000 000#",
        "4512 1011 1234 567#",
        "192.168.10.12:121#",
        "bankgiro 1212-121#",
        "postnummer 121 21, 121 2#",
    ],
)
def test_an_ordinary_text_passes_although_the_checksum_is_right(text: str) -> None:
    assert personal_numbers.find(completed(text)) is None


def test_the_made_up_examples_test_what_they_say() -> None:
    """The numbers that must pass for another reason than the checksum have a right one."""
    for figures in ("5560160680", "2120000142", "0701012395", "1212121212"):
        assert checksum(figures[:9]) == int(figures[9])


BIRTHS = st.dates(date(1900, 1, 1), date(2029, 12, 31))
SERIALS = st.integers(0, 999)


def written(born: date, serial: int, *, raised: int = 0) -> str:
    nine = f"{born:%y%m}{born.day + raised:02}{serial:03}"
    return f"{born:%C}"[:2] + nine + str(checksum(nine))


@given(BIRTHS, SERIALS, st.sampled_from([0, 60]), st.sampled_from(["-", "+"]), st.text(alphabet="å x.\n"))
def test_every_personal_number_with_a_separator_is_found(
    born: date, serial: int, raised: int, separator: str, around: str
) -> None:
    number = written(born, serial, raised=raised)
    for figures in (number, number[2:]):
        text = f"{around}{figures[:-4]}{separator}{figures[-4:]}{around}"
        assert personal_numbers.find(text) == f"…-{number[-4:]}"


@given(BIRTHS, SERIALS, st.booleans())
def test_every_personal_number_without_a_separator_is_found(born: date, serial: int, full: bool) -> None:
    number = written(born, serial)
    assert personal_numbers.find(number if full else number[2:]) == f"…-{number[-4:]}"


GAPS = st.text(alphabet="-+–./_ ", min_size=1, max_size=3) | st.sampled_from(["\n", "\u00a0", " -\r\n", "−"])
UNSEEN = st.sampled_from(["", "", "", "\u00ad", "\u200b", "\u2060", "\ufeff", "\u200f"])
FIGURES = st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"])
WORDS = st.lists(
    st.sampled_from(
        ["Vi inför kollegial handledning.", "Åk 7:", "senast 2026-11-30,", "(v. 48)", "25 elever", "\n", "–"]
    )
).map(" ".join)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Return a valid personal number in figures and separators of any kind, with unseen characters between them."""
    number = written(draw(BIRTHS), draw(SERIALS), raised=draw(st.sampled_from([0, 60])))
    full, inner, outer = draw(st.booleans()), draw(st.just("") | GAPS), draw(st.just("") | GAPS)
    # Ten figures that begin with 0 may be a telephone number: the hyphen before the last four tells.
    last = "-" if number[2] == "0" and not full else outer
    groups = [number[:4] if full else number[2:4], number[4:6], number[6:8]]
    typed = inner.join(groups) + last + number[8:]
    figures = draw(FIGURES)
    return "".join((figures[int(each)] if each.isdigit() else each) + draw(UNSEEN) for each in typed)


@given(disguised(), WORDS, WORDS)
def test_a_personal_number_is_found_in_any_disguise_in_any_text(number: str, before: str, after: str) -> None:
    assert personal_numbers.find(f"{before} {number} {after}") is not None


@given(BIRTHS, SERIALS, st.integers(1, 9))
def test_a_wrong_checksum_passes(born: date, serial: int, off: int) -> None:
    number = written(born, serial)
    assert personal_numbers.find(number[2:-1] + str((int(number[-1]) + off) % 10)) is None


@given(BIRTHS, SERIALS)
def test_what_stands_after_dnr_passes(born: date, serial: int) -> None:
    assert personal_numbers.find(f"Beslutet har dnr {written(born, serial)}.") is None


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    found = personal_numbers.find(text)
    assert found is None or found.startswith("…")
