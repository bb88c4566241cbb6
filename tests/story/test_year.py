"""A year is quiet: nobody is sent more letters than they have patience for, and none like the one before."""

import pytest

from tests.story.year import Year, city_year, network_year


@pytest.mark.parametrize("year", [network_year(), city_year(4)], ids=["network", "city"])
async def test_a_year_is_quiet(year: Year) -> None:
    await year.play(quick=True)
    assert len(year.sent) > len(year.channels), "somebody is sent something"
    assert year.too_much() == []
