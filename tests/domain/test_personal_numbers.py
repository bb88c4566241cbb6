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
    assert found is None or found.startswith("…-")
